"""Scores of past forecasts: by hand, against numerical integration, and what they permit to be said."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from sapwood.measurement import ForecastScores, MeasurementError, Withheld, replay, score_forecasts
from sapwood.measurement.scoring import crps_t
from sapwood.measurement.worlds import quarters

WEEKS = np.arange(1, 14) / 13


@settings(max_examples=25, deadline=None)
@given(st.floats(-2, 2), st.floats(-1, 1), st.floats(0.05, 2), st.floats(1.5, 60))
def test_crps_is_the_area_between_forecast_and_landing(y, mean, scale, df):
    left, _ = integrate.quad(lambda x: stats.t.cdf((x - mean) / scale, df) ** 2, -math.inf, y, limit=200)
    right, _ = integrate.quad(lambda x: stats.t.sf((x - mean) / scale, df) ** 2, y, math.inf, limit=200)
    told = crps_t(np.array([y]), np.array([mean]), np.array([scale]), np.array([df]))[0]
    assert math.isclose(told, left + right, rel_tol=2e-3, abs_tol=1e-5)


def test_scores_by_hand():
    n = 24
    landed = np.array([0.9, 0.5] * 12)
    scores = score_forecasts(landed, np.full(n, 1e-6), np.full(n, 5.0), landed, at=np.full(n, 0.3))
    assert isinstance(scores, ForecastScores)
    assert scores.brier < 1e-12 and scores.skill == 1 and scores.coverage == 1 and scores.base_rate == 0.5
    assert scores.by_time[0].n == n and (scores.by_time[0].first, scores.by_time[0].last) == (0.25, 0.5)
    assert [(round(one.told, 9), one.happened, one.n) for one in scores.reliability] == [(0.0, 0.0, 12), (1.0, 1.0, 12)]


def test_telling_the_base_rate_has_no_skill():
    landed = np.array([0.9, 0.5] * 50)
    scores = score_forecasts(np.full(100, 0.7), np.full(100, 0.1), np.full(100, 9.0), landed)
    assert math.isclose(scores.skill, 0, abs_tol=1e-12)


def test_where_all_landed_there_is_no_skill_to_claim():
    sure = score_forecasts(np.full(30, 2.0), np.full(30, 0.001), np.full(30, 9.0), np.full(30, 0.9))
    wrong = score_forecasts(np.full(30, 0.1), np.full(30, 0.001), np.full(30, 9.0), np.full(30, 0.9))
    assert sure.skill == 0 and wrong.skill < 0


def test_nineteen_forecasts_are_too_few_to_judge():
    few = score_forecasts([0.5] * 19, [0.1] * 19, [5] * 19, [0.5] * 19)
    assert isinstance(few, Withheld) and "19 past forecasts" in str(few)
    assert isinstance(score_forecasts([], [], [], []), Withheld)
    assert isinstance(replay([]), Withheld)


def test_what_would_have_been_told_is_scored_without_peeping():
    """Each finished key result is forecast from the others; on like quarters the scores match fresh ones."""
    scores = replay([(WEEKS, row) for row in quarters(np.random.default_rng(31), 200)])
    assert scores.n == 800 and 0.75 <= scores.coverage <= 0.90
    assert 0.15 < scores.skill < 0.6 and len(scores.by_time) == 3 and "skill" in str(scores)
    noise = np.random.default_rng(32).normal(0.7, 0.3, (60, 1)) * np.r_[np.zeros(12), 1.0]
    assert replay([(WEEKS, row) for row in noise]).skill < 0.1  # nothing moves before the last day


@pytest.mark.parametrize(
    ("scale", "df", "says"), [(0.0, 5, "scale above 0"), (0.1, 1, "degree of freedom"), ("wide", 5, "must be numbers")]
)
def test_forecasts_that_are_none_are_refused(scale, df, says):
    with pytest.raises(MeasurementError, match=says):
        score_forecasts([0.5] * 20, [scale] * 20, [df] * 20, [0.5] * 20)
