"""Weeks and months as whole numbers in order, which is what the statistics count in."""

from __future__ import annotations

import datetime as dt

WEEK, MONTH = "week", "month"


def index_of(day: dt.date, period: str) -> int:
    """The number of the week (from Monday on) or month that holds the day."""
    return day.year * 12 + day.month - 1 if period == MONTH else (day.toordinal() - 1) // 7


def first_day(index: int, period: str) -> dt.date:
    return dt.date(index // 12, index % 12 + 1, 1) if period == MONTH else dt.date.fromordinal(index * 7 + 1)


def starts_at(day: dt.date, period: str) -> int:
    """The first whole period of a programme that starts on the day: the next one, unless it starts with it."""
    index = index_of(day, period)
    return index if first_day(index, period) == day else index + 1


def last_before(day: dt.date, period: str) -> int:
    """The last period that is over on the day."""
    return index_of(day, period) - 1
