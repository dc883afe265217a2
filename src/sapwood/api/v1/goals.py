"""Cycles, objectives and key results."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import Field

from sapwood.activity import clock
from sapwood.api.v1 import finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.values import GivenMoment, Id
from sapwood.goals import queries
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import Person

router = Router(tags=[said("Goals")])

_CYCLE = said("Goals of this cycle, and those without an end; the word current means the one under way.")
_TEAM = said("Goals that this team owns.")
_BELOW = said("With a team: those of the teams below it too.")


class CycleFilters(paging.Listed):
    pass


class ObjectiveFilters(paging.Listed):
    cycle: Id | None = Field(None, description=_CYCLE)
    team: Id | None = Field(None, description=_TEAM)
    below: bool = Field(False, description=_BELOW)
    layer: shapes.Layer | None = None
    nature: shapes.Nature | None = None
    stage: shapes.Stage | None = None
    updated_since: GivenMoment | None = Field(
        None, description=said("Only what was changed, or checked in on, at or after this moment.")
    )


class KeyResultFilters(paging.Listed):
    objective: Id | None = Field(None, description=said("Those of this objective."))
    cycle: Id | None = Field(None, description=_CYCLE)
    team: Id | None = Field(None, description=_TEAM)
    below: bool = Field(False, description=_BELOW)
    updated_since: GivenMoment | None = Field(
        None, description=said("Only those measured, or whose objective was changed, at or after this moment.")
    )


@router.get(
    "cycles",
    url_name="cycles",
    operation_id="list_cycles",
    response=shapes.Cycles,
    summary=said("Every cycle"),
)
def list_cycles(request: HttpRequest, listed: Query[CycleFilters]) -> HttpResponse:
    paging.only(request, CycleFilters)
    current = _current(holder_of(request))
    rows, rest = paging.cut(Cycle.objects.all(), listed)
    return written(shapes.Cycles(items=[showing.cycle(row, current) for row in rows], **rest))


@router.get("cycles/{id}", url_name="cycle", operation_id="get_cycle", response=shapes.Cycle, summary=said("One cycle"))
def get_cycle(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, showing.cycle(finding.by_id(Cycle.objects.all(), id), _current(holder_of(request))))


@router.get(
    "objectives",
    url_name="objectives",
    operation_id="list_objectives",
    response=shapes.Objectives,
    summary=said("The objectives you may see"),
    description=said(
        "Each with its key results. The same ones that the holder's pages show: drafts where they are written, "
        "developmental goals where they are shared, personal ones of the holder alone."
    ),
)
def list_objectives(request: HttpRequest, listed: Query[ObjectiveFilters]) -> HttpResponse:
    paging.only(request, ObjectiveFilters)
    holder = holder_of(request)
    rows, rest = paging.cut(_objectives(holder, listed), listed)
    return written(shapes.Objectives(items=[showing.objective(row, holder) for row in rows], **rest))


@router.get(
    "objectives/{id}",
    url_name="objective",
    operation_id="get_objective",
    response=shapes.Objective,
    summary=said("One objective"),
)
def get_objective(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    holder = holder_of(request)
    return one(request, showing.objective(finding.by_id(showing.objectives(holder), id), holder))


@router.get(
    "key-results",
    url_name="key_results",
    operation_id="list_key_results",
    response=shapes.KeyResults,
    summary=said("The key results of the objectives you may see"),
)
def list_key_results(request: HttpRequest, listed: Query[KeyResultFilters]) -> HttpResponse:
    paging.only(request, KeyResultFilters)
    holder = holder_of(request)
    rows, rest = paging.cut(_key_results(holder, listed), listed)
    return written(shapes.KeyResults(items=[showing.key_result(row, holder) for row in rows], **rest))


@router.get(
    "key-results/{id}",
    url_name="key_result",
    operation_id="get_key_result",
    response=shapes.KeyResult,
    summary=said("One key result"),
)
def get_key_result(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    holder = holder_of(request)
    return one(request, showing.key_result(finding.by_id(showing.key_results(holder), id), holder))


def _current(holder: Person) -> Cycle | None:
    return queries.current_cycle(clock.today(holder.time_zone))


def _objectives(holder: Person, given: ObjectiveFilters) -> QuerySet[Objective]:
    found = showing.objectives(holder)
    if given.cycle is not None:
        found = found.filter(Q(cycle=finding.cycle(holder, given.cycle)) | Q(cycle=None))
    if given.team is not None:
        found = found.filter(owner_team__in=finding.team_ids(given.team, below=given.below))
    for name in ("layer", "nature", "stage"):
        if (value := getattr(given, name)) is not None:
            found = found.filter(**{name: value})
    if given.updated_since is not None:
        told = Q(checked_in__gte=given.updated_since, pk__in=showing.open_figures(holder).values("pk"))
        found = found.filter(Q(changed__gte=given.updated_since) | told)
    return found


def _key_results(holder: Person, given: KeyResultFilters) -> QuerySet[KeyResult]:
    found = showing.key_results(holder)
    if given.objective is not None:
        objective = finding.named_in(
            Objective.objects.visible_to(holder),
            given.objective,
            at="query.objective",
            what=_("the id of an objective, from /objectives"),
        )
        found = found.filter(objective=objective)
    if given.cycle is not None:
        found = found.filter(Q(objective__cycle=finding.cycle(holder, given.cycle)) | Q(objective__cycle=None))
    if given.team is not None:
        found = found.filter(objective__owner_team__in=finding.team_ids(given.team, below=given.below))
    if given.updated_since is not None:
        told = Q(measured_at__gte=given.updated_since, objective__in=showing.open_figures(holder))
        found = found.filter(Q(objective__changed__gte=given.updated_since) | told)
    return found
