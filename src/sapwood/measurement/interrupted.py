"""One series, before and after a start; beside a comparison series; or two series side by side.

    y_t = level + trend t + step [t >= start] (+ bend (t - start)+) + seasons + covariates + e_t,   e_t AR(1)

With a comparison series the same is fitted to the difference of the two, and two checks guard the stronger word: the
difference had no trend before the start, and a start that did not happen shows nothing. Under 24 points the errors
are taken as independent and the answer is a description only. Words: `findings.py`. Source: Turner et al. 2021 (which
method at which length); Wagner et al. 2002 (segmented regression). Checked: docs/statistics.md, Impact.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from sapwood.measurement.autoregression import Regression, autoregression, least_squares
from sapwood.measurement.findings import (
    LEAST_POINTS,
    LEAST_SIDE,
    Check,
    Finding,
    ImpactVerdict,
    StudyDesign,
    beyond_chance,
    conclude,
    series_need,
)
from sapwood.measurement.results import Estimate, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Codes, Floats, column, label_order, levels, numbers, same_length


@dataclass(frozen=True, slots=True)
class SeriesEffect:
    """A study of one series. `effect`: the step at the start (with `bend`: the mean over the time after it), in units
    of the outcome, or of its logarithm. `trend`: per period before; `rho`: correlation of neighbouring errors.
    `before`, `after`: points used on either side. `percent` is the effect in per cent where the outcome was logged.
    """

    effect: Estimate | Withheld
    verdict: ImpactVerdict
    trend: Estimate | None
    rho: float | None
    before: int
    after: int
    percent: Estimate | None
    placebo: Estimate | Withheld | None
    notes: tuple[str, ...]

    def __str__(self) -> str:
        lines = [self.verdict.sentence]
        if self.percent is not None:
            p = self.percent
            lines.append(f"In per cent: {p.value:+.1f} ({p.low:+.1f} to {p.high:+.1f}).")
        return "\n".join([*lines, *self.notes])


def interrupted_effect(
    outcome: Any,
    time: Any,
    start: Any,
    *,
    data: Any = None,
    comparison: Any = None,
    covariates: Mapping[str, Any] | Sequence[str] = (),
    season: int | None = None,
    lag: int = 0,
    bend: bool = False,
    log: bool = False,
) -> SeriesEffect:
    """Did a series shift when something started?

    `outcome`: n numbers, one a period; `time`: n periods (numbers, or text that sorts); `start`: the first period with
    the programme. `comparison`: n numbers of a series that was not in it, in the same periods. `covariates`: name ->
    n numbers that move the outcome for other reasons. `season`: periods in a year (12, 52), for a level of each;
    needs two full rounds. `lag`: periods after the start in which nothing is expected yet; they are left out. `bend`:
    let the trend change too. `log`: take logarithms (effects in per cent; outcomes must be positive).

    Whole-numbered times keep their gaps; other times count as one step each. A result comes back for every readable
    input; what is too short is "too early". Raises `MeasurementError` for missing or unequal columns, two rows in one
    period, logarithms of numbers that are not positive.
    """
    series = _read(outcome, time, start, data, comparison, covariates, log)
    design = StudyDesign.SERIES if comparison is None else StudyDesign.CONTROLLED
    after = series.place >= 0
    kept = (series.place < 0) | (series.place >= lag)
    n_before, n_after = int((~after).sum()), int((after & kept).sum())
    notes = list(series.notes)
    if lag and int((after & ~kept).sum()):
        notes.append(f"The {int((after & ~kept).sum())} periods from the start on were left out (lag).")
    lacking = " ".join(series_need(design, n_before, n_after))
    window = f"from {series.names[0]} to {series.names[-1]}" if series.names else "no period"
    against = _against(comparison)
    n = int(kept.sum())
    X, names = _design(series, kept, season, bend, notes)
    step = names.index("step") if "step" in names else -1
    if step < 0 or n <= X.shape[1] + 1 or _exact(series.y[kept], X):
        reason = lacking or "The model fits every point exactly, so chance cannot be judged."
        if step < 0 and not lacking:
            reason = "The step at the start cannot be told from the other terms."
        verdict = ImpactVerdict(Finding.TOO_EARLY, design, n, window, against, reason=reason)
        return SeriesEffect(Withheld(reason), verdict, None, None, n_before, n_after, None, None, tuple(notes))
    fit = _fit(series.y[kept], X, series.when[kept], n)
    weights = np.zeros(X.shape[1])
    weights[step] = 1
    if "bend" in names:
        weights[names.index("bend")] = float(series.place[kept & after].mean())
    effect = fit.contrast(weights, n)
    trend = fit.contrast(np.eye(X.shape[1])[names.index("trend")], n) if "trend" in names else None
    checks, placebo = _checks(series, season, n_before) if comparison is not None else ([], None)
    if comparison is not None:
        checks.append(beyond_chance(effect, float(stdtrit(fit.df, 0.99)) * (effect.se or math.nan)))
    power = (float(stdtrit(fit.df, 0.975)) + float(stdtrit(fit.df, 0.8))) * (effect.se or math.nan)
    verdict = conclude(
        design, effect, checks, n=n, window=window, comparison=against, detectable=power, too_early=lacking
    )
    percent = _percent(effect) if log else None
    return SeriesEffect(effect, verdict, trend, fit.rho, n_before, n_after, percent, placebo, tuple(notes))


def _against(comparison: Any) -> str:
    if comparison is None:
        return "its own course before"
    return f"the series {comparison!r}" if isinstance(comparison, str) else "the comparison series"


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two series: `slope` of the lagging on the leading one `lag` periods earlier (trend taken out of both)."""

    slope: Estimate | Withheld
    verdict: ImpactVerdict
    lag: int
    points: int
    notes: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join([self.verdict.sentence, *self.notes])


def side_by_side(leading: Any, lagging: Any, time: Any, *, data: Any = None, lag: int = 0) -> SideBySide:
    """Do two series move together, the second `lag` periods after the first?

    `leading`, `lagging`: n numbers; `time`: n periods. The lagging series is regressed on the earlier leading one and
    a trend, with AR(1) errors; two series that merely both rise do not count. "Moved together" is the most it can say.
    Choose the lag before looking: of many lags one always fits. Raises `MeasurementError` as `interrupted_effect`.
    """
    if lag < 0:
        raise MeasurementError(f"The lag must be 0 or more periods, given: {lag}.")
    y, when, names, _ = _ordered(lagging, time, data, "lagging")
    x = numbers(column(data, leading, "leading"), "leading indicator")
    same_length({"lagging": len(y), "leading": len(x)})
    places = {int(w): place for place, w in enumerate(when) if w >= 0}
    rows = [(place, places[w - lag]) for w, place in places.items() if w - lag in places]
    rows = sorted((a, b) for a, b in rows if not (math.isnan(y[a]) or math.isnan(x[b])))
    n = len(rows)
    window = f"from {names[0]} to {names[-1]}" if names else "no period"
    against = f"each other, {lag} periods apart" if lag else "each other in the same period"
    lacking = " ".join(series_need(StudyDesign.PAIR, n, 0))
    order = np.array(sorted(rows, key=lambda one: when[one[0]]), np.int64).reshape(-1, 2)
    Y, L, T = y[order[:, 0]], x[order[:, 1]], when[order[:, 0]].astype(float)
    X = np.column_stack([np.ones(n), T - T.mean() if n else T, L])
    full = n > 4 and np.linalg.matrix_rank(X / np.maximum(np.abs(X).max(axis=0), 1e-300)) == 3
    if not full or _exact(Y, X):
        reason = lacking or "One of the two series does not vary beside its trend, or both are the same."
        verdict = ImpactVerdict(Finding.TOO_EARLY, StudyDesign.PAIR, n, window, against, reason=reason)
        return SideBySide(Withheld(reason), verdict, lag, n, ())
    fit = _fit(Y, X, when[order[:, 0]], n)
    slope = fit.contrast(np.array([0.0, 0.0, 1.0]), n)
    verdict = conclude(StudyDesign.PAIR, slope, (), n=n, window=window, comparison=against, too_early=lacking)
    return SideBySide(slope, verdict, lag, n, ())


# ---- the series


@dataclass(frozen=True, slots=True)
class _Series:
    y: Floats
    when: Codes  # whole periods, for gaps and seasons
    place: Codes  # periods since the start, negative before
    extra: Mapping[str, Floats]
    names: tuple[str, ...]
    notes: tuple[str, ...]


def _ordered(outcome: Any, time: Any, data: Any, what: str) -> tuple[Floats, Codes, tuple[str, ...], Codes]:
    y = numbers(column(data, outcome, what), f"{what} values")
    times = levels(column(data, time, "time"), "time")
    same_length({what: len(y), "time": len(times.codes)})
    twice = np.bincount(times.codes[times.codes >= 0], minlength=1) > 1
    if twice.any():
        raise MeasurementError(
            f"There are two rows for {times.names[int(np.argmax(twice))]!r}; a series has one row in a period."
        )
    steps = np.arange(len(times))
    try:
        whole = [float(name) for name in times.names]
    except ValueError:
        whole = []
    if whole and all(one.is_integer() for one in whole):
        steps = np.array(whole, np.int64) - int(whole[0])
    when = np.where(times.codes >= 0, steps[times.codes] if len(steps) else 0, -1)
    return y, when, times.names, steps


def _read(outcome: Any, time: Any, start: Any, data: Any, comparison: Any, covariates: Any, log: bool) -> _Series:
    y, when, names, steps = _ordered(outcome, time, data, "outcome")
    columns = {"outcome": y}
    if comparison is not None:
        columns["comparison"] = numbers(column(data, comparison, "comparison"), "comparison values")
    by_name = covariates if isinstance(covariates, Mapping) else {name: name for name in covariates}
    extra = {str(name): numbers(column(data, which, str(name)), str(name)) for name, which in by_name.items()}
    same_length({name: len(values) for name, values in {**columns, **extra}.items()})
    if log:
        for name, values in columns.items():
            if np.any(values <= 0):
                raise MeasurementError(f"Logarithms need positive numbers, but the {name} has {np.nanmin(values):g}.")
        columns = {name: np.log(values) for name, values in columns.items()}
    y = columns["outcome"] - columns.get("comparison", 0.0)
    known = (when >= 0) & np.isfinite(y) & np.all([np.isfinite(one) for one in extra.values()] or [when >= 0], axis=0)
    if not known.any():
        raise MeasurementError("There is no period with an outcome.")
    notes = []
    if not known.all():
        notes.append(f"{int((~known).sum())} periods with a missing value were left out.")
    label = str(int(start)) if isinstance(start, float) and start.is_integer() else str(start).strip()
    first = bisect_left([label_order(name) for name in names], label_order(label))
    begins = int(steps[first]) if first < len(steps) else int(steps[-1]) + 1
    order = np.flatnonzero(known)[np.argsort(when[known], kind="stable")]
    return _Series(
        y[order],
        when[order],
        when[order] - begins,
        {name: values[order] for name, values in extra.items()},
        names,
        tuple(notes),
    )


def _design(series: _Series, kept: Any, season: int | None, bend: bool, notes: list[str]) -> tuple[Floats, list[str]]:
    """Columns that are independent of those before them; the step comes last so that nothing is blamed on it wrongly."""
    place, when = series.place[kept], series.when[kept]
    n = len(place)
    terms: list[tuple[str, Floats]] = [("level", np.ones(n))]
    terms.append(("trend", place - float(place.mean()) if n else np.zeros(0)))
    if season is not None:
        if season < 2:
            raise MeasurementError(f"A season has at least 2 periods, given: {season}.")
        if n >= 2 * season:
            terms += [(f"season {one}", (when % season == one).astype(float)) for one in range(1, season)]
        else:
            notes.append(f"Seasons of {season} periods need {2 * season} points; they were left out.")
    terms += [(name, values[kept] - float(values[kept].mean())) for name, values in series.extra.items()]
    if bend:
        terms.append(("bend", np.maximum(0, place).astype(float)))
    terms.append(("step", (place >= 0).astype(float)))
    names: list[str] = []
    basis: list[Floats] = []
    for name, values in terms:
        norm = float(np.linalg.norm(values))
        left = values
        for one in basis:
            left = left - (one @ left) * one
        size = float(np.linalg.norm(left))
        if norm > 0 and size > 1e-8 * norm:
            names.append(name)
            basis.append(left / size)
        elif name not in ("step", "bend"):
            notes.append(f"{name.capitalize()} cannot be told from the other terms and was left out.")
    chosen = dict(terms)
    return np.column_stack([chosen[name] for name in names]) if names else np.zeros((n, 0)), names


def _fit(y: Floats, X: Floats, when: Codes, n: int) -> Regression:
    if n < LEAST_POINTS:
        return least_squares(y, X)
    return autoregression(y, X, np.diff(when).astype(float))


def _exact(y: Floats, X: Floats) -> bool:
    """Whether nothing is left to chance: no spread, or a perfect fit."""
    left = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return bool((left**2).sum() <= 1e-20 * max(1e-300, float((y**2).sum())))


def _checks(series: _Series, season: int | None, n_before: int) -> tuple[list[Check], Estimate | Withheld]:
    """Before the start: the difference has no trend, and a start in its middle that did not happen shows nothing."""
    if n_before < 2 * LEAST_SIDE:
        why = f"needs {2 * LEAST_SIDE} points before the start, there are {n_before}"
        return [Check("course before the start", False, why), Check("placebo start", False, why)], Withheld(why)
    past = series.place < 0
    middle = int(np.median(series.place[past]))
    shifted = _Series(series.y, series.when, series.place - middle, series.extra, series.names, ())
    flat, names = _design(_Series(series.y, series.when, series.place, series.extra, (), ()), past, season, False, [])
    y, when = series.y[past], series.when[past]
    made = []
    trend = None
    if "trend" in names and n_before > flat.shape[1] + 1 and not _exact(y, flat):
        trend = _fit(y, flat, when, n_before).contrast(np.eye(flat.shape[1])[names.index("trend")], n_before)
    made.append(_holds("course before the start", trend, "a trend of its own"))
    X, names = _design(shifted, past, season, False, [])
    placebo = None
    if "step" in names and n_before > X.shape[1] + 1 and not _exact(y, X):
        placebo = _fit(y, X, when, n_before).contrast(np.eye(X.shape[1])[names.index("step")], n_before)
    made.append(_holds("placebo start", placebo, "an effect where there was none"))
    return made, placebo if placebo is not None else Withheld("A placebo start could not be estimated.")


def _holds(name: str, found: Estimate | None, otherwise: str) -> Check:
    if found is None:
        return Check(name, False, "could not be checked")
    told = f"{shown(found.value)} ({shown(found.low)} to {shown(found.high)})"
    passed = found.low <= 0 <= found.high
    return Check(name, passed, told if passed else f"{otherwise}, {told}")


def _percent(effect: Estimate) -> Estimate:
    value, low, high = (100 * math.expm1(min(one, 700.0)) for one in (effect.value, effect.low, effect.high))
    return Estimate(value, low, high, effect.n, effect.method)
