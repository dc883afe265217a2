"""How small a change a count can tell from chance, and how long a smaller one would have to be counted. Pure."""

from __future__ import annotations

import math

WEEKS = 2  # counted for so long before and after
CERTAIN = 1.96  # 19 of 20


def least_target(baseline: float, *, weeks: int = WEEKS) -> int:
    """The smallest whole number a week that could be told from `baseline`, both counted for so many weeks.

    Counts of things that happen now and then scatter by their square root (Poisson); a rise is told from chance when
    it is 1.96 times the standard error of the difference.
    """
    target = math.floor(baseline) + 1
    while (target - baseline) * weeks < CERTAIN * math.sqrt((target + baseline) * weeks):
        target += 1
    return target


def weeks_for(baseline: float, target: float) -> int | None:
    """For how many weeks, before and after, one has to count until this change, up or down, is told from chance; None
    where nothing changes."""
    change = abs(target - baseline)
    if not change:
        return None
    return max(1, math.ceil(CERTAIN**2 * (target + baseline) / change**2 - 1e-9))
