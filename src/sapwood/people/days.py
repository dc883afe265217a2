"""Which day a moment is for somebody, and which zones and languages one can choose."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import cache

from django.conf import settings

from sapwood.people.models import Person


def local(at: dt.datetime, person: Person) -> dt.datetime:
    """The moment on the person's clock, without a zone; an unknown zone counts as UTC."""
    try:
        return at.astimezone(zoneinfo.ZoneInfo(person.time_zone)).replace(tzinfo=None)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return at.astimezone(dt.UTC).replace(tzinfo=None)


def day_of(at: dt.datetime, person: Person) -> dt.date:
    """The day it is at `at` where the person is."""
    return local(at, person).date()


@cache
def zones() -> tuple[str, ...]:
    """Names of the time zones this machine knows, without the old aliases."""
    known = zoneinfo.available_timezones()
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    return ("UTC", *sorted(name for name in known if name.split("/")[0] in areas))


def languages() -> list[tuple[str, str]]:
    """The languages the pages exist in."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]
