"""Corrections of single cells of a goal file, and what is left out of it: the file itself stays as it was given.

A cell is named by its place and column: `3/owner` is of the fourth objective of the file, `3.1/target` of its second key
result, `*/owner/Cranez` of every objective whose owner is written so. A whole objective (`3`) or key result (`3.1`) can
be left out, and so can a line that belongs nowhere (`!12/colour`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sapwood.files.goals.cells import Lines, Lump
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import OF_KEY_RESULTS, OF_OBJECTIVES
from sapwood.files.problems import Problem
from sapwood.files.tables import shown

EVERYWHERE = "*"
OF_ALL = ("cycle", "owner")  # what is often written the same in many goals


@dataclass(frozen=True)
class Corrections:
    """Texts by cell (an empty text empties the cell), and what is left out."""

    cells: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.cells or self.left_out)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a correction leaves out: its name in `Corrections.left_out`, its line, and what stands there."""

    place: str
    line: int
    words: str


def applied(
    lumps: list[Lump], loose: list[Problem], given: Corrections
) -> tuple[list[Lump], list[Problem], list[LeftOut]]:
    """The goals with the corrections in them, problems that belong to none, and what was left out.

    Every problem learns the cell it is about; one whose cell was corrected is gone, and its new text is read instead.
    """
    kept: list[Lump] = []
    out: list[LeftOut] = []
    for number, lump in enumerate(lumps):
        lump.own.place = str(number)
        for below, result in enumerate(lump.results):
            result.place = f"{number}.{below}"
        lump.problems = [replace(one, cell=one.cell or _cell(lump, one)) for one in lump.problems]
        if lump.own.place in given.left_out:
            out.append(LeftOut(lump.own.place, lump.own.line, shown(lump.own.cells.get("objective"))))
            continue
        if given:
            out += _leave_out(lump, given)
            _correct(lump, given)
        kept.append(lump)
    loose = [replace(one, cell=_loose(one)) for one in loose]
    out += [LeftOut(one.cell, one.line, one.given) for one in loose if one.cell in given.left_out]
    return kept, [one for one in loose if one.cell not in given.left_out], out


def _leave_out(lump: Lump, given: Corrections) -> Iterator[LeftOut]:
    """Take key results and lines that belong nowhere out of an objective."""
    for own in lump.results:
        if own.place in given.left_out:
            yield LeftOut(own.place, own.line, shown(own.cells.get("key_result")))
    for one in lump.problems:
        if one.cell in given.left_out:
            yield LeftOut(one.cell, one.line, one.given)
    lump.results = [own for own in lump.results if own.place not in given.left_out]
    places = {own.place for own in (lump.own, *lump.results)}
    lump.problems = [
        one
        for one in lump.problems
        if one.cell not in given.left_out and (one.cell.startswith("!") or one.cell.partition("/")[0] in places)
    ]


def _correct(lump: Lump, given: Corrections) -> None:
    for own in (lump.own, *lump.results):
        for column in _columns(lump, own):
            cell = f"{own.place}/{column}"
            text = given.cells.get(cell)
            if text is None and column in OF_ALL:
                text = given.cells.get(f"{EVERYWHERE}/{column}/{shown(own.cells.get(column)).strip()}")
            if text is None:
                continue
            lump.problems = [one for one in lump.problems if one.cell != cell]
            if text.strip():
                own.put(column, text, own.lines.get(column, own.line))
            else:
                own.cells.pop(column, None)


def _columns(lump: Lump, own: Lines) -> tuple[str, ...]:
    return ("objective", *OF_OBJECTIVES) if own is lump.own else ("key_result", *OF_KEY_RESULTS)


def _cell(lump: Lump, problem: Problem) -> str:
    """The cell that a problem of a line is about; where there is none, a mark by which it can be left out."""
    column = column_of(problem.column) or problem.column
    for own in (lump.own, *lump.results):
        here = problem.line in (own.line, own.lines.get(column))
        if not here or column not in _columns(lump, own):
            continue
        if column == "id" and own is lump.own and any(result.line == problem.line for result in lump.results):
            continue  # of its key result, if the line has both
        return f"{own.place}/{column}"
    if column in _columns(lump, lump.own):
        return f"{lump.own.place}/{column}"  # another line of the same objective
    return _loose(problem)


def _loose(problem: Problem) -> str:
    return f"!{problem.line}/{problem.column}"
