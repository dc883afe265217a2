"""How the demo's key results run, and what people write when they check in."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sapwood.goals.demo.words import BLOCKERS

WHOLE = {
    "",
    "people",
    "teams",
    "stops",
    "streets",
    "decisions",
    "managers",
    "updates",
    "steps",
    "suppliers",
    "stories",
    "reviews",
}
"""Units that are counted: nobody says 2.3 people."""


@dataclass(frozen=True)
class Told:
    """What one check-in tells of one key result."""

    week: int
    value: Decimal
    confidence: int
    note: str
    blocker: str = ""


class Deck:
    """Sentences by shape, drawn like cards: none comes a second time before all of its kind have come."""

    def __init__(self, sentences: Mapping[str, Sequence[str]], chance: random.Random) -> None:
        self.sentences, self.chance = sentences, chance
        self.left: dict[str, list[str]] = {}

    def draw(self, kind: str) -> str:
        if not self.left.get(kind):
            every = list(self.sentences[kind])
            self.left[kind] = self.chance.sample(every, len(every))
        return self.left[kind].pop()


REACHED = {  # the share of the way gone at the end of a whole cycle, and how the road bends
    "steady": (0.82, 1.0),
    "fast": (1.04, 0.7),
    "slow": (0.55, 1.4),
    "stall": (0.34, 0.5),
    "stale": (0.45, 1.0),
    "easy": (1.75, 0.8),
    "step": (0.78, 1.0),
    "late": (0.0, 1.0),
    "fall": (-0.25, 1.0),
}
CONFIDENCE = {"stall": 4, "slow": 6, "late": 3, "stale": 5, "fall": 3}
SILENT_AFTER = 3  # weeks in which somebody still told of a goal that nobody tells of any more


def tell(
    shape: str,
    baseline: Decimal | None,
    target: Decimal | None,
    *,
    unit: str,
    weeks: int,
    chance: random.Random,
    current: bool,
    notes: Deck,
) -> Iterator[Told]:
    """The check-ins of one key result, week by week. Shapes: see REACHED; "none" was never measured."""
    if shape == "none" or baseline is None or target is None:
        return
    end = REACHED[shape][0] + (chance.uniform(-0.1, 0.1) if shape != "late" else 0.0)
    stops = SILENT_AFTER if shape == "stale" and current else weeks
    confidence = CONFIDENCE.get(shape, 7)
    for week in range(1, stops + 1):
        if shape != "stale" and 1 < week < weeks and chance.random() < 0.14:
            continue  # a missed check-in, as in life
        if current and week == weeks and chance.random() < 0.55:
            continue  # not told yet this week
        share = end * road(shape, week) + chance.gauss(0, 0.018)
        confidence = max(1, min(10, confidence + chance.choice([-1, 0, 0, 0, 1])))
        note = notes.draw(shape) if chance.random() < 0.36 else ""
        stuck = shape in {"stall", "late", "slow"} and current and week == weeks
        blocker = chance.choice(BLOCKERS) if stuck and chance.random() < 0.2 else ""
        yield Told(week, value_at(baseline, target, share, unit), confidence, note, blocker)


def road(shape: str, week: int) -> float:
    """The share of its own way that a shape has gone after so many of 13 weeks."""
    bend = REACHED[shape][1]
    if shape == "step":
        return sum(week >= step for step in (3, 6, 9, 12)) / 4
    if shape == "stall":
        return min(math.pow(week / 13, bend), math.pow(5 / 13, bend))
    return math.pow(week / 13, bend)


def value_at(baseline: Decimal, target: Decimal, share: float, unit: str) -> Decimal:
    """The value at a share of the way, rounded as somebody would say it."""
    low, high = float(baseline), float(target)
    value = low + (high - low) * share
    if min(low, high) >= 0:
        value = max(0.0, value)
    if unit == "%":
        value = min(100.0, value)
    counted = unit in WHOLE or unit.startswith("of ") and unit != "of 10"
    fine = any(number % 1 for number in (baseline, target)) or (abs(high - low) < 12 and not counted)
    if (low, high) == (0.0, 1.0) and not unit:
        value = float(min(1.0, max(0.0, value)) > 0.95)
    return Decimal(f"{value:.{1 if fine else 0}f}")
