"""The OKR owner's desk: what is missing and what deserves a look, by team and by goal, never by person."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Router
from pydantic import BaseModel, Field

from sapwood.activity import clock
from sapwood.api.v1 import shapes, showing
from sapwood.api.v1.answers import holder_of, written
from sapwood.api.v1.values import Id
from sapwood.goals import desk as desks
from sapwood.goals import planning, queries
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Person

router = Router(tags=[said("Desk")])


class TeamPlan(BaseModel):
    """A team that has not agreed on goals for the planned cycle yet, and how far it has come."""

    team: shapes.Named
    step: Literal["nothing", "drafted", "proposed"]
    goals: int


class Goal(BaseModel):
    id: Id
    title: str
    owner: shapes.Owner


class Missing(BaseModel):
    """A key result that lacks something."""

    key_result: Id
    title: str
    objective: Goal


class Lack(BaseModel):
    """Something agreed key results lack, and which ones."""

    what: str
    key_results: list[Missing]


class Outdated(BaseModel):
    """A goal to keep, change or retire, and the sign of it."""

    objective: Goal
    why: str


class DeskCheck(BaseModel):
    count: int
    what: str
    page: str


class FallingPair(BaseModel):
    """A pair in which one goal falls while its partner rises."""

    hard: Id
    soft: Id
    sentence: str


class SecondaryGoal(BaseModel):
    """A soft goal of a team that takes its hard ones more seriously."""

    objective: Goal
    signs: list[str]


class Desk(BaseModel):
    """Of the cycle under way. What concerns one person's own goal stands on the page alone."""

    cycle: Id | None
    planned: Id | None = Field(description=said("The cycle goals are being written for, if any."))
    plans: list[TeamPlan] = Field(
        description=said("Teams that have not agreed on goals for it, those furthest behind first.")
    )
    lacks: list[Lack]
    outdated: list[Outdated]
    checks: list[DeskCheck]
    falling: list[FallingPair]
    second: list[SecondaryGoal]
    open: int = Field(description=said("Goals of the cycle that are under way."))
    ended: int
    to_carry_on: int = Field(description=said("Goals that are to go on in the next cycle."))
    page: str


@router.get(
    "desk",
    url_name="desk",
    operation_id="get_desk",
    response=Desk,
    summary=said("The OKR owner's desk"),
    description=said("For the OKR owner's own tokens; for all others it is not there."),
)
def get_desk(request: HttpRequest) -> HttpResponse:
    holder = holder_of(request)
    today = clock.today(holder.time_zone)
    cycle = queries.current_cycle(today)
    found = desks.of(holder, cycle, today=today) if cycle is not None else None
    return written(_shown(found, holder))


def _shown(found: desks.Desk | None, holder: Person) -> Desk:
    page = settings.SAPWOOD_BASE_URL + desks.address()
    if found is None:
        return Desk(
            cycle=None, planned=None, plans=[], lacks=[], outdated=[], checks=[], falling=[], second=[],
            open=0, ended=0, to_carry_on=0, page=page,
        )  # fmt: skip
    return Desk(
        cycle=found.cycle.public_id,
        planned=found.planned.public_id if found.planned else None,
        plans=[
            TeamPlan(team=shapes.Named(id=row.team.public_id, name=row.team.name), step=row.step, goals=row.goals)
            for row in found.plans
        ],
        lacks=[lack for row in found.lacks if (lack := _lack(row, holder)).key_results],
        outdated=[
            Outdated(objective=_goal(row.objective), why=row.why)
            for row in found.queue
            if showing.has_figures(holder, row.objective)
        ],
        checks=[
            DeskCheck(count=row.count, what=row.words, page=settings.SAPWOOD_BASE_URL + row.href)
            for row in found.counts
        ],
        falling=[
            FallingPair(hard=row.hard.public_id, soft=row.soft.public_id, sentence=row.sentence)
            for row in found.falling
            if all(showing.has_figures(holder, goal) for goal in (row.hard, row.soft))
        ],
        second=[SecondaryGoal(objective=_goal(row.objective), signs=row.signs) for row in found.second],
        open=found.still_open,
        ended=found.ended,
        to_carry_on=found.to_carry_on,
        page=page,
    )


def _lack(row: planning.Lack, holder: Person) -> Lack:
    kept = [one for one in row.rows if showing.has_figures(holder, one.objective)]
    return Lack(what=row.words, key_results=[_missing(one) for one in kept])


def _missing(row: KeyResult) -> Missing:
    return Missing(key_result=row.public_id, title=row.title, objective=_goal(row.objective))


def _goal(one: Objective) -> Goal:
    return Goal(id=one.public_id, title=one.title, owner=showing.owner(one))
