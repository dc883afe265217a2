"""How good were the forecasts of key results that have ended? Brier, CRPS, coverage, skill, reliability.

A forecast is a t distribution. Brier: mean squared difference between the chance told of landing at 0.7 or more and
what happened (0 or 1). CRPS: how far the whole distribution lay from the landing, in units of progress; for a sure
forecast it is the absolute error. Skill: 1 - Brier / Brier of always telling the share that landed. Lower Brier and
CRPS are better, higher skill is. Source: Gneiting & Raftery 2007; closed form of the t CRPS: Jordan, Krueger & Lerch
2019. Checked: docs/statistics.md, Forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaln, gammaln, stdtr, stdtrit

from sapwood.measurement.courses import LEAST_CHECK_INS, Series, ordered, read_course
from sapwood.measurement.forecasts import ENOUGH, LEVEL, forecast
from sapwood.measurement.priors import MOMENTS, History, learn_prior
from sapwood.measurement.results import MeasurementError, Withheld, shown
from sapwood.measurement.tables import Floats, numbers, same_length

LEAST_SCORED = 20
TIMES = (0.0, 0.25, 0.5, 0.75, 1.0)
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Slice:
    """Scores of the forecasts made between two times of the cycle."""

    first: float
    last: float
    n: int
    brier: float
    crps: float
    coverage: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Of `n` forecasts that told a chance of about `told`, the share `happened` landed at 0.7 or more."""

    told: float
    happened: float
    n: int


@dataclass(frozen=True, slots=True)
class ForecastScores:
    """Scores of past forecasts. `coverage`: share of landings inside the 80% interval; `skill` at 0 or below means
    that no chance should be told. `base_rate`: share that landed at `enough` or more; `error`: mean absolute error.
    """

    n: int
    enough: float
    brier: float
    base_rate: float
    skill: float
    crps: float
    error: float
    coverage: float
    by_time: tuple[Slice, ...]
    reliability: tuple[ReliabilityBin, ...]

    def __str__(self) -> str:
        return (
            f"{self.n} past forecasts: 80% intervals held {self.coverage:.0%} of landings, mean error {shown(self.error)}, "
            f"Brier {self.brier:.3f}, skill {self.skill:.2f} over the base rate of {self.base_rate:.0%}."
        )


def score_forecasts(
    mean: Any, scale: Any, df: Any, landed: Any, *, at: Any = None, enough: float = ENOUGH
) -> ForecastScores | Withheld:
    """Score n past forecasts against where the key results landed.

    `mean`, `scale`, `df`, `landed`: n numbers each (scale above 0, df above 1); `at`: times of the cycle they were
    made at, for the scores by time. Rows with a missing value are skipped; under 20 the scores are withheld. When all
    or none landed at `enough` there is nothing to be skilful about: the skill is 0, or negative where chances were
    told wrongly. Raises `MeasurementError` for unequal lengths, a scale that is not positive, df of 1 or less.
    """
    when = np.zeros(np.size(mean)) if at is None else numbers(at, "times")
    columns = [
        numbers(one, what) for one, what in ((mean, "means"), (scale, "scales"), (df, "df"), (landed, "landings"))
    ]
    same_length(
        {
            "mean": len(columns[0]),
            "scale": len(columns[1]),
            "df": len(columns[2]),
            "landed": len(columns[3]),
            "at": len(when),
        }
    )
    table = np.column_stack([*columns, when])
    table = table[~np.isnan(table).any(axis=1)]
    if len(table) < LEAST_SCORED:
        return Withheld(f"{len(table)} past forecasts; their quality can be told from {LEAST_SCORED} on.")
    m, s, f, y, when = table.T
    if np.any(s <= 0) or np.any(f <= 1):
        raise MeasurementError("A forecast needs a scale above 0 and more than 1 degree of freedom.")
    chance = stdtr(f, (m - enough) / s)
    hit = (y >= enough).astype(float)
    inside = np.abs(y - m) <= stdtrit(f, 0.5 + LEVEL / 2) * s
    brier, crps = (chance - hit) ** 2, crps_t(y, m, s, f)
    base = float(hit.mean())
    reference = base * (1 - base)
    skill = 1 - float(brier.mean()) / reference if reference > 0 else min(0.0, -float(brier.mean()))
    slices = []
    for first, last in zip(TIMES, TIMES[1:], strict=False):
        some = (when > first) & (when <= last) if at is not None else np.zeros(len(when), bool)
        if some.any():
            slices.append(
                Slice(
                    first,
                    last,
                    int(some.sum()),
                    float(brier[some].mean()),
                    float(crps[some].mean()),
                    float(inside[some].mean()),
                )
            )
    return ForecastScores(
        n=len(y),
        enough=enough,
        brier=float(brier.mean()),
        base_rate=base,
        skill=skill,
        crps=float(crps.mean()),
        error=float(np.abs(y - m).mean()),
        coverage=float(inside.mean()),
        by_time=tuple(slices),
        reliability=_reliability(chance, hit),
    )


def crps_t(y: Floats, mean: Floats, scale: Floats, df: Floats) -> Floats:
    """Continuous ranked probability score of t forecasts, in the unit of y; (n,) each, df above 1."""
    z = (y - mean) / scale
    log_density = gammaln((df + 1) / 2) - gammaln(df / 2) - np.log(df * np.pi) / 2 - (df + 1) / 2 * np.log1p(z**2 / df)
    constant = 2 * np.sqrt(df) / (df - 1) * np.exp(betaln(0.5, df - 0.5) - 2 * betaln(0.5, df / 2))
    result: Floats = scale * (z * (2 * stdtr(df, z) - 1) + 2 * np.exp(log_density) * (df + z**2) / (df - 1) - constant)
    return result


def replay(
    finished: Sequence[Series], *, moments: Sequence[float] = MOMENTS, enough: float = ENOUGH
) -> ForecastScores | Withheld:
    """What the forecasts of finished key results would have been, scored: each from a prior learned without it.

    `finished`: courses as in `learn_prior`. They are dealt into five parts; the prior (and from 100 others on the
    reference class) for one part is learned from the four others. Under 20 forecasts the scores are withheld.
    """
    whole = [one for one in (ordered(t, v) for t, v in finished) if len(one[0]) and one[0][-1] >= 7 / 8]
    rows = []
    for fold in range(FOLDS):
        others = [one for place, one in enumerate(whole) if place % FOLDS != fold]
        prior, history = learn_prior(others), History(others)
        for times, progress in whole[fold::FOLDS]:
            for moment in moments:
                known = times <= moment + 1e-9
                if read_course(times, progress, moment).n < LEAST_CHECK_INS or times[known][-1] >= 1:
                    continue
                told = forecast(times[known], progress[known], prior=prior, history=history, enough=enough)
                rows.append((told.landing.value, told.scale, told.df, float(progress[-1]), told.at))
    table = np.array(rows, float).reshape(-1, 5)
    return score_forecasts(*table[:, :4].T, at=table[:, 4], enough=enough)


def _reliability(chance: Floats, hit: Floats) -> tuple[ReliabilityBin, ...]:
    fifth = np.minimum(4, (chance * 5).astype(int))
    bins = []
    for one in range(5):
        some = fifth == one
        if some.any():
            bins.append(ReliabilityBin(float(chance[some].mean()), float(hit[some].mean()), int(some.sum())))
    return tuple(bins)
