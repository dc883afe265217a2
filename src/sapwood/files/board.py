"""The goals of a team, department or cycle as a document one would hand to a board: PDF/UA and Word.

The words come ready made and translated; this room only sets them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sapwood.files import typesetting
from sapwood.files.typesetting import plain

TONES = ("ok", "risk", "off", "open")


@dataclass(frozen=True)
class Result:
    """A key result in words: where it began and should go, where it is, and its course for the small line."""

    title: str
    way: str  # "from 19 to 9 visits"
    now: str  # "14 visits", or a dash
    status: str
    tone: str = "open"  # one of TONES; the word is said as well
    share: float | None = None  # 0 to 1 of the way; None: not measured
    note: str = ""  # why the score given differs, or could not be given


@dataclass(frozen=True)
class Goal:
    title: str
    why: str = ""
    facts: tuple[str, ...] = ()  # "Committed", "for families in their first winter"
    status: str = ""
    tone: str = "open"
    score: str = ""  # "0.62, 3 of 3 measured"
    results: tuple[Result, ...] = ()
    learned: str = ""
    after: str = ""  # "Retired: …", "Goes on as …"
    last: str = ""  # what the last column says, where it is not the status: the score given


@dataclass(frozen=True)
class Section:
    heading: str
    goals: tuple[Goal, ...] = ()
    lead: str = ""  # a sentence under the heading
    reached: str = ""  # "0.62", the mean of its goals; a dash where none has a score
    share: float | None = None


@dataclass(frozen=True)
class Board:
    title: str
    subtitle: str
    lead: tuple[str, ...] = ()  # a few sentences: how it stands
    counts: tuple[tuple[str, str, str], ...] = ()  # (number, word, tone)
    sections: tuple[Section, ...] = ()
    words: dict[str, str] = field(default_factory=dict)  # see WORDS
    language: str = "en"
    overview: bool = True  # more than three sections are listed first, with what each reached
    cycle: str = ""  # its name, by which goals read back from the Word document are known again


WORDS = {
    "page": "page",
    "of": "of",
    "key_result": "Key result",
    "way": "From, to",
    "now": "Now",
    "status": "Status",
    "learned": "What was learned",
    "team": "Team",
    "goals": "Goals",
    "reached": "Reached",
}


OWN = "sapwood-goals"  # the keyword by which the reader of goal files knows such a document


def to_pdf(board: Board) -> bytes:
    """The document as PDF/UA-1, for any text: scripts our fonts lack fall back to the system's fonts."""
    return typesetting.to_pdf("board", {**dataclasses.asdict(board), "words": {**WORDS, **board.words}})


def to_docx(board: Board) -> bytes:
    """The document for Word, with real headings and tables, so that it can be edited and read aloud."""
    from io import BytesIO

    from docx import Document

    words = {**WORDS, **board.words}
    document: Any = Document()
    typesetting.dress(document, title=board.title, language=board.language)
    document.core_properties.keywords = OWN
    document.core_properties.subject = plain(board.cycle)[:255]
    document.add_heading(plain(board.title), level=0)
    document.add_paragraph(plain(board.subtitle), style="Subtitle")
    for sentence in board.lead:
        document.add_paragraph(plain(sentence))
    if board.counts:
        document.add_paragraph(", ".join(f"{number} {word}" for number, word, _tone in board.counts))
    for section in board.sections:
        document.add_heading(plain(section.heading), level=1)
        if section.lead:
            document.add_paragraph(plain(section.lead))
        for goal in section.goals:
            _goal(document, goal, words)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _goal(document: Any, goal: Goal, words: dict[str, str]) -> None:
    from docx.shared import Cm, Pt

    document.add_heading(plain(goal.title), level=2)
    facts = " · ".join(part for part in (goal.status, goal.score, *goal.facts) if part)
    if facts:
        document.add_paragraph(plain(facts)).runs[0].font.size = Pt(9.5)
    if goal.why:
        document.add_paragraph(plain(goal.why)).runs[0].italic = True
    if goal.results:
        rows: Sequence[Sequence[str]] = [
            (words["key_result"], words["way"], words["now"], goal.last or words["status"]),
            *(
                ("\n".join(filter(None, (result.title, result.note))), result.way, result.now, result.status)
                for result in goal.results
            ),
        ]
        table = document.add_table(rows=len(rows), cols=4, style="Light List")
        for line, texts in zip(table.rows, rows, strict=True):
            for cell, text, width in zip(line.cells, texts, (7.6, 4.0, 2.4, 2.6), strict=True):
                cell.text, cell.width = plain(text), Cm(width)
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9.5)
        document.add_paragraph()
    if goal.learned:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{words['learned']}: ").bold = True
        paragraph.add_run(plain(goal.learned))
    if goal.after:
        document.add_paragraph(plain(goal.after))
