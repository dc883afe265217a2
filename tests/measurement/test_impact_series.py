"""One series before and after: the seat-belt law as R sees it, brute-force GLS, and words that stay small."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.measurement import Estimate, Finding, MeasurementError, interrupted_effect, side_by_side
from sapwood.measurement.autoregression import autoregression, least_squares

DATA = Path(__file__).parents[3] / "shared" / "data" / "measure"


def walk(chance, n: int, rho: float = 0.4) -> np.ndarray:
    e = chance.normal(size=n)
    for place in range(1, n):
        e[place] = rho * e[place - 1] + math.sqrt(1 - rho**2) * e[place]
    return e


def seatbelts() -> dict[str, list[float]]:
    path = DATA / "seatbelts.csv"
    if not path.exists():
        pytest.skip("the reference data of this project are not beside the repository")
    with path.open() as file:
        rows = list(csv.DictReader(file))
    columns = {name: [float(row[name]) for row in rows] for name in ("drivers", "kms", "PetrolPrice", "law", "month")}
    return {**columns, "t": list(range(1, len(rows) + 1)), "petrol": np.log(columns["PetrolPrice"]).tolist()}


def test_the_seat_belt_law_by_maximum_likelihood_is_that_of_r():
    """R arima(order = c(1,0,0), xreg, method = "ML"): law -0.15173931 (0.03115160), ar1 0.41234128, logLik 236.7329013."""
    data = seatbelts()
    month, n = np.array(data["month"]), 192
    X = np.column_stack(
        [np.ones(n), data["t"], data["petrol"], data["law"], *[(month == one) * 1.0 for one in range(2, 13)]]
    )
    fit = autoregression(np.log(data["drivers"]), X, np.ones(n - 1), restricted=False)
    assert math.isclose(fit.beta[3], -0.15173930631, abs_tol=5e-6)
    assert math.isclose(math.sqrt(fit.covariance[3, 3]), 0.031151595235, rel_tol=5e-3)
    assert math.isclose(fit.rho, 0.41234127678, abs_tol=5e-5)
    assert math.isclose(-fit.deviance / 2, 236.7329013202, abs_tol=1e-5)
    ols = least_squares(np.log(data["drivers"]), X)
    assert math.isclose(ols.beta[3], -0.1451647071, rel_tol=1e-8)
    assert math.isclose(math.sqrt(ols.covariance[3, 3]), 0.021908332025, rel_tol=1e-8)


def test_the_seat_belt_law_in_words():
    told = interrupted_effect("drivers", "t", 170, data=seatbelts(), covariates=["petrol"], season=12, log=True)
    assert abs(told.effect.value + 0.1517) < 0.003
    assert told.verdict.finding is Finding.MOVED_TOGETHER  # one series earns no more
    assert told.before == 169 and told.after == 23 and "-14" in str(told)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_the_profile_is_the_gaussian_likelihood_of_a_full_covariance(seed):
    """Brute force: the same estimate from the n x n covariance, gaps included, and no better rho on a grid."""
    chance = np.random.default_rng(seed)
    when = np.sort(chance.choice(60, 30, replace=False))
    X = np.column_stack([np.ones(30), when / 60, when > 30])
    y = walk(chance, 60)[when]
    fit = autoregression(y, X.astype(float), np.diff(when).astype(float))

    def at(rho):
        V = np.sign(rho) ** np.abs(when[:, None] - when) * np.abs(rho) ** np.abs(when[:, None] - when)
        inner = X.T @ np.linalg.solve(V, X)
        beta = np.linalg.solve(inner, X.T @ np.linalg.solve(V, y))
        left = y - X @ beta
        squares = left @ np.linalg.solve(V, left)
        return beta, 27 * math.log(squares) + np.linalg.slogdet(V)[1] + np.linalg.slogdet(inner)[1], inner, squares

    beta, criterion, inner, squares = at(fit.rho)
    assert np.allclose(beta, fit.beta, rtol=1e-6, atol=1e-8) and math.isclose(criterion, fit.deviance, abs_tol=1e-6)
    assert np.allclose(np.linalg.inv(inner) * squares / 27, fit.covariance, rtol=1e-6)
    assert all(criterion <= at(rho)[1] + 1e-6 for rho in (-0.8, -0.4, -0.1, 0.1, 0.3, 0.5, 0.7, 0.9))


def test_statsmodels_agrees_where_it_is_installed():
    api = pytest.importorskip("statsmodels.api", reason="the lab extra is not installed")
    chance = np.random.default_rng(8)
    n = 80
    X = np.column_stack([np.ones(n), np.arange(n), np.arange(n) >= 40]).astype(float)
    y = walk(chance, n) + X @ [1, 0.02, 1]
    ours = autoregression(y, X, np.ones(n - 1))
    theirs = api.GLS(y, X, sigma=ours.rho ** np.abs(np.arange(n)[:, None] - np.arange(n))).fit()
    assert np.allclose(ours.beta, theirs.params, rtol=1e-7)
    assert np.allclose(ours.covariance, theirs.cov_params(), rtol=1e-6)


def test_a_drifting_series_without_a_step_is_rarely_said_to_move():
    """52 points, AR(1) 0.4, a trend: a step-only t test would reject in nine of ten, this in about one of fifteen."""
    said = []
    for seed in range(200):
        y = 0.05 * np.arange(52) + walk(np.random.default_rng([3, seed]), 52)
        said.append(interrupted_effect(y, np.arange(52), 26).verdict.finding)
    assert said.count(Finding.MOVED_TOGETHER) <= 24 and Finding.TOO_EARLY not in said


def test_twelve_points_are_a_description():
    told = interrupted_effect(np.r_[np.zeros(6), np.ones(6)] + walk(np.random.default_rng(1), 12) / 9, range(12), 6)
    assert told.verdict.finding is Finding.TOO_EARLY and isinstance(told.effect, Estimate)
    assert "12 points and needs 24" in str(told) and "So far +" in str(told)


def test_a_comparison_series_takes_away_what_met_both():
    chance = np.random.default_rng(14)
    shared = np.cumsum(chance.normal(size=60)) * 2
    own, other = shared + walk(chance, 60) * 0.3, shared + walk(chance, 60) * 0.3
    own[36:] += 2
    told = interrupted_effect(own, range(60), 36, comparison=other)
    assert told.verdict.finding is Finding.CONSISTENT and abs(told.effect.value - 2) < 0.6
    assert "the comparison series" in str(told)
    quiet = interrupted_effect(own[:36], range(36), 18, comparison=other[:36])
    assert quiet.verdict.finding is Finding.NO_SIGN


def test_a_difference_that_trended_before_cannot_be_consistent():
    chance = np.random.default_rng(15)
    own = np.r_[0.2 * np.arange(30), 6 + 0.2 * np.arange(30) + 3] + walk(chance, 60) * 0.3
    told = interrupted_effect(own, range(60), 30, comparison=walk(chance, 60) * 0.3)
    assert told.verdict.finding is Finding.MOVED_TOGETHER and "a trend of its own" in told.verdict.sentence
    short = interrupted_effect(own[20:50], range(30), 10, comparison=np.zeros(30))
    assert "needs 16 points before the start" in str(short)


def test_lag_bend_and_season():
    t = np.arange(72)
    clean = np.sin(2 * np.pi * t / 12) + walk(np.random.default_rng(2), 72) * 0.1
    late = clean + 2.0 * (t >= 45)  # it takes five periods to work
    assert abs(interrupted_effect(late, t, 40, season=12, lag=5).effect.value - 2) < 0.2
    growing = clean + np.maximum(0, t - 40) * 0.1
    told = interrupted_effect(growing, t, 40, season=12, bend=True).effect
    assert abs(told.value - 0.1 * np.mean(np.arange(32))) < 0.25  # mean over the time after the start
    assert "left out" in str(interrupted_effect(clean[:20], t[:20], 10, season=12))


def test_gaps_and_missing_values_are_kept_apart():
    y = walk(np.random.default_rng(5), 40)
    y[10:14] = np.nan
    told = interrupted_effect(y, range(40), 20)
    assert told.before == 16 and "4 periods with a missing value" in str(told)
    assert math.isfinite(told.effect.value)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.one_of(st.floats(-5, 5), st.just(float("nan")), st.just(2.0)), min_size=1, max_size=40),
    st.integers(-2, 45),
    st.integers(0, 3),
    st.booleans(),
)
def test_whatever_comes_in_it_ends_in_words(values, start, lag, bend):
    if all(math.isnan(one) for one in values):
        with pytest.raises(MeasurementError):
            interrupted_effect(values, range(len(values)), start)
        return
    told = interrupted_effect(values, range(len(values)), start, lag=lag, bend=bend, season=4)
    assert told.verdict.finding.rank <= Finding.MOVED_TOGETHER.rank and str(told)
    if isinstance(told.effect, Estimate):
        assert math.isfinite(told.effect.value) and told.effect.low <= told.effect.high


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 500), st.floats(-9, 9), st.floats(0.1, 9))
def test_shift_scale_and_order_change_what_they_should(seed, shift, factor):
    chance = np.random.default_rng(seed)
    y = walk(chance, 40) + (np.arange(40) >= 20)
    order = chance.permutation(40)
    first = interrupted_effect(y, range(40), 20).effect
    again = interrupted_effect(y[order] * factor + shift, np.arange(40)[order], 20).effect
    assert math.isclose(again.value, first.value * factor, rel_tol=1e-4, abs_tol=1e-5)
    assert math.isclose(again.se, first.se * factor, rel_tol=1e-3)


def test_two_series_that_only_rise_together_are_no_pair():
    said = []
    for seed in range(120):
        chance = np.random.default_rng([6, seed])
        t = np.arange(52)
        said.append(side_by_side(0.1 * t + walk(chance, 52), 0.2 * t + walk(chance, 52), t).verdict.finding)
    assert said.count(Finding.MOVED_TOGETHER) <= 17


def test_a_lagging_series_that_follows_is_found_at_its_lag():
    chance = np.random.default_rng(9)
    lead = walk(chance, 60)
    follow = np.r_[chance.normal(size=4), lead[:-4]] + chance.normal(size=60) * 0.4
    told = side_by_side(lead, follow, range(60), lag=4)
    assert told.verdict.finding is Finding.MOVED_TOGETHER and abs(told.slope.value - 1) < 0.3 and told.points == 56
    assert "4 periods apart" in str(told)
    assert side_by_side(lead[:13], follow[:13], range(13)).verdict.finding is Finding.TOO_EARLY
    assert (
        side_by_side(lead, lead, range(60)).verdict.finding is Finding.TOO_EARLY
    )  # the same series twice says nothing
    assert side_by_side([3.0] * 60, follow, range(60)).verdict.finding is Finding.TOO_EARLY


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: interrupted_effect([1, 2], [1], 1), "same number of rows"),
        (lambda: interrupted_effect([1, 2], [1, 1], 1), "two rows"),
        (lambda: interrupted_effect([1, -2], [1, 2], 1, log=True), "need positive numbers"),
        (lambda: interrupted_effect([1, 2], [1, 2], 1, season=1), "at least 2 periods"),
        (lambda: interrupted_effect("y", "t", 1, data={"t": [1]}), "no column 'y'"),
        (lambda: side_by_side([1, 2], [1, 2], [1, 2], lag=-1), "0 or more"),
    ],
)
def test_what_is_no_series_is_refused(call, says):
    with pytest.raises(MeasurementError, match=says):
        call()
