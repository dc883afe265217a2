"""Programmes of a few teams: the design follows from the numbers, and words are seldom wrong."""

from __future__ import annotations

import numpy as np
import pytest

from sapwood.measurement.findings import Finding, StudyDesign, strongest
from sapwood.measurement.programmes import (
    Spread,
    Value,
    design_of,
    mean_course,
    outlook,
    programme_effect,
    smallest_effect,
    spread_of,
)
from sapwood.measurement.results import Estimate, MeasurementError
from sapwood.measurement.staggered import staggered_effect
from sapwood.measurement.worlds import simulated_programme

CLAIMS = {Finding.CONSISTENT, Finding.SHOWN}
FEW = (26, 26, None, None, None, None)
MANY = (*[20] * 5, *[None] * 5)


def named(starts: tuple[int | None, ...]) -> dict[str, int | None]:
    return {str(team): start for team, start in enumerate(starts)}


@pytest.mark.parametrize(("starts", "periods"), [(FEW, 44), (MANY, 36)])
def test_without_an_effect_hardly_any_is_claimed_and_with_one_mostly(
    starts: tuple[int | None, ...], periods: int
) -> None:
    """The small version of bench/impact_programmes.py."""
    claimed = {0.0: 0, 1.4: 0}
    for effect in claimed:
        for seed in range(31_000, 31_025):
            values = simulated_programme(seed, starts, periods, effect=effect, lag=3)
            claimed[effect] += programme_effect(values, named(starts), lag=3).verdict.finding in CLAIMS
    assert claimed[0.0] <= 2 and claimed[1.4] >= 17, claimed


def test_the_design_follows_from_the_numbers_and_never_from_a_wish() -> None:
    assert design_of(named(MANY), 0, 35, randomised=False) is StudyDesign.STAGGERED
    assert design_of(named(MANY), 0, 35, randomised=True) is StudyDesign.RANDOMISED
    assert design_of(named(FEW), 0, 43, randomised=True) is StudyDesign.CONTROLLED  # a lot among so few shows nothing
    assert design_of(named((26, 26)), 0, 43, randomised=False) is StudyDesign.SERIES
    alone = programme_effect(simulated_programme(1, (26, 26, 26), 44, effect=3), named((26, 26, 26)))
    assert alone.verdict.finding is Finding.MOVED_TOGETHER and alone.compared == 0


def test_nothing_or_too_little_is_too_early_and_says_why() -> None:
    assert programme_effect([], named(FEW)).verdict.finding is Finding.TOO_EARLY
    values = simulated_programme(1, FEW, 29)
    early = programme_effect(values, named(FEW), lag=2)
    assert early.verdict.finding is Finding.TOO_EARLY and "after the start" in early.verdict.reason
    none = programme_effect([one for one in values if one.period < 20], named(FEW))
    assert "No team has started" in none.verdict.reason
    with pytest.raises(MeasurementError, match="lag must be 0 or more"):
        programme_effect(values, named(FEW), lag=-1)


def test_the_lag_is_left_out_of_pilots() -> None:
    starts = (*[14] * 8, *[None] * 8)
    values = simulated_programme(5, starts, 30, effect=2.0, lag=6)
    columns = {
        "outcome": [one.value for one in values],
        "unit": [one.team for one in values],
        "time": [one.period for one in values],
        "start": [starts[int(one.team)] for one in values],
    }
    late = staggered_effect(**columns, lag=6)
    diluted = staggered_effect(**columns)
    assert isinstance(late.effect, Estimate) and isinstance(diluted.effect, Estimate)
    assert late.effect.value == pytest.approx(2.0, abs=0.4) and diluted.effect.value < 1.6
    assert min(one.periods for one in late.by_period) == 6 and "(lag)" in " ".join(late.notes)
    with pytest.raises(MeasurementError, match="lag must be 0 or more"):
        staggered_effect(**columns, lag=-1)


def test_how_values_moved_before_is_found_again() -> None:
    spread = spread_of(simulated_programme(7, (None,) * 40, 60))
    assert spread.known and spread.team == pytest.approx(0.5, abs=0.03) and spread.rho == pytest.approx(0.4, abs=0.06)
    assert not spread_of(simulated_programme(7, (None, None), 5)).known


def test_the_smallest_effect_falls_with_teams_and_time_and_grows_with_the_spread() -> None:
    def smallest(starts: tuple[int | None, ...], last: int, team: float = 0.5) -> float:
        found = outlook(named(starts), 0, last, spread=Spread(team, 0.1, 0.4, known=True)).smallest
        assert found is not None
        return found

    base = smallest(MANY, 35)
    assert smallest((*[20] * 9, *[None] * 9), 35) < base < smallest(MANY, 27)
    assert smallest(MANY, 35, team=1.0) == pytest.approx(2 * base)
    assert smallest(FEW, 43) > base
    nothing = outlook(named(FEW), 0, 28, lag=4)
    assert nothing.smallest is None and nothing.prospect.needs
    with pytest.raises(MeasurementError, match="between 0 and 1"):
        outlook(named(MANY), 0, 35, power=1.2)


def test_a_plan_in_numbers_says_the_same() -> None:
    prospect = strongest("staggered", before=20, after=16, units=5, comparison=5)
    assert smallest_effect(prospect, 5, 5, before=20, after=16) == outlook(named(MANY), 0, 35).smallest
    assert smallest_effect(strongest("series", before=30, after=20), 1, 0, before=30, after=20) is None


def test_a_gap_does_not_look_like_a_movement() -> None:
    values = [Value(team, period, level) for team, level in (("a", 10.0), ("b", 30.0)) for period in range(6)]
    course = mean_course([one for one in values if (one.team, one.period) != ("b", 3)])
    assert np.allclose([one.value for one in course.values()], 20.0)
    assert all(one.low == one.high for one in course.values())  # two teams have no interval
