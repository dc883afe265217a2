"""A cycle as tables for other tools: one row a key result. Of teams' goals alone; how one person does is in none."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sapwood.goals import coverage, forecasts, queries
from sapwood.goals.models import Cycle
from sapwood.people.models import Person


class Landing(NamedTuple):
    """Where a key result lands: shares of the way, and values in its unit, with 80 % intervals."""

    team: str
    objective: str
    key_result: str
    id: str
    unit: str
    ambition: str
    landing: float
    low: float
    high: float
    value: float
    value_low: float
    value_high: float
    enough: float
    chance: float | None
    chance_of_all: float | None
    at_risk: bool
    stale: bool
    check_ins: int
    finished: int


class Carried(NamedTuple):
    """Who carries a key result; `agreed` are the ids of the goals that count, `others` of those that serve it too."""

    team: str
    objective: str
    key_result: str
    id: str
    carry: str
    owners: int
    people: int
    agreed: str
    others: str
    of_the_whole: int


def landings(person: Person, cycle: Cycle | None) -> list[Landing]:
    """The forecasts of a cycle's strategic goals as this person may read them; a fixed number of queries."""
    goals = queries.of_cycle(person, cycle).filter(owner_team__isnull=False).order_by()
    rows = list(forecasts.under_way(goals).order_by("objective__owner_team__name", "objective_id", "position", "id"))
    rests_on = forecasts.known()
    outlooks = forecasts.of_results(rows, queries.readings_of(rows, with_names=False), rests_on=rests_on)
    return [
        Landing(
            team=str(row.objective.owner),
            objective=row.objective.title,
            key_result=row.title,
            id=row.public_id,
            unit=row.unit,
            ambition=row.objective.ambition,
            landing=forecasts.for_tables(seen.landing),
            low=forecasts.for_tables(seen.low),
            high=forecasts.for_tables(seen.high),
            value=forecasts.for_tables(seen.value),
            value_low=forecasts.for_tables(seen.value_low),
            value_high=forecasts.for_tables(seen.value_high),
            enough=seen.healthy,
            chance=forecasts.chance_for_tables(seen.chance),
            chance_of_all=forecasts.chance_for_tables(seen.chance_of_all),
            at_risk=seen.at_risk,
            stale=seen.stale,
            check_ins=seen.check_ins,
            finished=rests_on.prior.learned_from,
        )
        for row in rows
        if (seen := outlooks.get(row.pk)) is not None
    ]


def carried(person: Person, cycle: Cycle | None, *, today: dt.date) -> list[Carried]:
    """The key results of the company and its departments with who carries them, in the order of the page."""
    return [
        Carried(
            team=str(goal.objective.owner),
            objective=goal.objective.title,
            key_result=row.result.title,
            id=row.result.public_id,
            carry=row.carry.value,
            owners=row.teams,
            people=row.people,
            agreed=_ids(row, counts=True),
            others=_ids(row, counts=False),
            of_the_whole=row.whole,
        )
        for goal in coverage.of_cycle(person, cycle, today=today)
        for row in goal.results
    ]


def _ids(row: coverage.Covered, *, counts: bool) -> str:
    return " ".join(one.objective.public_id for one in row.commitments if one.counts is counts)
