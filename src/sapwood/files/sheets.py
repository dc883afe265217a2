"""The cells of one sheet of a workbook, read in one pass without building a tree.

The library that knows workbooks reads their strings and styles; its reader of sheets takes five times as
long for 10,000 people, pads rows to whatever size a sheet claims, and forgets which cells are merged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any

from sapwood.files.tables import Broken, Limits, Value, _within, _without_tail
from sapwood.files.words import Unreadable, _, said

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main "
LAST_ROW = 2**20
LONGEST = 40_000  # letters; spreadsheet programs stop at 32,767
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass
class Sheet:
    """Rows that say something, by their number, and the ranges that are merged."""

    rows: dict[int, list[Value]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)


def read(source: IO[bytes], value_of: Callable[[str, int, str], Value], limits: Limits) -> Sheet:
    """Read a sheet. `value_of(kind, style, text)` makes a value of what stands in a cell.

    Raises Unreadable beyond the limits, and anything else for what is no sheet.
    """
    return _Reader(value_of, limits).read(source)


class _Reader:
    def __init__(self, value_of: Callable[[str, int, str], Value], limits: Limits) -> None:
        self.value_of, self.limits = value_of, limits
        self.sheet = Sheet()
        self.line = 0
        self.column = -1
        self.row: list[Value] = []
        self.kind, self.style, self.text = "n", 0, ""
        self.has_formula = self.listening = self.in_phonetic = False

    def read(self, source: IO[bytes]) -> Sheet:
        from xml.parsers import expat

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._hear
        parser.StartDoctypeDeclHandler = _no_doctype  # entities are made there, and no workbook needs them
        parser.ParseFile(source)
        return self.sheet

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.removeprefix(MAIN).removeprefix(STRICT)
        if name == "c":
            place = attributes.get("r")
            self.column = _column(place) if place else self.column + 1
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", 0))
            self.text, self.has_formula = "", False
        elif name in ("v", "t"):
            self.listening = not self.in_phonetic
        elif name == "f":
            self.has_formula = True
        elif name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            if not 1 <= self.line <= LAST_ROW:
                raise ValueError(f"row {self.line}")
            self.column, self.row = -1, []
        elif name == "rPh":  # how a name is pronounced, beside the name
            self.in_phonetic = True
        elif name == "mergeCell":
            self.sheet.merged.append(attributes.get("ref", ""))

    def _hear(self, text: str) -> None:
        if self.listening:
            self.text += text
            if len(self.text) > LONGEST:
                raise Unreadable(
                    said(_("A cell in line %(line)d is larger than anything a table holds."), line=self.line),
                    said(_("Take the cell out.")),
                )

    def _end(self, name: str) -> None:
        name = name.removeprefix(MAIN).removeprefix(STRICT)
        if name == "c":
            self._cell()
        elif name in ("v", "t"):
            self.listening = False
        elif name == "rPh":
            self.in_phonetic = False
        elif name == "row" and (row := _without_tail(self.row)):
            self.sheet.rows[self.line] = row
            _within(len(row), len(self.sheet.rows), self.line, self.limits)

    def _cell(self) -> None:
        if self.text:
            value = self.value_of(self.kind, self.style, self.text)
        else:
            value = Broken("=…") if self.has_formula else None
        if value is None or value == "":
            return
        _within(self.column + 1, len(self.sheet.rows), self.line, self.limits)
        self.row.extend([None] * (self.column + 1 - len(self.row)))
        self.row[self.column] = value


def bounds(reference: str) -> tuple[int, int, int, int]:
    """A3:C7 → left, top, right, bottom; columns from 0, rows from 1."""
    first, _colon, last = reference.partition(":")
    last = last or first
    one, two = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if one is None or two is None:
        raise ValueError(reference)
    return _column(first), int(one[2]), _column(last), int(two[2])


def _column(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        raise ValueError(place)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _no_doctype(*_told: Any) -> None:
    raise ValueError("a document type")


def number(text: str) -> int | float:
    """A number of a cell: whole ones without a point, however they were stored."""
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    if re.fullmatch(r"-?\d{1,18}", text):
        return int(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def plain(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> Value:
    """A moment as a day when it is midnight; a time of day or a length of time as text."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return value if isinstance(value, dt.date) else str(value)
