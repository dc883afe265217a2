"""What was changed in a plan, in sentences that are kept with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from sapwood.growth.models import Plan
from sapwood.people.models import Person


def changed_terms(plan: Plan, new: Mapping[str, Any]) -> list[str]:
    """What changes of the plan itself, in sentences."""
    lines = []
    if plan.title != new["title"]:
        lines.append(_("The plan is now called “%(title)s”") % {"title": new["title"]})
    if plan.purpose != new["purpose"]:
        lines.append(_("What will be different: “%(before)s” became “%(after)s”") % {"before": plan.purpose or "–", "after": new["purpose"] or "–"})  # fmt: skip
    if (plan.hours, plan.agreed_with) != (new["hours"], new["agreed_with"]):
        before, after = _time(plan.hours, plan.agreed_with), _time(new["hours"], new["agreed_with"])
        lines.append(_("Working time: %(before)s became %(after)s") % {"before": before, "after": after})
    if plan.priority != new["priority"]:
        lines.append(_("It serves: %(name)s") % {"name": new["priority"] or "–"})
    return lines


def day_words(day: dt.date | None) -> str:
    return date_format(day, "j F") if day else _("no day")


def _time(hours: Decimal | None, agreed_with: Person | None) -> str:
    if hours is None:
        return _("none agreed")
    said = _("%(n)s hours a week") % {"n": number_format(hours.normalize())}
    return f"{said} ({agreed_with})" if agreed_with else said
