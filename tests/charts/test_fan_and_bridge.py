"""The forecast fan and the bridge timeline: valid pictures that say in words what they show."""

from __future__ import annotations

import datetime as dt
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sapwood import charts

FIRST, LAST = dt.date(2026, 1, 5), dt.date(2026, 4, 5)
SVG = "{http://www.w3.org/2000/svg}"
values = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)


def read(svg: str) -> ElementTree.Element:
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own text)
    assert root.get("role") == "img" and root.get("aria-label")
    for part in root.iter():
        for name, value in part.attrib.items():
            assert name == "aria-label" or not {"nan", "inf"} & set(value.lower().replace(",", " ").split())
    return root


def course(series: list[float]) -> list[charts.Point]:
    return [charts.Point(FIRST + dt.timedelta(weeks=week), value) for week, value in enumerate(series)]


def steps(now: float, end: float, reach: float) -> list[charts.FanStep]:
    return [
        charts.FanStep(
            FIRST + dt.timedelta(days=42 + 4 * place),
            now + (end - now) * place / 12,
            *(now + (end - now) * place / 12 + sign * reach * place / 12 for sign in (-0.5, 0.5, -1.0, 1.0)),
        )
        for place in range(13)
    ]


@given(st.lists(values, max_size=12), values, values, st.floats(0, 1e6), st.none() | values, st.none() | values)
def test_a_fan_stays_in_its_frame_whatever_it_shows(series, now, end, reach, target, enough):
    svg = charts.fan_chart(
        course(series), steps(now, end, reach), title="Calls", first=FIRST, last=LAST, target=target, enough=enough
    )
    root = read(svg)
    width, height = (float(part) for part in (root.get("viewBox") or "").split()[2:])
    for part in root.iter("text"):
        assert 0 <= float(part.get("x") or 0) <= width and 0 <= float(part.get("y") or 0) <= height
    heights = sorted(float(part.get("y") or 0) for part in root.iter("text") if float(part.get("x") or 0) > width - 115)
    assert all(below - above >= 18.8 for above, below in zip(heights, heights[1:], strict=False))


def test_a_fan_says_where_it_lands():
    label = read(
        charts.fan_chart(course([0.1, 0.3]), steps(0.3, 0.62, 0.2), title="Calls", first=FIRST, last=LAST, target=1.0)
    ).get("aria-label")
    assert "forecast for 5 Apr: 0.62, between 0.42 and 0.82 in 8 of 10 cases" in label and "target 1" in label
    assert "no reading yet" in read(charts.fan_chart([], [], title="Calls", first=FIRST, last=LAST)).get("aria-label")


@given(st.lists(values, max_size=20), st.lists(values, max_size=20), st.integers(-30, 130), st.integers(-30, 160))
def test_a_bridge_survives_odd_courses(leading, lagging, start, expected):
    svg = charts.bridge_chart(
        title="Coaching and calls",
        practice=[FIRST + dt.timedelta(days=9 * place) for place in range(5)],
        leading=charts.Strand(
            "Clarity", [charts.Point(p.day, p.value, p.value - 1, p.value + 1) for p in course(leading)]
        ),
        lagging=charts.Strand("Calls", course(lagging), course(leading), "%"),
        first=FIRST,
        last=LAST,
        start=FIRST + dt.timedelta(days=start),
        expected=FIRST + dt.timedelta(days=expected),
        finding="moved together",
    )
    assert "5 days of practice" in read(svg).get("aria-label") and "moved together" in svg


def test_a_bridge_tells_pilots_from_others_and_waits_until_it_can_tell():
    svg = charts.bridge_chart(
        title="Coaching and calls",
        practice=[FIRST],
        leading=charts.Strand("Clarity", course([3.1, 3.2, 3.6])),
        lagging=charts.Strand("Calls", course([40, 41, 46]), course([40, 40, 41]), "%"),
        first=FIRST,
        last=LAST,
        start=FIRST + dt.timedelta(days=20),
        expected=FIRST + dt.timedelta(days=50),
    )
    assert "Calls: from 40 to 46 %, others from 40 to 41" in svg
    assert svg.count("line other") == 1 and svg.count("band wait") == 1 and "expected from 24 Feb" in svg
