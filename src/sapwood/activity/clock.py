"""The one clock. Nothing else in the house asks what time it is.

Tests freeze it, the demo begins on a day of its own and moves it on by whole weeks, everybody else gets the time of the
wall.
"""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen", default=None)
_shift: tuple[float, int] = (-1.0, 0)  # (when it was read, seconds ahead)
SHIFT_IS_KEPT = 2.0  # seconds: a moved demo clock reaches every process that soon


def now() -> dt.datetime:
    """The time, aware, in UTC."""
    frozen = _frozen.get()
    if frozen is not None:
        return frozen
    wall = dt.datetime.now(dt.UTC)
    return wall + dt.timedelta(seconds=_seconds_ahead()) if settings.SAPWOOD_DEMO else wall


def today(zone: str = "UTC") -> dt.date:
    """The day it is in an IANA zone; an unknown zone counts as UTC."""
    return local(now(), zone).date()


def local(at: dt.datetime, zone: str) -> dt.datetime:
    """That moment on the clocks of an IANA zone; an unknown zone counts as UTC."""
    try:
        return at.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return at.astimezone(dt.UTC)


@contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Hold the clock at `at` (aware) for the length of the block."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone; give an aware time, such as one with tzinfo=UTC.")
    token = _frozen.set(at.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def begin_on(day: dt.date) -> None:
    """Demo only, once its company is built: from now on it is that day (UTC), at the hour of the wall."""
    _move(day - dt.datetime.now(dt.UTC).date())


def move_on(by: dt.timedelta) -> None:
    """Demo only: move the clock forward. It never moves back."""
    _move(max(dt.timedelta(0), by))


def _move(by: dt.timedelta) -> None:
    from sapwood.activity.models import ClockShift

    if not settings.SAPWOOD_DEMO:
        raise RuntimeError("Only the clock of the demo can be moved.")
    row, _created = ClockShift.objects.get_or_create(pk=1)
    row.seconds += int(by.total_seconds())
    row.save()
    global _shift
    _shift = (-1.0, 0)


def _seconds_ahead() -> int:
    global _shift
    read, seconds = _shift
    if read >= 0 and time.monotonic() - read < SHIFT_IS_KEPT:
        return seconds
    from django.db import DatabaseError

    from sapwood.activity.models import ClockShift

    try:
        seconds = ClockShift.objects.values_list("seconds", flat=True).first() or 0
    except DatabaseError:
        seconds = 0  # before the first migration
    _shift = (time.monotonic(), seconds)
    return seconds
