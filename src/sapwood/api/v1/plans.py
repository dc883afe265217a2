"""The holder's own plans: what they mean to learn and by which steps.

Plans that others show the holder are for pages only, and so is what observers said.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.values import Id, Number, number
from sapwood.growth.models import Plan, Step
from sapwood.people.models import Person

router = Router(tags=[said("Plans")])


class StepShown(BaseModel):
    """One thing to do in order to learn."""

    id: Id
    kind: Literal["content", "practice", "simulation", "coaching", "demonstration"]
    title: str
    note: str
    link: str
    due: dt.date | None
    key_result: Id | None
    done: dt.datetime | None = Field(description=said("When it was ticked off; it never counts as progress."))


class PlanShown(BaseModel):
    id: Id
    kind: Literal["development", "onboarding", "rotation"]
    title: str
    purpose: str
    objective: Id | None = Field(description=said("The developmental objective it is the plan of."))
    starts: dt.date
    hours: Number | None = Field(description=said("Working hours a week that are set aside."))
    begun_by: shapes.Named | None
    accepted: dt.datetime | None = Field(description=said("null: it is proposed, and waits for your word."))
    ended: dt.datetime | None
    how: Literal["finished", "stopped", "declined"] | None
    steps: list[StepShown]
    page: str


class Plans(paging.Page[PlanShown]):
    pass


class PlanFilters(paging.Listed):
    pass


@router.get(
    "plans",
    url_name="plans",
    operation_id="list_plans",
    response=Plans,
    summary=said("Your own plans"),
    description=said("Those you have and those proposed to you, each with its steps. Nobody else's."),
)
def list_plans(request: HttpRequest, listed: Query[PlanFilters]) -> HttpResponse:
    paging.only(request, PlanFilters)
    rows, rest = paging.cut(_own(holder_of(request)), listed)
    return written(Plans(items=[_shown(row) for row in rows], **rest))


@router.get(
    "plans/{id}", url_name="plan", operation_id="get_plan", response=PlanShown, summary=said("One of your own plans")
)
def get_plan(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, _shown(finding.by_id(_own(holder_of(request)), id)))


def _own(holder: Person) -> QuerySet[Plan]:
    steps = Step.objects.filter(dropped=None).select_related("key_result").order_by("position", "id")
    rows = Plan.objects.filter(person=holder).select_related("objective", "started_by", "ending")
    return rows.prefetch_related(Prefetch("steps", queryset=steps, to_attr="to_do"))


def _shown(row: Plan) -> PlanShown:
    ending, steps = getattr(row, "ending", None), vars(row)["to_do"]
    return PlanShown(
        id=row.public_id,
        kind=row.kind,
        title=row.title,
        purpose=row.purpose,
        objective=row.objective.public_id if row.objective else None,
        starts=row.starts,
        hours=number(row.hours),
        begun_by=showing.named(row.started_by),
        accepted=row.accepted,
        ended=ending.at if ending else None,
        how=ending.how if ending else None,
        steps=[_step(step) for step in steps],
        page=showing.page("growth:plan", row.public_id),
    )


def _step(row: Step) -> StepShown:
    return StepShown(
        id=row.public_id,
        kind=row.kind,
        title=row.title,
        note=row.note,
        link=row.link,
        due=row.due,
        key_result=row.key_result.public_id if row.key_result else None,
        done=row.done,
    )
