"""When a pulse programme opens, and when in it each person is asked. Days in, days out; the chance comes from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock, outbox

WEEK = dt.timedelta(days=7)
WORKING_DAYS = (0, 1, 2, 3, 4)


class Cadence(models.TextChoices):
    """How often a programme opens."""

    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")


LONGEST_OPEN = {Cadence.WEEKLY: 6, Cadence.FORTNIGHTLY: 10, Cadence.MONTHLY: 14}  # days; two openings never overlap


def first_day(on_or_after: dt.date, weekdays: Collection[int]) -> dt.date:
    """The first of the weekdays (Monday is 0) that comes."""
    days = (on_or_after + dt.timedelta(days=ahead) for ahead in range(7))
    return next(day for day in days if day.weekday() in weekdays)


def next_day(day: dt.date, cadence: str, weekdays: Collection[int]) -> dt.date:
    """The day of the opening after the one of `day`: the first chosen weekday of the next week, of the week after it,
    or of the next month."""
    if cadence == Cadence.MONTHLY:
        return first_day((day.replace(day=1) + dt.timedelta(days=32)).replace(day=1), weekdays)
    weeks = 2 if cadence == Cadence.FORTNIGHTLY else 1
    return first_day(day - dt.timedelta(days=day.weekday()) + weeks * WEEK, weekdays)


def begins(day: dt.date, zones: Collection[str]) -> dt.datetime:
    """The moment a day's working hours begin for the first of the people, by their time zones."""
    return min(_at(day, outbox.WORKING_HOURS[0], zone) for zone in zones or ["UTC"])


def hour_for(
    opens: dt.datetime,
    closes: dt.datetime,
    zone: str,
    weekdays: Collection[int],
    *,
    chance: Callable[[int], int],
    late: bool = False,
) -> dt.datetime:
    """When a person in this zone is asked: at a random minute of the working hours of one of the weekdays, by
    `chance(n)`, a number below n. `late`: on the last of them, for whom this week is full already. Where none of them is
    left the opening's own first working hour counts."""
    windows = _windows(opens, closes, zone, weekdays) or _windows(opens, closes, zone, WORKING_DAYS)[:1]
    if not windows:
        return outbox.in_working_hours(opens, zone)
    start, minutes = windows[-1] if late else windows[chance(len(windows))]
    return start + dt.timedelta(minutes=chance(minutes))


def _windows(
    opens: dt.datetime, closes: dt.datetime, zone: str, weekdays: Collection[int]
) -> list[tuple[dt.datetime, int]]:
    """The working hours on those weekdays while it is open: where each begins, and its whole minutes. One that begins in
    the last 24 hours counts only where there is no other: whoever is asked has a night to answer."""
    found = []
    day, last = clock.local(opens, zone).date(), clock.local(closes, zone).date()
    while day <= last:
        start = max(_at(day, outbox.WORKING_HOURS[0], zone), opens)
        minutes = int((min(_at(day, outbox.WORKING_HOURS[1], zone), closes) - start) / dt.timedelta(minutes=1))
        if day.weekday() in weekdays and day.weekday() in WORKING_DAYS and minutes > 0:
            found.append((start, minutes))
        day += dt.timedelta(days=1)
    return [one for one in found if one[0] <= closes - dt.timedelta(days=1)] or found[:1]


def _at(day: dt.date, hour: int, zone: str) -> dt.datetime:
    there = clock.local(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC), zone).tzinfo
    return dt.datetime.combine(day, dt.time(hour), tzinfo=there).astimezone(dt.UTC)
