"""Word documents: headings, lists, tables and front words become goals; what is no document is refused in words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document

from sapwood.files import board, goals, tables
from sapwood.files.words import Unreadable

TWO = [("Ships leave on time", ["Hours lost per week", "Crane stops"]), ("Ropes last", ["Ropes torn"])]
MAIN = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def made(*paragraphs: tuple[str, str]) -> bytes:
    """A document of paragraphs, each with the name of its style."""
    document = Document()
    for text, style in paragraphs:
        document.add_paragraph(text, style=style)
    return saved(document)


def with_body(body: str, **parts: str) -> bytes:
    """A document with this XML as its body, and other parts as given (name__part → name/part)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {MAIN}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> bytes:
    document = Document()
    _add(document, rows)
    return saved(document)


def _add(document: Any, rows: tuple[tuple[str, ...], ...]) -> Any:
    found = document.add_table(rows=len(rows), cols=len(rows[0]))
    for line, texts in zip(found.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=True):
            cell.text = text.split("\n")[0]
            for more in text.split("\n")[1:]:
                cell.add_paragraph(more)
    return found


def outline(file: goals.GoalFile) -> list[tuple[str, list[str]]]:
    return [(goal.objective, [one.key_result for one in goal.key_results]) for goal in file.goals]


def below_headings() -> bytes:
    document = Document()
    document.add_heading("Goals of the quay", 0)
    document.add_heading("Cranes", 1)
    document.add_paragraph("What we want this autumn.")
    for objective, results in TWO:
        document.add_heading(objective, 2)
        _add(document, (("Key result", "Status"), *((result, "fine") for result in results)))
    return saved(document)


def drawn_lists() -> bytes:
    """One list of two levels, as Word writes it: the level is a property, the marks are drawn."""
    levels = {0: [objective for objective, _results in TWO]}
    assert levels
    lines = []
    for objective, results in TWO:
        lines.append(paragraph(objective, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'))
        lines += [paragraph(one, '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>') for one in results]
    return with_body("".join(lines))


DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "headings and lists": lambda: made(
        ("Goals of the quay", "Title"), ("Ships leave on time", "Heading 1"), ("Hours lost per week", "List Bullet"),
        ("Crane stops", "List Bullet"), ("Ropes last", "Heading 1"), ("Ropes torn", "List Number"),
    ),
    "headings below a heading": lambda: made(
        ("Cranes, autumn", "Heading 1"), ("We do this together.", "Normal"), ("Ships leave on time", "Heading 2"),
        ("Hours lost per week", "List Bullet"), ("Crane stops", "List Bullet"), ("Ropes last", "Heading 2"), ("Ropes torn", "List Bullet"),
    ),
    "headings with front words": lambda: made(
        ("Objective 1: Ships leave on time", "Heading 2"), ("KR1: Hours lost per week", "Normal"), ("KR2: Crane stops", "Normal"),
        ("Objective 2: Ropes last", "Heading 2"), ("KR1: Ropes torn", "Normal"),
    ),
    "a word above the results": lambda: made(
        ("Objective", "Heading 1"), ("Ships leave on time", "Normal"), ("Key results", "Heading 2"), ("Hours lost per week", "List Bullet"),
        ("Crane stops", "List Bullet"), ("Objective", "Heading 1"), ("Ropes last", "Normal"), ("Key results", "Heading 2"), ("Ropes torn", "Normal"),
    ),
    "a numbered list and bullets": lambda: made(
        ("Ships leave on time", "List Number"), ("Hours lost per week", "List Bullet"), ("Crane stops", "List Bullet"),
        ("Ropes last", "List Number"), ("Ropes torn", "List Bullet"),
    ),
    "a list of the second level": lambda: made(
        ("Ships leave on time", "List Bullet"), ("Hours lost per week", "List Bullet 2"), ("Crane stops", "List Bullet 2"),
        ("Ropes last", "List Bullet"), ("Ropes torn", "List Bullet 2"),
    ),
    "a drawn list of two levels": drawn_lists,
    "typed marks": lambda: made(
        ("Ships leave on time", "Normal"), ("- Hours lost per week", "Normal"), ("- Crane stops", "Normal"),
        ("Ropes last", "Normal"), ("- Ropes torn", "Normal"),
    ),
    "lines in one paragraph": lambda: made(
        ("O1: Ships leave on time\nKR1: Hours lost per week\nKR2: Crane stops", "Normal"), ("O2: Ropes last\nKR1: Ropes torn", "Normal"),
    ),
    "a table like a sheet": lambda: table(
        ("Objective", "Key result"), ("Ships leave on time", "Hours lost per week"), ("", "Crane stops"), ("Ropes last", "Ropes torn")
    ),
    "several results in one cell": lambda: table(
        ("Objectives", "Key results"), ("Ships leave on time", "Hours lost per week\nCrane stops"), ("Ropes last", "• Ropes torn")
    ),
    "a table whose rows begin with a mark": lambda: table(
        ("Objective 1", "Ships leave on time"), ("KR 1", "Hours lost per week"), ("KR 2", "Crane stops"),
        ("Objective 2", "Ropes last"), ("KR 1", "Ropes torn"),
    ),
    "a table below each heading": below_headings,
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_two_goals_are_read_however_they_are_set(name: str) -> None:
    file = goals.read(DOCUMENTS[name]())
    assert outline(file) == TWO
    assert file.problems == () and file.format == "docx"


def test_columns_of_a_table_are_read_and_wrong_cells_named() -> None:
    file = goals.read(
        table(
            ("Objective", "Owner", "Key result", "From", "To", "Due"),
            ("Ships leave", "Cranes", "Hours lost", "40", "20 hours", "2026-12-18"),
            ("Ships leave", "Cranes", "Crane stops", "9", "few", ""),
        )
    )
    (goal,) = file.goals
    assert (goal.owner, goal.key_results[0].target, goal.key_results[0].unit) == ("Cranes", 20, "hours")
    (problem,) = file.problems
    assert (str(file.place(problem.line)), problem.column, problem.given) == ("table 1, row 3", "To", "few")


def test_values_go_along_with_the_results_of_one_cell() -> None:
    file = goals.read(
        table(("Objective", "Key results", "Target", "Due"), ("Ships leave", "Hours\nStops", "20\n3", "2026-12-18"))
    )
    assert [(one.key_result, one.target) for one in file.goals[0].key_results] == [("Hours", 20), ("Stops", 3)]


def test_a_wrong_value_in_a_paragraph_is_named_by_its_paragraph() -> None:
    file = goals.read(
        made(("O1: Ships leave", "Normal"), ("", "Normal"), ("KR1: Hours", "Normal"), ("target: few", "Normal"))
    )
    (problem,) = file.problems
    assert (str(file.place(problem.line)), problem.given) == ("paragraph 3", "few")


def test_merged_cells_stand_in_each_row() -> None:
    document = Document()
    found = _add(document, (("Objective", "Key result"), ("Ships leave", "Hours"), ("", "Stops"), ("Ropes", "Torn")))
    found.cell(1, 0).merge(found.cell(2, 0))
    assert outline(goals.read(saved(document))) == [("Ships leave", ["Hours", "Stops"]), ("Ropes", ["Torn"])]


def test_only_what_is_seen_is_read() -> None:
    body = (
        paragraph("O1: Ships leave", "")
        + "<w:p><w:del><w:r><w:delText>KR9: gone</w:delText></w:r></w:del><w:r><w:t>KR1: Hours </w:t></w:r>"
        "<w:ins><w:r><w:t>lost</w:t></w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r></w:p>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert outline(goals.read(with_body(body))) == [("Ships leave", ["Hours lost"])]


def test_our_own_document_is_read_back_as_far_as_it_says_something() -> None:
    given = board.Board(
        title="Cranes: Autumn 2026",
        subtitle="Fernhill, week 3",
        lead=("Two objectives.",),
        counts=(("1", "on track", "ok"),),
        cycle="Autumn 2026",
        sections=(
            board.Section(
                "Cranes",
                (
                    board.Goal(
                        "O1: Ships leave on time",
                        why="Nothing waits.\nNobody either.",
                        facts=("Committed", "soft", "for captains"),
                        status="On track",
                        score="0.62, 2 of 2 measured",
                        results=(
                            board.Result("Hours lost", "from 1\u202f200.5 to 20 hours", "900", "On track"),
                            board.Result("Calls", "stay below 3 %", "–", "open", note="Nobody counted in May."),
                            board.Result("Steps", "no target yet", "–", "open"),
                        ),
                        learned="Cranes are slow.",
                        after="Retired: nobody needs it.",
                    ),
                    board.Goal("Ropes last"),
                ),
            ),
            board.Section("Quay", (board.Goal("Gates open"),)),
        ),
    )
    file = goals.read(board.to_docx(given))
    assert file.problems == () and file.remarks == ()
    ships, ropes, gates = file.goals
    assert (ships.objective, ships.owner, ships.cycle, ships.why) == (
        "O1: Ships leave on time", "Cranes", "Autumn 2026", "Nothing waits.\nNobody either.",
    )  # fmt: skip
    assert (ships.ambition, ships.nature, ships.audience) == ("committed", "soft", "captains")
    assert [(one.key_result, one.direction, one.baseline, one.target, one.unit) for one in ships.key_results] == [
        ("Hours lost", "", goals.cells.number("1200.5")[0], 20, "hours"),
        ("Calls", "stay_below", None, 3, "%"),
        ("Steps", "", None, None, ""),
    ]
    assert (ropes.objective, ropes.owner, gates.owner, gates.cycle) == ("Ropes last", "Cranes", "Quay", "Autumn 2026")


def bomb() -> bytes:
    return with_body("<w:p/>" + " " * 60_000_000)


def entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {MAIN}><w:body>{paragraph("&e;")}</w:body></w:document>',
        )
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "no goal": (lambda: made(("", "Normal")), "There is no goal in the file."),
    "a bomb": (bomb, "times its size"),
    "an entity from outside": (entities, "damaged"),
    "too many paragraphs": (lambda: with_body("<w:p/>" * 20_001), "longer than any list of goals"),
    "too many cells": (
        lambda: with_body("<w:tbl><w:tr>" + "<w:tc/>" * 20_001 + "</w:tr></w:tbl>"), "longer than any list of goals"
    ),
    "a row wider than Word's": (
        lambda: with_body('<w:tbl><w:tr>' + '<w:tc><w:tcPr><w:gridSpan w:val="60"/></w:tcPr></w:tc>' * 40 + "</w:tr></w:tbl>"),
        "longer than any list of goals",
    ),
    "a paragraph without end": (lambda: with_body(paragraph("x" * 50_000)), "longer than any list of goals"),
    "no XML": (lambda: with_body("<w:p>"), "damaged"),
    "cut off": (lambda: made(("O1: a", "Normal"))[:-100], "its end is missing or damaged"),
    "another archive": (lambda: archive_of("readme.txt"), "This is an archive"),
    "another archive in the same place": (lambda: archive_of("word/settings.xml"), "This is an archive"),
    "two columns of one meaning": (lambda: table(("Goal", "Objective title", "Key result"), ("a", "b", "c")), "both mean the column"),
}  # fmt: skip


def archive_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_of_goals_is_refused_in_words(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises(Unreadable, match=said) as caught:
        goals.read(content())
    assert str(caught.value.next_step)


def test_a_document_is_no_table_of_people() -> None:
    with pytest.raises(Unreadable, match="This is a text document"):
        tables.read(made(("O1: a", "Normal")))
