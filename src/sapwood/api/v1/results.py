"""Published results of pulses, as the holder's page shows them. Reports about one person are not given to programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from sapwood.api.v1 import finding, paging, showing
from sapwood.api.v1.answers import holder_of, one, written
from sapwood.api.v1.values import Id, Number, number
from sapwood.feedback import reading
from sapwood.feedback.models import Cell, Publication

router = Router(tags=[said("Results")])

Why = Literal["too_few", "would_tell", "members_changed", "no_interval", "not_enough"]


class Pulse(BaseModel):
    """A pulse that was published."""

    id: Id
    name: str
    purpose: str
    published_at: dt.datetime
    invited: int
    answers: str = Field(description=said("How many answered, as a band."))
    page: str


class Figure(BaseModel):
    """One question in one unit: the mean of all its members with a 95 % interval, or why there is none."""

    question: str
    key: str = Field(description=said("The same for the same question in every pulse."))
    least: int = Field(description=said("The lowest answer of its scale."))
    most: int
    value: Number | None
    low: Number | None
    high: Number | None
    wide_low: Number | None = Field(description=said("The ends if those who were silent feel differently."))
    wide_high: Number | None
    before: Number | None = Field(description=said("The value in the pulse before, where the two can be compared."))
    answers: str
    spread: dict[str, int] | None = Field(description=said("Answer to rounded percent, from ten answers on."))
    withheld: Why | None


class Told(BaseModel):
    """What people wrote to one question, detached and in no order."""

    question: str
    texts: list[str]


class Unit(BaseModel):
    id: Id
    name: str
    withheld: Why | None = Field(description=said("Why nothing of this unit is shown."))
    line_broken: bool = Field(
        description=said("One to four people joined or left: do not compare with the one before.")
    )
    figures: list[Figure]
    remarks: list[Told]
    response: str | None = Field(description=said("What its lead says is done about it."))


class Result(Pulse):
    units: list[Unit]


class Pulses(paging.Page[Pulse]):
    pass


class ResultFilters(paging.Listed):
    pass


@router.get(
    "results",
    url_name="results",
    operation_id="list_results",
    response=Pulses,
    summary=said("Every published pulse"),
)
def list_results(request: HttpRequest, listed: Query[ResultFilters]) -> HttpResponse:
    paging.only(request, ResultFilters)
    rows, rest = paging.cut(reading.published_pulses(), listed)
    return written(Pulses(items=[_pulse(row) for row in rows], **rest))


@router.get(
    "results/{id}",
    url_name="result",
    operation_id="get_result",
    response=Result,
    summary=said("One pulse, unit by unit"),
    description=said("The units, numbers and remarks that the holder's own page shows; others are not there."),
)
def get_result(request: HttpRequest, id: Path[Id]) -> HttpResponse:
    found = finding.by_id(reading.published_pulses(), id)
    units = [_unit(row) for row in reading.results_for(holder_of(request), found)]
    return one(request, Result(**_pulse(found).model_dump(), units=units))


def _pulse(row: Publication) -> Pulse:
    return Pulse(
        id=row.public_id,
        name=row.wave.name,
        purpose=row.wave.purpose,
        published_at=row.at,
        invited=row.invited,
        answers=row.count,
        page=showing.page("feedback:results", row.wave.public_id),
    )


def _unit(row: reading.UnitResult) -> Unit:
    return Unit(
        id=row.unit.public_id,
        name=row.unit.name,
        withheld=_why(row.cells[0]) if row.is_withheld and row.cells else None,
        line_broken=row.line_broken,
        figures=[] if row.is_withheld else [_figure(cell, row.before) for cell in row.cells],
        remarks=[Told(question=item.said(), texts=texts) for item, texts in row.comments],
        response=row.response.text if row.response else None,
    )


def _figure(cell: Cell, before: Mapping[str, float]) -> Figure:
    item = cell.item
    assert item is not None
    return Figure(
        question=item.said(),
        key=item.key,
        least=item.least,
        most=item.most,
        value=_number(cell.value),
        low=_number(cell.low),
        high=_number(cell.high),
        wide_low=_number(cell.wide_low),
        wide_high=_number(cell.wide_high),
        before=None if cell.withheld else _number(before.get(item.key)),
        answers=cell.count,
        spread=cell.distribution,
        withheld=_why(cell),
    )


def _number(value: float | None) -> str | None:
    return number(None if value is None else Decimal(str(value)))


def _why(cell: Cell) -> Why | None:
    return cast(Why, cell.withheld) if cell.withheld else None
