"""The map of what serves what: nothing lies on anything else, lines differ by their stroke, words fit and are escaped."""

from __future__ import annotations

from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from sapwood import charts
from sapwood.charts import Spot, Tie
from sapwood.charts.layers import layout
from sapwood.charts.maps import fitted

graphs = st.integers(1, 24).flatmap(
    lambda size: st.tuples(
        st.just(list(range(size))),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=40).map(
            lambda pairs: [(max(a, b), min(a, b)) for a, b in pairs]  # a child is younger: no circle
        ),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=8),
    )
)


@given(graphs)
def test_everything_has_a_place_of_its_own(
    graph: tuple[list[int], list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    keys, ties, near = graph
    places = layout(keys, ties, near)
    assert set(places) == set(keys)
    for one in keys:
        for other in keys:
            if one < other and places[one].column == places[other].column:
                assert abs(places[one].row - places[other].row) >= 0.99, (one, other)


@given(graphs)
def test_every_line_runs_from_left_to_right(
    graph: tuple[list[int], list[tuple[int, int]], list[tuple[int, int]]],
) -> None:
    keys, ties, _near = graph
    places = layout(keys, ties)
    assert all(places[child].column > places[parent].column for child, parent in ties if child != parent)


def test_a_circle_is_drawn_and_does_not_hang() -> None:
    assert set(layout([1, 2, 3], [(1, 2), (2, 3), (3, 1)])) == {1, 2, 3}


def test_a_chain_of_two_thousand_is_no_trouble() -> None:
    keys = list(range(2_000))
    assert layout(keys, [(n + 1, n) for n in range(1_999)])[1_999].column == 1_999


def test_who_hangs_on_nothing_but_stands_in_a_pair_is_beside_the_partner() -> None:
    places = layout(["top", "a", "b", "c", "soft"], [("a", "top"), ("b", "top"), ("c", "top")], [("b", "soft")])
    assert places["soft"].column == places["b"].column
    assert abs(places["soft"].row - places["b"].row) == 1


SPOTS = [
    Spot("top", "A company worth recommending", "ok", "On track", "Harbour Works", href="?show=top"),
    Spot("one", "Ships <b>leave</b> & arrive", "risk", "At risk", "Cranes", href="?show=one", chosen=True),
    Spot("two", "Ropes hold", "off", "Off track", "Ropes", folded=12, unfold="?under=two", href="?show=two"),
    Spot("three", "People say it early", "open", "Too early", soft=True, href="?show=three"),
]
TIES = [Tie("one", "top"), Tie("two", "top", "supports"), Tie("one", "three", "pair")]


def test_three_kinds_of_lines_are_told_apart_without_colour() -> None:
    drawn = charts.alignment_map(SPOTS, TIES, title="What serves what")
    assert drawn.count('class="edge"') == 1 and drawn.count('class="edge sup"') == 1
    assert 'class="edge pair"' in drawn and 'class="tip"' in drawn and 'class="knot"' in drawn


def test_a_box_is_a_link_that_says_all_its_words_and_what_is_folded_below_is_another() -> None:
    drawn = charts.alignment_map(SPOTS, TIES, title="What serves what")
    assert 'aria-label="Ships &lt;b&gt;leave&lt;/b&gt; &amp; arrive, Cranes, At risk"' in drawn
    assert "<b>" not in drawn
    assert 'href="?under=two"' in drawn and "12 more below “Ropes hold”: show them" in drawn
    assert drawn.count('aria-current="true"') == 1
    assert 'id="o-one"' in drawn and 'data-above="top"' in drawn


def test_as_a_file_it_is_a_picture_without_links() -> None:
    drawn = charts.standalone(charts.alignment_map(SPOTS, TIES, title="What serves what", links=False))
    root = ElementTree.fromstring(drawn)
    assert root.attrib["role"] == "img" and not list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert "Ropes hold" in drawn and "+12" in drawn


def test_an_empty_map_is_still_a_picture() -> None:
    ElementTree.fromstring(charts.standalone(charts.alignment_map([], [], title="Nothing")))


def test_words_that_do_not_fit_end_in_an_ellipsis() -> None:
    assert fitted("short", 200, 12) == ["short"]
    first, second = fitted(
        "A goal that says very much more than any box could ever hold on two lines", 150, 12, lines=2
    )
    assert not first.endswith("…") and second.endswith("…")
    assert fitted("Donaudampfschifffahrtsgesellschaft", 60, 12)[0].endswith("…")
    assert fitted("", 60, 12) == []
