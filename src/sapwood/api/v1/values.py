"""Kinds of values in requests and answers."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

BOUND = Decimal(10) ** 14
SIX_PLACES = Decimal("0.000001")
WRITTEN = r"^-?[0-9]{1,14}(\.[0-9]{1,20})?$"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
"""Text of a moment as RFC 3339 has it; a bare number could be a year or a count of seconds."""


def _decimal(given: Any) -> Any:
    """A number or its text; kept to six places."""
    if isinstance(given, bool) or not isinstance(given, int | float | str | Decimal):
        raise ValueError(_("Give a number, or a number as text."))
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        raise ValueError(_("Give a number such as 3.5, without unit or spaces.")) from None
    if not number.is_finite() or abs(number) >= BOUND:
        raise ValueError(_("Give a number with up to 14 digits before the point."))
    return number.quantize(SIX_PLACES, rounding=ROUND_HALF_EVEN) + 0


def _text(given: Any) -> Any:
    if not isinstance(given, str) or not re.fullmatch(MOMENT, given):
        raise ValueError(_("Give a moment as text, such as 2026-10-07T09:30:00Z; the zone belongs to it."))
    return given


def _day(given: Any) -> Any:
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ValueError(_("Give a day as text, such as 2026-10-07."))
    return given


def _aware(given: dt.datetime) -> dt.datetime:
    try:
        return given.astimezone(dt.UTC)
    except (OverflowError, ValueError):
        raise ValueError(_("Give a moment between the year 2000 and now.")) from None


GivenNumber = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": -1e14, "exclusiveMaximum": 1e14},
                {"type": "string", "pattern": WRITTEN},
            ],
        }
    ),
]
"""A number in a request: as a number, or as text so that none of its digits is lost."""

GivenMoment = Annotated[
    dt.datetime,
    BeforeValidator(_text),
    AfterValidator(_aware),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]

GivenDay = Annotated[
    dt.date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]

Line = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""Text without null characters, which no database keeps."""

Number = Annotated[
    str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description=said("A number as text, so that none of it is rounded."))
]
Share = Annotated[float, Field(ge=0, le=1)]
Confidence = Annotated[int, Field(ge=0, le=10)]
GivenConfidence = Annotated[int, Field(ge=0, le=10, strict=True)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,16}$")]


def number(value: Decimal | None) -> str | None:
    """How a number is written in answers: its digits, without needless zeros."""
    return None if value is None else exact(value)


def exact(value: Decimal) -> str:
    return f"{value.normalize():f}"


def share(value: float | None) -> float | None:
    return None if value is None else round(min(1.0, max(0.0, value)), 4)
