"""How good a scale is and how far raters agree: closed forms of classical psychometrics, each with an interval.

Ratings come as a table: rows are the things rated (people, teams' members), columns the raters or the items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri, ndtri

from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld
from sapwood.measurement.tables import Floats, levels, numbers

Kind = Literal["one-way", "agreement", "consistency"]


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a figure may be shown, and why not."""

    open: bool
    reason: str

    def __bool__(self) -> bool:
        return self.open


def icc(ratings: Any, kind: Kind = "agreement", *, average: bool = False, level: float = 0.95) -> Measured:
    """Intraclass correlation of a table (things x raters), -1 to 1, with its F interval.

    `kind`: "one-way", ICC(1): other raters for every thing; "agreement", ICC(2): the same raters, their leniency counts
    against them; "consistency", ICC(3): leniency does not count. `average`: of the raters' mean, ICC(., k).
    Rows with a missing value are left out. Withheld with fewer than two rows or columns, or where nothing varies.
    Source: Shrout & Fleiss 1979; McGraw & Wong 1996 for the intervals.
    """
    table = _complete(ratings)
    n, k = table.shape
    if n < 2 or k < 2:
        return Withheld(f"{n} complete rows and {k} raters; at least two of each are needed")
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    total = float(((table - table.mean()) ** 2).sum())
    between, judges = k * float(((rows - table.mean()) ** 2).sum()), n * float(((columns - table.mean()) ** 2).sum())
    MSB, MSW = between / (n - 1), (total - between) / (n * (k - 1))
    MSJ, MSE = judges / (k - 1), max(total - between - judges, 0.0) / ((n - 1) * (k - 1))
    if total <= 1e-12 * max(1.0, float((table**2).sum())):
        return Withheld("all ratings are the same")
    if kind == "one-way":
        value, low, high = _simple(MSB, MSW, n - 1, n * (k - 1), k, level)
    elif kind == "consistency":
        value, low, high = _simple(MSB, MSE, n - 1, (n - 1) * (k - 1), k, level)
    elif kind == "agreement":
        value, low, high = _absolute(MSB, MSJ, MSE, n, k, level)
    else:
        raise MeasurementError(f"kind is one of one-way, agreement, consistency; given: {kind!r}.")
    if average:
        value, low, high = (k * one / (1 + (k - 1) * one) for one in (value, low, high))
    return Estimate(value, low, high, n, f"ICC, {kind}, {'mean of ' + str(k) if average else 'single rater'}", level)


def _simple(MSB: float, error: float, df1: int, df2: int, k: int, level: float) -> tuple[float, float, float]:
    tail = (1 - level) / 2
    F = MSB / error if error > 0 else np.inf
    found = [F, F / fdtri(df1, df2, 1 - tail), F * fdtri(df2, df1, 1 - tail)]
    value, low, high = (1.0 if np.isinf(one) else (one - 1) / (one + k - 1) for one in found)
    return float(value), float(low), float(high)


def _absolute(MSB: float, MSJ: float, MSE: float, n: int, k: int, level: float) -> tuple[float, float, float]:
    tail = (1 - level) / 2
    value = (MSB - MSE) / (MSB + (k - 1) * MSE + k * (MSJ - MSE) / n)
    if MSE <= 0:
        return float(value), float("nan"), float("nan")
    # degrees of freedom after Satterthwaite, as Shrout & Fleiss give them
    FJ = MSJ / MSE
    up = (k - 1) * (n - 1) * (k * value * FJ + n * (1 + (k - 1) * value) - k * value) ** 2
    down = (n - 1) * k**2 * value**2 * FJ**2 + (n * (1 + (k - 1) * value) - k * value) ** 2
    v = up / down
    upper, lower = fdtri(n - 1, v, 1 - tail), fdtri(v, n - 1, 1 - tail)
    rest = k * MSJ + (k * n - k - n) * MSE
    low = n * (MSB - upper * MSE) / (upper * rest + n * MSB)
    high = n * (lower * MSB - MSE) / (rest + n * lower * MSB)
    return float(value), float(low), float(high)


def alpha(items: Any, *, level: float = 0.95) -> Measured:
    """Cronbach's alpha of a table (people x items), with Feldt's interval; at most 1, below 0 where items disagree.

    k/(k-1) (1 - sum s_i^2 / s_X^2). Rows with a missing answer are left out. Withheld below 2 items or 3 rows.
    It says how consistent the items are, not that they measure one thing, nor that a person's change is real.
    Source: Cronbach 1951; Feldt 1965 for the interval.
    """
    table = _complete(items)
    n, k = table.shape
    if k < 2 or n < 3:
        return Withheld(f"{k} items and {n} complete rows; at least 2 items and 3 rows are needed")
    whole = float(table.sum(axis=1).var(ddof=1))
    if whole <= 1e-12:
        return Withheld("the total does not vary")
    value = k / (k - 1) * (1 - float(table.var(axis=0, ddof=1).sum()) / whole)
    tail, df1, df2 = (1 - level) / 2, n - 1, (n - 1) * (k - 1)
    low, high = 1 - (1 - value) * fdtri(df1, df2, 1 - tail), 1 - (1 - value) * fdtri(df1, df2, tail)
    return Estimate(value, float(low), float(high), n, "Cronbach's alpha, Feldt interval", level)


def omega(items: Any, *, level: float = 0.95) -> Measured:
    """McDonald's omega of a table (people x items): the share of the sum's variance one common factor explains.

    (sum lambda)^2 / ((sum lambda)^2 + sum theta), one factor by maximum likelihood, interval by the delta method.
    Rows with a missing answer are left out. Withheld below 3 items or too few rows, for an item that does not vary, or
    where the factor explains an item wholly (a Heywood case). Source: McDonald 1999.
    """
    table = _complete(items)
    n, k = table.shape
    if k < 3 or n < k + 2:
        return Withheld(f"{k} items and {n} complete rows; at least 3 items and {max(k, 3) + 2} rows are needed")
    covariance = np.cov(table, rowvar=False, ddof=0)
    if np.diag(covariance).min() <= 1e-12:
        return Withheld("an item does not vary")
    found = _one_factor(covariance)
    if found is None:
        return Withheld("no single factor fits these items (one of them is explained wholly, or none shares anything)")
    loading, unique = found
    common = float(loading.sum()) ** 2
    value = common / (common + float(unique.sum()))
    se = _omega_error(loading, unique, n)
    z = float(ndtri((1 + level) / 2))
    return Estimate(value, value - z * se, min(value + z * se, 1.0), n, "McDonald's omega, one factor by ML", level, se)


def _one_factor(S: Floats, most: int = 2000) -> tuple[Floats, Floats] | None:
    """Loadings and unique variances: the likelihood maximised over the unique variances (Joereskog 1967)."""
    from scipy.optimize import minimize

    scale = np.sqrt(np.diag(S))
    R = S / scale[:, None] / scale[None, :]
    k = len(R)

    def criterion(logs: Floats) -> tuple[float, Floats]:
        root = np.exp(-logs / 2)
        values, vectors = np.linalg.eigh(R * root[:, None] * root[None, :])
        first = max(float(values[-1]), 1.0)
        rest = values[:-1]
        value = float((rest - np.log(np.maximum(rest, 1e-300))).sum() - (k - 1))
        weight = vectors[:, -1] ** 2 * (first - 1) + 1.0
        gradient = 1.0 / np.exp(logs) * (np.exp(logs) * weight - 1.0)  # diag(Sigma - R) / theta
        return value, gradient

    start = np.log(np.clip(1 / np.diag(np.linalg.pinv(R)), 0.02, 0.98))
    bounds = [(np.log(0.005), np.log(1.0))] * k
    best = minimize(
        criterion,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": most, "ftol": 1e-15, "gtol": 1e-9},
    )
    theta = np.exp(best.x)
    root = np.sqrt(theta)
    values, vectors = np.linalg.eigh(R / root[:, None] / root[None, :])
    if values[-1] <= 1.0 + 1e-8 or theta.min() <= 0.00501:
        return None
    loading = root * vectors[:, -1] * np.sqrt(values[-1] - 1)
    loading *= np.sign(loading.sum()) or 1.0
    return loading * scale, theta * scale**2


def _omega_error(loading: Floats, unique: Floats, n: int) -> float:
    k = len(loading)
    inverse = np.linalg.inv(np.outer(loading, loading) + np.diag(unique))
    pieces = []
    for item in range(k):
        one = np.zeros((k, k))
        one[item], one[:, item] = loading, loading
        one[item, item] = 2 * loading[item]
        pieces.append(inverse @ one)
    for item in range(k):
        one = np.zeros((k, k))
        one[item, item] = 1.0
        pieces.append(inverse @ one)
    information = np.array([[float((a * b.T).sum()) for b in pieces] for a in pieces]) * n / 2
    common, total = float(loading.sum()), float(loading.sum()) ** 2 + float(unique.sum())
    slope = np.r_[np.full(k, 2 * common * (total - common**2) / total**2), np.full(k, -(common**2) / total**2)]
    return float(np.sqrt(max(slope @ np.linalg.pinv(information) @ slope, 0.0)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement inside each group, 0 (as wide as chance) to 1 (all alike); groups of one have none (NaN)."""

    groups: tuple[str, ...]
    values: Floats
    sizes: NDArray[np.int64]
    mean: float
    median: float
    method: str

    def of(self, group: object) -> float:
        """One group's value. Raises KeyError for an unknown name."""
        try:
            return float(self.values[self.groups.index(str(group))])
        except ValueError:
            raise KeyError(group) from None


def rwg(ratings: Any, group: Any, options: int) -> Agreement:
    """Agreement on one item inside each group: 1 - s^2 / s_EU^2, against even chance, s_EU^2 = (A^2 - 1) / 12.

    `ratings`: n numbers on a scale of A = `options` steps; `group`: n labels. Disagreement beyond chance counts as 0.
    Missing rows are left out. Source: James, Demaree & Wolf 1984.
    """
    y = numbers(ratings, "ratings")
    return _within(y[:, None], group, options, lambda ratio, items: 1 - ratio, "rwg against even chance")


def rwg_items(ratings: Any, group: Any, options: int) -> Agreement:
    """Agreement on a scale of J items inside each group: J(1 - r) / (J(1 - r) + r), r = mean s^2 / s_EU^2.

    `ratings`: n x J numbers; otherwise as `rwg`. Source: James, Demaree & Wolf 1984, rwg(j).
    """
    table = np.asarray(ratings, float)
    if table.ndim != 2:
        raise MeasurementError("rwg_items needs a table, rows x items.")
    return _within(
        table, group, options, lambda r, items: items * (1 - r) / (items * (1 - r) + r), "rwg(j) against even chance"
    )


def _within(table: Floats, group: Any, options: int, formula: Any, method: str) -> Agreement:
    if options < 2:
        raise MeasurementError(f"A scale has at least two steps; given: {options}.")
    named = levels(group, "group")
    keep = np.isfinite(table).all(axis=1) & (named.codes >= 0)
    table, codes = table[keep], named.codes[keep]
    size = np.bincount(codes, minlength=len(named))
    variance = np.stack([_group_variance(table[:, k], codes, size) for k in range(table.shape[1])], axis=1).mean(axis=1)
    ratio = np.minimum(variance / ((options**2 - 1) / 12), 1.0)
    values = np.where(size > 1, formula(ratio, table.shape[1]), np.nan)
    some = bool((size > 1).any())
    mean, median = (float(np.nanmean(values)), float(np.nanmedian(values))) if some else (float("nan"), float("nan"))
    return Agreement(named.names, values, size, mean, median, method)


def _group_variance(y: Floats, codes: NDArray[np.int64], size: NDArray[np.int64]) -> Floats:
    mean = np.bincount(codes, y, len(size)) / np.maximum(size, 1)
    squares = np.bincount(codes, (y - mean[codes]) ** 2, len(size))
    variance: Floats = np.divide(squares, size - 1, out=np.full(len(size), np.nan), where=size > 1)
    return variance


@dataclass(frozen=True, slots=True)
class GroupReliability:
    """ICC(1): the share of a single rating that is the group; ICC(2): the reliability of the group's mean."""

    icc1: float
    icc2: float
    groups: int
    n: int
    average_size: float


def group_reliability(ratings: Any, group: Any) -> GroupReliability | Withheld:
    """ICC(1) and ICC(2) of ratings in groups, by the analysis of variance with the average group size.

    (MSB - MSW) / (MSB + (n - 1) MSW) and 1 - MSW / MSB. Missing rows are left out. Withheld with fewer than two groups
    or no group of two. Source: Bliese 2000.
    """
    y, named = numbers(ratings, "ratings"), levels(group, "group")
    keep = np.isfinite(y) & (named.codes >= 0)
    y, codes = y[keep], named.codes[keep]
    size = np.bincount(codes, minlength=len(named))
    groups, n = int((size > 0).sum()), len(y)
    if groups < 2 or n <= groups:
        return Withheld(f"{n} ratings in {groups} groups; at least two groups and one with two ratings are needed")
    mean = np.bincount(codes, y, len(size)) / np.maximum(size, 1)
    within = float(((y - mean[codes]) ** 2).sum())
    between = float((size * (mean - y.mean()) ** 2)[size > 0].sum())
    MSB, MSW = between / (groups - 1), within / (n - groups)
    average = n / groups
    if MSB <= 0:
        return Withheld("the groups' means are all the same")
    return GroupReliability((MSB - MSW) / (MSB + (average - 1) * MSW), 1 - MSW / MSB, groups, n, average)


def may_score(items: Any, *, least: float = 0.70) -> Gate:
    """The gate of a competency: omega of its items (people x items) at least 0.70 before anybody gets a score."""
    found = omega(items)
    if isinstance(found, Withheld):
        return Gate(False, f"Omega is not known: {found.reason}.")
    if found.value < least:
        return Gate(False, f"Omega is {found.value:.2f}; a score needs {least:.2f}. Reword or add items.")
    return Gate(True, f"Omega is {found.value:.2f}.")


def may_speak_for_team(items: Any, group: Any, options: int, *, least: float = 0.70) -> Mapping[str, Gate]:
    """The gate of each team's mean as "the team's view": rwg(j) of the team and ICC(2) of all teams at least 0.70."""
    table = np.asarray(items, float)
    inside, reliability = rwg_items(table, group, options), group_reliability(table.mean(axis=1), group)
    if isinstance(reliability, Withheld):
        return dict.fromkeys(inside.groups, Gate(False, f"ICC(2) is not known: {reliability.reason}."))
    gates = {}
    for name, value in zip(inside.groups, inside.values.tolist(), strict=True):
        if not value >= least:
            known = "cannot be told" if np.isnan(value) else f"is {value:.2f}, {least:.2f} is needed"
            gates[name] = Gate(False, f"Agreement in the team {known}.")
        elif reliability.icc2 < least:
            gates[name] = Gate(
                False, f"Teams differ too little: ICC(2) is {reliability.icc2:.2f}, {least:.2f} is needed."
            )
        else:
            gates[name] = Gate(True, f"Agreement {value:.2f}, ICC(2) {reliability.icc2:.2f}.")
    return gates


def _complete(ratings: Any) -> Floats:
    try:
        table = np.asarray(ratings, float)
    except (TypeError, ValueError):
        raise MeasurementError("The ratings must be a table of numbers.") from None
    if table.ndim != 2:
        raise MeasurementError(f"The ratings must be a table, rows x columns; their shape is {table.shape}.")
    whole: Floats = table[np.isfinite(table).all(axis=1)]
    return whole
