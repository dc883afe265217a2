"""Pilots that start at different times: difference-in-differences in two stages.

Comparing before and after is wrong nearly always when everything drifts, and the usual two-way regression is wrong
when effects grow. So: (1) on observations not yet treated fit unit and period effects, y = a_i + b_t; (2) the effect
is the mean of y - a_i - b_t over treated observations. Standard errors count both stages and cluster by unit:

    W_g = X2_g' r_g - gamma' X10_g' e_g,   gamma = (X10'X10)^- X1'X2,   V = (X2'X2)^-1 sum W_g W_g' (X2'X2)^-1

Under 30 units a wild cluster bootstrap of the studentised effect gives the interval. Two checks guard the words:
leads before the start (score test, wild bootstrap) and a placebo start earlier. Source: Gardner 2022; Cameron, Gelbach
& Miller 2008; Kline & Santos 2012; Borusyak, Jaravel & Spiess 2024 (leads). Checked: docs/statistics.md, Impact.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from sapwood.measurement.findings import (
    BY_LOT,
    LEAST_AFTER,
    LEAST_BEFORE,
    LEAST_UNITS,
    Check,
    Finding,
    ImpactVerdict,
    StudyDesign,
    beyond_chance,
    conclude,
    pilots_need,
)
from sapwood.measurement.results import Estimate, MeasurementError, Withheld, shown
from sapwood.measurement.tables import MISSING, Codes, Floats, Levels, column, label_order, levels, numbers, same_length
from sapwood.measurement.twoway import TwoWay

METHOD = "difference-in-differences in two stages"
FEW_UNITS = 30
DRAWS = 999
NEVER = frozenset({"never", "inf", "infinity", "-"}) | MISSING
POWER = 2.8  # standard errors an effect must have to be seen in 8 of 10 studies


@dataclass(frozen=True, slots=True)
class SinceStart:
    """The effect in the period that lies `periods` after the start (0: the first treated one)."""

    periods: int
    effect: Estimate


@dataclass(frozen=True, slots=True)
class StaggeredEffect:
    """A study of pilots. `effect`: mean over treated observations, in units of the outcome, or why there is none.

    `by_period`: the course of the effect since the start (pointwise 95% intervals). `placebo`: the effect of a start
    that did not happen; `leads_p`: p of the test that treated units ran parallel before;
    `drift`: their own slope before, per period. `lot_p`: p of the test by lot
    (randomised starts only). `started` units
    began, `compared` never did (or were compared with until they began).
    """

    effect: Estimate | Withheld
    verdict: ImpactVerdict
    by_period: tuple[SinceStart, ...]
    placebo: Estimate | Withheld
    leads_p: float | None
    drift: Estimate | None
    lot_p: float | None
    started: int
    compared: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([self.verdict.sentence, *self.notes])


def staggered_effect(
    outcome: Any,
    unit: Any,
    time: Any,
    start: Any,
    *,
    data: Any = None,
    randomised: bool = False,
    lag: int = 0,
    draws: int = DRAWS,
) -> StaggeredEffect:
    """The effect of a programme that some units started, at different times, compared with those not (yet) in it.

    `outcome`: n numbers; `unit`: n labels; `time`: n periods (numbers, or text that sorts, such as 2026-03); `start`:
    n labels of the period in which the row's unit started, empty or "never" for units that did not. `data`: anything
    with columns by name. `randomised`: the starts were drawn by lot; then, and only then, "effect shown" is possible,
    by a permutation of the starts. `lag`: periods from a start on in which nothing is expected yet; they are left out.
    `draws`: of bootstrap and permutation (fixed seed: the same data, the same answer).

    Returns a result for every readable input; where the data are too few the verdict is "too early" with its reason.
    Raises `MeasurementError` when columns are missing, not numeric, of unequal length, or a unit has two starts.
    """
    if lag < 0:
        raise MeasurementError(f"The lag must be 0 or more periods, given: {lag}.")
    panel = _read(outcome, unit, time, start, data, lag)
    design = StudyDesign.RANDOMISED if randomised else StudyDesign.STAGGERED
    notes = list(panel.notes)
    told = np.flatnonzero(~panel.waiting(panel.start))
    fit = TwoWay.of(panel.y[told], panel.unit[told], panel.time[told], panel.treated[told])
    if len(told) < len(panel.y):
        notes.append(f"{len(panel.y) - len(told):,} rows from the starts on were left out (lag).")
    notes += fit.notes(panel.units, panel.times)
    window = f"from {panel.times[0]} to {panel.times[-1]}" if panel.times else "no period"
    started, others = panel.counts()
    comparison = f"{others} units not in the programme (or not yet)"
    lacking = panel.lacking()
    if not fit.treated.any() or fit.clusters < 3:
        reason = lacking or "No treated observation has a comparison."
        verdict = ImpactVerdict(Finding.TOO_EARLY, design, len(panel.y), window, comparison, reason=reason)
        return StaggeredEffect(
            Withheld(reason), verdict, (), Withheld(reason), None, None, None, started, others, tuple(notes)
        )
    effect, wider = _effect(fit, draws)
    before = _checks(panel, draws)
    checks, lot_p = [*before.checks, beyond_chance(effect, wider)], None
    if before.drift is not None:
        notes.append(
            f"Before the starts pilots ran apart by {before.drift} a period; a lasting drift inside that interval "
            "would look like an effect."
        )
    if randomised:
        lot_p = _by_lot(panel, fit, draws)
        checks.append(Check(BY_LOT, lot_p <= 0.05, f"p = {lot_p:.3f}"))
    verdict = conclude(
        design,
        effect,
        checks,
        n=len(fit.y),
        window=window,
        comparison=comparison,
        detectable=POWER * (effect.se or math.nan),
        too_early=lacking,
    )
    return StaggeredEffect(
        effect,
        verdict,
        _by_period(fit, (panel.time - panel.start[panel.unit])[told][fit.kept][fit.treated]),
        before.placebo,
        before.leads_p,
        before.drift,
        lot_p,
        started,
        others,
        tuple(notes),
    )


# ---- the panel


@dataclass(frozen=True, slots=True)
class _Panel:
    y: Floats
    unit: Codes
    time: Codes
    start: Codes  # per unit, len(times) if never
    units: tuple[str, ...]
    times: tuple[str, ...]
    notes: tuple[str, ...]
    lag: int = 0

    @property
    def treated(self) -> Any:
        return self.time >= self.start[self.unit] + self.lag

    @property
    def before(self) -> Any:
        return self.time < self.start[self.unit]

    def waiting(self, start: Codes) -> Any:
        """Rows between a start and the lag after it: neither with the programme nor without it."""
        since = self.time - start[self.unit]
        return (since >= 0) & (since < self.lag)

    def counts(self) -> tuple[int, int]:
        """Units that started, and units there are to compare with: never started, or not within half the window."""
        began = self.start < len(self.times)
        first = int(self.start[began].min()) if began.any() else len(self.times)
        later = began & (self.start >= first + 4)
        return int(began.sum()), int((~began).sum() + later.sum())

    def lacking(self) -> str:
        """What is missing for a verdict, in one sentence or more; empty when nothing is."""
        began = self.start[self.start < len(self.times)]
        started, others = self.counts()
        needs = list(pilots_need(LEAST_BEFORE, LEAST_AFTER, started, others))
        ready = int(((began >= LEAST_BEFORE) & (began <= len(self.times) - self.lag - LEAST_AFTER)).sum())
        if started >= LEAST_UNITS > ready:
            needs.append(
                f"{ready} of the {started} units that started have {LEAST_BEFORE} periods before and {LEAST_AFTER} "
                f"{'after the lag' if self.lag else 'from the start on'}; {LEAST_UNITS} or more are needed."
            )
        return " ".join(needs)


def _read(outcome: Any, unit: Any, time: Any, start: Any, data: Any, lag: int) -> _Panel:
    y = numbers(column(data, outcome, "outcome"), "outcomes")
    units, times = levels(column(data, unit, "unit"), "unit"), levels(column(data, time, "time"), "time")
    given = [_start_label(one) for one in np.asarray(column(data, start, "start")).tolist()]
    same_length({"outcome": len(y), "unit": len(units.codes), "time": len(times.codes), "start": len(given)})
    first = _starts(units, times, given)
    known = ~np.isnan(y) & (units.codes >= 0) & (times.codes >= 0)
    notes = []
    if not known.all():
        notes.append(f"{int((~known).sum()):,} rows without outcome, unit or time were left out.")
    if not known.any():
        raise MeasurementError("There is no row with an outcome, a unit and a time.")
    return _Panel(y[known], units.codes[known], times.codes[known], first, units.names, times.names, tuple(notes), lag)


def _start_label(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return None if text.lower() in NEVER else text


def _starts(units: Levels, times: Levels, given: Sequence[str | None]) -> Codes:
    order = [label_order(name) for name in times.names]
    said: dict[int, str | None] = {}
    for code, label in zip(units.codes.tolist(), given, strict=True):
        if code < 0:
            continue
        if said.setdefault(code, label) != label:
            both = f"{said[code] or 'never'} and {label or 'never'}"
            raise MeasurementError(f"Unit {units.names[code]!r} has two starts, {both}; a unit starts once and stays.")
    first = np.full(len(units), len(times), np.int64)
    for code, label in said.items():
        if label is not None:
            first[code] = bisect_left(order, label_order(label))
    return first


# ---- effect, checks, words


def _effect(fit: TwoWay, draws: int) -> tuple[Estimate, float]:
    """The effect with its 95% interval, and half of the 98% one."""
    value, se, _ = fit.mean_effect()
    half, wider = (one * se for one in fit.critical(draws, FEW_UNITS))
    return Estimate(value, value - half, value + half, int(fit.treated.sum()), METHOD, se=se), wider


def _by_period(fit: TwoWay, since: Codes) -> tuple[SinceStart, ...]:
    """`since`: periods since the start, of each treated row of the fit."""
    if not len(since):
        return ()
    wanted = np.unique(since)
    X2 = np.zeros((len(fit.y), len(wanted)))
    X2[np.flatnonzero(fit.treated), np.searchsorted(wanted, since)] = 1
    values, covariance = fit.effects(X2)
    half = float(stdtrit(max(1, fit.clusters - 1), 0.975))
    course = []
    for place, periods in enumerate(wanted):
        se = math.sqrt(max(0.0, float(covariance[place, place])))
        value, n = float(values[place]), int((since == periods).sum())
        course.append(SinceStart(int(periods), Estimate(value, value - half * se, value + half * se, n, METHOD, se=se)))
    return tuple(course)


@dataclass(frozen=True, slots=True)
class _Before:
    """What was found in the time before the starts."""

    checks: list[Check]
    placebo: Estimate | Withheld
    leads_p: float | None
    drift: Estimate | None


def _checks(panel: _Panel, draws: int) -> _Before:
    began = panel.start[panel.start < len(panel.times)]
    enough = began[began >= LEAST_BEFORE]
    before = int(enough.min() if len(enough) else began.min())
    known = panel.before
    leads_p, drift = _leads(panel, known, max(1, before // 4), draws)
    checks = []
    if leads_p is None:
        checks.append(Check("course before the start", False, "could not be checked"))
    else:
        said = "parallel" if leads_p > 0.05 else "not parallel"
        checks.append(Check("course before the start", leads_p > 0.05, f"{said}, p = {leads_p:.3f}"))
    placebo = _placebo(panel, known, max(2, before // 3), draws)
    if isinstance(placebo, Withheld):
        checks.append(Check("placebo start", False, "could not be checked"))
    else:
        holds = placebo.low <= 0 <= placebo.high
        told = f"{shown(placebo.value)} ({shown(placebo.low)} to {shown(placebo.high)})"
        checks.append(Check("placebo start", holds, f"an effect of {told} where there was none" if not holds else told))
    return _Before(checks, placebo, leads_p, drift)


def _leads(panel: _Panel, known: Any, width: int, draws: int) -> tuple[float | None, Estimate | None]:
    """p that before the start pilots ran level with the others, in untreated observations: the smaller p of two tests,
    doubled: their own slope over time, and three blocks of periods before the start against the earlier ones. And
    that slope, per period."""
    y, unit, time = panel.y[known], panel.unit[known], panel.time[known]
    pilot = panel.start[unit] < len(panel.times)
    lead = np.where(pilot, panel.start[unit] - time, 0)
    blocks = np.column_stack([(lead > one * width) & (lead <= (one + 1) * width) for one in range(3)]).astype(float)
    slope = (pilot * time.astype(float))[:, None]
    fit = TwoWay.of(y, unit, time, np.zeros(len(y), bool))
    found = [fit.score_test(columns[fit.kept], draws) for columns in (slope, blocks)]
    known_p = [one for one in found if one is not None]
    return min(1.0, len(known_p) * min(known_p)) if known_p else None, fit.slope(slope[fit.kept, 0])


def _placebo(panel: _Panel, known: Any, shift: int, draws: int) -> Estimate | Withheld:
    """The effect of a start `shift` periods early, on observations before the real one."""
    early = np.where(panel.start < len(panel.times), np.maximum(0, panel.start - shift), panel.start)
    unit, time = panel.unit[known], panel.time[known]
    fit = TwoWay.of(panel.y[known], unit, time, time >= early[unit])
    if not fit.treated.any() or fit.clusters < 3:
        return Withheld("There are too few observations before the starts for a placebo.")
    return _effect(fit, draws)[0]


def _by_lot(panel: _Panel, fit: TwoWay, draws: int) -> float:
    """p by permuting the starts among units: how often chance alone gives so large a studentised effect."""
    value, se, _ = fit.mean_effect()
    seen = abs(value) / se if se > 0 else math.inf
    chance = np.random.default_rng(20_260_316)
    as_large = 0
    size = len(panel.start)
    sums = np.bincount(panel.unit, panel.y, size) / np.maximum(1, np.bincount(panel.unit, minlength=size))
    order = np.lexsort((sums, panel.start))  # the same draws whatever the units are called
    start = np.empty_like(panel.start)
    for _ in range(draws):
        start[order] = panel.start[order][chance.permutation(size)]
        rows = np.flatnonzero(~panel.waiting(start))
        y, unit, time = panel.y[rows], panel.unit[rows], panel.time[rows]
        other = TwoWay.of(y, unit, time, time >= start[unit] + panel.lag)
        if not other.treated.any():
            continue
        v, s, _ = other.mean_effect()
        as_large += bool(s <= 0 or abs(v) / s >= seen - 1e-12)
    return (as_large + 1) / (draws + 1)
