"""The one scale of words for "did it work?", and what a study's design allows to be said at most. Plain Python.

    too early < no sign of an effect < moved together < consistent with an effect < effect shown

"Caused" is not used. A `ImpactVerdict` cannot be made with a stronger word than its design, its interval and its checks
carry: the constructor refuses. `strongest` tells before a study starts what its design could ever earn.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from sapwood.measurement.results import Estimate, MeasurementError, shown

LEAST_POINTS = 24  # of a series; 12 are a description only
BETTER_POINTS = 52
LEAST_SIDE = 8  # points before and after a start
LEAST_BEFORE, LEAST_AFTER = 7, 4  # periods around the starts of pilots
LEAST_UNITS = 5  # units that start, and units to compare with


class Finding(Enum):
    """What a study says, weakest first."""

    TOO_EARLY = "too early"
    NO_SIGN = "no sign of an effect"
    MOVED_TOGETHER = "moved together"
    CONSISTENT = "consistent with an effect"
    SHOWN = "effect shown"

    @property
    def rank(self) -> int:
        return list(Finding).index(self)


class StudyDesign(Enum):
    """How a study compares."""

    PAIR = "two series side by side"
    SERIES = "one series before and after a start"
    CONTROLLED = "a series beside a comparison series"
    STAGGERED = "pilots that start at different times"
    RANDOMISED = "pilots whose start was drawn by lot"


CEILING: Mapping[StudyDesign, Finding] = {
    StudyDesign.PAIR: Finding.MOVED_TOGETHER,
    StudyDesign.SERIES: Finding.MOVED_TOGETHER,
    StudyDesign.CONTROLLED: Finding.CONSISTENT,
    StudyDesign.STAGGERED: Finding.CONSISTENT,
    StudyDesign.RANDOMISED: Finding.SHOWN,
}

WHY_NOT_MORE: Mapping[StudyDesign, str] = {
    StudyDesign.PAIR: "Two series that move together may both follow a third thing; a comparison group would tell more.",
    StudyDesign.SERIES: "Without a comparison anything else that changed at that time looks the same.",
    StudyDesign.CONTROLLED: "One comparison series does not rule out that something else met only one of the two.",
    StudyDesign.STAGGERED: "Who starts first was chosen, not drawn; only starts drawn by lot can show an effect.",
    StudyDesign.RANDOMISED: "",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One condition of a stronger word: what was checked, whether it held, and the figure behind it."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class ImpactVerdict:
    """A finding with all that must be printed beside it: n, window, comparison, interval.

    `effect` is in units of the outcome; `detectable`: the effect seen with 80% power, for "no sign". Construction
    fails (`ValueError`) when the finding is stronger than the design's ceiling, when a word about an effect comes
    with an interval that holds 0 (or the reverse), when a check that is missing or failed would be needed, or when
    "effect shown" comes without a test by lot.
    """

    finding: Finding
    design: StudyDesign
    n: int
    window: str
    comparison: str
    effect: Estimate | None = None
    checks: tuple[Check, ...] = ()
    reason: str = ""
    detectable: float | None = None

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise ValueError(f"{self.finding.value!r} cannot be said here: {fault}")

    def _fault(self) -> str:
        if self.finding.rank > CEILING[self.design].rank:
            return f"{self.design.value} can earn {CEILING[self.design].value!r} at most"
        if not self.window or not self.comparison:
            return "the window and the comparison must be named"
        if self.finding is Finding.TOO_EARLY:
            return "" if self.reason else "the reason must be given"
        if self.effect is None:
            return "there is no estimate"
        excludes = self.effect.low > 0 or self.effect.high < 0
        if (self.finding is Finding.NO_SIGN) is excludes:
            return f"the interval {'leaves out' if excludes else 'holds'} 0"
        if self.finding.rank >= Finding.CONSISTENT.rank and (not self.checks or not all(c.passed for c in self.checks)):
            return "a check failed or was not made"
        if self.finding is Finding.SHOWN and not any(one.name == BY_LOT for one in self.checks):
            return "there is no test by lot"
        return ""

    @property
    def sentence(self) -> str:
        rests = f"{self.n:,} observations, {self.window}, compared with {self.comparison}"
        if self.effect is None:
            return f"{self.finding.value.capitalize()}: {self.reason} ({rests})"
        parts = [f"{self.finding.value.capitalize()}: {_signed(self.effect)} ({rests})."]
        if self.finding is Finding.TOO_EARLY:
            parts = [f"{self.finding.value.capitalize()}: {self.reason}", f"So far {_signed(self.effect)} ({rests})."]
        if self.finding is Finding.NO_SIGN and self.detectable is not None and math.isfinite(self.detectable):
            parts.append(f"An effect of {shown(self.detectable)} or more would have been seen in 8 of 10 such studies.")
        parts += [f"{one.name.capitalize()}: {one.detail}." for one in self.checks if not one.passed]
        return " ".join(parts)

    def __str__(self) -> str:
        return self.sentence


BY_LOT = "test by lot"
BEYOND_CHANCE = "stricter interval"


def beyond_chance(effect: Estimate, half: float) -> Check:
    """Whether the 98% interval, `half` to each side, leaves out 0 too: what the words about an effect need besides the
    95% one. With it a programme without effect is said to have one in about 2 of 100 cases instead of 5."""
    low, high = effect.value - half, effect.value + half
    passed = low > 0 or high < 0
    told = f"{shown(low)} to {shown(high)} at 98%"
    return Check(BEYOND_CHANCE, passed, told if passed else f"{told}, which holds 0")


def conclude(
    design: StudyDesign,
    effect: Estimate,
    checks: Sequence[Check],
    *,
    n: int,
    window: str,
    comparison: str,
    detectable: float | None = None,
    too_early: str = "",
) -> ImpactVerdict:
    """The strongest verdict that design, interval and checks carry; `too_early` (a reason) overrules them."""
    if too_early:
        finding = Finding.TOO_EARLY
    elif not (effect.low > 0 or effect.high < 0):
        finding = Finding.NO_SIGN
    elif not checks or not all(one.passed for one in checks):
        finding = Finding.MOVED_TOGETHER
    else:
        finding = CEILING[design]
    return ImpactVerdict(finding, design, n, window, comparison, effect, tuple(checks), too_early, detectable)


@dataclass(frozen=True, slots=True)
class Prospect:
    """Before a study starts: the strongest word its design could ever earn, what stands in the way, what would help."""

    finding: Finding
    design: StudyDesign
    needs: tuple[str, ...]
    advice: str

    @property
    def sentence(self) -> str:
        if self.needs:
            return f"As planned it will stay {Finding.TOO_EARLY.value!r}: {' '.join(self.needs)}"
        return f"The strongest this design can ever say is {self.finding.value!r}. {self.advice}".strip()

    def __str__(self) -> str:
        return self.sentence


def strongest(
    design: StudyDesign | str,
    *,
    before: int = 0,
    after: int = 0,
    units: int = 0,
    comparison: int = 0,
) -> Prospect:
    """The strongest sentence a planned study could ever earn.

    `before`, `after`: points (or periods) before and after the start; for `PAIR` their sum counts. `units`: pilots
    that start; `comparison`: units that never start, or start last (pilots only). Raises `MeasurementError` for an
    unknown design or a negative number.
    """
    try:
        kind = design if isinstance(design, StudyDesign) else StudyDesign[design.upper()]
    except KeyError:
        known = ", ".join(one.name.lower() for one in StudyDesign)
        raise MeasurementError(f"There is no design {design!r}; there are: {known}.") from None
    if min(before, after, units, comparison) < 0:
        raise MeasurementError("Numbers of points and units cannot be negative.")
    pilots = kind in (StudyDesign.STAGGERED, StudyDesign.RANDOMISED)
    needs = pilots_need(before, after, units, comparison) if pilots else series_need(kind, before, after)
    if needs:
        return Prospect(Finding.TOO_EARLY, kind, needs, WHY_NOT_MORE[kind])
    advice = WHY_NOT_MORE[kind]
    if not pilots and before + after < BETTER_POINTS:
        advice = f"{advice} {BETTER_POINTS} points would make it steadier."
    return Prospect(CEILING[kind], kind, (), advice)


def series_need(design: StudyDesign, before: int, after: int) -> tuple[str, ...]:
    """What a study of series lacks, in sentences; empty when nothing."""
    needs = []
    if before + after < LEAST_POINTS:
        needs.append(f"It has {_counted(before + after, 'point')} and needs {LEAST_POINTS} or more.")
    if design is not StudyDesign.PAIR:
        for count, word in ((before, "before"), (after, "after")):
            if count < LEAST_SIDE:
                needs.append(f"It has {_counted(count, 'point')} {word} the start and needs {LEAST_SIDE} or more.")
    return tuple(needs)


def pilots_need(before: int, after: int, units: int, comparison: int) -> tuple[str, ...]:
    """What a study of pilots lacks, in sentences; empty when nothing."""
    needs = []
    if units < LEAST_UNITS:
        needs.append(f"{_counted(units, 'unit')} would start; {LEAST_UNITS} or more are needed.")
    if comparison < LEAST_UNITS:
        needs.append(f"{_counted(comparison, 'unit')} could be compared with; {LEAST_UNITS} or more are needed.")
    if before < LEAST_BEFORE:
        needs.append(f"{_counted(before, 'period')} before the first start; {LEAST_BEFORE} or more are needed.")
    if after < LEAST_AFTER:
        needs.append(f"{_counted(after, 'period')} after the last start; {LEAST_AFTER} or more are needed.")
    return tuple(needs)


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _signed(effect: Estimate) -> str:
    value, low, high = (f"{'+' if one > 0 else ''}{shown(one)}" for one in (effect.value, effect.low, effect.high))
    return f"{value} ({low} to {high}, {effect.level:.0%} interval)"
