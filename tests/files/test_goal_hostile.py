"""Goal files that are wrong, broken or meant to do harm: each is refused or rejected in words, none with a traceback."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapwood.files import goals
from sapwood.files.words import Unreadable
from tests.files import hostile_goals as hostile
from tests.files.goals_of import some_goals

CASES = settings(deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
KINDS = ("csv", "xlsx", "yaml", "md", "text", "docx")
FEW = 60  # cases of each property below
MANY = {"token soup": 8_000, "wild cells": 5_000, "damaged files": 4_000, "XML soup": 2_400, "files cut short": 600}


def test_there_are_more_than_130_of_them() -> None:
    assert len(hostile.REFUSED) + len(hostile.REJECTED) >= 85
    assert len(hostile.every()) >= 250


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_is_refused_in_words(name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        goals.read(hostile.REFUSED[name]())
    assert str(caught.value).endswith(".")
    assert str(caught.value.next_step).endswith(".")


def said_of(file: goals.GoalFile) -> list[str]:
    return [f"{file.place(one.line)} {one.column} {one.given} {one.reason} {one.next_step}" for one in file.problems]


@pytest.mark.parametrize("name", hostile.REJECTED)
def test_is_read_and_what_cannot_be_taken_is_said(name: str) -> None:
    file = goals.read(hostile.REJECTED[name]())
    assert said_of(file)
    assert all(one.cell for one in file.problems)


@pytest.mark.parametrize("kind", hostile.WRITERS)
@pytest.mark.parametrize("name", hostile.CELLS)
def test_a_cell_that_cannot_be_what_its_column_holds_is_named(kind: str, name: str) -> None:
    column, value = hostile.CELLS[name]
    content = hostile.WRITERS[kind](column, value)
    file = goals.read_pasted(content.decode()) if kind == "text" else goals.read(content)
    if name == "an id with a slash" and kind in ("csv", "xlsx", "docx"):
        assert file.goals[0].id == "a"  # in a table, what follows a slash names the key result
        return
    (problem,) = file.problems
    assert problem.column == column and str(problem.next_step)
    assert all(letter >= " " for letter in problem.given)
    place = file.goals[0].place if column in hostile.OF_GOAL else file.goals[0].key_results[0].place
    assert problem.cell == f"{place}/{column}"
    mended = goals.Corrections({problem.cell: ""})
    again = (
        goals.read_pasted(content.decode(), corrections=mended)
        if kind == "text"
        else goals.read(content, corrections=mended)
    )
    assert again.problems == ()


@pytest.mark.parametrize("name", hostile.HARMLESS)
def test_what_is_only_text_stays_text(name: str) -> None:
    file = goals.read(hostile.HARMLESS[name]())
    assert file.problems == ()
    for kind in goals.KINDS:
        assert goals.read(goals.write(file.goals, kind)).goals == file.goals


# ── generated ───────────────────────────────────────────────────────────────

TOKENS = [
    "Objective", "Objective:", "O1", "O2:", "KR", "KR1:", "KR 1.2", "Key results:", "goals:", "objective:", "key_result", "owner: x", "due",
    "(due 2026-01-01)", "[owner: a; b]", "- ", "* ", "• ", "1. ", "a) ", "# ", "## ", "---", "\n", "\n\n", "\t", ",", ";", "|", "\"", "'", ": ", "id",
    "target: 3", "1,200", "2026-13-45", "\u202e", "\x00", "\ufeff", "&a", "*a", "!!x", "{", "}", "[", "]", "%", "\\", "> ", "[10:23] A: ", "as measured by:",
    "Title", "Type", "Object Type", "Period", "Aligned To (weight, Objective ID)", "Key result", "Milestone", "x(weight: 1%, Id: 3)", "é", "\U0001f6a2", " ",
]  # fmt: skip
TAGS = [
    "w:p",
    "w:r",
    "w:t",
    "w:tbl",
    "w:tr",
    "w:tc",
    "w:pPr",
    "w:numPr",
    "w:ilvl",
    "w:numId",
    "w:gridSpan",
    "w:vMerge",
    "w:del",
    "w:br",
    "w:tab",
    "w:sectPr",
]
token_soup = st.lists(st.sampled_from(TOKENS), max_size=60).map("".join)


@st.composite
def xml_soup(draw: st.DrawFn) -> str:
    """Elements of a document in any order and depth, closed or, now and then, not."""
    parts, stack = [], []
    for _step in range(draw(st.integers(0, 50))):
        if stack and draw(st.integers(0, 2)) == 0:
            parts.append(f"</{stack.pop()}>")
        elif draw(st.integers(0, 2)):
            tag = draw(st.sampled_from(TAGS))
            value = draw(
                st.sampled_from(
                    ["", ' w:val="0"', ' w:val="7"', ' w:val="x"', ' w:val="restart"', ' w:val="99999999999"']
                )
            )
            parts.append(f"<{tag}{value}>")
            stack.append(tag)
        else:
            text = draw(st.sampled_from(TOKENS))
            parts.append("".join(letter for letter in text if letter not in "&<\x00"))
    if draw(st.integers(0, 9)):
        parts += [f"</{tag}>" for tag in reversed(stack)]
    return "".join(parts)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with bytes changed, taken out, doubled or cut off."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    content = bytearray(hostile.some(draw(st.sampled_from(KINDS))))
    for _step in range(chance.randint(1, 8)):
        place = chance.randrange(len(content)) if content else 0
        match chance.randrange(5):
            case 0 if content:
                content[place] = chance.randrange(256)
            case 1:
                del content[place : place + chance.randint(1, 40)]
            case 2:
                content[place:place] = content[place : place + chance.randint(1, 200)]
            case 3:
                content[place:place] = chance.choice([b"\x00", b"\n", b'"', b",", b"<", b"&", b"\xff", b"PK\x05\x06"])
            case _ if chance.random() < 0.2:
                del content[place:]
    return bytes(content)


def taken(content: bytes) -> None:
    """Read as a file and, where it is a text, as if it were pasted: goals, or a refusal in words; nothing else."""
    readers = [lambda: goals.read(content)]
    if not content.startswith(b"PK"):
        readers.append(lambda: goals.read_pasted(content.decode("utf-8", "replace")))
    for read in readers:
        with contextlib.suppress(Unreadable):
            look_at(read())


def look_at(file: goals.GoalFile) -> None:
    """Whatever is read can be shown, and a goal without a problem has its words."""
    assert file.goals or file.loose
    assert all(str(one.reason) and one.cell for one in file.problems)
    assert len(said_of(file)) == len(file.problems)
    assert all(str(remark) for remark in file.remarks)
    for goal in file.goals:
        assert goal.problems or (goal.objective and all(one.key_result for one in goal.key_results))


def soup(text: str) -> None:
    taken(text.encode("utf-8", "replace"))


def in_document(body: str) -> None:
    taken(hostile.document(body))


def wild_cells(rows: list[list[str]]) -> None:
    columns = ["objective", "key_result", *hostile.goals.COLUMNS[:4], "baseline", "target", "due", "weight"][
        : len(rows[0])
    ]
    taken(hostile.tables.write_csv([columns, *rows]))


def wild_file(given_goals: tuple[goals.Objective, ...], kind: str, cut: int) -> None:
    content = goals.write(given_goals, kind)
    taken(content[: len(content) - cut])


cells_of_rows = st.lists(
    st.lists(st.sampled_from(TOKENS) | st.text(max_size=12), min_size=4, max_size=8), min_size=1, max_size=6
)


def holds_for(property_of: str, count: int) -> None:
    holds = {
        "token soup": given(token_soup)(soup),
        "wild cells": given(cells_of_rows)(wild_cells),
        "damaged files": given(damaged())(taken),
        "XML soup": given(xml_soup())(in_document),
        "files cut short": given(some_goals, st.sampled_from(goals.KINDS), st.integers(0, 400))(wild_file),
    }[property_of]
    settings(CASES, max_examples=count)(holds)()


@pytest.mark.parametrize("property_of", MANY)
def test_generated_files_are_taken_or_refused_in_words(property_of: str) -> None:
    holds_for(property_of, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("property_of", MANY)
def test_20_000_generated_files_are_taken_or_refused_in_words(property_of: str) -> None:
    assert sum(MANY.values()) == 20_000
    holds_for(property_of, MANY[property_of])
