"""Who gets development is looked at once a quarter, by the clock and by nobody: an asking at will could be timed."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.schedule import every
from sapwood.growth.actions import publish_equity
from sapwood.growth.models import EquityPublication

QUARTER = dt.timedelta(days=90)


@every(name="growth.equity", weekday=6, at_local="02:30")
def look_at_equity(at: dt.datetime) -> int:
    """Publish when the last figures are a quarter old. Returns how many publications were made."""
    if EquityPublication.objects.filter(at__gt=at - QUARTER).exists():
        return 0
    publish_equity(at=at)
    return 1
