"""A document of sections with tables, lists and remarks, as PDF/UA, Word or Markdown.

The words come ready made and translated; this room only sets them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sapwood.files import typesetting
from sapwood.files.typesetting import plain


@dataclass(frozen=True)
class Span:
    """An interval on its scale. It is drawn for the eye only: its numbers stand in words beside it."""

    value: float
    low: float
    high: float
    least: float
    most: float


@dataclass(frozen=True)
class Text:
    text: str
    quiet: bool = False
    kind: str = field(default="text", init=False)


@dataclass(frozen=True)
class Points:
    items: tuple[str, ...]
    kind: str = field(default="points", init=False)


@dataclass(frozen=True)
class Table:
    """A cell may have several lines; the first is what counts. `widths` are shares of the page."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str | Span | None, ...], ...]
    widths: tuple[float, ...]
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Remarks:
    """What people wrote, each with a name or none."""

    heading: str
    items: tuple[tuple[str, str], ...]
    kind: str = field(default="remarks", init=False)


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Text | Points | Table | Remarks, ...] = ()


@dataclass(frozen=True)
class Paper:
    title: str
    subtitle: str = ""
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    words: dict[str, str] = field(default_factory=lambda: {"page": "page", "of": "of"})
    language: str = "en"


def to_pdf(paper: Paper) -> bytes:
    return typesetting.to_pdf("paper", dataclasses.asdict(paper))


def to_docx(paper: Paper) -> bytes:
    """The document for Word, to be edited. Spans are left out: their numbers stand beside them."""
    from io import BytesIO

    from docx import Document

    document: Any = Document()
    typesetting.dress(document, title=paper.title, language=paper.language)
    document.add_heading(plain(paper.title), level=0)
    if paper.subtitle:
        document.add_paragraph(plain(paper.subtitle), style="Subtitle")
    for sentence in paper.lead:
        document.add_paragraph(plain(sentence))
    for section in paper.sections:
        document.add_heading(plain(section.heading), level=1)
        for block in section.blocks:
            _into(document, block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def to_markdown(paper: Paper) -> bytes:
    """The document as Markdown. What people wrote cannot become a heading, a table or HTML."""
    return ("\n\n".join(_markdown(paper)) + "\n").encode()


def _into(document: Any, block: Text | Points | Table | Remarks) -> None:
    from docx.shared import Pt

    if isinstance(block, Text):
        document.add_paragraph(plain(block.text))
    elif isinstance(block, Points):
        for item in block.items:
            document.add_paragraph(plain(item), style="List Bullet")
    elif isinstance(block, Remarks):
        document.add_heading(plain(block.heading), level=2)
        for text, name in block.items:
            document.add_paragraph(plain(f"{text}\n{name}" if name else text), style="List Bullet")
    else:
        drawn = _drawn(block)
        lines = [[head for at, head in enumerate(block.heads) if at not in drawn], *_worded(block)]
        table = document.add_table(rows=len(lines), cols=len(lines[0]), style="Light List")
        for row, texts in zip(table.rows, lines, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = plain(text)
                for run in cell.paragraphs[0].runs:
                    run.font.size = Pt(9)
        document.add_paragraph()


def _markdown(paper: Paper) -> Iterator[str]:
    yield f"# {_line(paper.title)}"
    if paper.subtitle:
        yield _line(paper.subtitle)
    yield from map(_line, paper.lead)
    for section in paper.sections:
        yield f"## {_line(section.heading)}"
        for block in section.blocks:
            if isinstance(block, Text):
                yield _line(block.text)
            elif isinstance(block, Points):
                yield "\n".join(f"- {_line(item)}" for item in block.items)
            elif isinstance(block, Remarks):
                yield f"### {_line(block.heading)}"
                yield "\n".join(f"- {_line(text)}{f' ({_line(name)})' if name else ''}" for text, name in block.items)
            else:
                drawn = _drawn(block)
                heads = [_line(head) for at, head in enumerate(block.heads) if at not in drawn]
                lines = [heads, ["---"] * len(heads), *([_line(text) for text in row] for row in _worded(block))]
                yield "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _drawn(table: Table) -> frozenset[int]:
    """The columns that hold drawings."""
    return frozenset(at for row in table.rows for at, cell in enumerate(row) if cell is None or isinstance(cell, Span))


def _worded(table: Table) -> list[list[str]]:
    drawn = _drawn(table)
    return [[cell for at, cell in enumerate(row) if at not in drawn and isinstance(cell, str)] for row in table.rows]


def _line(text: str) -> str:
    """One line of Markdown that means its letters and nothing else."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(plain(text).split()))
