"""The library that comes with the house: complete, in plain words, each behaviour one thing that can be seen."""

from __future__ import annotations

import itertools
import re
from collections import Counter

import pytest

from sapwood.coach import read_comment
from sapwood.files.questions import LEVELS, Behaviour, Library, read_library, write_library
from sapwood.people.library import bank

COMPETENCIES = bank().competencies
BEHAVIOURS = [behaviour for competency in COMPETENCIES for behaviour in competency.behaviours]
ANCHORS = [(behaviour, level, anchor) for behaviour in BEHAVIOURS for level, anchor in enumerate(behaviour.anchors, 1)]

TRAITS = """
lazy brilliant smart intelligent talented arrogant rude friendly shy stubborn difficult emotional sensitive careless
incompetent unprofessional disorganised unreliable reliable ambitious amazing awesome wonderful fantastic toxic selfish
honest loyal committed perfectionist genius personality attitude confident humble passionate gifted charismatic
proactive empathetic motivated mature authentic creative curious courageous decisive resilient
""".split()
FILLERS = set("the a an of to in for their they by on with it its is are as at who what when".split())


def test_there_are_at_least_thirty_competencies_in_eight_families() -> None:
    assert bank().problems == ()
    families = Counter(competency.family for competency in COMPETENCIES)
    assert len(families) == 8
    assert sum(families.values()) >= 30
    assert min(families.values()) >= 4
    wanted = {"facilitating", "coaching", "delegating", "listening", "giving-feedback", "deciding"}
    assert wanted <= {competency.key for competency in COMPETENCIES}


def test_each_has_four_to_six_behaviours_a_sentence_on_itself_and_something_to_practise() -> None:
    for competency in COMPETENCIES:
        assert 4 <= len(competency.behaviours) <= 6, competency.key
        assert competency.about, competency.key
        assert 1 <= len(competency.practise) <= 3, competency.key
        assert all(len(line) <= 160 for line in competency.practise), competency.key


def test_keys_and_texts_are_there_once() -> None:
    assert len({competency.key for competency in COMPETENCIES}) == len(COMPETENCIES)
    assert len({competency.name for competency in COMPETENCIES}) == len(COMPETENCIES)
    assert len({behaviour.key for behaviour in BEHAVIOURS}) == len(BEHAVIOURS)
    for competency in COMPETENCIES:
        assert all(one.key.startswith(f"{competency.key}.") for one in competency.behaviours)


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=lambda one: one.key)
def test_a_behaviour_is_one_thing_that_somebody_does(behaviour: Behaviour) -> None:
    text = behaviour.text
    assert 15 <= len(text) <= 90
    assert len(text.split()) <= 14
    first, words = text.split()[0], _words(text)
    assert first.endswith("s"), "it begins with what they do: Asks, Says, Tells"
    assert "and" not in words, "two things in one item cannot be answered"
    assert not words & {"always", "never", "constantly", "everybody", "nobody"}
    assert not words & set(TRAITS), "what somebody is cannot be seen; what they do can"
    assert not text.startswith("Does not"), "a denial turns the scale round in the reader's head"
    assert not read_comment(f"She {text[0].lower()}{text[1:]}").says("character")


def test_or_joins_things_done_never_two_deeds() -> None:
    """“Asks or tells” would be two; these join what is asked for or used, and were read one by one."""
    with_or = {one.key for one in BEHAVIOURS if "or" in _words(one.text)}
    assert with_or == {
        "change.helps-others-through",
        "delegating.gives-means",
        "evidence.brings-facts",
        "including.fits-conditions",
        "options.borrows",
        "speaking-up.takes-questions",
    }


def test_each_level_of_each_behaviour_is_described_and_says_something_else() -> None:
    for behaviour in BEHAVIOURS:
        assert len(behaviour.anchors) == LEVELS, behaviour.key
        for one, other in itertools.combinations(behaviour.anchors, 2):
            assert _alike(one, other) < 0.7, (behaviour.key, one, other)
    for behaviour, level, anchor in ANCHORS:
        where = (behaviour.key, level, anchor)
        assert 12 <= len(anchor) <= 110, where
        assert anchor.endswith("."), where
        assert not _words(anchor) & {"always", "never"}, where
        assert not _words(anchor) & set(TRAITS), where
    assert len({anchor for _behaviour, _level, anchor in ANCHORS}) == len(ANCHORS)


def test_hardly_any_two_texts_are_alike() -> None:
    texts = [behaviour.text for behaviour in BEHAVIOURS]
    twins = {pair for pair in itertools.combinations(texts, 2) if _alike(*pair) > 0.5}
    assert len({text for pair in twins for text in pair}) <= 0.05 * len(texts), twins
    anchors = [anchor for _behaviour, _level, anchor in ANCHORS]
    twins = {pair for pair in itertools.combinations(anchors, 2) if _alike(*pair) > 0.7}
    assert len({text for pair in twins for text in pair}) <= 0.05 * len(anchors), twins


def test_it_reads_easily() -> None:
    """Flesch-Kincaid grades; a single word of several syllables may lift one sentence, not the whole."""
    grades = [_grade(f"They {behaviour.text[0].lower()}{behaviour.text[1:]}") for behaviour in BEHAVIOURS]
    assert sum(grades) / len(grades) <= 8
    assert max(grades) <= 11
    for competency in COMPETENCIES:
        anchors = " ".join(anchor for one in competency.behaviours for anchor in one.anchors)
        assert _grade(anchors) <= 8, competency.key
        assert _grade(" ".join(competency.practise)) <= 8, competency.key


def test_the_measures_of_this_file_can_fail() -> None:
    assert _grade("Organisational stakeholders communicate interdependencies systematically.") > 11
    assert _alike("Asks others for help early.", "Asks early for help from others.") > 0.5
    assert _words("Plans and leads meetings") >= {"and"}
    assert read_comment("She is arrogant.").says("character")


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_as_a_file_it_comes_back_the_same(kind: str) -> None:
    assert read_library(write_library(Library(COMPETENCIES), kind)) == Library(COMPETENCIES)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def _alike(one: str, other: str) -> float:
    """The share of words two texts have in common, without those that say little."""
    here, there = _words(one) - FILLERS, _words(other) - FILLERS
    return len(here & there) / max(1, len(here | there))


def _grade(text: str) -> float:
    """The Flesch-Kincaid grade (Kincaid et al. 1975): years of school that a text asks for."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    word = word.lower()
    stem = re.sub(r"(?:[^laeiouy]es|ed|[^laeiouy]e)$", "", word) if len(word) > 3 else word
    return max(1, len(re.findall(r"[aeiouy]+", stem)))
