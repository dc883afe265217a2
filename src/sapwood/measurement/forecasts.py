"""Where a key result will land: a closed form that learns from finished ones, with intervals that hold.

Progress v runs from 0 (start) to 1 (target) over the cycle, time tau from 0 to 1. It is a random walk with drift:
increments x_k over dt_k ~ N(d dt_k, s^2 dt_k); drift d | s^2 ~ N(m0, s^2/k0), s^2 ~ IG(a0, a0 s0). After n check-ins,
h = 1 - tau:

    kn = k0 + tau;  mn = (k0 m0 + v)/kn;  an = a0 + n/2;  bn = a0 s0 + (sum x_k^2/dt_k + k0 m0^2 - kn mn^2)/2
    landing ~ t with 2 an degrees of freedom, mean v + mn h, scale^2 = (bn/an)(h + h^2/kn) + sd^2 h^2

sd is how much drifts change within a cycle. From 30 finished key results on, m0, s0, k0, sd are learned and the scale
is corrected by the 80% conformal quantile (`priors.py`); from 100 on a ridge regression on like key results replaces
the formula. Source: conjugate normal-inverse-gamma (Gelman et al., Bayesian Data Analysis); Vovk et al. 2005
(conformal). Checked: docs/statistics.md, Forecast.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from scipy.special import stdtr, stdtrit

from sapwood.measurement.courses import LEAST_CHECK_INS, STALE_AFTER, Course, read_course
from sapwood.measurement.priors import TYPICAL, Batch, History, Prior, held, landing
from sapwood.measurement.results import Estimate, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Floats, numbers

ENOUGH = 0.7  # the landing that counts as healthy
LEVEL = 0.8


class Basis(Enum):
    """What a forecast rests on."""

    TYPICAL = "typical, not yet yours"
    COURSE = "its own course so far"
    LIKE = "its course and how key results like it ended"
    LANDED = "the final value"


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where one key result lands, as of its last check-in.

    `landing`: final progress (1 = target) with an 80% interval. `chance`: of landing at `enough` or above, or why it
    is not told. The forecast is a t distribution with `df`, centre `landing.value` and `scale`. `check_ins` counts
    those used, `at` is the time of the last (share of the cycle), `value` its progress. `stale`: no change for three
    check-ins; then, without a reference class, the value is held and the interval widened. `spread` = (a, b): variance after a further time u is
    a u + b u^2, for drawing the fan.
    """

    landing: Estimate
    chance: float | Withheld
    enough: float
    basis: Basis
    check_ins: int
    at: float
    value: float
    scale: float
    df: float
    stale: bool
    spread: tuple[float, float]

    @property
    def sentence(self) -> str:
        if self.basis is Basis.LANDED:
            return f"Landed at {shown(self.landing.value)}."
        told = f"Lands at {shown(self.landing.value)} ({shown(self.landing.low)} to {shown(self.landing.high)}, 80% interval)"
        if isinstance(self.chance, float):
            told += f"; the chance of {self.enough:g} or more is {percent(self.chance)}"
        parts = [f"{told}."]
        if self.basis is Basis.TYPICAL:
            parts.insert(0, f"Typical, not yet yours (check-ins so far: {self.check_ins}, needed: {LEAST_CHECK_INS}).")
        if self.stale:
            treated = ": the value is held and the interval widened" if self.basis is Basis.COURSE else ""
            parts.append(f"No change for {STALE_AFTER} check-ins{treated}.")
        if isinstance(self.chance, Withheld):
            parts.append(str(self.chance))
        return " ".join(parts)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class FanPoint:
    """The forecast at one time ahead: middle, and the ends of the 50% and 80% intervals."""

    time: float
    middle: float
    low50: float
    high50: float
    low80: float
    high80: float


def forecast(
    times: Any,
    progress: Any,
    *,
    prior: Prior = TYPICAL,
    history: History | None = None,
    enough: float = ENOUGH,
    skill: float | None = None,
) -> Forecast:
    """Forecast the landing of one key result.

    `times`: n times of its check-ins as shares of the cycle (0 start, 1 end), in any order; `progress`: n values
    (0 start, 1 target; the start itself, 0 at time 0, is understood). Missing values are skipped; of several in one
    26th of the cycle the last counts. `prior`: learned by `learn_prior`, else typical values. `history`: finished key
    results; used from 100 on. `skill`: of past forecasts (`score_forecasts`); at 0 or below no chance is told.

    Under three check-ins the prior alone answers, and says so. Raises `MeasurementError` for unequal lengths, text,
    or times outside 0 to 1.
    """
    course = read_course(times, progress)
    batch = Batch(np.array([course.value]), np.array([course.squares]), np.array([course.n]), np.array([course.at]))
    mean, scale, df = landing(batch, prior)
    stale = course.stale and course.at < 1
    basis = Basis.COURSE
    if course.at >= 1:
        basis = Basis.LANDED
    elif course.n < LEAST_CHECK_INS:
        basis, stale = Basis.TYPICAL, False
    elif history is not None and history.enough:
        basis = Basis.LIKE
        mean, scale, df = history.landing(np.array([course.value]), np.array([course.before]), course.at)
    centre, width, freedom = float(mean[0]), float(scale[0]), float(df[0])
    if stale and basis is Basis.COURSE:  # a reference class has seen how still ones ended
        centre, width = held(course.value, centre, width)
    return _forecast(course, centre, width, freedom, basis, stale, enough, skill)


def forecast_many(times: Any, progress: Any, *, prior: Prior = TYPICAL) -> tuple[Floats, Floats, Floats]:
    """Forecast many key results checked in at the same times: mean, scale and degrees of freedom, each (M,).

    `times`: (n,) increasing shares of the cycle, above 0 and at most 1; `progress`: (M, n). The closed form of
    `forecast` without its reading of courses (stale ones are held all the same); 3,000 take under a millisecond.
    """
    t, v = numbers(times, "times"), np.asarray(progress, float)
    if v.ndim != 2 or v.shape[1] != len(t) or not len(t):
        raise MeasurementError(f"Progress must be key results by times ({len(t)} times given), its shape is {v.shape}.")
    if not (np.all(np.diff(t) > 0) and t[0] > 0 and t[-1] <= 1):
        raise MeasurementError("Times must increase, from above 0 to at most 1.")
    steps = np.diff(v, axis=1, prepend=0.0)
    gaps = np.diff(t, prepend=0.0)
    count = np.full(len(v), float(len(t)))
    batch = Batch(v[:, -1], (steps**2 / gaps).sum(axis=1), count, np.full(len(v), t[-1]))
    mean, scale, df = landing(batch, prior)
    if len(t) > STALE_AFTER:
        still = ~steps[:, -STALE_AFTER:].any(axis=1)
        mean[still], scale[still] = held(v[still, -1], mean[still], scale[still])
    return mean, scale, df


def fan(one: Forecast, points: int = 12) -> tuple[FanPoint, ...]:
    """The forecast at `points` times from the last check-in to the end of the cycle, for drawing."""
    ahead = max(0.0, 1 - one.at)
    half, wide = float(stdtrit(one.df, 0.75)), float(stdtrit(one.df, 0.9))
    a, b = one.spread
    drawn = []
    for place in range(points + 1):
        u = ahead * place / points
        middle = one.value + (one.landing.value - one.value) * (u / ahead if ahead else 1.0)
        s = math.sqrt(a * u + b * u * u)
        drawn.append(
            FanPoint(one.at + u, middle, middle - half * s, middle + half * s, middle - wide * s, middle + wide * s)
        )
    return tuple(drawn)


def percent(share: float) -> str:
    """A probability as it is said: never 0% or 100%."""
    if share < 0.01:
        return "under 1%"
    return "over 99%" if share > 0.99 else f"{share:.0%}"


def _forecast(
    course: Course,
    centre: float,
    width: float,
    df: float,
    basis: Basis,
    stale: bool,
    enough: float,
    skill: float | None,
) -> Forecast:
    if basis is Basis.LANDED:
        exact = Estimate(course.value, course.value, course.value, int(course.n), basis.value, level=LEVEL)
        return Forecast(
            exact,
            float(course.value >= enough),
            enough,
            basis,
            int(course.n),
            1.0,
            course.value,
            0.0,
            df,
            False,
            (0.0, 0.0),
        )
    reach = float(stdtrit(df, 0.5 + LEVEL / 2)) * width
    chance: float | Withheld = float(stdtr(df, (centre - enough) / width))
    if skill is not None and not skill > 0:
        chance = Withheld("No chance is told: past forecasts did no better than the share of key results that land.")
    typical = basis is Basis.TYPICAL
    at, value = (0.0, 0.0) if typical else (course.at, course.value)
    ahead = 1 - at
    spread = (width**2 / (2 * ahead), width**2 / (2 * ahead**2))
    return Forecast(
        Estimate(centre, centre - reach, centre + reach, int(course.n), basis.value, level=LEVEL),
        chance, enough, basis, int(course.n), at, value, width, df, stale, spread,
    )  # fmt: skip
