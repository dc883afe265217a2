"""A regression whose errors follow on each other: AR(1) by maximum or restricted likelihood, exactly.

y = X beta + e with Corr(e_s, e_t) = rho^|t - s|, also over gaps. For a given rho the rest is closed form; rho is
found on the profile likelihood. Source: Prais & Winsten 1954; Harvey 1989; Cheang & Reinsel 2000 (restricted).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import stdtrit

from sapwood.measurement.results import Estimate
from sapwood.measurement.tables import Floats

MOST_RHO = 0.995


@dataclass(frozen=True, slots=True)
class Regression:
    """`beta` (p,), its `covariance` (p, p), `rho`, residual variance, degrees of freedom, -2 log likelihood."""

    beta: Floats
    covariance: Floats
    rho: float
    variance: float
    df: int
    deviance: float
    method: str

    def contrast(self, weights: Floats, n: int) -> Estimate:
        """weights'beta with its 95% t interval."""
        value = float(weights @ self.beta)
        se = math.sqrt(max(0.0, float(weights @ self.covariance @ weights)))
        half = float(stdtrit(self.df, 0.975)) * se
        return Estimate(value, value - half, value + half, n, self.method, se=se)


def least_squares(y: Floats, X: Floats) -> Regression:
    """Ordinary least squares. `y` (n,), `X` (n, p) of full rank, n > p."""
    return _solved(y, X, 0.0, 0.0, len(y) - X.shape[1], "least squares")


def autoregression(y: Floats, X: Floats, gaps: Floats, *, restricted: bool = True) -> Regression:
    """AR(1) errors. `y` (n,), `X` (n, p) of full rank, n > p + 1; `gaps` (n - 1,) whole periods between the rows."""

    def criterion(rho: float) -> float:
        return _profile(y, X, gaps, rho, restricted)

    starts = np.linspace(-0.9, 0.95, 38)
    values = [criterion(one) for one in starts]
    best = int(np.argmin(values))
    low = float(starts[best - 1]) if best else -MOST_RHO
    high = float(starts[best + 1]) if best + 1 < len(starts) else MOST_RHO
    rho = float(minimize_scalar(criterion, bounds=(low, high), method="bounded", options={"xatol": 1e-9}).x)
    whitened = _whiten(np.column_stack([y, X]), gaps, rho)
    name = "AR(1), restricted likelihood" if restricted else "AR(1), maximum likelihood"
    divisor = len(y) - X.shape[1] if restricted else len(y)
    return _solved(whitened[:, 0], whitened[:, 1:], rho, criterion(rho), divisor, name)


def _whiten(columns: Floats, gaps: Floats, rho: float) -> Floats:
    """Rows with unit variance and no correlation; the first stays as it is."""
    step = rho**gaps
    result = columns.copy()
    result[1:] = (columns[1:] - step[:, None] * columns[:-1]) / np.sqrt(1 - step**2)[:, None]
    return result


def _profile(y: Floats, X: Floats, gaps: Floats, rho: float, restricted: bool) -> float:
    n, p = X.shape
    white = _whiten(np.column_stack([X, y]), gaps, rho)
    R = np.asarray(np.linalg.qr(white, mode="r"), float)
    squares = max(float(R[p, p]) ** 2, 1e-300)
    log_det = float(np.log(1 - rho ** (2 * gaps)).sum())
    if restricted:
        return float((n - p) * math.log(squares) + log_det + 2 * np.log(np.abs(np.diag(R)[:p])).sum())
    return float(n * math.log(squares / n) + log_det + n * (1 + math.log(2 * math.pi)))


def _solved(y: Floats, X: Floats, rho: float, deviance: float, divisor: int, method: str) -> Regression:
    inverse = np.asarray(np.linalg.inv(X.T @ X), float)
    beta = np.asarray(np.linalg.lstsq(X, y, rcond=None)[0], float)
    variance = float(((y - X @ beta) ** 2).sum()) / divisor
    return Regression(beta, inverse * variance, rho, variance, len(y) - X.shape[1], deviance, method)
