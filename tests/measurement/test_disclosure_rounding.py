"""Rounding makes a number coarser and never surer; too few answers, or too small a change of members, show nothing."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.measurement import Estimate, MeasurementError, Withheld, count_band, distribution, publish, rounded, trend

values = st.floats(-20, 20)


@given(values, st.floats(0, 3), st.floats(0, 3), st.integers(1, 60))
def test_the_published_interval_holds_the_exact_one(value, below, above, n):
    exact = Estimate(value, value - below, value + above, n, "test", se=0.3)
    shown = publish(exact)
    assert shown.low <= exact.low + 1e-8 and shown.high >= exact.high - 1e-8
    assert shown.low - 1e-9 <= shown.value <= shown.high + 1e-9
    assert shown.step == (0.5 if n < 20 else 0.1)
    for one in (shown.value, shown.low, shown.high):
        assert math.isclose(one / shown.step, round(one / shown.step), abs_tol=1e-6)
    assert abs(shown.value - value) <= shown.step / 2 + 1e-8
    assert rounded(exact).se is None and rounded(exact).value == shown.value


def test_half_points_under_twenty_answers_tenths_above():
    exact = Estimate(3.74, 3.41, 4.07, 12, "pulse")
    assert str(publish(exact)) == "3.5 (3.0 to 4.5, 95% interval, 10 to 19 answers)"
    assert str(publish(exact, answers=44)) == "3.7 (3.4 to 4.1, 95% interval, 20 to 49 answers)"


def test_a_number_without_an_interval_is_not_published():
    assert isinstance(publish(Estimate(3.0, float("nan"), float("inf"), 9, "one")), Withheld)
    reason = Withheld("too few")
    assert publish(reason) is reason and rounded(reason) is reason


def test_counts_are_bands_and_distributions_come_from_ten_answers():
    assert [count_band(n) for n in (3, 5, 9, 10, 49, 50, 400)] == [
        "under 5", "5 to 9", "5 to 9", "10 to 19", "20 to 49", "50 to 99", "100 or more",
    ]  # fmt: skip
    assert isinstance(distribution({"1": 4, "5": 5}), Withheld)
    assert distribution({"1": 5, "5": 5}) == {"1": 5, "5": 5}
    with pytest.raises(MeasurementError):
        distribution({"1": -1})


def test_a_trend_stops_where_one_joiner_could_be_subtracted():
    team = {"Ada", "Bo", "Cy", "Dee", "Eve", "Fay"}
    assert trend(team, set(team)) is None
    assert "Membership changed" in str(trend(team, team | {"Gil"}))
    assert trend(team, {"p", "q", "r", "s", "t", "u"}) is None  # another team altogether
