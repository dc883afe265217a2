"""Pilots that start at different times: the two stages, against brute force, other libraries and known truth."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import Estimate, Finding, MeasurementError, Withheld, staggered_effect
from sapwood.measurement.twoway import TwoWay
from sapwood.measurement.worlds import pilots


def study(world, **more):
    return staggered_effect(world.outcome, world.team, world.week, world.start, draws=99, **more)


def dense(world, keep):
    """Both stages with explicit dummies and the stacked sandwich, clustered by team (no elimination, no shortcuts)."""
    y, team, week = world.outcome[keep], world.team[keep], world.week[keep]
    treated = week >= np.where(np.isnan(world.start[keep]), np.inf, world.start[keep])
    X1 = np.column_stack([team[:, None] == np.unique(team), week[:, None] == np.unique(week)]).astype(float)
    X10 = X1 * ~treated[:, None]
    first = np.linalg.lstsq(X10, np.where(treated, 0, y), rcond=None)[0]
    left = y - X1 @ first
    D = treated.astype(float)
    effect = (D @ left) / D.sum()
    gamma = np.linalg.pinv(X10.T @ X10) @ X1.T @ D
    score = D * (left - effect * D) - np.where(treated, 0, left) * (X10 @ gamma)
    by_team = np.array([score[team == one].sum() for one in np.unique(team)])
    G = len(by_team)
    return effect, math.sqrt((by_team**2).sum() / D.sum() ** 2 * G / (G - 1))


def test_the_two_stages_are_those_of_explicit_dummies():
    world = pilots(np.random.default_rng(41), teams=4, never=4, weeks=26, growth=0.05)
    keep = np.random.default_rng(1).random(len(world.outcome)) < 0.85  # unbalanced
    effect, se = dense(world, keep)
    told = staggered_effect(world.outcome[keep], world.team[keep], world.week[keep], world.start[keep], draws=99).effect
    assert math.isclose(told.value, effect, rel_tol=1e-9) and math.isclose(told.se, se, rel_tol=1e-9)


def test_the_figures_of_pyfixest():
    """did2s of pyfixest 0.60 on the rows of this very world; its standard error is without the G/(G - 1) factor."""
    told = study(pilots(np.random.default_rng(3), growth=0.03)).effect
    assert math.isclose(told.value, 0.1717309821348209, rel_tol=1e-9)
    assert math.isclose(told.se * math.sqrt(39 / 40), 0.08709781389643113, rel_tol=1e-9)


def test_pyfixest_agrees_where_it_is_installed():
    pytest.importorskip("pyfixest", reason="the lab extra is not installed")
    import pandas as pd
    from pyfixest.did.estimation import did2s

    world = pilots(np.random.default_rng(3), growth=0.03)
    frame = pd.DataFrame({"y": world.outcome, "team": world.team, "week": world.week})
    frame["treat"] = world.week >= np.where(np.isnan(world.start), np.inf, world.start)
    with warnings.catch_warnings():  # theirs, about pandas
        warnings.simplefilter("ignore")
        table = did2s(
            frame, yname="y", first_stage="~0|team+week", second_stage="~treat", treatment="treat", cluster="team"
        ).tidy()
    told = study(world).effect
    assert math.isclose(told.value, float(table["Estimate"].iloc[0]), rel_tol=1e-6)
    assert math.isclose(told.se * math.sqrt(39 / 40), float(table["Std. Error"].iloc[0]), rel_tol=1e-4)


def test_a_growing_effect_is_measured_without_bias_and_covered():
    """Acceptance 11.10 on seeds of its own: bias at most 0.02, coverage at least 0.90."""
    off, inside = [], []
    for seed in range(80):
        world = pilots(np.random.default_rng([77, seed]), growth=0.03)
        told = study(world).effect
        off.append(told.value - world.effect)
        inside.append(told.low <= world.effect <= told.high)
    assert abs(np.mean(off)) <= 0.02 and np.mean(inside) >= 0.90


def test_drift_that_everybody_shares_is_no_effect():
    said = [study(pilots(np.random.default_rng([78, seed]), drift=0.05)).verdict.finding for seed in range(60)]
    assert said.count(Finding.NO_SIGN) >= 52


def test_few_teams_still_get_intervals_that_hold():
    inside = []
    for seed in range(100):
        world = pilots(np.random.default_rng([79, seed]), teams=3, never=4, growth=0.03)
        told = study(world).effect
        inside.append(told.low <= world.effect <= told.high)
    assert 0.90 <= np.mean(inside) <= 0.99


def test_pilots_already_ahead_before_the_start_lose_the_stronger_word():
    world = pilots(np.random.default_rng(5), ahead=0.06)
    told = study(world)
    assert told.verdict.finding is Finding.MOVED_TOGETHER and told.leads_p <= 0.05
    assert "not parallel" in told.verdict.sentence and told.drift.low > 0


def test_only_a_draw_by_lot_shows_an_effect():
    world = pilots(np.random.default_rng(9), effect=0.8)
    assert study(world).verdict.finding is Finding.CONSISTENT
    by_lot = study(world, randomised=True)
    assert by_lot.verdict.finding is Finding.SHOWN and by_lot.lot_p <= 0.05
    assert study(pilots(np.random.default_rng(9)), randomised=True).verdict.finding is Finding.NO_SIGN


def test_the_course_since_the_start():
    world = pilots(np.random.default_rng(12), teams=60, never=60, growth=0.1)
    course = study(world).by_period
    assert [one.periods for one in course] == list(range(23))
    assert all(abs(one.effect.value - 0.1 * one.periods) < 0.4 for one in course)
    assert abs(course[10].effect.value - 1.0) < 0.2


def test_two_teams_are_too_early_and_an_effect_is_still_told():
    told = study(pilots(np.random.default_rng(2), starts=(12,), teams=2, never=3, effect=1.0))
    assert told.verdict.finding is Finding.TOO_EARLY and isinstance(told.effect, Estimate)
    assert "2 units would start" in str(told) or "2 units" in str(told)


def test_always_treated_teams_and_empty_comparisons_are_left_out_and_said():
    world = pilots(np.random.default_rng(4), starts=(1, 12), teams=5, never=6)
    told = study(world)
    assert "5 units were left out" in str(told) and told.effect.n == 5 * 19
    all_at_once = pilots(np.random.default_rng(4), starts=(12,), teams=12, never=0)
    told = study(all_at_once)
    assert told.verdict.finding is Finding.TOO_EARLY and isinstance(told.effect, Withheld)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.floats(-50, 50), st.floats(0.1, 20))
def test_names_order_shift_and_scale_change_what_they_should(seed, shift, factor):
    world = pilots(np.random.default_rng(seed), teams=3, never=4, weeks=22, starts=(9, 13), effect=0.5)
    first = study(world)
    order = np.random.default_rng(seed).permutation(len(world.outcome))
    names = [f"team {99 - one}" for one in world.team[order]]
    starts = ["never" if math.isnan(one) else str(int(one)) for one in world.start[order]]
    again = staggered_effect(world.outcome[order] * factor + shift, names, world.week[order], starts, draws=99)
    assert math.isclose(again.effect.value, first.effect.value * factor, rel_tol=1e-6, abs_tol=1e-7)
    assert math.isclose(again.effect.se, first.effect.se * factor, rel_tol=1e-6)
    assert math.isclose(again.leads_p, first.leads_p, abs_tol=0.02)
    assert math.isclose(
        again.effect.high - again.effect.low, (first.effect.high - first.effect.low) * factor, rel_tol=0.02
    )


rows = st.lists(
    st.tuples(st.one_of(st.floats(-5, 5), st.just(float("nan")), st.just(3.0)), st.integers(0, 4), st.integers(1, 8)),
    min_size=1,
    max_size=40,
)


@settings(max_examples=80, deadline=None)
@given(rows, st.lists(st.sampled_from([2, 5, 8, None]), min_size=5, max_size=5))
def test_whatever_comes_in_it_ends_in_words(table, starts):
    columns = [list(one) for one in zip(*table, strict=True)]
    if all(math.isnan(one) for one in columns[0]):
        with pytest.raises(MeasurementError):
            staggered_effect(*columns, [starts[unit] for unit in columns[1]])
        return
    told = staggered_effect(*columns, [starts[unit] for unit in columns[1]], draws=19)
    assert told.verdict.finding is Finding.TOO_EARLY  # five teams and eight weeks cannot carry more
    assert str(told)
    if isinstance(told.effect, Estimate):
        assert math.isfinite(told.effect.value) and told.effect.low <= told.effect.value <= told.effect.high


def test_an_outcome_that_never_varies_has_no_effect():
    world = pilots(np.random.default_rng(1))
    told = staggered_effect(np.full(len(world.outcome), 7.0), world.team, world.week, world.start, draws=49)
    assert told.verdict.finding is Finding.NO_SIGN and told.effect.value == 0


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (([1.0], ["a"], [1], [1, 2]), "same number of rows"),
        ((["much"], ["a"], [1], [1]), "must be numbers"),
        (([1.0, 2.0], ["a", "a"], [1, 2], [1, 2]), "two starts"),
        (([], [], [], []), "no row"),
    ],
)
def test_what_is_no_panel_is_refused(columns, says):
    with pytest.raises(MeasurementError, match=says):
        staggered_effect(*columns)


def test_dates_sort_as_periods():
    months = [f"2026-{one:02d}" for one in range(1, 13)]
    chance = np.random.default_rng(6)
    rows = [(team, month, "2026-08" if team < 6 else "") for team in range(12) for month in months]
    outcome = [chance.normal() + (5 if start and month >= start else 0) for team, month, start in rows]
    told = staggered_effect(outcome, [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], draws=99)
    assert abs(told.effect.value - 5) < 1.5 and told.effect.n == 30
    assert told.verdict.finding in (Finding.CONSISTENT, Finding.MOVED_TOGETHER)


def test_rows_of_two_worlds_that_never_meet_are_not_compared():
    """Two departments measured in different years: no treated row borrows the other one's periods."""
    unit = np.repeat(np.arange(4), 4)
    time = np.r_[np.tile(np.arange(4), 2), np.tile(np.arange(4) + 10, 2)]
    treated = np.zeros(16, bool)
    treated[[2, 3]] = True
    fit = TwoWay.of(np.arange(16.0), unit, time, treated)
    assert len(fit.kept) == 16 and fit.clusters == 4
    treated[[6, 7]] = True  # now periods 2 and 3 have no untreated row
    assert len(TwoWay.of(np.arange(16.0), unit, time, treated).kept) == 12
