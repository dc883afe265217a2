"""How comments sound, together: a list of words with its negation, and its stated limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.coach.tone import tone_of, tones_of


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("I feel safe to say when something is wrong, and people thank me.", "pleased"),
        ("Handover is much clearer now.", "pleased"),
        ("Great support from the lead this month.", "pleased"),
        ("Not afraid any more to ask.", "pleased"),
        ("The late shift is exhausted and nobody listens.", "troubled"),
        ("It is not clear who decides.", "troubled"),
        ("Rushed, and the tools are broken again.", "troubled"),
        ("I was interrupted three times in one meeting.", "troubled"),
        ("We moved to the second floor.", "neither"),
        ("Good people, bad tools.", "neither"),
        ("Wir sind zufrieden.", "neither"),
        ("", "neither"),
    ],
)
def test_what_the_words_say(text: str, tone: str) -> None:
    assert tone_of(text) == tone


def test_irony_is_read_wrongly_which_is_why_no_single_comment_is_shown_with_it() -> None:
    assert tone_of("Great, another form.") == "pleased"


@given(st.lists(st.text(max_size=80), max_size=12))
def test_every_comment_is_counted_once(texts: list[str]) -> None:
    assert tones_of(texts).total == len(texts)
