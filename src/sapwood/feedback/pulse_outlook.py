"""What would be published, as a table: unit by unit, at each response rate. For launch pages and for a people file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.feedback import units


@dataclass(frozen=True, slots=True)
class Row:
    """A unit, how deep it hangs, everybody asked in it and below, and for each rate whether it is shown."""

    name: str
    depth: int
    people: int
    shown: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`rates` in percent, one a column; `covered`: rate and percent of the people in a unit that is shown."""

    rates: tuple[int, ...]
    rows: tuple[Row, ...]
    covered: tuple[tuple[int, int], ...]
    people: int


def table(plan: units.UnitPlan, outlook: Sequence[units.Outlook]) -> Table:
    whole = {unit.key: 0 for unit in plan.units}
    for key in plan.places.values():
        for above in plan.chain(key):
            whole[above] += 1
    rows = tuple(
        Row(
            unit.name,
            len(plan.chain(unit.key)) - 1,
            whole[unit.key],
            tuple((round(one.rate * 100), unit.key in one.shown) for one in outlook),
        )
        for unit in plan.units
    )
    return Table(
        tuple(round(one.rate * 100) for one in outlook),
        rows,
        tuple((round(one.rate * 100), round(one.covered * 100)) for one in outlook),
        len(plan.places),
    )
