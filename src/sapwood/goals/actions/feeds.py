"""Telling what another system measured: one reading, without a word on how sure anybody is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules, standing
from sapwood.goals.models import KeyResult, Reading
from sapwood.people.models import Person

CLOCKS_DIFFER = dt.timedelta(minutes=5)
"""How far ahead of ours the clock of a sender may run."""
FIRST_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LARGEST = Decimal(10) ** 14


@deed("goals.send_reading")
def send_reading(
    *,
    by: Person,
    key_result: KeyResult,
    value: Decimal,
    observed: dt.datetime | None = None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    confidence: int | None = None,
    note: str = "",
    at: dt.datetime,
) -> Reading:
    """Write one value that was observed at `observed` (now, when it is not given), with its interval where the
    source has one. Raises Refused when it is not for `by` to send, or cannot be true.

    A reading of the past takes its place there: the key result stands where its latest reading stands.
    """
    if not rules.may_send_reading(by, key_result):
        raise Refused(
            _("You cannot send readings of “%(title)s”.") % {"title": key_result.title},
            _("Its team, the person named on it, and a service that was given the team can, while the goal is agreed."),
        )
    _measured_elsewhere(key_result)
    _numbers(key_result, value, low, high)
    if confidence is not None and not 0 <= confidence <= 10:
        raise Refused(_("A confidence of %(given)s was given.") % {"given": confidence}, _("It goes from 0 to 10."))
    seen = at if observed is None else observed
    if not FIRST_DAY <= seen <= at + CLOCKS_DIFFER:
        raise Refused(
            _("It was observed on %(day)s, it is said.") % {"day": f"{seen:%Y-%m-%d}"},
            _("Give a moment between the year 2000 and now."),
        )
    row = Reading.objects.create(
        key_result=key_result,
        value=value,
        low=low,
        high=high,
        confidence=confidence,
        note=note.strip(),
        source=KeyResult.Source.FEED,
        by=by,
        at=seen,
    )
    standing.refresh(key_result.objective, [key_result])
    events.record("goals.reading_sent", by=by, about=key_result.objective, at=at)
    return row


def _measured_elsewhere(key_result: KeyResult) -> None:
    if key_result.source == KeyResult.Source.INSTRUMENT:
        raise Refused(
            _("“%(title)s” is measured by feedback; nothing is sent to it.") % {"title": key_result.title},
            _("Its reading arrives when the wave is published."),
        )
    if key_result.milestones.exists():
        raise Refused(
            _("“%(title)s” goes step by step; a value alone does not say which steps are reached.")
            % {"title": key_result.title},
            _("Tell the steps at the check-in."),
        )


def _numbers(key_result: KeyResult, value: Decimal, low: Decimal | None, high: Decimal | None) -> None:
    given = [number for number in (value, low, high) if number is not None]
    if any(not number.is_finite() or abs(number) >= LARGEST for number in given):
        raise Refused(
            _("The value of “%(title)s” cannot be stored.") % {"title": key_result.title},
            _("Give a number with up to 14 digits before and 6 after the point."),
        )
    if (low is not None and low > value) or (high is not None and high < value):
        raise Refused(
            _("The value %(value)s lies outside its own interval.") % {"value": value},
            _("Give a low that is not above it and a high that is not below it."),
        )
