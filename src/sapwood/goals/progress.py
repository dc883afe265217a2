"""What a value is worth: pure rules, numbers in, numbers out.

A score is a float from 0.0 (where it began) to 1.0 (the target), or None when nothing was measured:
missing is not zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = Decimal | float | int

HEALTHY = {"committed": 1.0, "aspirational": 0.7}
"""Where a goal of this ambition should land."""


@dataclass(frozen=True)
class RollUp:
    """The score of an objective, and what it rests on: `measured` of `total` key results."""

    score: float | None
    measured: int
    total: int


def raw_score(direction: str, baseline: Number | None, target: Number | None, values: Sequence[Number]) -> float | None:
    """The score before clipping; may lie below 0 or above 1.

    rise, fall: the share of the way from baseline to target that the last value has gone.
    stay_above, stay_below: the share of due values on the right side of the bound (`target`).
    reach: the share of `target` steps reached (yes/no is one step).
    None when there is no value or the line from baseline to target is not drawn.
    """
    if not values or target is None:
        return None
    bound = float(target)
    if direction == "stay_above":
        return sum(Decimal(value) >= Decimal(target) for value in values) / len(values)
    if direction == "stay_below":
        return sum(Decimal(value) <= Decimal(target) for value in values) / len(values)
    last = float(values[-1])
    if direction == "reach":
        return last / bound if bound > 0 else None
    if baseline is None or float(baseline) == bound:
        return None
    score = (last - float(baseline)) / (bound - float(baseline))
    return score if math.isfinite(score) else None


def clipped(score: float | None) -> float | None:
    """The score as it enters a roll-up: 0.0 to 1.0."""
    return None if score is None else min(1.0, max(0.0, score))


def roll_up(results: Iterable[tuple[float | None, Number]]) -> RollUp:
    """The weighted mean of the measured key results, given as (score, weight)."""
    given = list(results)
    measured = [(inside, float(weight)) for score, weight in given if (inside := clipped(score)) is not None]
    weights = sum(weight for _inside, weight in measured)
    score = sum(inside * (weight / weights) for inside, weight in measured) if weights > 0 else None
    return RollUp(score, len(measured), len(given))


def status(
    *,
    score: float | None,
    elapsed: float,
    confidence: int | None,
    ambition: str,
    readings: int,
    landing: float | None = None,
    short: float = 0.85,
) -> str:
    """One of unknown, too_early, on_track, at_risk, off_track.

    Where it lands is held against where a goal of this ambition should land: the forecast (`landing`) where there is
    one, else the pace so far drawn to the end. A forecast below `short` of that is at risk; below half, off track. A
    first eighth of the cycle, or fewer than two readings, says nothing yet. Low confidence can only warn.
    """
    if score is None:
        return "unknown"
    healthy = HEALTHY.get(ambition, 1.0)
    if score >= healthy:
        return "on_track"
    if readings < 2 or elapsed < 0.125:
        return "too_early"
    if landing is None:
        landing, short = score / max(elapsed, 1e-9), 0.85
    if landing < 0.5 * healthy:
        return "off_track"
    if round(landing, 2) < short * healthy or (confidence is not None and confidence <= 3):
        return "at_risk"
    return "on_track"


def doubt(*, score: float | None, elapsed: float, confidence: int | None, ambition: str, readings: int) -> str:
    """Whether what one believes and what the readings say are far apart: "surer", "less_sure", or "".

    Only with three readings and a fifth of the cycle behind: before that everybody may believe what they like.
    """
    if score is None or confidence is None or readings < 3 or elapsed < 0.2:
        return ""
    healthy = HEALTHY.get(ambition, 1.0)
    landing = score / max(elapsed, 1e-9)
    if confidence >= 7 and landing < 0.5 * healthy:
        return "surer"
    if confidence <= 3 and landing >= healthy:
        return "less_sure"
    return ""


def expected(elapsed: float) -> float:
    """The straight line from start to target: what would be reached by now at an even pace."""
    return min(1.0, max(0.0, elapsed))
