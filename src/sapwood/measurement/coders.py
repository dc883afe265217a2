"""How far people agree who sort or judge the same things: agreement beyond chance, each with an interval."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from scipy.special import ndtri

from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld
from sapwood.measurement.tables import Floats, levels


def weighted_kappa(
    one: Any, other: Any, weights: Literal["none", "linear", "quadratic"] = "quadratic", *, level: float = 0.95
) -> Measured:
    """Cohen's kappa of two raters over the same things, chance removed, with its large-sample interval.

    `one`, `other`: n labels or numbers each; categories are ordered by size, or by the order of numbers. Pairs with a
    missing value are left out. Withheld where both use one and the same category only.
    Source: Cohen 1968; Fleiss, Cohen & Everitt 1969 for the error.
    """
    left, right = np.asarray(one), np.asarray(other)
    if left.shape != right.shape or left.ndim != 1:
        raise MeasurementError(f"Two raters need two columns of equal length; given: {left.shape} and {right.shape}.")
    both = levels(np.concatenate([left.astype(object), right.astype(object)]), "ratings")
    a, b = both.codes[: len(left)], both.codes[len(left) :]
    keep = (a >= 0) & (b >= 0)
    a, b, k, n = a[keep], b[keep], len(both), int(keep.sum())
    if n < 2 or k < 2:
        return Withheld(f"{n} pairs over {k} categories; at least two of each are needed")
    p = np.bincount(a * k + b, minlength=k * k).reshape(k, k) / n
    away = np.abs(np.arange(k)[:, None] - np.arange(k)) / (k - 1)
    agree = {"none": (away == 0).astype(float), "linear": 1 - away, "quadratic": 1 - away**2}.get(weights)
    if agree is None:
        raise MeasurementError(f"weights is one of none, linear, quadratic; given: {weights!r}.")
    row, column = p.sum(axis=1), p.sum(axis=0)
    seen, chance = float((agree * p).sum()), float((agree * np.outer(row, column)).sum())
    if chance >= 1 - 1e-12:
        return Withheld("both raters use a single category: chance alone agrees wholly")
    value = (seen - chance) / (1 - chance)
    mean_row, mean_column = agree @ column, agree.T @ row
    inner = agree * (1 - chance) - (mean_row[:, None] + mean_column[None, :]) * (1 - seen)
    variance = (float((p * inner**2).sum()) - (seen * chance - 2 * chance + seen) ** 2) / (n * (1 - chance) ** 4)
    se, z = float(np.sqrt(max(variance, 0.0))), float(ndtri((1 + level) / 2))
    return Estimate(value, value - z * se, min(value + z * se, 1.0), n, f"Cohen's kappa, {weights} weights", level, se)


Distance = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(
    ratings: Any, distance: Distance = "ordinal", *, level: float = 0.95, resamples: int = 1000
) -> Measured:
    """Krippendorff's alpha of a table (things x raters) of numbers, missing allowed, with a bootstrap interval.

    1 - observed / expected disagreement; things rated once do not count. The interval resamples things (fixed seed).
    Withheld with fewer than two things rated twice, or where nothing varies. Source: Krippendorff 2011.
    """
    table = np.asarray(ratings, float)
    if table.ndim != 2:
        raise MeasurementError("Krippendorff's alpha needs a table, things x raters.")
    table = np.where(np.isfinite(table), table, np.nan)
    table = table[np.isfinite(table).sum(axis=1) > 1]
    values = np.unique(table[np.isfinite(table)])
    if len(table) < 2 or len(values) < 2:
        return Withheld(
            f"{len(table)} things rated twice, {len(values)} different values; at least two of each are needed"
        )
    counts = np.stack([(table == value).sum(axis=1) for value in values], axis=1).astype(float)
    weight = 1 / (counts.sum(axis=1) - 1)
    pairs = np.einsum("uc,ud,u->ucd", counts, counts, weight)
    pairs[:, np.arange(len(values)), np.arange(len(values))] -= counts * weight[:, None]
    value = _alpha_of(pairs.sum(axis=0), values, distance)
    chance = np.random.default_rng(20240229)
    drawn = chance.multinomial(len(table), np.full(len(table), 1 / len(table)), size=resamples)
    sums = (drawn @ pairs.reshape(len(table), -1)).reshape(resamples, len(values), len(values))
    found = np.array([_alpha_of(one, values, distance) for one in sums])
    found = found[np.isfinite(found)]
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2]) if len(found) else (np.nan, np.nan)
    return Estimate(value, float(low), float(high), len(table), f"Krippendorff's alpha, {distance}", level)


def _alpha_of(pairs: Floats, values: Floats, distance: Distance) -> float:
    margin = pairs.sum(axis=0)
    n = float(margin.sum())
    if distance == "nominal":
        away = 1.0 - np.eye(len(values))
    elif distance == "ordinal":
        upto = np.cumsum(margin) - margin / 2
        away = (upto[:, None] - upto[None, :]) ** 2
    elif distance == "interval":
        away = (values[:, None] - values[None, :]) ** 2
    elif distance == "ratio":
        total = np.abs(values[:, None] + values[None, :])
        away = np.divide((values[:, None] - values[None, :]) ** 2, total**2, out=np.zeros(total.shape), where=total > 0)
    else:
        raise MeasurementError(f"distance is one of nominal, ordinal, interval, ratio; given: {distance!r}.")
    expected = float((np.outer(margin, margin) * away).sum()) / (n - 1)
    return 1 - float((pairs * away).sum()) / expected if expected > 0 else float("nan")
