"""What was measured, drawn: only ever for a reader whom `audience` lets read it."""

from __future__ import annotations

import datetime as dt

from sapwood import charts
from sapwood.goals.measured.audience import Measured
from sapwood.goals.models import Cycle


def bar(one: Measured, title: str) -> str:
    """From the baseline to the target, the last level with its interval."""
    if not one.may_read or one.start_hidden:
        return ""
    last = one.last
    return charts.interval_bar(
        last.value if last else one.binding.start,
        title=title,
        baseline=one.binding.start,
        target=one.binding.target,
        low=last.low if last else one.binding.start_low,
        high=last.high if last else one.binding.start_high,
    )


def chart(one: Measured, title: str, cycle: Cycle | None, today: dt.date) -> str:
    """Every level since the baseline, each with its whiskers."""
    if not one.may_read or one.start_hidden:
        return ""
    binding = one.binding
    start = charts.Point(binding.baseline.at.date(), binding.start, binding.start_low, binding.start_high)
    levels = [
        charts.Point(row.at.date(), row.value, row.low, row.high) for row in one.readings if row.value is not None
    ]
    return charts.levels_chart(
        levels,
        title=title,
        start=start,
        target=binding.target,
        first=start.day,
        last=max(cycle.ends if cycle else today, start.day + dt.timedelta(days=28)),
    )
