"""Every picture is valid XML, says in words what it shows, and survives odd numbers."""

from __future__ import annotations

import datetime as dt
import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood import charts

FIRST, LAST = dt.date(2026, 8, 31), dt.date(2026, 11, 29)
SVG = "{http://www.w3.org/2000/svg}"
values = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)
shares = st.floats(min_value=-2, max_value=3, allow_nan=False)
titles = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40)


def read(svg: str) -> ElementTree.Element:
    """The picture as a browser would read it, with its coordinates checked."""
    root = ElementTree.fromstring(svg)  # noqa: S314  (our own text)
    assert root.tag == "svg" and root.get("role") == "img"
    assert root.find("title") is not None
    for word in ("nan", "inf"):
        for part in root.iter():
            for name, value in part.attrib.items():
                assert name == "aria-label" or word not in value.lower(), (name, value)
    return root


def points(series: list[float]) -> list[charts.Point]:
    return [charts.Point(FIRST + dt.timedelta(weeks=week), value) for week, value in enumerate(series)]


@given(st.lists(shares, max_size=14), st.none() | st.floats(0, 1), titles)
def test_a_sparkline_is_a_named_picture(series: list[float], expected: float | None, title: str) -> None:
    root = read(charts.sparkline(series, title=title or "Progress", expected=expected))
    label = root.get("aria-label") or ""
    assert not series or f"{series[-1]:.2f}" in label


@given(st.lists(values, max_size=14), st.none() | values, st.none() | values)
def test_readings_stay_inside_their_frame(series: list[float], baseline: float | None, target: float | None) -> None:
    svg = charts.readings_chart(points(series), title="Ships", baseline=baseline, target=target, first=FIRST, last=LAST)
    root = read(svg)
    width, height = (float(part) for part in (root.get("viewBox") or "").split()[2:])
    for dot in root.iter("circle"):
        assert -1 <= float(dot.get("cx") or 0) <= width + 1
        assert -1 <= float(dot.get("cy") or 0) <= height + 1


def test_the_words_of_a_chart_hold_its_last_readings() -> None:
    root = read(
        charts.readings_chart(
            points([6.3, 5.5, 4.1]), title="Tents", unit="%", baseline=6.3, target=3.5, first=FIRST, last=LAST
        )
    )
    said = root.get("aria-label") or ""
    assert "Tents" in said and "4.1" in said and "14 Sep" in said
    desc = root.find("desc")
    assert desc is not None and desc.text and "4.1" in desc.text


@given(st.none() | values, st.none() | values, st.none() | values)
def test_an_interval_bar_holds_any_three_numbers(
    value: float | None, baseline: float | None, target: float | None
) -> None:
    root = read(charts.interval_bar(value, title="Ships", baseline=baseline, target=target))
    if value is None:
        assert "not measured yet" in (root.get("aria-label") or "")


@given(st.lists(st.tuples(st.none() | shares, st.booleans()), max_size=12), titles)
def test_growth_rings_say_every_ring_they_draw(cycles: list[tuple[float | None, bool]], seed: str) -> None:
    rings = [charts.Ring(f"Cycle {n}", reached, current) for n, (reached, current) in enumerate(cycles)]
    root = read(charts.rings(rings, seed=seed, title="Rings", size=120))
    said = root.get("aria-label") or ""
    for ring in rings[-8:]:
        assert ring.label in said
    read(charts.rings(rings, seed=seed, title="Rings", size=120, leaders=True))


def test_the_rings_of_one_team_look_the_same_each_time_and_unlike_anothers() -> None:
    cycles = [charts.Ring("Spring", 0.5), charts.Ring("Summer", 0.8)]
    one, again, other = (charts.rings(cycles, seed=seed, title="R") for seed in ("cranes", "cranes", "ropes"))
    assert one == again != other


def test_a_better_cycle_has_a_thicker_ring() -> None:
    def size(reached: float) -> float:
        root = read(charts.rings([charts.Ring("Spring", reached)], seed="x", title="R", size=200))
        return float(root.get("width") or 0)

    assert size(0.2) < size(0.6) < size(1.0)
    assert size(1.0) == size(1.7)


def test_words_that_look_like_markup_stay_words() -> None:
    bad = "<script>\"'&"
    for svg in (
        charts.sparkline([0.1], title=bad),
        charts.readings_chart(points([1]), title=bad, unit=bad, first=FIRST, last=LAST),
        charts.rings([charts.Ring(bad, 0.3)], seed=bad, title=bad, leaders=True),
        charts.pair_chart(points([0.1]), points([0.2]), title=bad, names=(bad, bad), first=FIRST, last=LAST),
        charts.interval_bar(1, title=bad, baseline=0, target=2, unit=bad),
    ):
        assert bad in (read(svg).get("aria-label") or "")


@pytest.mark.parametrize("odd", [[], [0.0], [0.5] * 30])
def test_a_pair_is_drawn_however_little_is_known(odd: list[float]) -> None:
    root = read(charts.pair_chart(points(odd), [], title="Pair", names=("Hard", "Soft"), first=FIRST, last=LAST))
    assert all(math.isfinite(float(dot.get("cy") or 0)) for dot in root.iter("circle"))
