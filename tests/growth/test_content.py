"""What the school teaches: whole, unlike itself, and judged by the same coach as everybody's goals."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from sapwood.coach import read_key_result
from sapwood.coach.words import overlap, word_set
from sapwood.growth.school import ORDER, Drill, drills, lessons
from sapwood.growth.school.judging import judge

REWRITES = [one for one in drills().values() if one.kind == "rewrite"]
CHOSEN = [one for one in drills().values() if one.kind != "rewrite"]


def test_eight_lessons_for_everybody_and_four_for_managers() -> None:
    assert Counter(one.track for one in lessons()) == {"everybody": 8, "managers": 4}
    assert [one.key for one in lessons()] == list(ORDER)
    for one in lessons():
        assert 150 <= len(one.text.split()) <= 400 and one.minutes <= 5, one.key


def test_there_are_enough_drills_of_each_kind() -> None:
    kinds = Counter(one.kind for one in drills().values())
    assert sum(kinds.values()) >= 150 and min(kinds.values()) >= 15
    assert sum(len(one.drills) for one in lessons()) == len(drills())  # no key twice
    assert min(len(one.drills) for one in lessons()) >= 8


def test_few_drills_are_like_another() -> None:
    bags = [(one.key, word_set(one.words)) for one in drills().values()]
    alike = {a for (a, first), (_b, second) in combinations(bags, 2) if overlap(first, second) > 0.5}
    assert len(alike) <= 0.05 * len(bags), alike


@pytest.mark.parametrize("drill", CHOSEN, ids=lambda one: one.key)
def test_one_answer_of_those_offered_is_right(drill: Drill) -> None:
    offered = [value for value, _words in drill.choices("ada")]
    assert len(offered) == len(set(offered)) >= 3 and drill.why
    assert [judge(drill, value).is_right for value in offered].count(True) == 1


@pytest.mark.parametrize("drill", REWRITES, ids=lambda one: one.key)
def test_the_example_passes_and_the_old_words_do_not(drill: Drill) -> None:
    assert drill.about and drill.why
    assert judge(drill, drill.example).remarks == ()
    assert not judge(drill, drill.text).is_right
    assert not judge(drill, f" {drill.text.lower()}! ").is_right


def test_what_the_school_says_of_a_sentence_the_coach_says_too() -> None:
    asked = [one for one in drills().values() if one.kind == "classify"]
    read = {one.key: read_key_result(one.text).type for one in asked}
    assert {key: found.value for key, found in read.items() if found} == {one.key: one.answer for one in asked}


def test_the_right_answer_does_not_stand_in_one_place() -> None:
    offered = [one for one in CHOSEN if one.kind != "classify"]
    places = Counter([value for value, _words in one.choices("ada")].index(one.right) for one in offered)
    assert set(places) == {0, 1, 2, 3} and max(places.values()) < 0.45 * len(offered)
    first = offered[0]
    assert first.choices("ada") == first.choices("ada")
    assert any(one.choices("ada") != one.choices("cy") for one in offered)


def test_the_longest_answer_is_right_about_as_often_as_any_other() -> None:
    offered = [one for one in CHOSEN if one.options]
    longest = sum(max(one.options, key=len) == one.right for one in offered)
    assert 0.15 <= longest / len(offered) <= 0.4, longest


def test_a_good_sentence_about_something_else_does_not_pass() -> None:
    other = judge(drills()["rewrite-energy"], "Customers who renew their gym pass rise from 40 to 55")
    assert not other.is_right and "something else" in other.remarks[0].message
