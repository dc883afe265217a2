"""What counting hands to the job that writes it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sapwood.measurement.results import Measured, Withheld
from sapwood.measurement.rounding import publish


@dataclass(frozen=True, slots=True)
class Scale:
    """An item as counting needs it. `turned` gives an answer with a high number for good."""

    id: int
    least: int
    most: int
    reverse: bool = False
    competency: int | None = None

    def turned(self, answer: int) -> int:
        return self.least + self.most - answer if self.reverse else answer

    def on_five(self, answer: int) -> float:
        """The turned answer on a scale from 1 to 5: what the rater model's thresholds are made for."""
        return 1 + 4 * (self.turned(answer) - self.least) / (self.most - self.least)


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell, rounded, or the code of the reason why there is no number. Fields as in `models.Cell`."""

    kind: str = "level"
    unit: int | None = None
    subject: int | None = None  # a person id
    group: str = "all"
    item: int | None = None
    competency: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    wide_low: float | None = None
    wide_high: float | None = None
    count: str = ""
    distribution: Mapping[str, int] | None = None
    verdict: str = ""
    detectable: float | None = None
    withheld: str = ""
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Saying:
    """One comment, detached. `rater` is told only where the writer is named: manager, self, or signed."""

    item: int
    text: str
    unit: int | None = None
    subject: int | None = None
    rater: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Everything a wave publishes. `facts`: figures of the whole wave, ready for JSON."""

    figures: tuple[Figure, ...]
    sayings: tuple[Saying, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)


def shown(measured: Measured, *, answers: int, coarse: bool = True) -> dict[str, Any]:
    """The fields of a figure for an estimate: rounded value, ends, band; or why not."""
    told = publish(measured, answers=answers, coarse=coarse)
    if isinstance(told, Withheld):
        return {"withheld": "no_interval"}
    return {"value": told.value, "low": told.low, "high": told.high, "count": told.count}
