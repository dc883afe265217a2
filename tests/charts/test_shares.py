"""Shares over time: always from nothing to all, and said in words."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sapwood import charts

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2026, 11, 29)


def course(values: list[float]) -> list[charts.Point]:
    return [charts.Point(FIRST + dt.timedelta(weeks=week), value) for week, value in enumerate(values)]


def drawn(*values: list[float]) -> ElementTree.Element:
    named = [(f"course {place}", course(one)) for place, one in enumerate(values)]
    return ElementTree.fromstring(charts.shares_chart(named, title="Words", first=FIRST, last=LAST))  # noqa: S314


@given(st.lists(st.floats(0, 1), min_size=1, max_size=13))
def test_the_axis_is_the_same_for_every_course(values: list[float]) -> None:
    read = drawn(values)
    levels = [one.text for one in read.iter("text")][:3]
    assert levels == ["0 %", "50 %", "100 %"]
    assert "course 0" in (read.get("aria-label") or "") + "".join(read.itertext())


def test_two_ends_that_meet_are_told_one_below_the_other() -> None:
    read = drawn([0.2, 0.8], [0.1, 0.8])
    heights = [float(one.get("y", "0")) for one in read.iter("text") if one.text == "80 %"]
    assert len(heights) == 2 and abs(heights[0] - heights[1]) >= 16


def test_no_course_is_an_empty_axis() -> None:
    assert not list(drawn([]).iter("polyline"))
