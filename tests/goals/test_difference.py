"""Word by word, and over a text that has moved on: nothing is overwritten that somebody else has written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.goals.difference import LONGEST, Fit, apply, changes, fit, pieces, rebased, words

BASE = "Ships leave on time, every day."


def laid(base: str, current: str, text: str) -> str:
    """All changes between `base` and `text` that fit, laid on `current`."""
    for change in changes(base, text):
        if fit(base, current, change) == Fit.FITS:
            current = apply(base, current, change)
    return current


def test_a_change_is_a_stretch_of_words() -> None:
    found = changes(BASE, "Ships of all lines leave on time, every week.")
    assert [(one.before.strip(), one.after.strip()) for one in found] == [("", "of all lines"), ("day", "week")]


def test_the_same_words_are_no_change_however_wide_the_space_between_them() -> None:
    assert changes("One  call\tis enough", "One call is enough ") == []
    assert changes("One call", "One\ncall") != []  # a new line is one


def test_pieces_read_as_both_texts() -> None:
    found = pieces(BASE, "Boats leave, every week.")
    assert "".join(one.text for one in found if one.kind != "new") == BASE
    assert "".join(one.text for one in found if one.kind != "gone") == "Boats leave, every week."
    assert [one.number for one in found if one.kind == "gone"] == [0, 1, 2]


def test_two_people_change_different_words_and_both_are_kept() -> None:
    moved_on = "Ships leave when they said, every day."
    assert laid(BASE, moved_on, "Ferries leave on time, every single day.") == (
        "Ferries leave when they said, every single day."
    )


def test_words_that_were_changed_meanwhile_are_never_overwritten() -> None:
    [change] = changes(BASE, "Ships leave on time, every week.")
    assert fit(BASE, "Ships leave on time, every month.", change) == Fit.CLASHES
    with pytest.raises(ValueError, match="no longer"):
        apply(BASE, "Ships leave on time, every month.", change)


def test_what_the_text_says_already_is_no_clash() -> None:
    [change] = changes(BASE, "Ships leave on time, every week.")
    moved_on = "All ships leave on time, every week."
    assert fit(BASE, moved_on, change) == Fit.ALREADY and apply(BASE, moved_on, change) == moved_on


def test_something_put_in_needs_both_its_neighbours() -> None:
    [change] = changes("Ships leave on time", "Ships always leave on time")
    assert fit("Ships leave on time", "Ships leave late", change) == Fit.FITS
    assert fit("Ships leave on time", "Ships never leave on time", change) == Fit.CLASHES


def test_a_stretch_must_still_stand_in_one_piece() -> None:
    [change] = changes("Ships leave on time", "Ships sail punctually")
    assert fit("Ships leave on time", "Ships leave again on time", change) == Fit.CLASHES


def test_the_beginning_and_the_end_of_a_text() -> None:
    assert laid("Ships leave", "Ships leave early", "Big Ships leave") == "Big Ships leave early"
    assert laid("", "", "Because somebody waits.") == "Because somebody waits."
    assert laid("Because somebody waits.", "Because somebody waits.", "") == ""
    [change] = changes("", "Because.")
    assert fit("", "Somebody wrote meanwhile.", change) == Fit.CLASHES


def test_two_words_never_run_into_one() -> None:
    [change] = changes("ships – leave", "ships leave")
    assert apply("ships – leave", "ships –leave", change) == "ships leave"


def test_a_very_long_text_is_one_change() -> None:
    base = "word " * (LONGEST + 1)
    [change] = changes(base, base + "more")
    assert (change.start, change.end) == (0, LONGEST + 1)
    assert apply(base, base, change).endswith("more")
    assert changes(base, base) == []


def test_a_change_from_elsewhere_does_not_fit() -> None:
    [change] = changes(BASE, "Ships leave on time, every week.")
    assert fit("Another text.", "Another text.", change) == Fit.CLASHES


TEXT = st.lists(st.sampled_from(["ships", "leave", "on", "time", ",", ".", "–", "4.2", "it's", "\n"]), max_size=14).map(
    " ".join
)


@given(TEXT, TEXT)
def test_all_changes_laid_on_their_own_base_give_the_text(base: str, text: str) -> None:
    current, taken = base, []
    for change in changes(base, text):
        laid_on, there = rebased(base, taken, change)
        assert fit(laid_on, current, there) == Fit.FITS
        current = apply(laid_on, current, there)
        taken.append(change)
    assert [word.text for word in words(current)] == [word.text for word in words(text)]


@given(TEXT, TEXT, TEXT)
def test_only_words_of_the_change_go_and_only_its_own_come(base: str, current: str, text: str) -> None:
    for change in changes(base, text):
        if fit(base, current, change) != Fit.FITS:
            continue
        before, after = (sorted(word.text for word in words(one)) for one in (current, apply(base, current, change)))
        gone, new = (sorted(word.text for word in words(one)) for one in (change.before, change.after))
        assert sorted(before + new) == sorted(after + gone)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_can_be_compared(base: str, text: str) -> None:
    found = pieces(base, text)
    assert [word.text for word in words("".join(one.text for one in found if one.kind != "new"))] == [
        word.text for word in words(base)
    ]
