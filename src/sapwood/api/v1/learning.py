"""To learn from: the lessons of goals that have ended, and examples to start from."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Query, Router
from pydantic import BaseModel, Field

from sapwood.api import problems
from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, written
from sapwood.api.v1.values import Id, Line, Number, Share, number, share
from sapwood.files import goals as files
from sapwood.goals import gallery, lessons
from sapwood.goals.models import Objective

router = Router(tags=[said("Lessons and examples")])

_WORDS = said("Those that hold all of these words.")


class Lesson(BaseModel):
    """What was learned from a goal that has ended, and why nobody goes on with it where that is said."""

    objective: Id
    title: str
    owner: shapes.Owner
    cycle: Id | None
    score: Share | None
    learned: str
    next: Literal["keep", "change", "retire"] | None
    retired: str = Field(description=said("Why it was retired; empty where that is not said."))
    at: dt.datetime
    page: str


class ExampleResult(BaseModel):
    title: str
    direction: Literal["rise", "fall", "stay_above", "stay_below", "reach"]
    indicator: Literal["leading", "lagging"]
    unit: str
    baseline: Number | None
    target: Number | None


class Example(BaseModel):
    """A well-formed goal to start from; in English."""

    key: str
    area: str
    area_name: str
    objective: str
    why: str
    audience: str
    nature: shapes.Nature
    key_results: list[ExampleResult]


class Lessons(paging.Page[Lesson]):
    pass


class Examples(paging.Page[Example]):
    pass


class LessonFilters(paging.Listed):
    cycle: Id | None = Field(None, description=said("Of goals of this cycle."))
    team: Id | None = Field(None, description=said("Of goals that this team owned."))
    below: bool = Field(False, description=said("With a team: those of the teams below it too."))
    q: Line = Field("", max_length=100, description=_WORDS)


class ExampleFilters(paging.Listed):
    area: str | None = Field(None, max_length=60, description=said("Of this area, such as sales or leadership."))
    nature: shapes.Nature | None = None
    q: Line = Field("", max_length=100, description=_WORDS)


@router.get(
    "lessons",
    url_name="lessons",
    operation_id="list_lessons",
    response=Lessons,
    summary=said("What was learned from goals that have ended"),
    description=said("Of goals the holder sees; of one person's own goal for that person's tokens alone."),
)
def list_lessons(request: HttpRequest, listed: Query[LessonFilters]) -> HttpResponse:
    paging.only(request, LessonFilters)
    holder = holder_of(request)
    found = lessons.among(showing.open_figures(holder), listed.q.split())
    if listed.cycle is not None:
        found = found.filter(cycle=finding.cycle(holder, listed.cycle))
    if listed.team is not None:
        found = found.filter(owner_team__in=finding.team_ids(listed.team, below=listed.below))
    rows, rest = paging.cut(found, listed)
    return written(Lessons(items=[_lesson(row) for row in rows], **rest))


@router.get(
    "examples",
    url_name="examples",
    operation_id="list_examples",
    response=Examples,
    summary=said("Examples of goals to start from"),
    description=said("The gallery, area by area."),
)
def list_examples(request: HttpRequest, listed: Query[ExampleFilters]) -> HttpResponse:
    paging.only(request, ExampleFilters)
    if listed.area is not None and listed.area not in gallery.AREAS:
        raise problems.invalid(
            problems.of_field(
                "query.area", _("There is no such area."), given=listed.area, allowed=", ".join(gallery.AREAS)
            )
        )
    found = [
        one
        for one in gallery.examples()
        if one.mentions(listed.q) and listed.area in {None, one.area} and listed.nature in {None, _nature(one)}
    ]
    rows, rest = paging.cut_list(found, listed, "examples")
    return written(Examples(items=[_example(row) for row in rows], **rest))


def _lesson(row: Objective) -> Lesson:
    closure, retirement = getattr(row, "closure", None), getattr(row, "retirement", None)
    return Lesson(
        objective=row.public_id,
        title=row.title,
        owner=showing.owner(row),
        cycle=row.cycle.public_id if row.cycle else None,
        score=share(closure.score) if closure else None,
        learned=closure.learned if closure else "",
        next=closure.next if closure else None,
        retired=retirement.reason if retirement else "",
        at=closure.at if closure else retirement.at if retirement else row.changed,
        page=showing.page("goals:objective", row.public_id),
    )


def _nature(row: gallery.Example) -> str:
    """What a goal begun from it starts with: hard, where the file does not say."""
    return row.goal.nature or "hard"


def _example(row: gallery.Example) -> Example:
    goal = row.goal
    return Example(
        key=row.key,
        area=row.area,
        area_name=str(row.area_name),
        objective=goal.objective,
        why=goal.why,
        audience=goal.audience,
        nature=_nature(row),
        key_results=[_result(one) for one in goal.key_results],
    )


def _result(one: files.KeyResult) -> ExampleResult:
    return ExampleResult(
        title=one.key_result,
        direction=one.direction,
        indicator=one.indicator,
        unit=one.unit,
        baseline=number(one.baseline),
        target=number(one.target),
    )
