"""What finished key results teach about the next ones: a prior, a conformal scale, a reference class.

See `forecasts.py` for the model. Learning needs whole courses: check-ins from the start to the end of a cycle, of key
results of the same organisation. The last value of a course is where it landed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import gammaln, stdtrit

from sapwood.measurement.courses import BACK, LEAST_CHECK_INS, Course, Series, courses, ordered, value_at
from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Floats

LEAST_FINISHED = 30  # to learn a prior
LEAST_LIKE = 100  # to use a reference class
MOMENTS = (4 / 13, 6 / 13, 9 / 13, 12 / 13)  # times of the cycle at which a prior is judged and scaled
LEVEL = 0.8
RIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Prior:
    """What is known of a key result before its first check-in.

    `drift` m0: progress expected in a whole cycle; `weight` k0: of that expectation, in cycles; `shape` a0 and `wobble`
    s0: variance of a cycle's increments; `turn` sd: how much the drift changes within a cycle. `factors`: pairs (time,
    factor) by which the scale is multiplied, from `learned_from` finished key results (0: typical values).
    """

    drift: float = 0.65
    weight: float = 1.0
    shape: float = 2.0
    wobble: float = 0.045
    turn: float = 0.4
    factors: tuple[tuple[float, float], ...] = ()
    learned_from: int = 0

    def factor(self, at: Floats) -> Floats:
        """The conformal factor at times of the cycle, straight between the learned ones."""
        if not self.factors:
            return np.ones_like(at)
        when, by = zip(*self.factors, strict=True)
        factors: Floats = np.interp(at, when, by)
        return factors


TYPICAL = Prior()


@dataclass(frozen=True, slots=True)
class Batch:
    """Several courses as arrays (M,): last value, sum x^2/dt, number of check-ins, time of the last."""

    value: Floats
    squares: Floats
    n: Floats
    at: Floats

    @classmethod
    def of(cls, some: Sequence[Course]) -> Batch:
        table = np.array([(one.value, one.squares, one.n, one.at) for one in some], float).reshape(-1, 4)
        return cls(*table.T)


def landing(batch: Batch, prior: Prior, *, conformal: bool = True) -> tuple[Floats, Floats, Floats]:
    """Mean, scale and degrees of freedom of the landing, for (M,) courses; under three check-ins the prior's own."""
    few = batch.n < LEAST_CHECK_INS
    n, at = np.where(few, 0.0, batch.n), np.where(few, 0.0, batch.at)
    v, squares = np.where(few, 0.0, batch.value), np.where(few, 0.0, batch.squares)
    m0, k0, a0, s0 = prior.drift, prior.weight, prior.shape, prior.wobble
    h = 1 - at
    kn = k0 + at
    mn = (k0 * m0 + v) / kn
    an = a0 + n / 2
    bn = a0 * s0 + np.maximum(0.0, squares + k0 * m0**2 - kn * mn**2) / 2
    scale = np.sqrt(bn / an * (h + h**2 / kn) + prior.turn**2 * h**2)
    if conformal:
        scale = scale * prior.factor(at)
    return v + mn * h, scale, 2 * an


def held(value: Any, mean: Any, scale: Any) -> tuple[Any, Any]:
    """A stale key result: hold its value, and widen by twice what the drift would have added (it may yet move)."""
    return value, np.sqrt(scale**2 + 4 * (mean - value) ** 2)


def learn_prior(finished: Sequence[Series]) -> Prior:
    """Learn the prior from finished key results; under 30 the typical values come back (`learned_from` 0).

    `finished`: for each its times (shares of the cycle) and progress, as in `forecast`; the last value is where it
    landed. m0 is the mean landing, s0 the median variance of increments; k0 and sd are the best of 25 by the log
    predictive score of landings at four times of the cycle. Then the scale at each time is corrected so that 80% of
    the finished landings lie in their 80% interval (split conformal quantile with the n + 1 correction).
    Courses without a check-in in the last eighth of the cycle are no finished ones and are left out.
    """
    whole = [one for one in (ordered(t, v) for t, v in finished) if len(one[0]) and one[0][-1] >= 7 / 8]
    if len(whole) < LEAST_FINISHED:
        return TYPICAL
    final = np.array([v[-1] for _, v in whole])
    wobble = max(1e-4, float(np.median([_variance(t, v) for t, v in whole])))
    seen = [_at(whole, final, moment) for moment in MOMENTS]
    best = max(
        (
            Prior(float(final.mean()), weight, TYPICAL.shape, wobble, turn)
            for weight in (0.05, 0.1, 0.25, 0.5, 1.0)
            for turn in (0.0, 0.2, 0.4, 0.6, 0.8)
        ),
        key=lambda prior: sum(_log_score(landing(batch, prior), landed) for batch, landed in seen),
    )
    start = Batch.of(courses(whole, 0.0))
    factors = []
    for moment, (batch, landed) in zip((0.0, *MOMENTS), [(start, final), *seen], strict=True):
        mean, scale, df = landing(batch, best)
        if len(landed) >= LEAST_FINISHED:
            factors.append((moment, conformal_factor((landed - mean) / scale / stdtrit(df, 0.5 + LEVEL / 2))))
    return Prior(best.drift, best.weight, best.shape, best.wobble, best.turn, tuple(factors), len(whole))


def conformal_factor(misses: Floats) -> float:
    """By what the half-width must be multiplied to hold 80% of the misses (given in half-widths)."""
    ordered_misses = np.sort(np.abs(misses))
    place = min(len(ordered_misses), int(np.ceil((len(ordered_misses) + 1) * LEVEL)))
    return max(0.05, float(ordered_misses[place - 1]))


class History:
    """Finished key results as a reference class: landing ~ a + b now + c slope, ridge regression at any time.

    From 100 finished ones on (`enough`). Landings beyond the residuals' t distribution are corrected like the prior's,
    by the conformal quantile of the leave-one-out residuals.
    """

    def __init__(self, finished: Sequence[Series]) -> None:
        whole = [one for one in (ordered(t, v) for t, v in finished) if len(one[0]) and one[0][-1] >= 7 / 8]
        self._courses = whole
        self.final = np.array([v[-1] for _, v in whole])
        self._fits: dict[float, tuple[Floats, float]] = {}

    def __len__(self) -> int:
        return len(self._courses)

    @property
    def enough(self) -> bool:
        return len(self) >= LEAST_LIKE

    def landing(self, value: Floats, before: Floats, at: float) -> tuple[Floats, Floats, Floats]:
        """Mean, scale and degrees of freedom for key results at `value`, three weeks earlier at `before`; (M,) each."""
        if not self.enough:
            raise MeasurementError(f"A reference class needs {LEAST_LIKE} finished key results; there are {len(self)}.")
        at = round(at, 3)
        if at not in self._fits:
            self._fits[at] = self._fit(at)
        coefficients, scale = self._fits[at]
        mean = np.column_stack([np.ones_like(value), value, value - before]) @ coefficients
        return mean, np.full(len(mean), scale), np.full(len(mean), float(len(self) - 3))

    def _fit(self, at: float) -> tuple[Floats, float]:
        now = np.array([value_at(t, v, at) for t, v in self._courses])
        then = np.array([value_at(t, v, at - BACK) for t, v in self._courses])
        X = np.column_stack([np.ones_like(now), now, now - then])
        inner = np.linalg.inv(X.T @ X + np.diag([0.0, RIDGE, RIDGE]))
        coefficients: Floats = inner @ X.T @ self.final
        residual = self.final - X @ coefficients
        alone = residual / np.maximum(1e-9, 1 - np.einsum("ij,jk,ik->i", X, inner, X))
        scale = max(1e-4, float(residual.std(ddof=3)))
        reach = float(stdtrit(len(self) - 3, 0.5 + LEVEL / 2))
        return coefficients, scale * conformal_factor(alone / (scale * reach))


def _at(whole: Sequence[Series], final: Floats, moment: float) -> tuple[Batch, Floats]:
    seen = courses(whole, moment)
    told = np.array([one.n >= LEAST_CHECK_INS and one.at < 1 for one in seen], bool)
    return Batch.of([one for one in seen if one.n >= LEAST_CHECK_INS and one.at < 1]), final[told]


def _variance(times: Any, progress: Any) -> float:
    """Variance of a whole course's increments around its even pace, per cycle."""
    t, v = np.asarray(times, float), np.asarray(progress, float)
    gaps, steps = np.diff(t, prepend=0.0), np.diff(v, prepend=0.0)
    return float((steps**2).sum() - (v[-1] / t[-1]) ** 2 * (gaps**2).sum())


def _log_score(forecast: tuple[Floats, Floats, Floats], landed: Floats) -> float:
    mean, scale, df = forecast
    z = (landed - mean) / scale
    density = gammaln((df + 1) / 2) - gammaln(df / 2) - np.log(df * np.pi) / 2 - (df + 1) / 2 * np.log1p(z**2 / df)
    return float((density - np.log(scale)).sum())
