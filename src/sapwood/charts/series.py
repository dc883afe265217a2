"""Points in time, and where they fall on a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Point:
    """One value on a day, with its interval where the source gives one."""

    day: dt.date
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Frame:
    """A rectangle of a picture and the values its edges stand for."""

    left: float
    right: float
    top: float
    bottom: float
    first: dt.date
    last: dt.date
    least: float
    most: float

    def x(self, day: dt.date) -> float:
        length = max(1, (self.last - self.first).days)
        return self.left + (self.right - self.left) * (day - self.first).days / length

    def y(self, value: float) -> float:
        spread = (self.most - self.least) or 1.0
        return self.bottom - (self.bottom - self.top) * (value - self.least) / spread


def extent(values: Iterable[float | None], *, pad: float = 0.12) -> tuple[float, float]:
    """The smallest and largest of the values with a little air around; equal values get a band of one."""
    known = [value for value in values if value is not None]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    air = (high - low) * pad or max(abs(high) * pad, 0.5)
    return low - air, high + air


def band(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.low is not None and point.high is not None]
