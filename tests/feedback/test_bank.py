"""Questions for pulses and conversations that come with the house."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from sapwood.feedback import themes
from sapwood.feedback.bank import pulse_file, pulse_items
from sapwood.feedback.bank.conversations import CLOSING, OPENING, TOPICS
from sapwood.feedback.themes import Theme
from sapwood.files.questions import Question
from sapwood.people.library import FAMILIES, bank

FILLERS = set("the a an of to in for my i by on with it is are was as at that this".split())
OPEN = ("when", "what", "where", "which", "who", "whose", "how", "tell")


def test_every_theme_has_room_for_rotation() -> None:
    assert pulse_file().problems == ()
    counts = Counter(item.theme for item in pulse_items())
    assert set(counts) == set(Theme.values)
    assert counts.pop(Theme.ENPS) == 1
    assert min(counts.values()) >= 4


def test_every_theme_is_named_and_explained() -> None:
    for theme in Theme.values:
        assert themes.name_of(theme) != theme
        assert themes.meaning_of(theme)
    assert themes.name_of("our own") == "our own"


def test_each_theme_asks_at_least_once_the_other_way_round() -> None:
    reversed_ = Counter(item.theme for item in pulse_items() if item.reversed)
    assert set(reversed_) == set(Theme.values) - {Theme.ENPS}
    assert sum(reversed_.values()) <= len(pulse_items()) / 3


@pytest.mark.parametrize("item", pulse_items(), ids=lambda one: one.key)
def test_an_item_is_short_about_oneself_and_about_one_thing(item: Question) -> None:
    assert item.key.startswith(f"{item.theme}.")
    assert len(item.text) <= 90
    words = set(re.findall(r"[a-z]+", item.text.lower()))
    assert not words & {"always", "never", "everybody", "nobody"}
    if item.scale == "agreement":
        assert item.text.endswith(".")
        assert words & {"i", "me", "my"} or item.key in {"dependability.cover", "relatedness.interest"}


def test_no_two_items_are_alike() -> None:
    texts = [item.text for item in pulse_items()]
    assert len(set(texts)) == len(texts)
    twins = [pair for pair in itertools.combinations(texts, 2) if _alike(*pair) > 0.5]
    assert twins == []


def test_each_family_has_open_questions_about_something_that_happened() -> None:
    topics = {str(topic.name): [str(question) for question in topic.questions] for topic in TOPICS}
    assert list(topics) == list(dict.fromkeys(competency.family for competency in bank().competencies))
    assert [topic.key for topic in TOPICS] == list(FAMILIES)
    questions = [*map(str, (*OPENING, *CLOSING)), *itertools.chain(*topics.values())]
    assert len(set(questions)) == len(questions)
    for family, asked in topics.items():
        assert len(asked) >= 5, family
        assert all(question.split()[0].lower() in OPEN for question in asked), family
        assert all(question.endswith("?") for question in asked), family
        assert all(len(question) <= 120 for question in asked), family


def _alike(one: str, other: str) -> float:
    here, there = (set(re.findall(r"[a-z]+", text.lower())) - FILLERS for text in (one, other))
    return len(here & there) / max(1, len(here | there))
