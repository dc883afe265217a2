"""The people file: its columns under the names people give them, its rows, and what is wrong with them.

An empty cell leaves what is there; a dash (-) empties it. Nothing here knows who is in the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal

from sapwood.files import days, tables
from sapwood.files.people.cells import ASKED, Reader
from sapwood.files.people.headings import headings_of, named_places
from sapwood.files.people.rows import COLUMNS, DAYS, Emptied, PeopleFile, PersonRow, Question
from sapwood.files.problems import Problem
from sapwood.files.tables import Value
from sapwood.files.words import Unreadable, _, said

__all__ = [
    "COLUMNS",
    "Emptied",
    "PeopleFile",
    "PersonRow",
    "Problem",
    "Question",
    "Unreadable",
    "read",
    "template",
    "write",
]


def read(content: bytes, *, date_order: str = "", sheet: str = "", limits: tables.Limits = tables.LIMITS) -> PeopleFile:
    """Read a people file. `date_order` (dmy, mdy) answers what the days left open; else they are asked for.

    Raises Unreadable for a file without a table of people in it; everything smaller is a Problem of a row.
    """
    if date_order not in ("", *days.ORDERS):
        raise ValueError(f"date_order is {date_order!r}; allowed are dmy and mdy.")
    table = tables.read(content, sheet=sheet, limits=limits)
    top, places, headings, remarks = headings_of(table)
    body = [row for row in table.rows if row.line > top]
    if not body:
        raise Unreadable(said(_("The file has headings but no row below them.")), said(_("Add a row for each person.")))
    width = max(1 + place for place in named_places(table, top))
    reader = Reader(headings, places, width, separated=table.format == "csv")
    questions = []
    for column in DAYS:
        if column in places:
            values = [row.at(places[column]) for row in body]
            open_values = [] if date_order else days.is_open(values)
            if open_values:
                questions.append(Question(headings[column], tuple(open_values[:3])))
            reader.orders[column] = date_order or (ASKED if open_values else days.order_of(values))
    rows = tuple(reader.row(row) for row in body)
    return PeopleFile(
        rows=rows,
        problems=tuple(reader.problems),
        headings=headings,
        questions=tuple(questions),
        remarks=(*table.remarks, *remarks),
        table=table,
    )


def write(people: Iterable[PersonRow], kind: str) -> bytes:
    """A people file (`kind` is csv or xlsx) that `read` reads back to the same rows."""
    rows: list[Sequence[Value]] = [COLUMNS, *(_cells(one) for one in people)]
    return tables.write_csv(rows) if kind == "csv" else tables.write_xlsx([("People", rows)])


def template(kind: str, guide: Sequence[tuple[str, str]] = ()) -> bytes:
    """A file with headings only; as a workbook with a second sheet that says what each column means."""
    if kind == "csv":
        return tables.write_csv([COLUMNS])
    return tables.write_xlsx([("People", [COLUMNS]), ("Columns", [("Column", "Meaning"), *guide])])


def _cells(one: PersonRow) -> list[Value]:
    cells: list[Value] = []
    for part in fields(one)[1:]:
        value = getattr(one, part.name)
        if isinstance(value, Emptied):
            cells.append(None)
        elif isinstance(value, Decimal):
            cells.append(f"{value.normalize():f}")
        else:
            cells.append(value)
    return cells
