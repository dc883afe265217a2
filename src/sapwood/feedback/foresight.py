"""What a pulse could show, from a people file, before anything is set up. Reads the file and writes nothing anywhere.

The same units and the same rule as at launch. What a file does not say is assumed, and the page says so: whoever is named
as manager by people of their own team leads it; nobody is OKR owner or executive yet.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sapwood.feedback import pulse_outlook, units
from sapwood.files.people import PeopleFile, PersonRow

JOINER_DAYS = 30
TOP = 0  # the whole, above several teams that hang under nothing


@dataclass(frozen=True, slots=True)
class Foresight:
    """`grouped`: names of the units that small teams were put together into; `missed`: of teams that answer as a part of
    the unit above. The people of the file who are not asked: without a team, here for less than 30 days, away or gone."""

    table: pulse_outlook.Table
    teams: int
    grouped: tuple[str, ...]
    missed: tuple[str, ...]
    without_team: int
    joiners: int
    not_here: int


def of(file: PeopleFile, today: dt.date, *, least: int = 5, members_read: bool = False, whole: str = "") -> Foresight:
    """Everything the page and the command show. `whole`: what the top is called when the file names no single one."""
    here = [row for row in file.rows if _is_here(row, today)]
    asked = [row for row in here if row.team and not _is_new(row, today)]
    teams = _teams(file.rows, whole or "Everybody")
    places = _places(asked, teams)
    plan = units.propose(teams.values(), places)
    readers = units.readers(plan, (), members_read=members_read)
    names = {one.id: one.name for one in teams.values()}
    seats = {team for place in places for team in (place.team,)}
    return Foresight(
        pulse_outlook.table(plan, units.outlook(plan, readers, least=least)),
        teams=len(seats),
        grouped=tuple(unit.name for unit in plan.units if " + " in unit.name and len(unit.teams & seats) > 1),
        missed=tuple(sorted(names[team] for team in _missed(plan, teams, seats))),
        without_team=sum(not row.team for row in here),
        joiners=sum(bool(row.team) and _is_new(row, today) for row in here),
        not_here=len(file.rows) - len(here),
    )


def _missed(plan: units.UnitPlan, teams: dict[str, units.TeamFact], seats: set[int]) -> set[int]:
    """Teams whose people answer in the unit of a team above them."""
    found: set[int] = set()
    for unit in plan.units:
        if " + " not in unit.name:
            own = next((one.id for one in teams.values() if one.name == unit.name and one.id in unit.teams), None)
            found |= (unit.teams & seats) - {own}
    return found


def _is_here(row: PersonRow, today: dt.date) -> bool:
    if isinstance(row.leaves, dt.date) and row.leaves < today:
        return False
    if isinstance(row.starts, dt.date) and row.starts > today:
        return False
    is_away = isinstance(row.away_from, dt.date) and row.away_from <= today
    return not (is_away and not (isinstance(row.away_until, dt.date) and row.away_until < today))


def _is_new(row: PersonRow, today: dt.date) -> bool:
    return isinstance(row.starts, dt.date) and row.starts > today - dt.timedelta(days=JOINER_DAYS)


def _teams(rows: tuple[PersonRow, ...], whole: str) -> dict[str, units.TeamFact]:
    """name in small letters -> team. Those without a parent hang under the whole, as they do after an import; so do those
    that hang in a circle."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for row in rows:
        for name in (row.team, row.parent_team):
            if isinstance(name, str) and name:
                names.setdefault(name.casefold(), name)
        if row.team and isinstance(row.parent_team, str) and row.parent_team:
            parents.setdefault(row.team.casefold(), row.parent_team.casefold())
    for key in names:
        if _is_circle(key, parents):
            del parents[key]
    ids = {key: number for number, key in enumerate(names, start=TOP + 1)}
    roots = [key for key in names if key not in parents]
    top = {} if len(roots) == 1 else {"": units.TeamFact(TOP, whole, None)}
    return top | {
        key: units.TeamFact(ids[key], name, ids[parents[key]] if key in parents else TOP if top else None)
        for key, name in names.items()
    }


def _is_circle(key: str, parents: dict[str, str]) -> bool:
    """Whether going up from a team comes back to it."""
    seen: set[str] = set()
    at = key
    while at in parents and at not in seen:
        seen.add(at)
        at = parents[at]
    return at == key and key in seen


def _places(rows: list[PersonRow], teams: dict[str, units.TeamFact]) -> list[units.Place]:
    named = Counter(
        (row.team.casefold(), row.manager.casefold()) for row in rows if row.team and isinstance(row.manager, str)
    )
    return [
        units.Place(
            number, teams[row.team.casefold()].id, any((row.team.casefold(), word) in named for word in _marks(row))
        )
        for number, row in enumerate(rows)
        if row.team
    ]


def _marks(row: PersonRow) -> list[str]:
    """What others may call this person by in the column of managers."""
    return [mark.casefold() for mark in (row.external_id, row.email, row.name) if mark]
