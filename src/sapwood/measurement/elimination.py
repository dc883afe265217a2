"""The engine of the general rater model: the restricted likelihood by block elimination.

Internal: `fit_mixed` in `mixed.py` is the way in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.linalg import lapack, solve_triangular

from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Floats, Levels

Matrix = NDArray[np.float64]

LARGEST_DENSE = 20_000  # rows of the dense factor: 3.2 GB; beyond it the exact method is the wrong tool


class Design:
    """Everything that does not depend on the variances, computed once.

    Factors are kept in falling order of size: number 0 is eliminated, the `rest` share the dense factor with the
    fixed effects and the ratings. `N` holds one sparse row per level of factor 0: what it shares with the rest.
    """

    def __init__(self, y: Floats, X: Floats, factors: Sequence[Levels]) -> None:
        self.n, self.p = X.shape
        order = sorted(range(len(factors)), key=lambda k: (-len(factors[k]), k))
        self.back = np.argsort(order)  # position of the caller's factor k among ours
        self.codes = [factors[k].codes for k in order]
        self.sizes = [len(factors[k]) for k in order]
        self.q = sum(self.sizes[1:])
        self.m = self.q + self.p  # columns of the dense factor without the ratings
        if self.m > LARGEST_DENSE:
            raise MeasurementError(
                f"All factors but the largest have {self.q:,} levels together; this exact method holds {LARGEST_DENSE:,}. "
                f"Fit a part of the organisation, or leave out the grouping with most levels."
            )
        self.offsets = np.cumsum([0, *self.sizes[1:]])
        self.W = np.column_stack([X, y])
        self.counts = np.bincount(self.codes[0], minlength=self.sizes[0]).astype(float)
        self.rest = self._incidence()
        eliminated = sp.csr_array((np.ones(self.n), self.codes[0], np.arange(self.n + 1)), (self.n, self.sizes[0]))
        shared = (eliminated.T @ self.rest).tocsr() if self.q else sp.csr_array((self.sizes[0], 0))
        self.N = sp.hstack([shared, sp.csr_array(eliminated.T @ self.W)], format="csr")
        self.N.sort_indices()
        self.NT = self.N.T.tocsr()
        self.G = self._cross_products()
        self.of_column = np.repeat(np.arange(1, len(self.sizes)), self.sizes[1:])

    def _incidence(self) -> Any:
        k = len(self.codes) - 1
        if k == 0:
            return sp.csr_array((self.n, 0))
        columns = np.column_stack([c + o for c, o in zip(self.codes[1:], self.offsets[:-1], strict=True)])
        return sp.csr_array((np.ones(self.n * k), columns.ravel(), np.arange(0, self.n * k + 1, k)), (self.n, self.q))

    def _cross_products(self) -> Matrix:
        q = self.q
        G = np.zeros((self.m + 1, self.m + 1))
        if q:
            G[:q, :q] = (self.rest.T @ self.rest).toarray()
            G[:q, q:] = self.rest.T @ self.W
            G[q:, :q] = G[:q, q:].T
        G[q:, q:] = self.W.T @ self.W
        return G

    def weighted(self, weight: Floats) -> Any:
        """N' diag(weight) N, sparse."""
        scaled = sp.csr_array((self.NT.data * weight[self.NT.indices], self.NT.indices, self.NT.indptr), self.NT.shape)
        return scaled @ self.N


@dataclass(slots=True)
class Place:
    """The factorisation at one set of variance ratios."""

    gamma: Floats
    criterion: float
    variance: float
    R: Matrix  # upper Cholesky factor of the scaled Schur complement, ratings in the last column
    weight: Floats
    scale: Floats
    inverse: Matrix | None = None


class Model:
    """The restricted likelihood as a function of the ratios gamma_f = sigma_f^2 / sigma^2."""

    def __init__(self, design: Design) -> None:
        self.d = design

    def start(self) -> Floats:
        """Variance ratios by the method of moments (Henderson's method 1 on least-squares residuals)."""
        d, factors = self.d, len(self.d.sizes)
        X, y = d.W[:, :-1], d.W[:, -1]
        left = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
        counts = [np.bincount(c, minlength=q).astype(float) for c, q in zip(d.codes, d.sizes, strict=True)]
        expected = np.empty((factors + 1, factors + 1))
        observed = np.empty(factors + 1)
        for k in range(factors):
            sums = np.bincount(d.codes[k], left, d.sizes[k])
            observed[k] = float((sums**2 / counts[k]).sum())
            expected[k, factors] = d.sizes[k] - 1
            expected[k, k] = d.n - float((counts[k] ** 2).sum()) / d.n
            for other in range(k):
                cells = sp.coo_array((np.ones(d.n), (d.codes[k], d.codes[other])), (d.sizes[k], d.sizes[other])).tocsr()
                cells.data **= 2
                expected[k, other] = float((cells.sum(axis=1) / counts[k]).sum() - (counts[other] ** 2).sum() / d.n)
                expected[other, k] = float((cells.sum(axis=0) / counts[other]).sum() - (counts[k] ** 2).sum() / d.n)
        observed[factors] = float(left @ left)
        expected[factors] = [d.n - float((c**2).sum()) / d.n for c in counts] + [d.n - d.p]
        found = np.linalg.lstsq(expected, observed, rcond=None)[0]
        residual = max(float(found[-1]), 0.05 * float(left @ left) / d.n)
        ratios: Floats = np.clip(found[:-1] / residual, 0.003, 10.0)
        return ratios

    def at(self, variances: Floats) -> Place:
        d = self.d
        gamma = np.asarray(variances, float)
        weight = gamma[0] / (1.0 + gamma[0] * d.counts)
        scale = np.ones(d.m + 1)
        scale[: d.q] = np.sqrt(gamma)[d.of_column]
        T = d.weighted(weight).toarray()
        np.subtract(d.G, T, out=T)
        T *= scale[:, None]
        T *= scale[None, :]
        T[np.arange(d.q), np.arange(d.q)] += 1.0
        R, failed = lapack.dpotrf(T.T, lower=0, clean=1, overwrite_a=1)
        if failed:
            raise np.linalg.LinAlgError("the Schur complement is not positive definite")
        logs = np.log(np.diag(R))
        freedom = d.n - d.p
        variance = float(R[-1, -1] ** 2) / freedom
        criterion = float(
            np.log1p(gamma[0] * d.counts).sum() + 2 * logs[: d.m].sum() + freedom * (1 + np.log(2 * np.pi * variance))
        )
        return Place(gamma, criterion, variance, R, weight, scale)

    def slope(self, point: Place) -> tuple[Floats, Matrix]:
        d, gamma, s2 = self.d, point.gamma, point.variance
        C = self._inverse(point)
        kept = 1.0 / (1.0 + gamma[0] * d.counts)
        shared = d.weighted(kept**2).tocoo()
        inside = (shared.row < d.m) & (shared.col < d.m)
        rows, cols = shared.row[inside], shared.col[inside]
        traces = np.empty(len(gamma))
        traces[0] = (d.counts * kept).sum() - float(
            (shared.data[inside] * C[rows, cols] * point.scale[rows] * point.scale[cols]).sum()
        )
        diagonal = np.diag(C)
        for k in range(1, len(gamma)):
            place = slice(d.offsets[k - 1], d.offsets[k])
            traces[k] = (d.sizes[k] - float(diagonal[place].sum())) / gamma[k]
        residual = self._residual(point)
        sums: list[Floats] = [np.bincount(c, residual, q).astype(float) for c, q in zip(d.codes, d.sizes, strict=True)]
        squares = np.array([float(one @ one) for one in sums]) / s2
        F: Matrix = np.column_stack([one[c] for one, c in zip(sums, d.codes, strict=True)])
        information = F.T @ self._project(point, F) / s2 - np.outer(squares, squares) / (d.n - d.p)
        return traces - squares, information

    def fixed(self, point: Place) -> tuple[Floats, Matrix]:
        """Fixed effects and their covariance."""
        d = self.d
        R = point.R[d.q : d.m, d.q : d.m]
        inverse = solve_triangular(R, np.eye(d.p))
        return solve_triangular(R, point.R[d.q : d.m, -1]), inverse @ inverse.T * point.variance

    def effects(self, point: Place) -> list[Floats]:
        """Predictions of every level, factors in the caller's order."""
        d = self.d
        first, rest = self._solution(point)
        parts = [first, *(rest[a:b] for a, b in zip(d.offsets[:-1], d.offsets[1:], strict=True))]
        return [parts[k] for k in d.back]

    def error_variances(self, point: Place, conditional: bool = False) -> list[Floats]:
        """Prediction error variances of every level; `conditional`: as if the fixed effects were known."""
        d = self.d
        m = d.q if conditional else d.m
        C = self._leading_inverse(point, m) if conditional else self._inverse(point)
        scaled = C * point.scale[:m, None] * point.scale[None, :m]
        rest = np.diag(scaled)[: d.q] * point.variance
        first = (point.weight + point.weight**2 * row_squares(d.N[:, :m].tocsr(), scaled)) * point.variance
        parts = [first, *(rest[a:b] for a, b in zip(d.offsets[:-1], d.offsets[1:], strict=True))]
        return [np.maximum(parts[k], 0.0) for k in d.back]

    def _inverse(self, point: Place) -> Matrix:
        if point.inverse is None:
            point.inverse = self._leading_inverse(point, self.d.m)
        return point.inverse

    def _leading_inverse(self, point: Place, m: int) -> Matrix:
        if m == 0:
            return np.zeros((0, 0))
        C, failed = lapack.dpotri(np.asfortranarray(point.R[:m, :m]), lower=0, overwrite_c=1)
        if failed:
            raise np.linalg.LinAlgError("the Schur complement is singular")
        symmetric: Matrix = C + np.triu(C, 1).T
        return symmetric

    def _solution(self, point: Place) -> tuple[Floats, Floats]:
        """Effects of the eliminated factor, and of the rest followed by the fixed effects."""
        d = self.d
        rest = solve_triangular(point.R[: d.m, : d.m], point.R[: d.m, -1]) * point.scale[: d.m]
        first = point.weight * (d.N @ np.append(-rest, 1.0))
        return first, rest

    def _residual(self, point: Place) -> Floats:
        """sigma^2 P y: what fixed effects and predictions leave of the ratings."""
        d = self.d
        first, rest = self._solution(point)
        left: Floats = d.W[:, -1] - d.W[:, :-1] @ rest[d.q :] - first[d.codes[0]]
        if d.q:
            left -= d.rest @ rest[: d.q]
        return left

    def _project(self, point: Place, V: Matrix) -> Matrix:
        """sigma^2 P V for the columns of V: V less its fixed effects and predictions."""
        d = self.d
        X = d.W[:, :-1]
        sums = np.column_stack([np.bincount(d.codes[0], V[:, k], d.sizes[0]) for k in range(V.shape[1])])
        N = d.N[:, : d.m]
        right = np.vstack([d.rest.T @ V, X.T @ V]) - N.T @ (point.weight[:, None] * sums)
        right *= point.scale[: d.m, None]
        R = point.R[: d.m, : d.m]
        found = solve_triangular(R, solve_triangular(R, right, trans="T")) * point.scale[: d.m, None]
        first = point.weight[:, None] * (sums - N @ found)
        left: Matrix = V - X @ found[d.q :] - first[d.codes[0]]
        if d.q:
            left -= d.rest @ found[: d.q]
        return left


def row_squares(N: Any, C: Matrix, most: int = 4_000_000) -> Floats:
    """n_j' C n_j for every sparse row n_j; rows of equal length are gathered together, long ones go one by one."""
    lengths = np.diff(N.indptr)
    found = np.zeros(N.shape[0])
    for length in np.unique(lengths[lengths > 0]):
        rows = np.flatnonzero(lengths == length)
        if length > 1500:
            for row in rows:
                place = slice(N.indptr[row], N.indptr[row + 1])
                found[row] = N.data[place] @ (C[np.ix_(N.indices[place], N.indices[place])] @ N.data[place])
            continue
        step = max(1, most // int(length) ** 2)
        for start in range(0, len(rows), step):
            some = rows[start : start + step]
            place = N.indptr[some][:, None] + np.arange(length)
            columns, values = N.indices[place], N.data[place]
            gathered = C[columns[:, :, None], columns[:, None, :]]
            found[some] = np.einsum("ra,ra->r", values, np.einsum("rab,rb->ra", gathered, values))
    return found
