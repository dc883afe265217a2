"""When they meet next: the same hour on the clocks there, a few weeks on, on a working day when nobody is away."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable

SATURDAY = 5
LOOKS_AHEAD = 28  # days; whoever is away for longer finds another date by hand


def after(last: dt.datetime, *, weeks: int, zone: str, is_away: Callable[[dt.date], bool]) -> dt.datetime:
    """The date to propose after `last`, in UTC. Daylight saving moves the moment, not the hour on the clock there.

    An hour that the clocks skip is read as Python reads it: as much later as they jump.
    """
    try:
        there = last.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        there = last.astimezone(dt.UTC)
    first = there.date() + dt.timedelta(weeks=weeks)
    days = [first + dt.timedelta(days=ahead) for ahead in range(LOOKS_AHEAD)]
    fitting = (day for day in days if day.weekday() < SATURDAY and not is_away(day))
    day = next(fitting, first)
    return dt.datetime.combine(day, there.time(), tzinfo=there.tzinfo).astimezone(dt.UTC)
