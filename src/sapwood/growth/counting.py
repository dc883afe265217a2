"""How small a rise a count can tell from chance. Pure."""

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
