"""Pulse: the mean of all members with an interval that holds, and silence where too few answered."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import Estimate, MeasurementError, Withheld, pulse
from sapwood.measurement.pulses import pool
from sapwood.measurement.worlds import pulse_teams

SIX = [4, 3, 4, 5, 3, 4]


def test_one_team_gets_the_interval_of_a_finite_population():
    """Without other teams to lean on the answer is the textbook one: ybar with sqrt((1 - n/N) s^2/n) and n - 1 df."""
    result = pulse(SIX, ["a"] * 6, 8).of("a")
    s2, f = np.var(SIX, ddof=1), 6 / 8
    assert isinstance(result.mean, Estimate)
    assert math.isclose(result.mean.value, np.mean(SIX))
    assert math.isclose(result.mean.se, math.sqrt((1 - f) * s2 / 6), rel_tol=1e-9)
    assert math.isclose(result.mean.high - result.mean.value, 2.570581836 * result.mean.se, rel_tol=1e-6)
    assert result.band is None and result.response == 0.75


def test_many_teams_agree_with_the_formula_for_a_known_spread():
    """With 600 teams the spread between them is as good as known, and section 7's plug-in formula is the limit."""
    chance = np.random.default_rng(11)
    J, s2, tau2 = 600, 0.7, 0.09
    n, N = np.full(J, 5.0), np.full(J, 9.0)
    mean = 3.7 + chance.normal(0, math.sqrt(tau2 + s2 / 5), J)
    pooled = pool(mean, n, N, s2)
    between = mean.var(ddof=1) - s2 / 5  # equal teams: the restricted-likelihood estimate in closed form
    B = between / (between + s2 / 5)
    theta = mean.mean() + B * (mean - mean.mean())
    assert np.abs(pooled.weight @ pooled.theta - theta).max() < 0.02
    assert math.isclose(pooled.between, math.sqrt(between), rel_tol=0.05)


def test_who_all_answered_is_known_exactly():
    result = pulse(SIX + [1, 2, 3, 2, 1], ["a"] * 6 + ["b"] * 5, {"a": 6, "b": 9})
    assert result.of("a").mean.se == 0 and result.of("a").mean.value == np.mean(SIX)
    assert result.of("b").mean.se > 0 and result.of("b").band is not None


def test_all_alike_is_no_proof_of_no_spread():
    result = pulse([4] * 12, ["a"] * 6 + ["b"] * 6, 9)
    assert all(one.mean.high - one.mean.low > 0.1 for one in result.units)


def test_too_few_answers_are_withheld_and_so_is_what_would_give_them_away():
    result = pulse(SIX * 2 + [5, 4], ["a"] * 6 + ["b"] * 6 + ["c"] * 2, 8)
    assert isinstance(result.of("c").mean, Withheld) and "2 answered" in str(result.of("c").mean)
    shown = [one.unit for one in result.units if isinstance(one.mean, Estimate)]
    assert len(shown) == 2 and set(shown) < {"a", "b", "everyone"}  # all three would leave the two of c


def test_a_unit_in_which_nobody_answered_is_part_of_the_whole():
    result = pulse([*SIX, *SIX, float("nan")], ["a"] * 6 + ["b"] * 6 + ["c"], {"a": 8, "b": 8, "c": 40})
    whole, a = result.of("everyone").mean, result.of("a").mean
    assert result.of("c").answers == 0
    assert whole.high - whole.low > a.high - a.low  # most people are in the silent unit


def test_below_seventy_percent_a_band_shows_what_silence_could_hide():
    result = pulse(SIX, ["a"] * 6, 12).of("a")
    assert math.isclose(result.mean.low - result.band.low, 0.5 * 0.3)
    assert "if those silent feel differently" in str(pulse(SIX, ["a"] * 6, 12))


def test_a_scale_keeps_the_interval_inside_what_is_possible():
    result = pulse([5, 5, 5, 5, 4], ["a"] * 5, 8, scale=(1, 5)).of("a")
    assert result.mean.high <= (24 + 3 * 5) / 8
    with pytest.raises(MeasurementError, match="outside the scale"):
        pulse([6, 5, 5, 5, 4], ["a"] * 5, 8, scale=(1, 5))


def test_units_are_told_apart_only_when_their_intervals_do_not_overlap():
    low, high, like = [1, 2, 1, 1, 2, 1, 1, 2], [5, 4, 5, 5, 5, 4, 5, 5], [5, 5, 4, 5, 4, 5, 4, 5]
    result = pulse(low + high + like, ["a"] * 8 + ["b"] * 8 + ["c"] * 8, 9)
    assert result.told_apart("a", "b") and not result.told_apart("b", "c")
    assert [one.unit for one in result.units] == sorted(one.unit for one in result.units)


def test_a_tree_of_units_gives_its_inner_units_too():
    parents = {"all": None, "north": "all", "n1": "north", "n2": "north", "south": "all"}
    result = pulse(SIX * 3, ["n1"] * 6 + ["n2"] * 6 + ["south"] * 6, 7, parents=parents)
    assert result.of("north").answers == 12 and result.of("north").members == 14
    n1, north = result.of("n1").mean, result.of("north").mean
    assert north.high - north.low < n1.high - n1.low


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(-3, 3), st.floats(0.2, 5))
def test_order_names_shift_and_scale_change_what_they_should(seed, shift, factor):
    chance = np.random.default_rng(seed)
    world = pulse_teams(chance, 6, sizes=(6, 10), response=(0.6, 0.9))
    size = {f"t{unit}": int(n) for unit, n in enumerate(world.members)}
    names = [f"t{unit}" for unit in world.unit]
    first = pulse(world.answers, names, size)
    order = chance.permutation(len(names))
    again = pulse(world.answers[order] * factor + shift, [names[one] for one in order], size)
    for one in first.units:
        other = again.of(one.unit).mean
        if isinstance(one.mean, Withheld):
            assert other == one.mean
            continue
        assert math.isclose(other.value, one.mean.value * factor + shift, rel_tol=1e-6, abs_tol=1e-6)
        assert math.isclose(other.high - other.low, (one.mean.high - one.mean.low) * factor, rel_tol=1e-6, abs_tol=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.one_of(st.integers(1, 5), st.just(float("nan")), st.just(float("inf"))), st.sampled_from("abc")),
        max_size=30,
    )
)
def test_whatever_comes_in_an_answer_is_sane_or_refused(rows):
    try:
        result = pulse([answer for answer, _ in rows], [unit for _, unit in rows], 12)
    except MeasurementError:
        assert not rows or sum(math.isfinite(answer) for answer, _ in rows) > 12
        return
    for one in result.units:
        if isinstance(one.mean, Estimate):
            assert one.answers >= 5 and math.isfinite(one.mean.value)
            assert one.mean.low <= one.mean.value <= one.mean.high
            assert 1 <= one.mean.value <= 5


@pytest.mark.parametrize(
    ("answers", "units", "members", "keywords", "says"),
    [
        ([], [], 8, {}, "no row with a unit"),
        (["good"], ["a"], 8, {}, "must be numbers"),
        ([4] * 9, ["a"] * 9, 8, {}, "9 answers but only 8 members"),
        (SIX, ["a"] * 6, {"b": 8}, {}, "missing for: a"),
        (SIX, ["a"] * 6, [8, 8, 8, 8, 8, 9], {}, "8 members in one row and 9"),
        (SIX, ["a"] * 6, 0, {}, "whole number from 1"),
        (SIX, ["a"] * 6, 8, {"k": 3}, "3 never"),
        (SIX, ["a"] * 5 + [""], 8, {}, "have no unit"),
        (SIX, ["a"] * 6, 8, {"parents": {"b": None}}, "not in the tree"),
        (SIX, ["a"] * 3 + ["everyone"] * 3, 8, {}, "choose another"),
    ],
)
def test_what_cannot_be_measured_is_said(answers, units, members, keywords, says):
    with pytest.raises(MeasurementError, match=says):
        pulse(answers, units, members, **keywords)


@pytest.mark.parametrize("teams", [1, 3, 12, 200])
def test_intervals_hold_however_few_the_teams(teams):
    """95% intervals cover the mean of all members: with one team, with three, with two hundred."""
    hits = []
    for seed in range(max(3, 240 // teams)):
        world = pulse_teams(np.random.default_rng([7, teams, seed]), teams, sizes=(7, 12), response=(0.5, 0.85))
        result = pulse(world.answers, world.unit, {str(unit): int(n) for unit, n in enumerate(world.members)})
        for unit, truth in enumerate(world.truth):
            mean = result.of(str(unit)).mean
            if isinstance(mean, Estimate):
                hits.append(mean.low - 1e-9 <= truth <= mean.high + 1e-9)
    assert len(hits) > 150 and 0.92 <= np.mean(hits) <= 0.99
