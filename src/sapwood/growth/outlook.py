"""Where a level is going, if it goes on as it did: a straight line through published levels, with honest ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

LEAST_ROUNDS = 4
_T_95 = {2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306}  # degrees of freedom -> quantile


@dataclass(frozen=True, slots=True)
class Outlook:
    """The next level is between `low` and `high` in 19 of 20 such courses, if nothing changes."""

    low: float
    high: float


def next_level(
    days: Sequence[float], levels: Sequence[float], *, least: float = 1.0, most: float = 5.0
) -> Outlook | None:
    """The 95 % range of the level after as much time as lay between the last two. None for fewer than four levels."""
    n = len(levels)
    if n < LEAST_ROUNDS or len(days) != n or len(set(days)) != n:
        return None
    middle, mean = sum(days) / n, sum(levels) / n
    spread = sum((day - middle) ** 2 for day in days)
    slope = sum((day - middle) * (level - mean) for day, level in zip(days, levels, strict=True)) / spread
    left = sum((level - mean - slope * (day - middle)) ** 2 for day, level in zip(days, levels, strict=True))
    noise = max(math.sqrt(left / (n - 2)), 0.1)  # levels are rounded: no line is surer than that
    ahead = days[-1] + (days[-1] - days[-2])
    half = _T_95.get(n - 2, 2.3) * noise * math.sqrt(1 + 1 / n + (ahead - middle) ** 2 / spread)
    expected = mean + slope * (ahead - middle)
    low, high = max(least, expected - half), min(most, expected + half)
    return Outlook(min(low, most), max(high, least))
