"""Bridges: what they say, and values of their teams that another system measured."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.activity import clock
from sapwood.api import problems
from sapwood.api.v1 import answers, finding, paging, shapes, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.headers import WRITE_HEADERS
from sapwood.api.v1.values import GivenDay, GivenNumber, Id, Number, exact, number
from sapwood.growth import actions, rules
from sapwood.growth.bridges import words
from sapwood.growth.models import BridgeFinding, BridgeTeam, BridgeValue, Kind
from sapwood.growth.queries import bridges as rows
from sapwood.people.models import Person

router = Router(tags=[said("Bridges")])

Indicator = Literal["leading", "lagging"]
Word = Literal["too_early", "no_sign", "moved_together", "consistent", "shown"]


class Part(BaseModel):
    team: shapes.Named
    starts: dt.date | None = Field(description=said("The day its programme begins; null: it is compared with."))


class Finding(BaseModel):
    """What the last reading said of one indicator; before the day it is read, that it is too early."""

    word: Word
    sentence: str
    effect: float | None = Field(description=said("In the unit of the indicator, with its 95 % interval."))
    low: float | None
    high: float | None
    read_on: dt.date
    reading: int = Field(description=said("Which reading of the bridge it was; 0 before the first."))


class Bridge(BaseModel):
    """From a business problem over a behaviour that is practised to a result."""

    id: Id
    problem: str
    key_result: Id
    competency: str
    programme: str
    assumption: str
    leading: str
    business_owner: shapes.Named
    teams: list[Part]
    lag: int = Field(description=said("Periods after a start in which the result is not expected to move."))
    period: Literal["week", "month"]
    drawn_by_lot: bool
    hours: Number | None
    cost: Number | None = Field(description=said("What is planned; null for whoever may not see it."))
    currency: str
    begun: dt.datetime | None
    ended: dt.datetime | None
    lesson: str
    leading_finding: Finding
    lagging_finding: Finding
    page: str


class Bridges(paging.Page[Bridge]):
    pass


class BridgeFilters(paging.Listed):
    pass


class BridgeValueGiven(shapes.Given):
    """One value of one team in the week or month that holds the day. The last one sent counts."""

    team: Id
    indicator: Indicator
    day: GivenDay
    value: GivenNumber


class BridgeValueTold(BaseModel):
    bridge: Id
    team: Id
    indicator: Indicator
    period: dt.date = Field(description=said("The first day of the week or month."))
    value: Number


@router.get(
    "bridges",
    url_name="bridges",
    operation_id="list_bridges",
    response=Bridges,
    summary=said("The bridges you may see"),
    description=said("Those that have begun; and those being built, for whoever builds them."),
)
def list_bridges(request: HttpRequest, listed: Query[BridgeFilters]) -> HttpResponse:
    paging.only(request, BridgeFilters)
    holder = holder_of(request)
    found, rest = paging.cut(rows.seen_by(holder), listed)
    return written(Bridges(items=[_shown(row, holder) for row in rows.rows(found)], **rest))


@router.get("bridges/{id}", url_name="bridge", operation_id="get_bridge", response=Bridge, summary=said("One bridge"))
def get_bridge(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    holder = holder_of(request)
    found = finding.by_id(rows.seen_by(holder), id)
    return one(request, _shown(rows.rows([found])[0], holder))


@router.post(
    "bridges/{id}/values",
    url_name="bridge_values",
    operation_id="send_bridge_value",
    response={201: BridgeValueTold},
    summary=said("Send a value of a bridge"),
    description=said(
        "Whoever keeps the bridge may, and a service, for the teams it was given; from its beginning to its end."
    ),
    openapi_extra=WRITE_HEADERS,
)
def send_bridge_value(request: HttpRequest, id: Path[Id], given: BridgeValueGiven) -> HttpResponse:
    holder, key = holder_of(request), answers.idempotency_key(request)
    bridge = finding.by_id(rows.seen_by(holder), id)
    parts = BridgeTeam.objects.filter(bridge=bridge).select_related("team", "bridge")
    part = parts.filter(team__public_id=given.team).first()
    if part is None:
        what = _("the id of one of its teams, from /bridges")
        raise problems.invalid(
            problems.of_field("body.team", _("The bridge has no such team."), given=given.team, allowed=what)
        )
    again = answers.was_sent(holder, key)
    if not again and answers.wants_unchanged(request):
        answers.must_match(request, _shown(rows.rows([bridge])[0], holder))
    if not again and not rules.may_send_value(holder, part):
        raise problems.Problem(
            403,
            "not_allowed",
            _("The holder of this token does not tell values of %(team)s here.") % {"team": part.team},
            _("Who keeps the bridge can, and a service that was given the team, from its beginning to its end."),
        )
    row = actions.send_value(
        by=holder, part=part, kind=given.indicator, day=given.day, value=given.value, at=clock.now(), key=key
    )
    address = reverse("v1:bridge", args=[bridge.public_id])
    return answers.made(_value(row) if row is not None else None, address=address, again=again)


def _value(row: BridgeValue) -> BridgeValueTold:
    return BridgeValueTold(
        bridge=row.part.bridge.public_id,
        team=row.part.team.public_id,
        indicator=row.kind,
        period=row.period,
        value=exact(row.value),
    )


def _shown(row: rows.Row, holder: Person) -> Bridge:
    bridge = row.bridge
    owner = showing.named(bridge.business_owner)
    assert owner is not None
    teams = [(showing.named(part.team), part.starts) for part in row.parts]
    return Bridge(
        id=bridge.public_id,
        problem=bridge.problem,
        key_result=bridge.key_result.public_id,
        competency=bridge.competency.name,
        programme=bridge.programme,
        assumption=bridge.assumption,
        leading=bridge.leading,
        business_owner=owner,
        teams=[Part(team=team, starts=starts) for team, starts in teams if team is not None],
        lag=bridge.lag,
        period=bridge.period,
        drawn_by_lot=bridge.is_by_lot,
        hours=number(bridge.hours),
        cost=number(bridge.cost) if rules.may_see_cost(holder, bridge) else None,
        currency=bridge.currency,
        begun=bridge.begun,
        ended=bridge.ended,
        lesson=bridge.lesson,
        leading_finding=_finding(row, row.leading, Kind.LEADING),
        lagging_finding=_finding(row, row.lagging, Kind.LAGGING),
        page=showing.page("growth:bridge", bridge.public_id),
    )


def _finding(row: rows.Row, found: BridgeFinding | None, kind: str) -> Finding:
    told = words.said_of(row.bridge, found, kind)
    return Finding(
        word=told.word,
        sentence=told.sentence,
        effect=found.effect if found else None,
        low=found.low if found else None,
        high=found.high if found else None,
        read_on=found.read_on if found else row.bridge.read_on,
        reading=found.number if found else 0,
    )
