"""Libraries and questionnaires as files: what goes out comes back, and what is wrong is told by row."""

from __future__ import annotations

import string
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.files.goals.model import one_line
from sapwood.files.questions import (
    KINDS,
    Behaviour,
    Competency,
    Library,
    Question,
    Questionnaire,
    QuestionnaireFile,
    Words,
    read_library,
    read_questionnaires,
    slug,
    write_library,
    write_questionnaires,
)
from sapwood.files.questions.model import CompetencyWords
from sapwood.files.words import Unreadable

FIVE = ("Hardly.", "When asked.", "Mostly.", "Under pressure too.", "Others copy it.")
GERMAN = ("Kaum.", "Auf Nachfrage.", "Meist.", "Auch unter Druck.", "Andere machen es nach.")
LISTENING = Competency(
    key="listening",
    name="Listening: well",
    family="Communication",
    about="Finding out what is meant.",
    audience="leaders",
    practise=("Say it back.", "Count - your questions."),
    behaviours=(
        Behaviour("listening.says-back", "Says back what was heard.", FIVE, (Words("de", "Gibt wieder: Gehörtes.", GERMAN),)),
        Behaviour("listening.waits", "Waits.", (), (Words("pt-br", "Espera."),)),
    ),
    translations=(CompetencyWords("de", "Zuhören", "Verstehen, was gemeint ist.", "Verständigung"),),
)  # fmt: skip
ROUND = Questionnaire(
    "Spring",
    "360",
    "What people saw.",
    True,
    (
        Question("listening.says-back", "Says back what was heard.", competency="listening", anchors=FIVE),
        Question("own", "=What else?", "text", could_not_observe=False, translations=(Words("de", "Was noch?"),)),
        Question("load", "Too much?", "agreement", 7, theme="workload", reversed=True),
    ),
)

GOOD = [
    write_library(Library((LISTENING,)), "yaml"),
    write_questionnaires(QuestionnaireFile((ROUND,)), "yaml"),
    b"questionnaire,text,scale,points,language\nWeekly,Fine?,agreement,5,\n,Gut?,,,de\n",
    write_library(Library((LISTENING,)), "xlsx"),
]
text = st.text(string.ascii_letters + string.digits + " .,:;?!'\"-=#&*@|\\{}[]äßé–", min_size=1, max_size=60).map(
    one_line
)
words = text.filter(lambda one: any(letter.isalpha() for letter in one))
anchors = st.one_of(st.just(()), st.tuples(*[words] * 5))


@pytest.mark.parametrize("kind", KINDS)
def test_a_library_comes_back_as_it_went_out(kind: str) -> None:
    again = read_library(write_library(Library((LISTENING,)), kind))
    assert again.problems == ()
    assert again == Library((LISTENING,))
    assert again.format == kind


@pytest.mark.parametrize("kind", KINDS)
def test_questionnaires_come_back_as_they_went_out(kind: str) -> None:
    file = QuestionnaireFile((ROUND, Questionnaire("Weekly", "pulse", questions=(ROUND.questions[2],))))
    again = read_questionnaires(write_questionnaires(file, kind))
    assert again.problems == ()
    assert again == file


@settings(max_examples=60, deadline=None)
@given(
    name=words,
    about=st.one_of(st.just(""), words),
    items=st.lists(st.tuples(words, anchors, st.booleans()), min_size=1, max_size=4, unique_by=lambda one: one[0]),
    kind=st.sampled_from(KINDS),
)
def test_whatever_the_words_they_come_back(
    name: str, about: str, items: list[tuple[str, tuple[str, ...], bool]], kind: str
) -> None:
    file = QuestionnaireFile(
        (
            Questionnaire(
                name,
                "pulse",
                about,
                False,
                tuple(
                    Question(f"k{number}", said, reversed=flag, anchors=five, translations=(Words("de", said, five),))
                    for number, (said, five, flag) in enumerate(items)
                ),
            ),
        )
    )
    again = read_questionnaires(write_questionnaires(file, kind))
    assert (again.problems, again) == ((), file)


def test_rows_of_a_table_are_put_together() -> None:
    file = read_questionnaires(
        b"Questionnaire,Kind,Text,Scale\nWeekly,pulse,I know what comes first.,Agreement\n,,Would you come again?,zero to ten\n"
    )
    assert file.problems == ()
    (one,) = file.questionnaires
    assert [(item.key, item.scale) for item in one.questions] == [
        ("i-know-what-comes-first", "agreement"),
        ("would-you-come-again", "zero_to_ten"),
    ]


def _wrong(change: Question) -> list[tuple[int, str, str]]:
    file = QuestionnaireFile((replace(ROUND, questions=(ROUND.questions[0], change)),))
    found = read_questionnaires(write_questionnaires(file, "xlsx")).problems
    return [(one.line, one.column, one.given) for one in found]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Question("a", "Q?", scale="stars"), [(4, "scale", "stars")]),
        (Question("a", "Q?", points=11), [(4, "points", "11")]),
        (Question("a", ""), [(4, "text", "")]),
        (Question("listening.says-back", "Again?"), [(4, "key", "listening.says-back")]),
        (Question("a", "Q?", anchors=("one", "", "three", "four", "five")), [(4, "level_2", "")]),
        (Question("a", "Q?", translations=(Words("deutsch?", "F?"),)), [(5, "language", "deutsch?")]),
    ],
)
def test_what_is_wrong_is_told_by_row(change: Question, told: list[tuple[int, str, str]]) -> None:
    assert _wrong(change) == told


def test_yaml_tells_the_line_too() -> None:
    file = read_library(
        b"competencies:\n  - name: Listening\n    colour: red\n    behaviours:\n      - text: Waits.\n        anchors: [a, b]\n      - Says\n"
    )
    assert [(one.line, one.column) for one in file.problems] == [(3, "colour"), (5, "anchors"), (7, "behaviours")]
    assert all(str(one.reason) and str(one.next_step) for one in file.problems)


def test_a_behaviour_has_one_key_in_the_whole_library() -> None:
    twin = replace(LISTENING, key="hearing", name="Hearing", translations=())
    found = read_library(write_library(Library((LISTENING, twin)), "yaml")).problems
    assert {one.column for one in found} == {"key"}


def test_a_translation_needs_its_english_row() -> None:
    found = read_library(
        b"competency,competency_key,behaviour,key,language\n,listening,Wartet.,listening.waits,de\n"
    ).problems
    assert [(one.line, one.column, one.given) for one in found] == [(2, "key", "listening.waits")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"competencies: 3\n",
        b"name;mail\nAda;ada@harbour.example\n",
        b"\x89PNG\r\n\x1a\n",
        b"a: &x 1\nb: *x\n",
        b"[[[",
    ],
)
def test_what_is_no_library_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_library(content)
    assert str(refusal.value.reason)
    assert str(refusal.value.next_step)


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        (b"- name: A\n  translations: [de]\n", 1, "translations"),
        (b"- name: A\n  translations: {de: Text}\n", 2, "translations"),
        (b"- name: A\n  behaviours: Waits.\n", 2, "behaviours"),
        (b"- name: [A, [B]]\n", 1, "competency"),
        (b"- about: Nothing\n", 1, "competency"),
    ],
)
def test_what_stands_in_the_wrong_place_is_a_problem(yaml: bytes, line: int, column: str) -> None:
    found = read_library(yaml).problems
    assert (line, column) in [(one.line, one.column) for one in found]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_a_file_holds_it_is_read_or_refused(data: st.DataObject) -> None:
    """Cut, doubled and overwritten files: problems and refusals, never anything else."""
    good = data.draw(st.sampled_from(GOOD))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(good))] * 2)))
    broken = (
        good[:start]
        + data.draw(st.sampled_from([b"", b"- ", b": ", b"[", b"{", b"\n", b"\xff", good[start:end] * 2]))
        + good[end:]
    )
    for read in (read_library, read_questionnaires):
        with suppress(Unreadable):
            for problem in read(broken).problems:
                assert str(problem.reason) and str(problem.next_step)


def test_a_slug_is_short_plain_and_ends_at_a_word() -> None:
    assert slug("Écoute, répète!") == "ecoute-repete"
    assert slug("Says back in their own words", 12) == "says-back-in"
    assert slug("—") == ""
