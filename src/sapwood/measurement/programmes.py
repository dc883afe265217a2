"""A programme that some teams start and others do not: which design it amounts to, its finding, and before it starts
the smallest effect it could show.

The design follows from the numbers, never from a wish: five teams that start and five to compare with are pilots; fewer
are one mean beside another; without a comparison it is one series before and after. What each can say: `findings.py`.

Smallest effect. Both estimators are linear in the outcomes, tau = w'y, so Var = sum_i w_i' R w_i s^2 with R_st =
rho^|s-t|; the effect seen in a share `power` of such programmes is (t(0.99) + t(power / held)) sqrt(Var), where `held`
is the share in which the checks before the start hold (measured: docs/statistics.md, Impact).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from sapwood.measurement.findings import (
    LEAST_UNITS,
    Finding,
    ImpactVerdict,
    Prospect,
    StudyDesign,
    strongest,
)
from sapwood.measurement.interrupted import interrupted_effect
from sapwood.measurement.results import Estimate, MeasurementError, Withheld
from sapwood.measurement.staggered import SinceStart, staggered_effect
from sapwood.measurement.tables import Floats

HELD = 0.8
TYPICAL_RHO = 0.4
FEWEST_FOR_INTERVAL = 3  # teams
PILOTS = (StudyDesign.STAGGERED, StudyDesign.RANDOMISED)


@dataclass(frozen=True, slots=True)
class Value:
    """One outcome of one team in one period; periods are whole numbers in order."""

    team: str
    period: int
    value: float


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """What a programme did. `effect` in units of the outcome, or why there is none; `by_period`: its course since the
    start, of pilots only. `started`, `compared`: teams."""

    effect: Estimate | Withheld
    verdict: ImpactVerdict
    by_period: tuple[SinceStart, ...]
    started: int
    compared: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """How outcomes vary before the start: `team` within a team beside the others (SD), `common` of what all share from
    period to period beside a trend (SD), `rho` between neighbouring periods. `known`: from data, else typical."""

    team: float
    common: float
    rho: float
    known: bool


UNKNOWN = Spread(1.0, math.nan, TYPICAL_RHO, known=False)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Before a programme starts. `smallest`: the effect found in `power` of such programmes, in units of the outcome,
    or, where nothing is known of it (`in_spreads`), in standard deviations of a team's outcome from period to period;
    None where the design cannot say anything, or nothing is known of what all teams share."""

    prospect: Prospect
    smallest: float | None
    in_spreads: bool
    power: float


def design_of(starts: Mapping[str, int | None], first: int, last: int, *, randomised: bool) -> StudyDesign:
    """The design that these starts amount to between two periods. `starts`: team -> period, None for never."""
    began, never, later = _sides(starts, first, last)
    if len(began) >= LEAST_UNITS and len(never) + later >= LEAST_UNITS:
        return StudyDesign.RANDOMISED if randomised else StudyDesign.STAGGERED
    return StudyDesign.CONTROLLED if never else StudyDesign.SERIES


def programme_effect(
    values: Sequence[Value],
    starts: Mapping[str, int | None],
    *,
    randomised: bool = False,
    lag: int = 0,
) -> ProgrammeEffect:
    """What the programme did to the outcome. `starts`: the period in which each team started, None for never; teams
    without a value do not count. `lag`: periods after a start in which nothing is expected. A result comes back for
    every input, "too early" with its reason where there is little. Raises MeasurementError for a negative lag."""
    if lag < 0:
        raise MeasurementError(f"The lag must be 0 or more periods, given: {lag}.")
    told = {one.team for one in values}
    here = {team: start for team, start in starts.items() if team in told}
    rows = [one for one in values if one.team in here]
    if not rows:
        return _nothing("There is no value yet.", randomised)
    first, last = min(one.period for one in rows), max(one.period for one in rows)
    began, never, later = _sides(here, first, last)
    if not began:
        return _nothing("No team has started within the time that was measured.", randomised)
    if design_of(here, first, last, randomised=randomised) in PILOTS:
        found = staggered_effect(
            [one.value for one in rows],
            [one.team for one in rows],
            [one.period for one in rows],
            [_label(here[one.team], first, last) for one in rows],
            randomised=randomised,
            lag=lag,
        )
        return ProgrammeEffect(
            found.effect, found.verdict, found.by_period, found.started, len(never) + later, found.notes
        )
    return _beside(rows, here, began, never, lag)


def spread_of(values: Sequence[Value]) -> Spread:
    """How the outcome varies, from values before any start. Typical figures where there are under 3 teams' worth."""
    teams = sorted({one.team for one in values})
    periods = sorted({one.period for one in values})
    if len(values) < 12 or len(periods) < 6:
        return UNKNOWN
    table = np.full((len(teams), len(periods)), np.nan)
    for one in values:
        table[teams.index(one.team), periods.index(one.period)] = one.value
    table = table[:, ~np.isnan(table).all(axis=0)]
    own = table - np.nanmean(table, axis=1, keepdims=True)
    course = np.nanmean(own, axis=0)
    if len(teams) < 2:
        left = _without_trend(course)
        return Spread(float(np.std(left, ddof=2)), 0.0, _rho(left[None, :]), known=True)
    rest = own - course
    n, G, T = int((~np.isnan(rest)).sum()), len(teams), rest.shape[1]
    within = math.sqrt(float(np.nansum(rest**2)) / max(1, n - G - T + 1))
    common = float(np.var(_without_trend(course), ddof=2)) - within**2 / G
    return Spread(within, math.sqrt(max(0.0, common)), _rho(rest), known=True)


def mean_course(values: Sequence[Value]) -> dict[int, Estimate]:
    """period -> the mean of the teams, each taken from its own level, so that a gap does not look like a movement; with
    a 95% t interval over teams from three teams on (no wider than nothing, `low` = `high`, below that)."""
    teams: dict[str, list[float]] = {}
    for one in values:
        teams.setdefault(one.team, []).append(one.value)
    level = {team: sum(own) / len(own) for team, own in teams.items()}
    middle = sum(level.values()) / len(level) if level else 0.0
    course: dict[int, list[float]] = {}
    for one in values:
        course.setdefault(one.period, []).append(one.value - level[one.team])
    found = {}
    for period, own in sorted(course.items()):
        n, mean = len(own), middle + sum(own) / len(own)
        half = 0.0
        if n >= FEWEST_FOR_INTERVAL:
            half = float(stdtrit(n - 1, 0.975)) * float(np.std(own, ddof=1)) / math.sqrt(n)
        found[period] = Estimate(mean, mean - half, mean + half, n, "mean of teams")
    return found


def outlook(
    starts: Mapping[str, int | None],
    first: int,
    last: int,
    *,
    randomised: bool = False,
    lag: int = 0,
    spread: Spread = UNKNOWN,
    power: float = 0.7,
) -> Outlook:
    """The strongest sentence a programme could ever earn when it is read after period `last`, and its smallest effect.

    `first`, `last`: the periods that are measured; `starts` as above. Raises MeasurementError for a power outside 0-1.
    """
    if not 0 < power < 1:
        raise MeasurementError(f"A power lies between 0 and 1, given: {power}.")
    began, never, later = _sides(starts, first, last)
    kind = design_of(starts, first, last, randomised=randomised)
    inside = [start for start in began.values() if first <= start <= last]
    earliest, latest = (min(inside), max(inside)) if inside else (last + 1, last + 1)
    prospect = strongest(
        kind,
        before=max(0, earliest - first),
        after=max(0, last + 1 - latest - lag),
        units=len(began),
        comparison=len(never) + later,
    )
    smallest = None
    if not prospect.needs and spread.team > 0:
        periods = np.arange(first, last + 1, dtype=float)
        if kind in PILOTS:
            error, df = _error_of_pilots(starts, periods, lag, spread), len(starts) - 1
        else:
            error, df = _error_beside(len(began), len(never), earliest, latest, periods, lag, spread)
        quantile = float(stdtrit(df, 0.99 if kind is not StudyDesign.SERIES else 0.975)) + float(
            stdtrit(df, min(0.999, power / HELD))
        )
        smallest = quantile * error if math.isfinite(error) else None
    return Outlook(prospect, smallest, not spread.known, power)


def smallest_effect(
    prospect: Prospect, started: int, compared: int, *, before: int, after: int, lag: int = 0, power: float = 0.7
) -> float | None:
    """The same for a plan in numbers: `started` teams all begin after `before` periods and are measured for `after` more,
    beside `compared` others. In standard deviations of a team's outcome; None for other designs, or where they lack."""
    if prospect.needs or prospect.design not in PILOTS:
        return None
    starts = {str(team): before if team < started else None for team in range(started + compared)}
    is_lot = prospect.design is StudyDesign.RANDOMISED
    return outlook(starts, 0, before + after - 1, randomised=is_lot, lag=lag, power=power).smallest


# ---- which teams


def _sides(starts: Mapping[str, int | None], first: int, last: int) -> tuple[dict[str, int], list[str], int]:
    """Teams that started by the last period, teams that did not, and how many of the former start late enough to be
    compared with until then."""
    began = {team: start for team, start in starts.items() if start is not None and start <= last}
    earliest = min(began.values(), default=last)
    later = sum(start >= max(earliest, first) + 4 for start in began.values())
    return began, [team for team in starts if team not in began], later


def _label(start: int | None, first: int, last: int) -> str:
    return "never" if start is None or start > last else str(max(first, start))


def _nothing(reason: str, randomised: bool) -> ProgrammeEffect:
    kind = StudyDesign.RANDOMISED if randomised else StudyDesign.STAGGERED
    verdict = ImpactVerdict(Finding.TOO_EARLY, kind, 0, "no period", "nothing", reason=reason)
    return ProgrammeEffect(Withheld(reason), verdict, (), 0, 0, ())


# ---- few teams: one mean beside another


def _beside(
    rows: Sequence[Value], starts: Mapping[str, int | None], began: Mapping[str, int], never: Sequence[str], lag: int
) -> ProgrammeEffect:
    """The mean of the teams that started, beside that of the others where there are any. Each team is taken from its
    own level before the first start, so that a missing value does not look like a movement. Periods between the first
    and the last start belong to neither side."""
    earliest, latest = min(began.values()), max(began.values())
    pilots = _mean_course([one for one in rows if one.team in began], earliest)
    others = _mean_course([one for one in rows if one.team in never], earliest)
    periods = sorted(set(pilots) & set(others)) if others else sorted(pilots)
    if not periods:
        return _nothing("The teams that started and the others share no period.", False)
    found = interrupted_effect(
        [pilots[one] for one in periods],
        periods,
        earliest,
        comparison=[others[one] for one in periods] if others else None,
        lag=latest - earliest + lag,
    )
    return ProgrammeEffect(found.effect, found.verdict, (), len(began), len(never), found.notes)


def _mean_course(rows: Sequence[Value], start: int) -> dict[int, float]:
    level: dict[str, list[float]] = {}
    for one in rows:
        if one.period < start:
            level.setdefault(one.team, []).append(one.value)
    course: dict[int, list[float]] = {}
    for one in rows:
        if one.team in level:
            course.setdefault(one.period, []).append(one.value - sum(level[one.team]) / len(level[one.team]))
    return {period: sum(values) / len(values) for period, values in course.items()}


# ---- how sure it could be


def _error_of_pilots(starts: Mapping[str, int | None], periods: Floats, lag: int, spread: Spread) -> float:
    first, last = int(periods[0]), int(periods[-1])
    began = np.array([last + 1 if one is None or one > last else max(first, one) for one in starts.values()])
    G, T = len(began), len(periods)
    unit, time = np.repeat(np.arange(G), T), np.tile(periods, G)
    since = time - began[unit]
    treated, free = since >= lag, since < 0
    if not treated.any():
        return math.inf
    columns = np.hstack([unit[:, None] == np.arange(G), time[:, None] == periods]).astype(float)
    weights = np.zeros(G * T)
    weights[treated] = 1 / treated.sum()
    weights[free] = -columns[treated].mean(axis=0) @ np.linalg.pinv(columns[free])
    apart = np.abs(periods[:, None] - periods)
    table = weights.reshape(G, T)
    return spread.team * math.sqrt(float(np.einsum("it,ts,is->", table, spread.rho**apart, table)))


def _error_beside(
    started: int, compared: int, earliest: int, latest: int, periods: Floats, lag: int, spread: Spread
) -> tuple[float, int]:
    variance = spread.team**2 / started
    variance += spread.team**2 / compared if compared else spread.common**2
    kept = periods[(periods < earliest) | (periods >= latest + lag)]
    X = np.column_stack([np.ones(len(kept)), kept - kept.mean(), kept >= earliest]).astype(float)
    R = spread.rho ** np.abs(kept[:, None] - kept)
    if np.linalg.matrix_rank(X) < 3 or not math.isfinite(variance):
        return math.inf, 1
    error = np.linalg.inv(X.T @ np.linalg.solve(R, X))[2, 2] * variance
    return math.sqrt(float(error)), max(1, len(kept) - 3)


def _without_trend(course: Floats) -> Floats:
    X = np.column_stack([np.ones(len(course)), np.arange(len(course))])
    left: Floats = course - X @ np.linalg.lstsq(X, course, rcond=None)[0]
    return left


def _rho(rest: Floats) -> float:
    """Correlation of neighbours, pooled over teams, with the bias of a short series taken out (Kendall 1954)."""
    pairs = ~np.isnan(rest[:, 1:]) & ~np.isnan(rest[:, :-1])
    both = float(np.nansum(np.where(pairs, rest[:, 1:] * rest[:, :-1], 0.0))) / max(1, int(pairs.sum()))
    raw = both / max(1e-12, float(np.nanmean(rest**2)))
    return float(np.clip(raw + (1 + 3 * raw) / rest.shape[1], 0.0, 0.9))
