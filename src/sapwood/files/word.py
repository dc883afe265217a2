"""Paragraphs and tables out of Word documents, as somebody sees them: without deleted or hidden text, the same word once.

Read in one pass without building a tree, and never further than a document of goals goes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sapwood.files import archives
from sapwood.files.tables import LIMITS, Limits
from sapwood.files.words import Unreadable, _, said

__all__ = ["Cell", "Document", "Paragraph", "Table", "read"]

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main "
MOST_BLOCKS = 20_000  # paragraphs and cells
MOST_ELEMENTS = 1_500_000
MOST_COLUMNS = 63  # Word itself stops there
LONGEST = 40_000  # letters of a paragraph
STYLES_DEEP = 20


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with words in it. Lines inside it are parted by \\n."""

    text: str
    heading: int = 0  # 1 to 9; 0: none
    is_title: bool = False
    depth: int = -1  # of a list item, 0 is the outermost; -1: no item
    list: str = ""  # which list it belongs to
    is_slanted: bool = False  # all of it


Cell = tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a cell that spans rows or columns stands in each of them."""

    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Document:
    blocks: tuple[Paragraph | Table, ...]
    keywords: str = ""
    subject: str = ""


def read(content: bytes, *, limits: Limits = LIMITS) -> Document:
    """The document in a DOCX file. Raises Unreadable for what is none, is damaged, or is larger than the limits."""
    names = archives.contents_of(content, limits)
    main = min((name for name in names if re.fullmatch(r"word/document\d*\.xml", name)), key=len, default="")
    if not main:
        raise Unreadable(
            said(_("This is an archive (ZIP), not a Word document.")), said(_("Open it in Word and save it as DOCX."))
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            styles = _Styles()
            if "word/styles.xml" in names:
                _parse(archive.read("word/styles.xml"), styles.start, styles.end, lambda _text: None)
            body = _Body(styles.of)
            _parse(archive.read(main), body.start, body.end, body.hear)
            about = _About()
            if "docProps/core.xml" in names:
                _parse(archive.read("docProps/core.xml"), about.start, about.end, about.hear)
    except Unreadable:
        raise
    except Exception as error:  # a damaged archive or XML raises a dozen kinds
        raise Unreadable(
            said(_("The Word document is damaged and cannot be read.")),
            said(_("Open it in Word and save it again as DOCX, or paste its text.")),
        ) from error
    return Document(tuple(body.blocks), about.words.get("keywords", "").strip(), about.words.get("subject", "").strip())


def _parse(
    content: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    hear: Callable[[str], None],
) -> None:
    from xml.parsers import expat

    count = 0

    def counted(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise _too_large()
        start(_short(name), {_short(key): value for key, value in attributes.items()})

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = counted
    parser.EndElementHandler = lambda name: end(_short(name))
    parser.CharacterDataHandler = hear
    parser.StartDoctypeDeclHandler = _no_doctype  # entities are made there, and no document needs them
    parser.Parse(content, True)


def _no_doctype(*_told: Any) -> None:
    raise ValueError("a document type")


def _short(name: str) -> str:
    return name.removeprefix(MAIN).removeprefix(STRICT)


def _too_large() -> Unreadable:
    return Unreadable(
        said(_("The document is longer than any list of goals.")),
        said(_("Save the part with the goals as a document of its own, or paste its text.")),
    )


# ── what is said about the document ─────────────────────────────────────────


class _About:
    """Keywords and subject of docProps/core.xml."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.name = ""

    def start(self, name: str, _attributes: dict[str, str]) -> None:
        self.name = name.rpartition(" ")[2]

    def end(self, _name: str) -> None:
        self.name = ""

    def hear(self, text: str) -> None:
        if self.name in ("keywords", "subject"):
            self.words[self.name] = (self.words.get(self.name, "") + text)[:400]


# ── styles ──────────────────────────────────────────────────────────────────


@dataclass
class _Style:
    name: str = ""
    based_on: str = ""
    heading: int = 0
    list: str = ""  # number of its list
    depth: int = -1
    is_slanted: bool = False


class _Styles:
    def __init__(self) -> None:
        self.styles: dict[str, _Style] = {}
        self.open = _Style()
        self.known: dict[str, _Style] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self.open = self.styles.setdefault(attributes.get("styleId", ""), _Style())
        elif name == "name":
            self.open.name = value.casefold()
        elif name == "basedOn":
            self.open.based_on = value
        elif name == "outlineLvl" and value.isdigit() and int(value) < 9:
            self.open.heading = int(value) + 1
        elif name == "numId" and value != "0":
            self.open.list = value
        elif name == "ilvl" and value.isdigit():
            self.open.depth = int(value)
        elif name == "i":
            self.open.is_slanted = value not in ("0", "false", "off")

    def end(self, name: str) -> None:
        if name == "style":
            self.open = _Style()

    def of(self, style_id: str) -> _Style:
        """A style with what it takes from those it is based on."""
        asked = style_id
        if asked not in self.known:
            found = _Style()
            for _step in range(STYLES_DEEP):
                one = self.styles.get(style_id)
                if one is None:
                    break
                named = re.fullmatch(r"heading (\d)", one.name)
                listed = re.fullmatch(r"list (?:bullet|number)(?: (\d))?", one.name)
                found.name = found.name or one.name
                found.heading = found.heading or (int(named[1]) if named else one.heading)
                if not found.list and (one.list or listed):
                    found.list = one.list or one.name
                    found.depth = int(listed[1] or 1) - 1 if listed else one.depth
                found.is_slanted = found.is_slanted or one.is_slanted
                style_id = one.based_on
            self.known[asked] = found
            return found
        return self.known[asked]


# ── the body ────────────────────────────────────────────────────────────────


@dataclass
class _Open:
    """A paragraph while it is read."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    style: str = ""
    heading: int = 0
    list: str | None = None
    depth: int | None = None
    slanted: set[bool] = field(default_factory=set)


@dataclass
class _Row:
    cells: list[tuple[list[Paragraph], int, bool]] = field(default_factory=list)  # paragraphs, span, goes on from above


class _Body:
    def __init__(self, style_of: Callable[[str], _Style]) -> None:
        self.style_of = style_of
        self.blocks: list[Paragraph | Table] = []
        self.count = 0
        self.paragraphs: list[_Open] = []  # one inside another: text boxes
        self.tables: list[list[_Row]] = []
        self.skipped = 0  # inside what is shown otherwise, deleted or described
        self.listens = False
        self.in_properties = False  # of a paragraph
        self.is_hidden = self.is_slanted = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if (
            self.skipped
            or name.endswith(" Fallback")
            or name in ("del", "moveFrom", "sectPr", "pPrChange", "rPrChange")
        ):
            self.skipped += 1
            return
        value = attributes.get("val", "")
        if name == "p":
            self._counted()
            self.paragraphs.append(_Open())
        elif name == "pPr":
            self.in_properties = True
        elif self.in_properties:
            self._property(name, value)
        elif name == "r":
            self.is_hidden = self.is_slanted = False
        elif name == "vanish":
            self.is_hidden = value not in ("0", "false", "off")
        elif name == "i":
            self.is_slanted = value not in ("0", "false", "off")
        elif name == "t":
            self.listens = True
        elif name == "tab":
            self._say("\t")
        elif name in ("br", "cr"):
            self._say("\n")
        elif name == "noBreakHyphen":
            self._say("-")
        elif name == "tbl":
            self.tables.append([])
        elif name == "tr" and self.tables:
            self.tables[-1].append(_Row())
        elif name == "tc" and self.tables and self.tables[-1]:
            self._counted()
            self.tables[-1][-1].cells.append(([], 1, False))
        elif name in ("gridSpan", "vMerge") and self.tables and self.tables[-1] and self.tables[-1][-1].cells:
            paragraphs, span, goes_on = self.tables[-1][-1].cells.pop()
            if name == "gridSpan":
                span = min(int(value), MOST_COLUMNS) if value.isdigit() else span
            else:
                goes_on = value != "restart"
            self.tables[-1][-1].cells.append((paragraphs, max(1, span), goes_on))

    def hear(self, text: str) -> None:
        if self.listens and not self.skipped:
            self._say(text)

    def end(self, name: str) -> None:
        if self.skipped:
            self.skipped -= 1
        elif name == "t":
            self.listens = False
        elif name == "pPr":
            self.in_properties = False
        elif name == "p" and self.paragraphs:
            self._close(self.paragraphs.pop())
        elif name == "tbl" and self.tables:
            table = _filled(self.tables.pop())
            if self.tables:  # a table inside a cell: its words go into the cell
                for row in table.rows:
                    for paragraph in _each(row):
                        self._place(paragraph)
            elif any(cell for row in table.rows for cell in row):
                self.blocks.append(table)

    def _property(self, name: str, value: str) -> None:
        if not self.paragraphs:
            return
        here = self.paragraphs[-1]
        if name == "pStyle":
            here.style = value
        elif name == "numId":
            here.list = "" if value == "0" else value
        elif name == "ilvl" and value.isdigit():
            here.depth = int(value)
        elif name == "outlineLvl" and value.isdigit() and int(value) < 9:
            here.heading = int(value) + 1

    def _say(self, text: str) -> None:
        if not self.paragraphs or self.is_hidden:
            return
        here = self.paragraphs[-1]
        here.length += len(text)
        if here.length > LONGEST:
            raise _too_large()
        here.parts.append(text)
        if text.strip():
            here.slanted.add(self.is_slanted)

    def _close(self, found: _Open) -> None:
        text = "".join(found.parts).strip()
        if not text:
            return
        style = self.style_of(found.style)
        heading = found.heading or style.heading
        listed = style.list if found.list is None else found.list
        depth = -1
        if listed and not heading:
            depth = max(0, found.depth if found.depth is not None else style.depth)
        self._place(
            Paragraph(
                text, heading, style.name in ("title", "subtitle"), depth, listed if depth >= 0 else "",
                is_slanted=(found.slanted or {False}) == {True} or style.is_slanted,
            )
        )  # fmt: skip

    def _place(self, paragraph: Paragraph) -> None:
        if self.tables:
            if self.tables[-1] and self.tables[-1][-1].cells:
                self.tables[-1][-1].cells[-1][0].append(paragraph)
        else:
            self.blocks.append(paragraph)

    def _counted(self) -> None:
        self.count += 1
        if self.count > MOST_BLOCKS:
            raise _too_large()


def _filled(rows: list[_Row]) -> Table:
    """The rows with each cell in every column and row that it spans."""
    filled: list[tuple[Cell, ...]] = []
    for row in rows:
        cells: list[Cell] = []
        for paragraphs, span, goes_on in row.cells:
            above = filled[-1] if filled else ()
            cell = above[len(cells)] if goes_on and not paragraphs and len(cells) < len(above) else tuple(paragraphs)
            if len(cells) + span > MOST_COLUMNS:
                raise _too_large()
            cells += [cell] * span
        filled.append(tuple(cells))
    return Table(tuple(filled))


def _each(row: tuple[Cell, ...]) -> Iterator[Paragraph]:
    """The paragraphs of a row, those of a cell that spans columns once."""
    before: Cell | None = None
    for cell in row:
        if cell is not before:
            yield from cell
        before = cell
