"""Goals in a Word document: headings are objectives, lists and tables below them key results.

A table whose headings name objective and key result is read like a sheet; one that only names key results belongs to
the objective above it; one whose rows begin with “Objective” and “KR 1” like a text. Our own document for a board,
known by a keyword among its properties, is read back as far as it says something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sapwood.files import word
from sapwood.files.board import OWN
from sapwood.files.goals import marks, outline, rows, text
from sapwood.files.goals.cells import Lines, Lump
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import OF_KEY_RESULTS, folded, one_line
from sapwood.files.goals.outline import Piece
from sapwood.files.goals.text import Line
from sapwood.files.problems import Problem
from sapwood.files.tables import LIMITS, Limits, Row, Table
from sapwood.files.word import Cell, Document, Paragraph
from sapwood.files.words import Said, _, said

WAY = folded("From, to")  # the heading of its column with both ends

Places = dict[int, Said]


def read(content: bytes, *, limits: Limits = LIMITS) -> tuple[list[Lump], list[Problem], list[Said], Places]:
    """The goals of a document, and which place each line number stands for. Raises Unreadable."""
    document = word.read(content, limits=limits)
    reading = _Reading()
    if OWN in document.keywords:
        reading.own(document)
    else:
        reading.any(document)
    return reading.lumps, reading.loose, reading.remarks, reading.places


class _Reading:
    def __init__(self) -> None:
        self.lumps: list[Lump] = []
        self.loose: list[Problem] = []
        self.remarks: list[Said] = []
        self.places: Places = {}
        self.paragraphs = self.tables = 0

    def _paragraph(self) -> int:
        self.paragraphs += 1
        line = len(self.places) + 1
        self.places[line] = said(_("paragraph %(number)d"), number=self.paragraphs)
        return line

    def _row(self, number: int) -> int:
        line = len(self.places) + 1
        self.places[line] = said(_("table %(table)d, row %(row)d"), table=self.tables, row=number)
        return line

    # documents of any kind

    def any(self, document: Document) -> None:
        waiting: list[Line | Piece] = []
        for block in document.blocks:
            if isinstance(block, Paragraph):
                if not block.is_title:
                    waiting += self._lines(block, self._paragraph())
                continue
            self.tables += 1
            if (top := _headings(block, {"objective", "key_result"})) is not None:
                self._outline(waiting)
                waiting = []
                self._table(block, top)
            elif (top := _headings(block, {"key_result"})) is not None:
                waiting.append(self._results(block, top))
            else:
                waiting += self._laid_out(block)
        self._outline(waiting)

    def _lines(self, paragraph: Paragraph, line: int) -> Iterator[Line]:
        """The lines of a paragraph; typed marks of lists count like those that Word draws."""
        for number, part in enumerate(one for one in paragraph.text.split("\n") if one.strip()):
            words, indent, kind = text.bare(part)
            if paragraph.depth >= 0:
                yield Line(line, words, 4 * paragraph.depth, paragraph.list if not number else kind, apart=not number)
            else:
                heading = paragraph.heading if not number else 0
                yield Line(line, words, indent, "" if heading else kind, heading, apart=not number)

    def _outline(self, waiting: Sequence[Line | Piece]) -> None:
        if not waiting:
            return
        pieces: list[Piece] = []
        some: list[Line] = []
        for one in waiting:
            if isinstance(one, Line):
                some.append(one)
            else:
                pieces += [*text.pieces(some), one]
                some = []
        lumps, loose, remarks = outline.read([*pieces, *text.pieces(some)])
        self.lumps += lumps
        self.loose += loose
        self.remarks += remarks

    def _table(self, block: word.Table, top: int) -> None:
        """A table like a sheet. Several paragraphs in the cell of the key results are several key results."""
        names = [_words(cell) for cell in block.rows[top]]
        place = next(number for number, name in enumerate(names) if column_of(name) == "key_result")
        found = [Row(self._row(top + 1), tuple(names))]
        before: tuple[Cell, ...] = ()
        for number, cells in enumerate(block.rows[top + 1 :], start=top + 2):
            line = self._row(number)
            for values in _unfolded(cells, names, place):
                if any(values) and cells != before:
                    found.append(Row(line, tuple(values)))
            before = cells
        lumps, loose, remarks = rows.read(Table(tuple(found), "docx"))
        self.lumps += lumps
        self.loose += loose
        self.remarks += remarks

    def _results(self, block: word.Table, top: int) -> Piece:
        """A table of key results below their objective."""
        names = [column_of(_words(cell)) for cell in block.rows[top]]
        place = names.index("key_result")
        first, found = 0, []
        for number, cells in enumerate(block.rows[top + 1 :], start=top + 2):
            line = self._row(number)
            first = first or line
            for values in _unfolded(cells, names, place):
                row = {name: value for name, value in zip(names, values, strict=False) if name}
                if row.get("key_result"):
                    found.append((line, row))
        return Piece(first, "", rows=tuple(found))

    def _laid_out(self, block: word.Table) -> Iterator[Line]:
        """A table of another kind: its cells one after the other, a mark and its words in one line."""
        for number, cells in enumerate(block.rows, start=1):
            line = self._row(number)
            each = [cell for place, cell in enumerate(cells) if not place or cell is not cells[place - 1]]
            first = _words(each[0]).rstrip(": ") if each else ""
            if len(each) > 1 and (marks.is_labelled([first]) or column_of(first)):
                yield Line(line, one_line(f"{first}: {_words(each[1])}"))
                each = each[2:]
            for cell in each:
                for paragraph in cell:
                    yield from self._lines(paragraph, line)

    # our own document for a board

    def own(self, document: Document) -> None:
        """Headings of the first rank are owners, of the second objectives; the rest stands below them as written."""
        owner, lump = "", None
        for block in document.blocks:
            if isinstance(block, word.Table):
                self.tables += 1
                if lump is not None and (top := _headings(block, {"key_result"})) is not None:
                    self._own_results(block, top, lump)
                continue
            line = self._paragraph()
            if block.heading == 1:
                owner, lump = one_line(block.text), None
            elif block.heading == 2:
                lump = Lump(Lines(line))
                lump.own.put("objective", one_line(block.text), line)
                for column, value in (("owner", owner), ("cycle", document.subject)):
                    if value:
                        lump.own.put(column, value, line)
                self.lumps.append(lump)
            elif lump is not None and block.is_slanted and "why" not in lump.own.cells and not lump.results:
                lump.own.put("why", block.text, line)
            elif lump is not None and not lump.results:
                for column, value in _facts(block.text):
                    lump.own.put(column, value, line)

    def _own_results(self, block: word.Table, top: int, lump: Lump) -> None:
        names = [WAY if folded(_words(cell)) == WAY else column_of(_words(cell)) for cell in block.rows[top]]
        for number, cells in enumerate(block.rows[top + 1 :], start=top + 2):
            row = dict(zip(names, (_words(cell) for cell in cells), strict=False))
            if "key_result" in row:  # a note on the score stands in further lines
                row["key_result"] = (
                    one_line(cells[names.index("key_result")][0].text.split("\n")[0]) if row["key_result"] else ""
                )
            if not row.get("key_result"):
                continue
            own = Lines(self._row(number))
            own.put("key_result", row["key_result"], own.line)
            for column, value in _way(row.get(WAY, "")):
                own.put(column, value, own.line)
            for column in OF_KEY_RESULTS:
                if row.get(column) and row[column] != "–":
                    own.put(column, row[column], own.line)
            lump.results.append(own)


def _words(cell: Cell) -> str:
    return one_line(" ".join(paragraph.text for paragraph in cell))


def _headings(table: word.Table, needed: set[str]) -> int | None:
    """The row of a table that names these columns, looked for in the first three."""
    for number, cells in enumerate(table.rows[:3]):
        if needed <= {column_of(_words(cell)) for cell in cells}:
            return number
    return None


def _unfolded(cells: Sequence[Cell], names: Sequence[str], place: int) -> Iterator[list[str]]:
    """A row as one row for each paragraph of its key results. Cells with as many paragraphs go along with them."""
    results = [
        words for one in (cells[place] if place < len(cells) else ()) for words in one.text.split("\n") if words.strip()
    ]
    count = max(1, len(results))
    for number in range(count):
        values = []
        for column, cell in enumerate(cells[: len(names)]):
            if column == place:
                values.append(one_line(text.bare(results[number])[0]) if results else "")
            elif len(cell) == count > 1:
                values.append(one_line(cell[number].text))
            elif number and column_of(names[column]) in OF_KEY_RESULTS:
                values.append("")
            else:
                values.append("\n".join(paragraph.text for paragraph in cell).strip())
        yield values


def _facts(words: str) -> Iterator[tuple[str, str]]:
    """Ambition, nature and audience out of “On track · 0.62, 3 of 3 measured · Committed · soft · for families”."""
    facts = words.split(" · ")
    for number, fact in enumerate(facts):
        if folded(fact) in ("committed", "aspirational"):
            yield "ambition", fact
        elif fact == "soft":
            yield "nature", fact
        elif fact.startswith("for ") and number:
            yield "audience", " · ".join(facts[number:]).removeprefix("for ")
            return


def _way(words: str) -> Iterator[tuple[str, str]]:
    """Both ends out of “from 40 to 20 hours”, “to 5”, “stay above 3”."""
    if found := re.fullmatch(r"from (.+?) to (.+)", words):
        yield "baseline", found[1]
        yield "target", found[2]
    elif found := re.fullmatch(r"stay (above|below) (.+)", words):
        yield "direction", f"stay_{found[1]}"
        yield "target", found[2]
    elif (found := re.fullmatch(r"to (.+)", words)) and found[1] != "–":
        yield "target", found[1]
