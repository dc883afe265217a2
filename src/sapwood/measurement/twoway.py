"""Unit and period effects by elimination, and what the two stages of a staggered study need of them.

Units are eliminated exactly (their block is diagonal); what remains is one system as large as the number of periods.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from scipy.special import stdtrit

from sapwood.measurement.results import Estimate
from sapwood.measurement.tables import Codes, Floats

Mask = NDArray[np.bool_]
SEED = 20_260_316
FEW_COLUMNS = 40  # up to here counting is quicker than a sparse product
WEBB = np.sqrt(np.array([1.5, 1.0, 0.5]))


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Rows in use and the first stage fitted on the untreated ones.

    `kept`: places of the rows in use (a treated row needs untreated ones of its unit and its period, connected with
    each other); `y`, `unit`, `time`, `treated`, `residual`: (n,) of those rows, codes numbered anew from 0.
    """

    kept: Codes
    y: Floats
    unit: Codes
    time: Codes
    treated: Mask
    residual: Floats
    clusters: int
    periods: int
    _inverse: Floats
    _count: Floats
    _table: Floats  # untreated rows per unit and period
    _names: tuple[Codes, Codes]
    _lost: tuple[int, int]  # treated rows left out, units left out

    @classmethod
    def of(cls, y: Floats, unit: Codes, time: Codes, treated: Any) -> TwoWay:
        """Keep what can be compared, renumber, and fit y = a_unit + b_period on untreated rows."""
        treated = np.asarray(treated, bool)
        units, periods = int(unit.max(initial=-1)) + 1, int(time.max(initial=-1)) + 1
        part = _parts(unit[~treated], time[~treated], units, periods)
        usable = (part[unit] >= 0) & (part[unit] == part[units + time])
        kept = np.flatnonzero(usable)
        unit_names, u = np.unique(unit[kept], return_inverse=True)
        time_names, t = np.unique(time[kept], return_inverse=True)
        lost = (int((treated & ~usable).sum()), len(np.unique(unit)) - len(unit_names))
        G, T = len(unit_names), len(time_names)
        free = ~treated[kept]
        table = np.bincount(u[free] * T + t[free], minlength=G * T).reshape(G, T).astype(float)
        count = table.sum(axis=1)
        inner = np.diag(table.sum(axis=0)) - (table / np.maximum(count, 1)[:, None]).T @ table
        one_part = bool((part[part >= 0] == 0).all())
        if one_part and T:  # then only a constant is free, and a constant changes nothing
            inverse = np.linalg.inv(inner + 1 / T)
        else:
            inverse = np.linalg.pinv(inner, rcond=1e-10, hermitian=True) if T else inner
        fit = cls(
            kept,
            y[kept],
            u,
            t,
            treated[kept],
            np.zeros(len(kept)),
            G,
            T,
            inverse,
            count,
            table,
            (unit_names, time_names),
            lost,
        )
        object.__setattr__(fit, "residual", fit.without_effects(fit.y[:, None])[:, 0])
        return fit

    def notes(self, units: Sequence[str], times: Sequence[str]) -> list[str]:
        """What was left out, in words."""
        rows, gone = self._lost
        said = []
        if rows:
            said.append(
                f"{rows:,} treated rows were left out: no untreated row of the same unit or the same period to compare with."
            )
        if gone:
            said.append(f"{gone} {'unit was' if gone == 1 else 'units were'} left out altogether.")
        return said

    def _sums(self, values: Floats) -> tuple[Floats, Floats]:
        """Sums by unit (G, k) and by period (T, k) of (n, k) values."""
        return _summed(self.unit, self.clusters, values), _summed(self.time, self.periods, values)

    def _solve(self, by_unit: Floats, by_time: Floats) -> tuple[Floats, Floats]:
        """(X10'X10)^- times a right side given by units and periods."""
        mean = by_unit / np.maximum(self._count, 1)[:, None]
        b = self._inverse @ (by_time - self._table.T @ mean)
        a = mean - (self._table @ b) / np.maximum(self._count, 1)[:, None]
        return a, b

    def without_effects(self, values: Floats) -> Floats:
        """Columns (n, k) minus the unit and period effects fitted on their untreated rows."""
        a, b = self._solve(*self._sums(np.where(self.treated[:, None], 0.0, values)))
        left: Floats = values - a[self.unit] - b[self.time]
        return left

    def mean_effect(self, residual: Floats | None = None) -> tuple[float, float, Floats]:
        """Mean over treated rows, its standard error clustered by unit, and the units' influences (G,)."""
        X2 = self.treated.astype(float)[:, None]
        values, influences = self._influences(X2, self.residual[:, None] if residual is None else residual)
        one = influences[:, 0, 0]
        return float(values[0, 0]), math.sqrt(float((one**2).sum()) * self.correction), one

    @property
    def correction(self) -> float:
        return self.clusters / max(1, self.clusters - 1)

    def _influences(self, X2: Floats, residual: Floats) -> tuple[Floats, Floats]:
        """Second-stage values (k, m) and influences of units (G, k, m) for (n, k) regressors with disjoint support
        on treated rows and (n, m) residuals of the first stage."""
        weight = (X2**2).sum(axis=0)
        values = (X2.T @ residual) / weight[:, None]
        gamma_a, gamma_b = self._solve(*self._sums(X2))
        if residual.shape[1] == 1:  # all regressors at once
            second = X2 * (residual - values[:, 0])
            first = np.where(self.treated[:, None], 0.0, residual) * (gamma_a[self.unit] + gamma_b[self.time])
            return values, (_summed(self.unit, self.clusters, second - first) / weight)[:, :, None]
        influences = np.empty((self.clusters, X2.shape[1], residual.shape[1]))
        for k in range(X2.shape[1]):
            second = X2[:, k, None] * (residual - values[k])
            first = (gamma_a[self.unit, k] + gamma_b[self.time, k])[:, None] * residual
            first[self.treated] = 0.0
            influences[:, k, :] = _summed(self.unit, self.clusters, second - first) / weight[k]
        return values, influences

    def effects(self, X2: Floats) -> tuple[Floats, Floats]:
        """Second-stage coefficients (k,) of disjoint dummies of treated rows, and their clustered covariance (k, k)."""
        values, influences = self._influences(X2, self.residual[:, None])
        W = influences[:, :, 0]
        return values[:, 0], W.T @ W * self.correction

    def critical(self, draws: int, few: int) -> tuple[float, float]:
        """Half-widths of a 95% and of a 98% interval in standard errors: t, or under `few` units a wild cluster
        bootstrap."""
        df = max(1, self.clusters - 1)
        normal, wider = float(stdtrit(df, 0.975)), float(stdtrit(df, 0.99))
        value, se, one = self.mean_effect()
        if self.clusters >= few or not se > 0:
            return normal, wider
        left = self.residual - np.where(self.treated, value, 0.0)
        chance = np.random.default_rng(SEED)
        signs = chance.choice(np.r_[-WEBB, WEBB], (self.clusters, draws))[_ranks(one[:, None])]
        again = self.without_effects(left[:, None] * signs[self.unit])
        values, influences = self._influences(self.treated.astype(float)[:, None], again)
        spread = np.sqrt((influences[:, 0, :] ** 2).sum(axis=0) * self.correction)
        studentised = np.abs(values[0]) / np.where(spread > 0, spread, np.inf)
        drawn = np.quantile(studentised, [0.95, 0.98])
        return max(normal, float(drawn[0])), max(wider, float(drawn[1]))

    def slope(self, x: Floats) -> Estimate | None:
        """The coefficient of one column (n,) beside unit and period effects, clustered by unit; None if it has none."""
        own = self.without_effects(x[:, None])[:, 0]
        weight = float((own**2).sum())
        if self.clusters < 3 or not weight > 1e-9 * float((x**2).sum()):
            return None
        value = float(own @ self.residual) / weight
        scores = _summed(self.unit, self.clusters, (own * (self.residual - value * own))[:, None])
        se = math.sqrt(float((scores**2).sum()) * self.correction) / weight
        half = float(stdtrit(self.clusters - 1, 0.975)) * se
        return Estimate(value, value - half, value + half, len(x), "slope beside unit and period effects", se=se)

    def score_test(self, X: Floats, draws: int) -> float | None:
        """p that columns X (n, q) add nothing to unit and period effects; every row untreated. None if they cannot."""
        if self.clusters < 3:
            return None
        own = self.without_effects(X)
        kept = _independent(own, X)
        if not kept:
            return None
        scores = self._sums(own[:, kept] * self.residual[:, None])[0]
        inner = np.linalg.pinv(scores.T @ scores, hermitian=True)
        total = scores.sum(axis=0)
        seen = float(total @ inner @ total)
        signs = np.random.default_rng(SEED).choice([-1.0, 1.0], (draws, self.clusters))[:, _ranks(scores)]
        flipped = signs @ scores
        drawn = np.einsum("ij,jk,ik->i", flipped, inner, flipped)
        return float((1 + (drawn >= seen - 1e-9 * max(1.0, abs(seen))).sum()) / (draws + 1))


def _summed(codes: Codes, groups: int, values: Floats) -> Floats:
    """Sums of (n, k) values by group: (groups, k)."""
    if values.shape[1] <= FEW_COLUMNS:
        return np.column_stack([np.bincount(codes, values[:, k], groups) for k in range(values.shape[1])])
    rows = sp.csr_array((np.ones(len(codes)), codes, np.arange(len(codes) + 1)), (len(codes), groups))
    return np.asarray(rows.T @ values)


def _ranks(scores: Floats) -> Codes:
    """Units by the size of their scores (G, q), so that the same draws meet the same unit whatever it is called."""
    ranks = np.empty(len(scores), np.int64)
    ranks[np.lexsort(np.round(scores.T / (np.abs(scores).max() or 1.0), 9))] = np.arange(len(scores))
    return ranks


def _parts(unit: Codes, time: Codes, units: int, periods: int) -> Codes:
    """For each unit and period the connected part of the untreated rows it is in; -1 where it has none."""
    size = units + periods
    seen = np.bincount(unit * periods + time, minlength=units * periods).reshape(units, periods) > 0
    if seen.all(axis=0).any() or seen.all(axis=1).any():  # a period of all units, or a unit of all periods, joins them
        has = np.r_[seen.any(axis=1), seen.any(axis=0)]
        return np.where(has, 0, -1).astype(np.int64)
    graph = sp.coo_array((np.ones(len(unit)), (unit, units + time)), (size, size))
    _, label = connected_components(graph, directed=False)
    has = np.zeros(size, bool)
    has[unit] = True
    has[units + time] = True
    return np.where(has, label, -1).astype(np.int64)


def _independent(own: Floats, X: Floats) -> list[int]:
    kept: list[int] = []
    for place in range(own.shape[1]):
        if not (own[:, place] ** 2).sum() > 1e-9 * max(1e-300, float((X[:, place] ** 2).sum())):
            continue
        trial = [*kept, place]
        norms = np.linalg.norm(own[:, trial], axis=0)
        if np.linalg.matrix_rank(own[:, trial] / norms, tol=1e-6) == len(trial):
            kept = trial
    return kept
