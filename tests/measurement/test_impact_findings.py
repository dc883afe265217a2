"""The words of impact: no verdict says more than its design, its interval and its checks can carry."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.measurement import (
    Check,
    Estimate,
    Finding,
    ImpactVerdict,
    MeasurementError,
    StudyDesign,
    conclude,
    strongest,
)
from sapwood.measurement.findings import CEILING

SEEN = Estimate(0.4, 0.1, 0.7, 300, "test", se=0.15)
UNSEEN = Estimate(0.1, -0.2, 0.4, 300, "test", se=0.15)
GOOD = (Check("course before the start", True, "parallel"), Check("placebo start", True, "0.0"))
LOT = Check("test by lot", True, "p = 0.010")
BESIDE = {"n": 300, "window": "from 1 to 30", "comparison": "10 other teams"}


def can_say(finding: Finding, design: StudyDesign, effect: Estimate | None, checks: tuple[Check, ...]) -> bool:
    try:
        ImpactVerdict(finding, design, effect=effect, checks=checks, reason="short", **BESIDE)
    except ValueError:
        return False
    return True


def test_only_starts_drawn_by_lot_can_show_an_effect():
    for design in StudyDesign:
        assert can_say(Finding.SHOWN, design, SEEN, (*GOOD, LOT)) is (design is StudyDesign.RANDOMISED)
    assert not can_say(Finding.SHOWN, StudyDesign.RANDOMISED, SEEN, GOOD)


def test_one_series_never_says_more_than_moved_together():
    for design in (StudyDesign.PAIR, StudyDesign.SERIES):
        assert can_say(Finding.MOVED_TOGETHER, design, SEEN, ())
        assert not can_say(Finding.CONSISTENT, design, SEEN, GOOD)


def test_a_failed_or_missing_check_takes_the_stronger_word_away():
    failed = (Check("placebo start", False, "an effect of 0.3"),)
    for checks in ((), failed, (*GOOD, *failed)):
        assert not can_say(Finding.CONSISTENT, StudyDesign.STAGGERED, SEEN, checks)
    assert can_say(Finding.CONSISTENT, StudyDesign.STAGGERED, SEEN, GOOD)


def test_every_combination_respects_scale_interval_and_checks():
    for finding, design, effect, checks in itertools.product(
        Finding, StudyDesign, (None, SEEN, UNSEEN), ((), GOOD, (*GOOD, LOT))
    ):
        if not can_say(finding, design, effect, checks):
            continue
        assert finding.rank <= CEILING[design].rank
        if finding is Finding.NO_SIGN:
            assert effect is UNSEEN
        if finding.rank >= Finding.MOVED_TOGETHER.rank:
            assert effect is SEEN


def test_a_verdict_names_what_stands_beside_it():
    verdict = conclude(StudyDesign.STAGGERED, SEEN, GOOD, **BESIDE)
    assert verdict.finding is Finding.CONSISTENT
    for part in ("+0.40 (+0.10 to +0.70, 95% interval)", "300 observations", "from 1 to 30", "10 other teams"):
        assert part in verdict.sentence
    with pytest.raises(ValueError, match="must be named"):
        ImpactVerdict(Finding.NO_SIGN, StudyDesign.SERIES, 10, "", "", UNSEEN)
    with pytest.raises(ValueError, match="reason must be given"):
        ImpactVerdict(Finding.TOO_EARLY, StudyDesign.SERIES, 10, "w", "c")


@given(
    st.sampled_from(list(StudyDesign)),
    st.floats(-2, 2), st.floats(0, 2), st.floats(0, 2),
    st.lists(st.booleans(), max_size=4),
    st.sampled_from(["", "Too short."]),
)  # fmt: skip
def test_concluding_never_breaks_its_own_rules(design, value, below, above, passed, too_early):
    effect = Estimate(value, value - below, value + above, 10, "test", se=0.1)
    checks = [Check("test by lot" if place == 0 else f"check {place}", one, "x") for place, one in enumerate(passed)]
    if design is StudyDesign.RANDOMISED and not checks:
        checks = [LOT]
    verdict = conclude(design, effect, checks, too_early=too_early, **BESIDE)
    assert (verdict.finding is Finding.TOO_EARLY) is bool(too_early)
    assert "caus" not in verdict.sentence.lower()


def test_no_sign_says_what_would_have_been_seen():
    verdict = conclude(StudyDesign.STAGGERED, UNSEEN, GOOD, detectable=0.42, **BESIDE)
    assert "An effect of 0.42 or more would have been seen" in str(verdict)
    assert "would have been" not in str(conclude(StudyDesign.STAGGERED, UNSEEN, GOOD, detectable=math.nan, **BESIDE))


@pytest.mark.parametrize(
    ("design", "plan", "finding", "says"),
    [
        ("pair", {"before": 30}, Finding.MOVED_TOGETHER, "third thing"),
        ("series", {"before": 40, "after": 20}, Finding.MOVED_TOGETHER, "Without a comparison"),
        ("series", {"before": 8, "after": 4}, Finding.TOO_EARLY, "12 points and needs 24"),
        ("controlled", {"before": 20, "after": 10}, Finding.CONSISTENT, "52 points"),
        ("staggered", {"before": 8, "after": 10, "units": 12, "comparison": 6}, Finding.CONSISTENT, "drawn by lot"),
        ("randomised", {"before": 8, "after": 10, "units": 12, "comparison": 6}, Finding.SHOWN, "effect shown"),
        ("randomised", {"before": 8, "after": 10, "units": 4, "comparison": 1}, Finding.TOO_EARLY, "1 unit could"),
    ],
)
def test_before_a_study_starts_one_knows_the_best_it_can_say(design, plan, finding, says):
    prospect = strongest(design, **plan)
    assert prospect.finding is finding and says in prospect.sentence


def test_a_plan_that_is_none_is_refused():
    with pytest.raises(MeasurementError, match="there are: pair, series"):
        strongest("guess")
    with pytest.raises(MeasurementError, match="negative"):
        strongest("series", before=-1)
