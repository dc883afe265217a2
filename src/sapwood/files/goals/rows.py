"""Goal files as tables: CSV and XLSX. One row a key result; the objective stands in each of its rows, or in the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sapwood.files import tables
from sapwood.files.goals.cells import Lines, Lump, written
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import (
    COLUMNS,
    OF_KEY_RESULTS,
    OF_OBJECTIVES,
    KeyResult,
    Objective,
    joined,
    one_line,
    paragraphs,
)
from sapwood.files.problems import Problem, excerpt
from sapwood.files.tables import Row, Table, Value, column_letters, rearmed, shown
from sapwood.files.words import Said, Unreadable, _, said

SAME = tuple(column for column in OF_OBJECTIVES if column != "id")


def read(table: Table) -> tuple[list[Lump], list[Problem], list[Said]]:
    """The rows of a table put together to objectives. Raises Unreadable for a table of something else."""
    top, places, headings, remarks = _headings(table)
    gathering = _Gathering(headings)
    width = max(
        1 + place
        for row in table.rows
        if row.line == top
        for place, cell in enumerate(row.cells)
        if shown(cell).strip()
    )
    for row in table.rows:
        if row.line <= top:
            continue
        if table.format == "csv" and len(row.cells) > width:
            gathering.loose.append(
                Problem(
                    row.line, "", excerpt(shown(row.cells[-1])),
                    said(_("The row has %(count)d cells, but there are %(most)d columns."), count=len(row.cells), most=width),
                    said(_("Put quotation marks around a cell that contains the separator, or take the extra cell out.")),
                )
            )  # fmt: skip
            continue
        gathering.take(row, {column: _cell(row, place) for column, place in places.items()})
    return gathering.lumps, gathering.loose, remarks


def cells(goals: Iterable[Objective]) -> list[Sequence[Value]]:
    """The rows of a table with these goals, headings first."""
    rows: list[Sequence[Value]] = [COLUMNS]
    for goal in goals:
        for result in goal.key_results or (None,):
            rows.append([_value(goal, result, column) for column in COLUMNS])
    return rows


def _value(goal: Objective, result: KeyResult | None, column: str) -> Value:
    if column == "id":
        return f"{goal.id}/{result.id}" if result is not None and result.id else goal.id
    if column in ("parent", "pair"):
        return joined(getattr(goal, column))
    if column == "key_result":
        return result.key_result if result is not None else ""
    if column in OF_KEY_RESULTS:
        value = getattr(result, column) if result is not None else None
        return written(value) if not isinstance(value, str | int | None) and hasattr(value, "quantize") else value
    found: str = getattr(goal, column)
    return found


def _cell(row: Row, place: int) -> Value:
    value = row.at(place)
    return rearmed(value) if isinstance(value, str) else value


def _headings(table: Table) -> tuple[int, dict[str, int], dict[str, str], list[Said]]:
    """The line of the headings, the place and heading of each column, and what is not read."""
    best: Row | None = None
    found: list[tuple[str, int, str]] = []
    for row in table.rows[:10]:
        named = [
            (column_of(text), place, text) for place, cell in enumerate(row.cells) if (text := shown(cell).strip())
        ]
        named = [one for one in named if one[0]]
        if len({one[0] for one in named}) > len({one[0] for one in found}):
            best, found = row, named
    missing = [column for column in ("objective", "key_result") if column not in {one[0] for one in found}]
    if best is None or missing:
        raise Unreadable(
            said(_("No column for %(columns)s was found."), columns=" and ".join(missing)),
            said(_("The first row names the columns: %(columns)s. These two are needed."), columns=", ".join(COLUMNS)),
        )
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    exact = {column for column, _place, text in found if text.casefold() == column}
    left: list[str] = []
    for column, place, text in found:
        if column in exact and text.casefold() != column:
            left.append(text)
        elif column in places:
            raise Unreadable(
                said(
                    _("“%(one)s” (%(here)s) and “%(two)s” (%(there)s) both mean the column %(column)s."),
                    one=headings[column], here=column_letters(places[column]), two=text, there=column_letters(place), column=column,
                ),
                said(_("Leave one of them out, or give it another heading.")),
            )  # fmt: skip
        else:
            places[column], headings[column] = place, text
    taken = {place for _column, place, _text in found}
    left += [shown(cell).strip() for place, cell in enumerate(best.cells) if place not in taken and shown(cell).strip()]
    remarks = [said(_("Not read: %(names)s."), names=", ".join(left[:12]))] if left else []
    return best.line, places, headings, remarks


class _Gathering:
    """Puts rows together: by the id of the objective, else by its owner, cycle and words."""

    def __init__(self, headings: dict[str, str]) -> None:
        self.headings = headings
        self.lumps: list[Lump] = []
        self.loose: list[Problem] = []
        self.known: dict[tuple[str, ...], Lump] = {}
        self.last: Lump | None = None

    def take(self, row: Row, given: dict[str, Value]) -> None:
        said_here = {column: value for column, value in given.items() if shown(value).strip()}
        goal_id, _slash, result_id = one_line(shown(said_here.get("id"))).partition("/")
        goal_id, result_id = goal_id.strip(), result_id.strip() or one_line(shown(said_here.get("key_result_id")))
        words = one_line(shown(said_here.get("objective")))
        lump = self._lump(row, said_here, goal_id, words)
        self.last = lump
        self._compare(row, lump, said_here)
        own = Lines(row.line, headings=self.headings)
        if result_id:
            own.put("id", result_id, row.line)
        for column in ("key_result", *OF_KEY_RESULTS[1:]):
            if column in said_here:
                own.put(column, said_here[column], row.line)
        if "key_result" in own.cells:
            lump.results.append(own)
        elif own.cells:
            column = next(iter(own.cells))
            lump.problems.append(
                self._problem(
                    row, "key_result", shown(own.cells[column]), _("The row says something about a key result, but not which."),
                    _("Write the key result in words, or empty its other cells."),
                )
            )  # fmt: skip
            lump.results.append(own)

    def _lump(self, row: Row, given: dict[str, Value], goal_id: str, words: str) -> Lump:
        """The objective that a row belongs to; a row without one belongs to the objective above it."""
        if not words and not goal_id and self.last is not None:
            return self.last
        key = (
            ("", goal_id)
            if goal_id
            else tuple(one_line(shown(given.get(column))) for column in ("cycle", "owner", "objective"))
        )
        lump = self.known.get(key)
        if lump is None:
            own = Lines(row.line, headings=self.headings)
            for column in ("objective", *SAME):
                if column in given:
                    own.put(column, given[column], row.line)
            if goal_id:
                own.put("id", goal_id, row.line)
            lump = self.known[key] = Lump(own)
            self.lumps.append(lump)
            if not words and goal_id:
                lump.problems.append(
                    self._problem(
                        row, "objective", goal_id, _("The objective has no words."), _("Write what will be true at the end."),
                    )
                )  # fmt: skip
            elif not words:
                given_here = shown(next(iter(given.values()), ""))
                lump.problems.append(
                    self._problem(
                        row, "objective", given_here, _("The row has no objective."), _("Write it into the row.")
                    )
                )
        return lump

    def _compare(self, row: Row, lump: Lump, given: dict[str, Value]) -> None:
        """Each row may repeat what the first says about the objective, or leave it out, but not say another thing."""
        for column in ("objective", *SAME):
            if column not in given or lump.own.lines.get(column) == row.line:
                continue
            if column not in lump.own.cells:
                lump.own.put(column, given[column], row.line)
            elif paragraphs(shown(lump.own.cells[column])) != paragraphs(shown(given[column])):
                lump.problems.append(
                    self._problem(
                        row, column, shown(given[column]), _("An earlier row of the same objective says something else here."),
                        _("Say the same in each row, or leave it empty in all but the first."),
                    )
                )  # fmt: skip

    def _problem(self, row: Row, column: str, given: str, reason: str, next_step: str) -> Problem:
        return Problem(row.line, self.headings.get(column, column), excerpt(given), said(reason), said(next_step))


def to_csv(goals: Iterable[Objective]) -> bytes:
    return tables.write_csv(cells(goals))


def to_xlsx(goals: Iterable[Objective]) -> bytes:
    return tables.write_xlsx([("Goals", [_numbers(row) for row in cells(goals)])])


def _numbers(row: Sequence[Value]) -> Sequence[Value]:
    """Numbers as numbers, where a workbook keeps them exactly."""
    measured = [COLUMNS.index(column) for column in ("baseline", "target", "current", "weight")]
    values = list(row)
    for place in measured:
        text = values[place]
        if isinstance(text, str) and text not in COLUMNS and 0 < len(text.strip("-").replace(".", "")) <= 15:
            values[place] = float(text) if "." in text else int(text)
    return values
