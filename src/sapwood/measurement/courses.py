"""The course of one key result: its check-ins in order, thinned, and what a forecast needs of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Floats, numbers, same_length

LEAST_CHECK_INS = 3
STALE_AFTER = 3
SLOT = 1 / 26  # of two check-ins in the same 26th of the cycle the later counts
BACK = 3 / 13  # a reference class looks at the slope of the last three weeks of a quarter

Series = tuple[Sequence[float] | Floats, Sequence[float] | Floats]  # times and progress of one key result


@dataclass(frozen=True, slots=True)
class Course:
    """One key result's check-ins put in order: last value and time, their number, sum x^2/dt, value 3 weeks before."""

    value: float
    at: float
    n: float
    squares: float
    before: float
    stale: bool


def read_course(times: Any, progress: Any, until: float = 1.0) -> Course:
    """Order the check-ins up to the time `until`; see `forecast` for shapes and errors."""
    t, v = ordered(times, progress)
    upto = t <= until + 1e-9
    t, v = t[upto], v[upto]
    if not len(t):
        return Course(0.0, 0.0, 0.0, 0.0, 0.0, False)
    slots = np.ceil(t / SLOT - 1e-9)
    last = np.r_[slots[1:] != slots[:-1], True]
    t, v = t[last], v[last]
    steps, gaps = np.diff(v, prepend=0.0), np.maximum(np.diff(t, prepend=0.0), SLOT / 2)
    still = len(v) > STALE_AFTER and not steps[-STALE_AFTER:].any()
    return Course(
        value=float(v[-1]),
        at=float(t[-1]),
        n=float(len(v)),
        squares=float((steps**2 / gaps).sum()),
        before=value_at(t, v, float(t[-1]) - BACK),
        stale=bool(still),
    )


def value_at(times: Floats, values: Floats, when: float) -> float:
    """The value that stood at a time: the last check-in before it, 0 before the first."""
    place = int(np.searchsorted(times, when + 1e-9, side="right")) - 1
    return float(values[place]) if place >= 0 else 0.0


def ordered(times: Any, progress: Any) -> tuple[Floats, Floats]:
    """Known check-ins after the start, by time; of several at one time the last given stands."""
    t, v = numbers(times, "times"), numbers(progress, "progress")
    same_length({"times": len(t), "progress": len(v)})
    known = ~np.isnan(t) & ~np.isnan(v)
    t, v = t[known], v[known]
    if np.any((t < -1e-9) | (t > 1 + 1e-9)):
        wrong = float(t[(t < -1e-9) | (t > 1 + 1e-9)][0])
        raise MeasurementError(f"Times are shares of the cycle, from 0 (start) to 1 (end); given: {wrong:g}.")
    order = np.argsort(t, kind="stable")
    t, v = np.minimum(t[order], 1.0), v[order]
    kept = t > 1e-9
    return t[kept], v[kept]


def courses(finished: Iterable[Series], until: float) -> list[Course]:
    """The courses of several key results as they stood at a time of the cycle."""
    return [read_course(times, progress, until) for times, progress in finished]
