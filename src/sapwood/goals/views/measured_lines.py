"""A key result measured by feedback, as a line of the pages that show it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.feedback.models import Wave
from sapwood.goals.forms.instruments import ReadingReaderForm
from sapwood.goals.measured import pictures, words
from sapwood.goals.measured.audience import Measured
from sapwood.goals.models import BoundReading, KeyResult, Objective
from sapwood.ui.templatetags.ui import number


def line(result: KeyResult, one: Measured, objective: Objective, today: dt.date) -> dict[str, Any]:
    """What a page shows of it: everything to whom it may, that it is measured to everybody else."""
    shown: dict[str, Any] = {"result": result, "measured": one}
    if not one.may_read:
        return shown | {"kept": kept(one)}
    return shown | {
        "bar": pictures.bar(one, result.title),
        "chart": pictures.chart(one, result.title, objective.cycle, today),
        "what": words.what(one.binding),
        "read": [_read(row) for row in one.readings[::-1]],
        "coming": words.coming(one.binding, clock.now()),
        "reader_form": ReadingReaderForm() if one.is_own else None,
    }


def kept(one: Measured) -> str:
    """What stands where a reading would, for whoever may not read it."""
    if one.binding.kind == Wave.Kind.PULSE:
        return _("Measured by feedback; its readings are for those who read that unit's pulse.")
    return _("Measured by feedback; its owner keeps the readings.")


def _read(row: BoundReading) -> dict[str, Any]:
    span = ""
    if row.value is not None:
        span = _("%(value)s (%(low)s to %(high)s)") % {
            "value": number(row.value),
            "low": number(row.low),
            "high": number(row.high),
        }
    return {"reading": row, "range": span, "verdict": words.verdict(row), "rests_on": words.rests_on(row)}
