"""Exports of other goal programs: one row for each objective and each key result, told apart by a column of its own.

A program is recognised by its headings. Which of them are known, and from where, stands in `docs/goal-file.md`; a column
that is not known is not guessed at. A table of this shape from any other program is read by the usual names of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sapwood.files.goals.cells import Lines, Lump
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import OF_KEY_RESULTS, OF_OBJECTIVES, folded, one_line
from sapwood.files.problems import Problem, excerpt
from sapwood.files.tables import Row, Table, Value, rearmed, shown
from sapwood.files.words import Said, Unreadable, _, said

GOALS = frozenset(("objective", "goal", "ziel", "objectif"))
RESULTS = frozenset(("key result", "keyresult", "kr", "milestone", "schlusselergebnis", "resultat cle"))
OTHERS = frozenset(("project", "initiative", "deliverable", "task", "kpi"))
TITLES = ("title", "name", "goal title", "goal name", "text")
TYPES = ("object type", "type", "goal type", "item type", "kind")
ALIGNED = "aligned to weight objective id"  # “Aligned To (weight, Objective ID)”
_ALIGNED = re.compile(r"(?P<title>.*?)\s*\(weight:\s*(?P<weight>[\d.]+)\s*%,\s*Id:\s*(?P<id>[\w-]+)\s*\)", re.DOTALL)


@dataclass(frozen=True)
class Program:
    """A program whose export is known: the headings that tell it (folded) and which column each of them is."""

    name: str
    marks: frozenset[str]
    title: str
    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""


PROGRAMS = (
    Program(
        "Viva Goals",
        frozenset(("title", "object type", "period")),
        "title",
        "object type",
        {
            "id": "id", "team": "owner", "owner": "owner", "period": "cycle", "end date": "due", "description": "why",
            "unit": "unit", "target": "target", "start": "baseline", "goal type": "ambition",
        },
        ALIGNED,
    ),
    Program(
        "Betterworks",
        frozenset(("name", "type", "owner email", "start date", "end date")),
        "name",
        "type",
        {"owner email": "owner", "end date": "due", "description": "why"},
    ),
)  # fmt: skip


def read(table: Table) -> tuple[list[Lump], list[Problem], list[Said]] | None:
    """The goals of such a table; None for a table of another shape. Raises Unreadable where a needed column is missing."""
    found = _recognised(table)
    return None if found is None else _Reading(table, *found).all()


def recognises(table: Table) -> bool:
    """Whether a table is such an export."""
    return _recognised(table) is not None


def _recognised(table: Table) -> tuple[Row, Program] | None:
    for row in table.rows[:10]:
        names = {folded(shown(cell)) for cell in row.cells} - {""}
        for program in PROGRAMS:
            if program.marks <= names:
                return row, program
        title = next((name for name in TITLES if name in names), "")
        kind = next((name for name in TYPES if name in names), "")
        if title and kind and _tells(table, row, kind):
            columns = {name: column_of(name) for name in names if column_of(name) and name not in (title, kind)}
            parent = next((name for name, column in columns.items() if column == "parent"), "")
            return row, Program("", frozenset(), title, kind, columns, parent)
    return None


def _tells(table: Table, top: Row, kind: str) -> bool:
    """Whether a column has the words for both in it."""
    place = [folded(shown(cell)) for cell in top.cells].index(kind)
    words = {folded(shown(row.at(place))) for row in table.rows if row.line > top.line}
    return bool(words & GOALS and words & RESULTS)


class _Reading:
    def __init__(self, table: Table, top: Row, program: Program) -> None:
        self.table, self.top, self.program = table, top, program
        self.headings: dict[str, str] = {}
        self.places: dict[str, int] = {}
        for place, cell in enumerate(top.cells):
            self.places.setdefault(folded(shown(cell)), place)
        self.lumps: list[Lump] = []
        self.loose: list[Problem] = []
        self.by_id: dict[str, Lump] = {}
        self.by_words: dict[str, Lump] = {}
        self.skipped: dict[str, int] = {}
        self.missing = 0  # links to objectives that are not in the file

    def all(self) -> tuple[list[Lump], list[Problem], list[Said]]:
        program = self.program
        if program.parent and program.parent not in self.places:
            raise Unreadable(
                said(
                    _("This looks like an export of %(name)s, but the column “Aligned To” is missing, which says to which objective a key result belongs."),
                    name=program.name,
                ),
                said(_("Export it once more with this column.")),
            )  # fmt: skip
        rows = [row for row in self.table.rows if row.line > self.top.line]
        for row in rows:  # objectives first: a key result may stand above its own
            if self._kind(row) in GOALS:
                self._goal(row)
        goals = {lump.own.line: lump for lump in self.lumps}
        last: Lump | None = None
        for row in rows:
            kind = self._kind(row)
            if kind in GOALS:
                last = goals[row.line]
                self._align(row, last)
            elif kind in RESULTS:
                self._result(row, last)
            elif kind in OTHERS:
                self.skipped[kind] = self.skipped.get(kind, 0) + 1
            else:
                self.loose.append(
                    Problem(
                        row.line, self._heading(program.kind), excerpt(shown(row.at(self.places[program.kind]))),
                        said(_("This is neither an objective nor a key result.")), said(_("Leave the row out, or say what it is.")),
                    )
                )  # fmt: skip
        return self.lumps, self.loose, list(self._remarks())

    def _kind(self, row: Row) -> str:
        return folded(shown(row.at(self.places[self.program.kind])))

    def _goal(self, row: Row) -> None:
        own = self._own(row, "objective", OF_OBJECTIVES)
        lump = Lump(own)
        self.lumps.append(lump)
        self.by_id.setdefault(one_line(shown(own.cells.get("id"))), lump)
        self.by_words.setdefault(folded(shown(own.cells.get("objective"))), lump)
        if "objective" not in own.cells:
            lump.problems.append(self._wordless(row, "objective"))

    def _align(self, row: Row, lump: Lump) -> None:
        """What an objective serves, as far as it is in the file: an export of one team leaves out those above."""
        if self.program.parent != ALIGNED:
            return
        above = [found["id"] for found in _ALIGNED.finditer(self._text(row, ALIGNED))]
        kept = [one for one in above if one in self.by_id]
        self.missing += len(above) - len(kept)
        if kept:
            lump.own.put("parent", " | ".join(kept), row.line)

    def _result(self, row: Row, last: Lump | None) -> None:
        own = self._own(row, "key_result", OF_KEY_RESULTS)
        lump = self._above(row, own) or last
        if lump is None:
            lump = Lump(Lines(row.line, headings=self.headings))
            lump.problems.append(
                Problem(
                    row.line, "objective", excerpt(shown(own.cells.get("key_result"))), said(_("The row has no objective.")),
                    said(_("Write it into the row.")),
                )
            )  # fmt: skip
            self.lumps.append(lump)
        lump.results.append(own)
        if "key_result" not in own.cells:
            lump.problems.append(self._wordless(row, "key_result"))

    def _above(self, row: Row, own: Lines) -> Lump | None:
        """The objective that a key result names: by its id or its words."""
        text = self._text(row, self.program.parent) if self.program.parent else ""
        if self.program.parent != ALIGNED:
            return self.by_id.get(text) or self.by_words.get(folded(text)) if text else None
        found = _ALIGNED.search(text)
        if found is None:
            return None
        if float(found["weight"] or 0) > 0:
            own.put("weight", found["weight"], row.line)
        if found["id"] not in self.by_id:  # the objective was left out of the export; its words are here
            above = Lines(row.line, headings=self.headings)
            above.put("objective", found["title"], row.line)
            above.put("id", found["id"], row.line)
            for column in ("owner", "cycle"):
                for value in self._values(row, column):
                    above.put(column, value, row.line)
            self.lumps.append(Lump(above))
            self.by_id[found["id"]] = self.lumps[-1]
        return self.by_id[found["id"]]

    def _own(self, row: Row, words: str, columns: tuple[str, ...]) -> Lines:
        own = Lines(row.line, headings=self.headings)
        self.headings.setdefault(words, self._heading(self.program.title))
        if title := self._text(row, self.program.title):
            own.put(words, title, row.line)
        for column in columns:
            for value in self._values(row, column):
                own.put(column, value, row.line)
        return own

    def _values(self, row: Row, column: str) -> Iterator[Value]:
        """The value of a column of ours: that of the first heading of theirs that says something."""
        for heading, ours in self.program.columns.items():
            if ours != column or heading not in self.places:
                continue
            value = row.at(self.places[heading])
            value = rearmed(value).strip() if isinstance(value, str) else value
            if column == "owner" and isinstance(value, str):
                value = re.split(r"[;\n]|,\s", value)[0].strip()  # several: the first carries it
            if column == "ambition" and isinstance(value, str):
                value = re.sub(r"(?i)\s+(?:goal|okr)$", "", value)
            if shown(value):
                self.headings.setdefault(column, self._heading(heading))
                yield value
                return

    def _text(self, row: Row, heading: str) -> str:
        return rearmed(shown(row.at(self.places[heading]))).strip() if heading in self.places else ""

    def _heading(self, heading: str) -> str:
        return shown(self.top.at(self.places[heading])).strip()

    def _wordless(self, row: Row, column: str) -> Problem:
        return Problem(
            row.line, column, "", said(_("The row has no words.")), said(_("Write them, or leave the row out."))
        )

    def _remarks(self) -> Iterator[Said]:
        if self.program.name:
            yield said(_("This looks like an export of %(name)s."), name=self.program.name)
        else:
            yield said(
                _("Read as a table with a row for each objective and each key result, told apart by “%(column)s”."),
                column=self._heading(self.program.kind),
            )
        if self.skipped:
            kinds = ", ".join(f"{name} ({count})" for name, count in self.skipped.items())
            yield said(_("Rows not read: %(kinds)s."), kinds=kinds)
        if self.missing:
            yield said(_("Links to objectives that are not in the file are left out: %(count)d."), count=self.missing)
        used = {self.program.title, self.program.kind, self.program.parent, *self.program.columns}
        left = [
            shown(cell).strip() for cell in self.top.cells if folded(shown(cell)) not in used and shown(cell).strip()
        ]
        if left:
            yield said(_("Not read: %(names)s."), names=", ".join(left[:12]))
