"""What a map draws of too many goals: nothing is lost, little is drawn, and it is folded by team before it is counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sapwood.goals.folding import count_below, fold

forests = st.lists(st.integers(-1, 200), min_size=1, max_size=200).map(
    lambda ups: {n: (up if 0 <= up < n else None) for n, up in enumerate(ups)}
)


@given(forests, st.integers(3, 40), st.integers(1, 9))
def test_every_goal_is_drawn_bundled_or_counted_once(parents: dict[int, int | None], most: int, teams: int) -> None:
    roots = [key for key, up in parents.items() if up is None]
    below: dict[int, list[int]] = {}
    for key, up in parents.items():
        if up is not None:
            below.setdefault(up, []).append(key)
    found = fold(roots, below, [{key: key % teams for key in parents}], most=most)
    bundled = [key for one in found.bundles for key in one.goals]
    in_bundles = sum(1 + count_below(key, below) for key in bundled)
    assert len(found.goals) + in_bundles + sum(found.hidden.values()) == len(parents)
    assert not set(found.goals) & set(bundled)
    assert found.boxes <= most + 1  # what hangs on nothing may take one box more, so that it is never left out


def test_all_is_drawn_while_it_fits() -> None:
    found = fold([1], {1: [2, 3]}, [{1: "a", 2: "a", 3: "a"}], most=3)
    assert found.goals == [1, 2, 3] and not found.bundles and not found.hidden


def test_a_level_too_wide_is_folded_by_team_and_a_team_with_one_goal_stays_a_goal() -> None:
    team = {1: "top", 2: "a", 3: "a", 4: "a", 5: "b"}
    found = fold([1], {1: [2, 3, 4, 5]}, [team], most=3)
    assert found.goals == [1, 5]
    assert [(one.parent, one.group, one.goals) for one in found.bundles] == [(1, "a", (2, 3, 4))]


def test_where_no_team_makes_it_fit_the_goal_above_says_how_many() -> None:
    team = {n: n for n in range(9)}
    found = fold([0], {0: [1, 2, 3, 4], 1: [5, 6]}, [team], most=2)
    assert found.goals == [0] and found.hidden == {0: 6}


def test_what_has_something_below_it_comes_before_what_hangs_on_nothing() -> None:
    found = fold([1, 2, 3, 4, 9], {9: [10]}, [dict.fromkeys((1, 2, 3, 4, 9, 10), "a")], most=3)
    assert found.goals[0] == 9 and found.bundles[0].goals == (1, 2, 3, 4)
