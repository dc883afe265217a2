"""What a value is worth: 0.0 where it began, 1.0 at the target, rising between, never NaN, missing is not zero."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sapwood.goals import progress

numbers = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False, places=6)
directions = st.sampled_from(["rise", "fall", "stay_above", "stay_below", "reach"])
shares = st.floats(min_value=0, max_value=1)


@given(baseline=numbers, target=numbers)
def test_where_it_began_is_nothing_and_the_target_is_all(baseline: Decimal, target: Decimal) -> None:
    assume(baseline != target)
    for direction in ("rise", "fall"):
        assert progress.raw_score(direction, baseline, target, [baseline]) == 0.0
        assert progress.raw_score(direction, baseline, target, [target]) == pytest.approx(1.0)


@given(baseline=numbers, target=numbers, nearer=shares, farther=shares)
def test_nearer_to_the_target_is_never_worth_less(
    baseline: Decimal, target: Decimal, nearer: float, farther: float
) -> None:
    assume(abs(target - baseline) > Decimal("0.001"))
    low, high = sorted([nearer, farther])
    way = target - baseline
    scores = [
        progress.raw_score("rise", baseline, target, [baseline + way * Decimal(str(share))]) for share in (low, high)
    ]
    assert scores[0] is not None and scores[1] is not None
    assert scores[0] <= scores[1] + 1e-9


@given(
    direction=directions,
    baseline=st.none() | numbers,
    target=st.none() | numbers,
    values=st.lists(numbers, max_size=8),
)
def test_a_score_is_a_number_from_0_to_1_or_nothing(
    direction: str, baseline: Decimal | None, target: Decimal | None, values: list[Decimal]
) -> None:
    score = progress.clipped(progress.raw_score(direction, baseline, target, values))
    if not values or target is None:
        assert score is None
    if score is not None:
        assert math.isfinite(score) and 0.0 <= score <= 1.0


@given(values=st.lists(numbers, min_size=1, max_size=8), bound=numbers)
def test_staying_inside_counts_the_weeks(values: list[Decimal], bound: Decimal) -> None:
    above = progress.raw_score("stay_above", None, bound, values)
    below = progress.raw_score("stay_below", None, bound, values)
    assert above == sum(value >= bound for value in values) / len(values)
    assert below == sum(value <= bound for value in values) / len(values)


def test_steps_count_by_how_many_are_reached() -> None:
    assert progress.raw_score("reach", Decimal(0), Decimal(4), [Decimal(1), Decimal(3)]) == 0.75
    assert progress.raw_score("reach", None, Decimal(0), [Decimal(3)]) is None


def test_a_line_that_is_not_drawn_has_no_score() -> None:
    assert progress.raw_score("rise", Decimal(5), Decimal(5), [Decimal(5)]) is None
    assert progress.raw_score("rise", None, Decimal(5), [Decimal(5)]) is None


@given(st.lists(st.tuples(st.none() | st.floats(-2, 3), st.floats(0, 100)), max_size=8))
def test_a_roll_up_leaves_out_what_was_not_measured(results: list[tuple[float | None, float]]) -> None:
    total = progress.roll_up(results)
    measured = [(score, weight) for score, weight in results if score is not None]
    assert (total.measured, total.total) == (len(measured), len(results))
    if sum(weight for _score, weight in measured) > 0:
        assert total.score is not None and -1e-9 <= total.score <= 1 + 1e-9
        inside = [min(1.0, max(0.0, score)) for score, _weight in measured]
        assert min(inside) - 1e-9 <= total.score <= max(inside) + 1e-9
    else:
        assert total.score is None


def test_missing_is_not_zero() -> None:
    assert progress.roll_up([(0.8, 1), (None, 1)]).score == 0.8
    assert progress.roll_up([(None, 1)]) == progress.RollUp(None, 0, 1)


@pytest.mark.parametrize(
    ("score", "elapsed", "confidence", "ambition", "readings", "word"),
    [
        (None, 0.5, 8, "committed", 0, "unknown"),
        (0.1, 0.05, 8, "committed", 3, "too_early"),
        (0.1, 0.5, 8, "committed", 1, "too_early"),
        (0.5, 0.5, 8, "committed", 4, "on_track"),
        (0.36, 0.5, 8, "aspirational", 4, "on_track"),
        (0.36, 0.5, 8, "committed", 4, "at_risk"),
        (0.5, 0.5, 3, "committed", 4, "at_risk"),
        (0.1, 0.5, 8, "committed", 4, "off_track"),
        (1.0, 0.02, 1, "committed", 1, "on_track"),
        (0.7, 0.9, 2, "aspirational", 5, "on_track"),
    ],
)
def test_the_status_word(
    score: float | None, elapsed: float, confidence: int, ambition: str, readings: int, word: str
) -> None:
    said = progress.status(score=score, elapsed=elapsed, confidence=confidence, ambition=ambition, readings=readings)
    assert said == word


@pytest.mark.parametrize(
    ("score", "elapsed", "confidence", "readings", "doubt"),
    [
        (0.1, 0.5, 8, 5, "surer"),
        (0.6, 0.5, 2, 5, "less_sure"),
        (0.45, 0.5, 8, 5, ""),
        (0.1, 0.5, 8, 2, ""),  # two readings say nothing
        (0.02, 0.1, 9, 5, ""),  # nor does the first fifth of a cycle
        (None, 0.5, 9, 5, ""),
        (0.1, 0.5, None, 5, ""),
    ],
)
def test_only_a_strong_disagreement_is_asked_about(
    score: float | None, elapsed: float, confidence: int | None, readings: int, doubt: str
) -> None:
    said = progress.doubt(score=score, elapsed=elapsed, confidence=confidence, ambition="committed", readings=readings)
    assert said == doubt
