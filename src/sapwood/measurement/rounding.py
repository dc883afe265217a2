"""How a published number is rounded, and when one is not published at all. Plain Python.

Between two waves one joiner in a team of five can be guessed from exact means more often than blind; half-point
steps take most of that away. Intervals and verdicts are computed first, from all answers; rounding is the last step.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace

from sapwood.measurement.disclosure import K
from sapwood.measurement.results import Measured, MeasurementError, Withheld

COARSE_BELOW = 20  # answers; fewer are shown in half points
COUNTS_FROM = 10  # answers from which a distribution may be shown
BANDS = (5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Published:
    """An estimate as it may be read: value and ends of the interval in steps of `step`, n as a band."""

    value: float
    low: float
    high: float
    step: float
    count: str
    level: float
    method: str

    def __str__(self) -> str:
        return f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f}, {self.level:.0%} interval, {self.count} answers)"


def publish(
    measured: Measured, *, answers: int | None = None, fine: float = 0.1, coarse: bool = True
) -> Published | Withheld:
    """The published form of an estimate on a rating scale (points).

    Under 20 answers in half-point steps, else in steps of `fine`. The value goes to the nearest step, the ends of the
    interval outwards, so that rounding never makes a number look surer than it is. `answers` counts the people behind
    it (by default the estimate's own n). A number without a finite interval is withheld. A `Withheld` stays one.
    """
    if isinstance(measured, Withheld):
        return measured
    n = measured.n if answers is None else answers
    if not all(math.isfinite(one) for one in (measured.value, measured.low, measured.high)):
        return Withheld("There is no interval for this number, so it is not published.")
    step = 0.5 if coarse and n < COARSE_BELOW else fine
    low, high = _step_down(measured.low, step), 0.0 - _step_down(-measured.high, step)
    return Published(nearest(measured.value, step), low, high, step, count_band(n), measured.level, measured.method)


def rounded(measured: Measured, *, answers: int | None = None, fine: float = 0.1) -> Measured:
    """The same as `publish`, as an `Estimate` whose standard error is left out (it would undo the rounding)."""
    if isinstance(measured, Withheld):
        return measured
    shown = publish(measured, answers=answers, fine=fine)
    if isinstance(shown, Withheld):
        return shown
    return replace(measured, value=shown.value, low=shown.low, high=shown.high, se=None)


def nearest(value: float, step: float) -> float:
    """The nearest multiple of `step`, halves away from zero, without the dust of binary fractions."""
    units = value / step
    whole = math.floor(abs(units) + 0.5 + 1e-9)
    return round(math.copysign(whole, units) * step, 10) + 0.0


def _step_down(value: float, step: float) -> float:
    return round(math.floor(value / step + 1e-9) * step, 10) + 0.0


def count_band(n: int) -> str:
    """The number of answers as a band: under 5, 5 to 9, 10 to 19, 20 to 49, 50 to 99, 100 or more."""
    if n < BANDS[0]:
        return f"under {BANDS[0]}"
    for low, after in zip(BANDS, BANDS[1:], strict=False):
        if n < after:
            return f"{low} to {after - 1}"
    return f"{BANDS[-1]} or more"


def distribution(counts: Mapping[str, int], *, least: int = COUNTS_FROM) -> Mapping[str, int] | Withheld:
    """How many chose each answer, from `least` answers on; fewer are withheld."""
    if any(count < 0 for count in counts.values()):
        raise MeasurementError("A number of answers cannot be negative.")
    total = sum(counts.values())
    if total < least:
        return Withheld(f"{total} answered; how the answers are spread is shown from {least} on.")
    return dict(counts)


def trend(before: Collection[Hashable], after: Collection[Hashable], *, k: int = K) -> Withheld | None:
    """None when two waves of a unit may stand on one line; `Withheld` when 1 to k - 1 people joined or left.

    `before` and `after`: the unit's members at the two waves. The difference of two such means would tell about
    those few people.
    """
    changed = len(set(before) ^ set(after))
    if 0 < changed < k:
        return Withheld(
            f"Membership changed by fewer than {k} people between the waves, so the two are not compared. "
            "See the larger unit, or begin a new baseline."
        )
    return None
