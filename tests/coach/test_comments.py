"""Feedback while it is written: about behaviour, when, with what effect, not about character."""

from __future__ import annotations

import pytest

from sapwood.coach import BY_CODE, read_comment
from sapwood.coach.comments import LABELS, read_lines


def test_a_full_comment_is_left_alone() -> None:
    read = read_comment(
        "In Tuesday's planning you asked each of us what could go wrong, and we found the missing licence."
    )
    assert all(read.says(name) for name in ("specific", "behaviour", "effect")) and not read.says("character")
    assert read.findings == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("You are arrogant towards the juniors.", "FB101"),
        ("Great work as always!", "FB102"),
        ("You look at your phone while others talk.", "FB103"),
        ("At the kick-off you introduced every new person by name.", "FB104"),
    ],
)
def test_one_thing_is_asked(text: str, code: str) -> None:
    found = read_comment(text).findings
    assert code in {one.code for one in found} and len(found) <= 2
    assert all(one.code in BY_CODE and str(one.question).endswith("?") for one in found)


def test_what_to_do_next_is_seen() -> None:
    assert read_comment("Please let others finish before you speak.").says("next_step")
    assert not read_comment("She writes short updates.").says("next_step")


def test_another_language_is_not_judged() -> None:
    assert read_comment("Du hast in der Besprechung alle ausreden lassen und das war gut für uns").labels == {}


def test_there_are_two_hundred_lines_of_ours_with_every_label() -> None:
    lines = read_lines()
    assert len(lines) >= 200 and len({text for _labels, text in lines}) == len(lines)
    for name in LABELS:
        assert sum(name in labels for labels, _text in lines) >= 25
