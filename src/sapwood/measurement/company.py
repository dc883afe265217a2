"""The company engine: where 360 ratings differ, for thousands of people in seconds.

A complete form is split, exactly, into its mean and K - 1 orthonormal contrasts (Helmert) of its competencies:

    level    ybar_ijt = x'beta   + A_i  + C_it  + l_j + h_ij + eps_ijt     one number per form; raters matter only here
    profile  z_ijkt   = x'beta_k + B_ik + D_ikt       + p_ijk + e_ijkt     leniency and halo cancel

Everything but the raters is nested in the ratee, so a ratee's covariance is inverted as a small block, and the raters
leave one dense matrix as large as they are many. Same likelihood as the general model in `mixed.py`, same search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from sapwood.measurement.forms import Flags, Forms
from sapwood.measurement.tables import Codes, Floats

Cube = NDArray[np.float64]
Matrix = NDArray[np.float64]

LEVEL = ("ratee", "ratee x wave", "pair", "rater")
PROFILE = ("ratee x competency", "ratee x competency x wave", "pair x competency")


@dataclass(frozen=True, slots=True)
class Bucket:
    """All ratees with equally many forms: `rows` (ratees x forms) points into the forms."""

    ratee: Codes
    rows: Codes
    rater: Codes
    wave: Codes
    X: Cube
    same_wave: Cube
    same_pair: Cube


class Blocks:
    """The forms of each ratee side by side. Forms must be sorted by ratee."""

    def __init__(self, forms: Forms, X: Matrix) -> None:
        present, start, count = np.unique(forms.ratee, return_index=True, return_counts=True)
        self.n, self.p = X.shape
        seen, self.rater = np.unique(forms.rater, return_inverse=True)
        self.raters = seen  # numbers of the raters that occur, in the forms' numbering
        self.buckets: list[Bucket] = []
        for size in np.unique(count):
            rows = start[count == size][:, None] + np.arange(size)
            rater, wave = self.rater[rows], forms.wave[rows]
            self.buckets.append(
                Bucket(
                    ratee=present[count == size],
                    rows=rows,
                    rater=rater,
                    wave=wave,
                    X=X[rows],
                    same_wave=(wave[:, :, None] == wave[:, None, :]).astype(float),
                    same_pair=(rater[:, :, None] == rater[:, None, :]).astype(float),
                )
            )

    def inverses(self, ratee: float, wave: float, pair: float) -> Iterator[tuple[Bucket, Cube, float]]:
        """Each bucket with its inverted covariances (in units of the residual variance) and their log determinant."""
        for bucket in self.buckets:
            V = wave * bucket.same_wave + pair * bucket.same_pair + ratee
            V[:, np.arange(V.shape[1]), np.arange(V.shape[1])] += 1.0
            yield bucket, np.asarray(np.linalg.inv(V), dtype=float), float(np.linalg.slogdet(V)[1].sum())


@dataclass(slots=True)
class LevelPoint:
    """The level model at one set of variance ratios."""

    ratios: Floats
    criterion: float
    variance: float
    M: list[Cube]
    L: Matrix | None  # lower Cholesky factor of the raters' matrix; spent once its inverse was taken
    G: Matrix
    covariance: Matrix
    beta: Floats
    leniency: Floats
    Py: list[Cube]
    Q: list[Cube] = field(default_factory=list)
    rater_error: Floats | None = None


class LevelModel:
    """The restricted likelihood of the form means; ratios are those of LEVEL to the residual variance.

    `active` marks the variances that are searched for; the others stay at 0.
    """

    def __init__(self, blocks: Blocks, y: Floats, active: Sequence[bool] | Flags = (True, True, True, True)) -> None:
        self.b, self.active = blocks, np.asarray(active, bool)
        self.q = len(blocks.raters)
        self.middle = float(y.mean())
        self.y = [(y - self.middle)[bucket.rows] for bucket in blocks.buckets]
        self.W = [
            np.concatenate([bucket.X, y[:, :, None]], axis=2) for bucket, y in zip(blocks.buckets, self.y, strict=True)
        ]
        self.keys = np.concatenate(
            [(c.rater[:, :, None] * self.q + c.rater[:, None, :]).ravel() for c in blocks.buckets]
        )
        self.flat = np.concatenate([c.rater.ravel() for c in blocks.buckets])

    def at(self, variances: Floats) -> LevelPoint:
        b, p = self.b, self.b.p
        ratios = np.zeros(4)
        ratios[self.active] = variances
        root = np.sqrt(ratios[3])
        M, MW, logs = [], [], 0.0
        A = np.zeros((p + 1, p + 1))
        for (_, inverse, log), W in zip(b.inverses(*ratios[:3]), self.W, strict=True):
            product = inverse @ W
            A += np.einsum("ifa,ifb->ab", W, product)
            M.append(inverse)
            MW.append(product.reshape(-1, p + 1))
            logs += log
        cells = np.bincount(self.keys, np.concatenate([one.ravel() for one in M]), self.q * self.q)
        S: Matrix = cells.astype(float, copy=False).reshape(self.q, self.q)
        S *= float(ratios[3])
        S[np.arange(self.q), np.arange(self.q)] += 1.0
        L, failed = lapack.dpotrf(S.T, lower=1, clean=0, overwrite_a=1)
        if failed:
            raise np.linalg.LinAlgError("the raters' matrix is not positive definite")
        sums = self._by_rater(np.concatenate(MW))
        solved = self._solve(L, root * sums) * root  # C_ll Z'M [X y]
        A -= sums.T @ solved
        A[p, p] = max(A[p, p], float(A[p, :p] @ np.linalg.solve(A[:p, :p], A[:p, p])) * (1 + 1e-12) + 1e-290)
        R = np.linalg.cholesky(A).T
        freedom = max(b.n - p, 1)
        variance = max(float(R[-1, -1] ** 2) / freedom, 1e-300)
        logs += 2 * float(np.log(np.diag(L)).sum() + np.log(np.diag(R)[:p]).sum())
        inverse_R = np.linalg.inv(R[:p, :p])
        beta = inverse_R @ R[:p, p]
        leniency = solved[:, p] - solved[:, :p] @ beta
        Py = [
            (inverse @ (y - bucket.X @ beta - leniency[bucket.rater])[:, :, None])[:, :, 0]
            for bucket, inverse, y in zip(b.buckets, M, self.y, strict=True)
        ]
        criterion = logs + freedom * (1 + np.log(2 * np.pi * variance))
        return LevelPoint(
            ratios, float(criterion), variance, M, L, solved[:, :p], inverse_R @ inverse_R.T, beta, leniency, Py
        )

    def slope(self, point: LevelPoint) -> tuple[Floats, Matrix]:
        b, s2 = self.b, point.variance
        directions: list[list[Cube]] = [[] for _ in range(4)]
        by_rater = self._by_rater(np.concatenate([one.ravel() for one in point.Py])[:, None])[:, 0]
        for bucket, Py in zip(b.buckets, point.Py, strict=True):
            directions[0].append(np.broadcast_to(Py.sum(axis=1, keepdims=True), Py.shape))
            directions[1].append((bucket.same_wave @ Py[:, :, None])[:, :, 0])
            directions[2].append((bucket.same_pair @ Py[:, :, None])[:, :, 0])
            directions[3].append(by_rater[bucket.rater])
        squares = np.array([_dot(one, point.Py) for one in directions]) / s2
        projected = [self._project(point, one) for one in directions]
        information = np.array([[_dot(one, other) for other in projected] for one in directions]) / s2
        information -= np.outer(squares, squares) / (b.n - b.p)
        self.errors(point)
        traces = np.zeros(4)
        for bucket, M, Q in zip(b.buckets, point.M, point.Q, strict=True):
            sums = M.sum(axis=2)
            traces[0] += float(sums.sum() - np.einsum("if,ifg,ig->", sums, Q, sums, optimize=True))
            for k, same in ((1, bucket.same_wave), (2, bucket.same_pair)):
                traces[k] += float((M * same).sum() - ((M @ same @ M) * Q).sum())
        if point.ratios[3] > 0 and point.rater_error is not None:
            traces[3] = (self.q - float(point.rater_error.sum()) / (point.ratios[3] * s2)) / point.ratios[3]
        chosen = np.ix_(self.active, self.active)
        return (traces - squares)[self.active], information[chosen]

    def errors(self, point: LevelPoint) -> None:
        """Fill in what needs the inverse of the raters' matrix; the factor is spent on it."""
        if point.Q:
            return
        if point.L is None:
            raise ValueError("the factor of this point is spent")
        C, failed = lapack.dpotri(point.L, lower=1, overwrite_c=1)
        point.L = None
        if failed:
            raise np.linalg.LinAlgError("the raters' matrix is singular")
        ratio = point.ratios[3]
        flat = C.ravel(order="K")  # column by column: entry (row, column) of the lower triangle at column * q + row
        for bucket in self.b.buckets:
            one, other = bucket.rater[:, :, None], bucket.rater[:, None, :]
            H = point.G[bucket.rater] - bucket.X
            Q = ratio * flat[np.minimum(one, other) * self.q + np.maximum(one, other)]
            point.Q.append(Q + H @ point.covariance @ H.swapaxes(1, 2))
        fixed = np.einsum("ja,ab,jb->j", point.G, point.covariance, point.G)
        point.rater_error = np.maximum(ratio * np.diag(C) + fixed, 0.0) * point.variance

    def _project(self, point: LevelPoint, V: list[Cube]) -> list[Cube]:
        b, root = self.b, np.sqrt(point.ratios[3])
        MV = [(M @ v[:, :, None])[:, :, 0] for M, v in zip(point.M, V, strict=True)]
        sums = self._by_rater(np.concatenate([one.ravel() for one in MV])[:, None])
        right = sum(np.einsum("ifa,if->a", bucket.X, mv) for bucket, mv in zip(b.buckets, MV, strict=True))
        beta = point.covariance @ (right - point.G.T @ sums[:, 0])
        leniency = (self._solve(point.L, root * sums) * root)[:, 0] - point.G @ beta
        return [
            mv - (M @ (bucket.X @ beta + leniency[bucket.rater])[:, :, None])[:, :, 0]
            for bucket, M, mv in zip(b.buckets, point.M, MV, strict=True)
        ]

    def _by_rater(self, columns: Matrix) -> Matrix:
        return np.column_stack([np.bincount(self.flat, columns[:, k], self.q) for k in range(columns.shape[1])])

    @staticmethod
    def _solve(L: Matrix | None, right: Matrix) -> Matrix:
        if L is None:
            raise ValueError("the factor of this point is spent")
        found, _ = lapack.dpotrs(L, right, lower=1)
        return np.asarray(found, dtype=float)


@dataclass(slots=True)
class ProfilePoint:
    """The profile model at one set of variance ratios."""

    criterion: float
    variance: float
    M: list[Cube]
    MX: list[Cube]
    covariance: Matrix
    beta: Matrix
    Py: list[Cube]


class ProfileModel:
    """The restricted likelihood of the contrasts: K - 1 replicates, block diagonal by ratee; ratios as in PROFILE."""

    def __init__(self, blocks: Blocks, Z: Matrix, active: Sequence[bool] | Flags = (True, True, True)) -> None:
        self.b, self.active = blocks, np.asarray(active, bool)
        self.replicates = Z.shape[1]
        self.Z = [Z[bucket.rows] for bucket in blocks.buckets]

    def at(self, variances: Floats) -> ProfilePoint:
        b, p = self.b, self.b.p
        ratios = np.zeros(3)
        ratios[self.active] = variances
        M, MX, logs, total = [], [], 0.0, 0.0
        A, right = np.zeros((p, p)), np.zeros((p, self.replicates))
        MZ = []
        for (bucket, inverse, log), Z in zip(b.inverses(*ratios), self.Z, strict=True):
            M.append(inverse)
            MX.append(inverse @ bucket.X)
            MZ.append(inverse @ Z)
            A += np.einsum("ifa,ifb->ab", bucket.X, MX[-1])
            right += np.einsum("ifa,ifr->ar", bucket.X, MZ[-1])
            total += float(np.einsum("ifr,ifr->", Z, MZ[-1]))
            logs += log
        covariance: Matrix = np.asarray(np.linalg.inv(A), dtype=float)
        beta = covariance @ right
        freedom = max(b.n - p, 1) * self.replicates
        left = max(total - float((beta * right).sum()), 1e-290)
        variance = left / freedom
        criterion = self.replicates * (logs + float(np.linalg.slogdet(A)[1])) + freedom * (
            1 + np.log(2 * np.pi * variance)
        )
        Py = [mz - mx @ beta for mz, mx in zip(MZ, MX, strict=True)]
        return ProfilePoint(float(criterion), variance, M, MX, covariance, beta, Py)

    def slope(self, point: ProfilePoint) -> tuple[Floats, Matrix]:
        b, s2 = self.b, point.variance
        squares, traces, information = np.zeros(3), np.zeros(3), np.zeros((3, 3))
        cross = np.zeros((3, b.p, self.replicates))
        for bucket, M, MX, Py in zip(b.buckets, point.M, point.MX, point.Py, strict=True):
            F = [np.broadcast_to(Py.sum(axis=1, keepdims=True), Py.shape), bucket.same_wave @ Py, bucket.same_pair @ Py]
            MF = [M @ one for one in F]
            sums = MX.sum(axis=1)
            traces[0] += float(M.sum() - np.einsum("ia,ab,ib->", sums, point.covariance, sums))
            for k, same in ((1, bucket.same_wave), (2, bucket.same_pair)):
                traces[k] += float(
                    (M * same).sum() - np.einsum("ifa,ab,ifb->", MX, point.covariance, same @ MX, optimize=True)
                )
            for k in range(3):
                squares[k] += float((F[k] * Py).sum())
                cross[k] += np.einsum("ifa,ifr->ar", MX, F[k])
                for other in range(k + 1):
                    information[k, other] += float((F[k] * MF[other]).sum())
        for k in range(3):
            for other in range(k + 1):
                information[k, other] -= float((cross[k] * (point.covariance @ cross[other])).sum())
                information[other, k] = information[k, other]
        squares /= s2
        information = information / s2 - np.outer(squares, squares) / ((b.n - b.p) * self.replicates)
        return (self.replicates * traces - squares)[self.active], information[np.ix_(self.active, self.active)]


def contrasts(competencies: int) -> Matrix:
    """An orthonormal basis (competencies x competencies - 1) of what a form says beyond its mean."""
    basis = np.linalg.qr(np.column_stack([np.ones(competencies), np.eye(competencies)[:, 1:]]))[0][:, 1:]
    return np.asarray(basis, dtype=float)


def _dot(one: list[Cube], other: list[Cube]) -> float:
    return float(sum((a * b).sum() for a, b in zip(one, other, strict=True)))
