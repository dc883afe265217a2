"""Rotation: each question once before any comes again, spread over the themes, the same from the same history."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sapwood.feedback.rotation import Candidate, draw
from sapwood.feedback.themes import Theme

POOL = [Candidate(f"{theme}.{n}", theme) for theme in Theme.values[:9] for n in range(4)]


def turns(pool: list[Candidate], number: int, times: int, anchor: str = "") -> list[list[str]]:
    asked: list[list[str]] = []
    for _opening in range(times):
        asked.append(draw(pool, asked, number, anchor=anchor))
    return asked


def test_all_are_asked_once_before_any_comes_again() -> None:
    nine_weeks = turns(POOL, 4, 9)
    assert Counter(key for keys in nine_weeks for key in keys) == Counter(one.key for one in POOL)


def test_no_draw_asks_two_questions_of_a_theme_while_others_are_left() -> None:
    for keys in turns(POOL, 4, 30):
        assert len({key.split(".")[0] for key in keys}) == 4, keys


def test_an_anchor_comes_first_each_time_and_takes_no_turn() -> None:
    asked = turns(POOL, 4, 35, anchor="workload.2")
    assert all(keys[0] == "workload.2" and keys.count("workload.2") == 1 for keys in asked)
    assert all("workload" not in {key.split(".")[0] for key in keys[1:]} for keys in asked[:8])  # its theme waits
    assert set(Counter(key for keys in asked for key in keys[1:]).values()) == {3}  # 35 others, 105 places


def test_a_question_that_is_new_in_the_pool_comes_once_in_this_turn() -> None:
    asked = turns(POOL, 4, 12)
    grown = [*POOL, Candidate("fresh", "workload")]
    for _week in range(6):
        asked.append(draw(grown, asked, 4))
    assert sum(keys.count("fresh") for keys in asked[12:]) == 1


def test_a_question_exchanged_by_hand_waits_for_a_later_draw_of_the_same_turn() -> None:
    asked = turns(POOL, 4, 2)
    taken_out, instead = asked[1][0], next(one.key for one in POOL if one.key not in {*asked[0], *asked[1]})
    asked[1][0] = instead
    while len(asked) < 9:
        asked.append(draw(POOL, asked, 4))
    counts = Counter(key for keys in asked for key in keys)
    assert counts[taken_out] == counts[instead] == 1 and set(counts.values()) == {1}


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=8),
    number=st.integers(3, 5),
    times=st.integers(1, 40),
)
def test_whatever_the_pool_no_question_is_ever_two_turns_ahead(sizes: list[int], number: int, times: int) -> None:
    pool = [Candidate(f"{theme}-{n}", str(theme)) for theme, size in enumerate(sizes) for n in range(size)]
    asked = turns(pool, number, times)
    counts = Counter({one.key: 0 for one in pool})
    counts.update(key for keys in asked for key in keys)
    assert max(counts.values()) - min(counts.values()) <= 1
    assert all(len(set(keys)) == len(keys) == min(number, len(pool)) for keys in asked)
    assert asked == turns(pool, number, times)
