"""Where key results land, as their pages say it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.api import problems
from sapwood.api.v1 import finding, paging, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.values import Id, Number, Share, exact
from sapwood.goals import forecasts, queries
from sapwood.goals.models import KeyResult
from sapwood.people.models import Person

router = Router(tags=[said("Forecasts")])


class ForecastBasis(BaseModel):
    """What a forecast rests on."""

    check_ins: int = Field(description=said("Check-ins of this key result."))
    finished: int = Field(description=said("Finished key results here it has learned from; 0: typical values."))
    scored: int = Field(description=said("Forecasts of finished key results that could be held against their end."))
    held: int | None = Field(description=said("How many in a hundred of those ranges held; 80 are meant to."))


class Forecast(BaseModel):
    """Where one key result lands at the end of its cycle, as of its last check-in, with 80 % intervals."""

    key_result: Id
    objective: Id
    title: str
    unit: str
    landing: float = Field(description=said("The share of the way it lands at; 1 is the target."))
    low: float
    high: float
    value: Number = Field(description=said("The same in the unit of the key result."))
    value_low: Number
    value_high: Number
    enough: Share = Field(description=said("Where a goal of this ambition should land: 1 where committed, else 0.7."))
    chance: Share | None = Field(
        description=said(
            "Of landing at enough or above, never none and never all; null: past forecasts here were no better than a "
            "guess."
        )
    )
    chance_of_all: Share | None = Field(description=said("Of landing at the target or above."))
    is_at_risk: bool = Field(description=said("Expected to land short of enough."))
    is_stale: bool = Field(description=said("Nothing has moved for three check-ins, so the range is wide."))
    sentence: str
    rests_on: ForecastBasis
    as_of: dt.datetime | None = Field(description=said("When it was last measured."))


class Forecasts(paging.Page[Forecast]):
    pass


class ForecastFilters(paging.Listed):
    cycle: Id | None = Field(None, description=said("Goals of this cycle; the word current means the one under way."))
    team: Id | None = Field(None, description=said("Goals that this team owns."))
    below: bool = Field(False, description=said("With a team: those of the teams below it too."))


@router.get(
    "forecasts",
    url_name="forecasts",
    operation_id="list_forecasts",
    response=Forecasts,
    summary=said("Where key results land"),
    description=said(
        "Of goals under way that have told three times or more. What one person's own goal will come to is for that "
        "person's tokens alone."
    ),
)
def list_forecasts(request: HttpRequest, listed: Query[ForecastFilters]) -> HttpResponse:
    paging.only(request, ForecastFilters)
    holder = holder_of(request)
    found = _under_way(holder)
    if listed.cycle is not None:
        found = found.filter(objective__cycle=finding.cycle(holder, listed.cycle))
    if listed.team is not None:
        found = found.filter(objective__owner_team__in=finding.team_ids(listed.team, below=listed.below))
    rows, rest = paging.cut(found, listed)
    return written(Forecasts(items=_shown(rows), **rest))


@router.get(
    "forecasts/{id}",
    url_name="forecast",
    operation_id="get_forecast",
    response=Forecast,
    summary=said("Where one key result lands"),
    description=said("By the id of the key result. There is none before its third check-in, nor for a limit to keep."),
)
def get_forecast(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    shown = _shown([finding.by_id(_under_way(holder_of(request)), id)])
    if not shown:
        raise problems.not_found()
    return one(request, shown[0])


def _under_way(holder: Person) -> QuerySet[KeyResult]:
    return forecasts.under_way(showing.open_figures(holder))


def _shown(rows: list[KeyResult]) -> list[Forecast]:
    rests_on = forecasts.known()
    outlooks = forecasts.of_results(rows, queries.readings_of(rows, with_names=False), rests_on=rests_on)
    return [_forecast(row, outlooks[row.pk], rests_on) for row in rows if row.pk in outlooks]


def _forecast(row: KeyResult, seen: forecasts.Outlook, rests_on: forecasts.Known) -> Forecast:
    return Forecast(
        key_result=row.public_id,
        objective=row.objective.public_id,
        title=row.title,
        unit=row.unit,
        landing=round(seen.landing, 4),
        low=round(seen.low, 4),
        high=round(seen.high, 4),
        value=_number(seen.value),
        value_low=_number(seen.value_low),
        value_high=_number(seen.value_high),
        enough=seen.healthy,
        chance=forecasts.chance_for_tables(seen.chance),
        chance_of_all=forecasts.chance_for_tables(seen.chance_of_all),
        is_at_risk=seen.at_risk,
        is_stale=seen.stale,
        sentence=seen.words,
        rests_on=ForecastBasis(
            check_ins=seen.check_ins,
            finished=rests_on.prior.learned_from,
            scored=rests_on.scored,
            held=rests_on.held if rests_on.scored else None,
        ),
        as_of=row.measured_at,
    )


def _number(value: float) -> str:
    return exact(Decimal(str(forecasts.for_tables(value))) + 0)
