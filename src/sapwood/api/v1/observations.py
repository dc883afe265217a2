"""Readings and check-ins: what was told, and telling it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import Field

from sapwood.activity import clock
from sapwood.api import problems
from sapwood.api.v1 import answers, finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.headers import WRITE_HEADERS
from sapwood.api.v1.telling import blockers_of, observations_of
from sapwood.api.v1.values import GivenMoment, Id
from sapwood.goals import actions, rules
from sapwood.goals.models import CheckIn, KeyResult, Objective, Reading
from sapwood.people.models import Person

R = TypeVar("R")
M = TypeVar("M", Reading, CheckIn)
router = Router(tags=[said("Readings and check-ins")])


class ReadingFilters(paging.Listed):
    key_result: Id | None = Field(None, description=said("Those of this key result."))
    objective: Id | None = Field(None, description=said("Those of this objective's key results."))
    since: GivenMoment | None = Field(None, description=said("Observed at or after this moment."))


class CheckInFilters(paging.Listed):
    objective: Id | None = Field(None, description=said("Those on this objective."))
    team: Id | None = Field(None, description=said("Those on objectives that this team owns."))
    since: GivenMoment | None = Field(None, description=said("Sent at or after this moment."))


@router.get(
    "readings",
    url_name="readings",
    operation_id="list_readings",
    response=shapes.Readings,
    summary=said("Readings of key results"),
    description=said("In the order in which they came in. What was told about one person's own goal is theirs alone."),
)
def list_readings(request: HttpRequest, listed: Query[ReadingFilters]) -> HttpResponse:
    paging.only(request, ReadingFilters)
    holder = holder_of(request)
    found = showing.readings(holder)
    if listed.key_result is not None:
        rows = showing.key_results(holder)
        what = _("the id of a key result, from /key-results")
        found = found.filter(key_result=finding.named_in(rows, listed.key_result, at="query.key_result", what=what))
    if listed.objective is not None:
        found = found.filter(key_result__objective=_objective(holder, listed.objective, "query.objective"))
    shown, rest = paging.cut(_since(found, listed.since), listed)
    return written(shapes.Readings(items=[showing.reading(row) for row in shown], **rest))


@router.get(
    "readings/{id}",
    url_name="reading",
    operation_id="get_reading",
    response=shapes.Reading,
    summary=said("One reading"),
)
def get_reading(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, showing.reading(finding.by_id(showing.readings(holder_of(request)), id)))


@router.get(
    "check-ins",
    url_name="check_ins",
    operation_id="list_check_ins",
    response=shapes.CheckIns,
    summary=said("Check-ins on objectives"),
    description=said("In the order in which they were sent, each with its readings and what is in the way."),
)
def list_check_ins(request: HttpRequest, listed: Query[CheckInFilters]) -> HttpResponse:
    paging.only(request, CheckInFilters)
    holder = holder_of(request)
    found = showing.check_ins(holder)
    if listed.objective is not None:
        found = found.filter(objective=_objective(holder, listed.objective, "query.objective"))
    if listed.team is not None:
        found = found.filter(objective__owner_team__in=finding.team_ids(listed.team, below=False))
    shown, rest = paging.cut(_since(found, listed.since), listed)
    return written(shapes.CheckIns(items=[showing.check_in(row) for row in shown], **rest))


@router.get(
    "check-ins/{id}",
    url_name="check_in",
    operation_id="get_check_in",
    response=shapes.CheckIn,
    summary=said("One check-in"),
)
def get_check_in(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    return one(request, showing.check_in(finding.by_id(showing.check_ins(holder_of(request)), id)))


@router.post(
    "key-results/{id}/readings",
    url_name="key_result_readings",
    operation_id="send_reading",
    response={201: shapes.Reading},
    summary=said("Send a reading"),
    description=said(
        "One value that another system measured. A personal token may, where its holder reports on the key result; a "
        "service, for the teams it was given. If-Match takes the ETag of the key result."
    ),
    openapi_extra=WRITE_HEADERS,
)
def send_reading(request: HttpRequest, id: Path[Id], given: shapes.ReadingGiven) -> HttpResponse:
    holder, key = holder_of(request), answers.idempotency_key(request)
    result = finding.by_id(showing.key_results(holder), id)
    again = answers.was_sent(holder, key)

    def send() -> Reading:
        if not again:
            if answers.wants_unchanged(request):
                KeyResult.objects.select_for_update().get(pk=result.pk)
                fresh = finding.by_id(showing.key_results(holder), id)
                answers.must_match(request, showing.key_result(fresh, holder))
            _may([result] if rules.may_send_reading(holder, result) else [], result.title)
        return actions.send_reading(
            by=holder,
            key_result=result,
            value=given.value,
            observed=given.observed_at,
            low=given.low,
            high=given.high,
            confidence=given.confidence,
            note=given.note,
            at=clock.now(),
            key=key,
        )

    row = _done(send)
    shown = showing.readings(holder).filter(pk=row.pk).first() if row is not None else None
    address = reverse("v1:reading", args=[shown.public_id]) if shown else ""
    return answers.made(showing.reading(shown) if shown else None, address=address, again=again)


@router.post(
    "check-ins",
    url_name="check_ins",
    operation_id="send_check_in",
    response={201: shapes.CheckIn},
    summary=said("Send a check-in"),
    description=said(
        "What the holder has to tell on one objective: values, how sure they are, what changed, what is in the way. "
        "All of it is taken or nothing. If-Match takes the ETag of the objective."
    ),
    openapi_extra=WRITE_HEADERS,
)
def send_check_in(request: HttpRequest, given: shapes.CheckInGiven) -> HttpResponse:
    holder, key = holder_of(request), answers.idempotency_key(request)
    objective = _objective(holder, given.objective, "body.objective")
    results = list(showing.key_results(holder).filter(objective=objective))
    told = observations_of(given, results)
    blockers = blockers_of(given, holder)
    again = answers.was_sent(holder, key)

    def send() -> CheckIn:
        if not again:
            if answers.wants_unchanged(request):
                Objective.objects.select_for_update().get(pk=objective.pk)
                fresh = finding.by_id(showing.objectives(holder), objective.public_id)
                answers.must_match(request, showing.objective(fresh, holder))
            _may([one for one in told or results if rules.may_check_in(holder, one)], objective.title)
        return actions.check_in(
            by=holder,
            objective=objective,
            observations=told,
            note=given.note,
            blockers=blockers,
            at=clock.now(),
            key=key,
        )

    row = _done(send)
    shown = showing.check_ins(holder).filter(pk=row.pk).first() if row is not None else None
    address = reverse("v1:check_in", args=[shown.public_id]) if shown else ""
    return answers.made(showing.check_in(shown) if shown else None, address=address, again=again)


def _done(send: Callable[[], R]) -> R:
    """One transaction around what is compared and what is written, so that nothing comes in between."""
    with transaction.atomic():
        return send()


def _may(allowed: Sequence[KeyResult], title: str) -> None:
    if not allowed:
        raise problems.Problem(
            403,
            "not_allowed",
            _("The holder of this token does not report on “%(title)s”.") % {"title": title},
            _("Its team, and the person named on it, can, while the goal is agreed; a service needs the team."),
        )


def _since(rows: QuerySet[M], moment: dt.datetime | None) -> QuerySet[M]:
    return rows if moment is None else rows.filter(at__gte=moment)


def _objective(holder: Person, given: str, at: str) -> Objective:
    visible: QuerySet[Objective] = Objective.objects.visible_to(holder).select_related("cycle", "owner_team")
    return finding.named_in(visible, given, at=at, what=_("the id of an objective, from /objectives"))
