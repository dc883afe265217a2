"""Many changes at once: how likely each is to matter, and which survive the search through all of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import ndtr

from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Floats

GRID = np.round(np.arange(-1.5, 1.5001, 0.05), 10)
NO_CHANGE = int(np.argmin(np.abs(GRID)))


def q_values(p: Any) -> Floats:
    """The smallest false discovery rate at which each finding would still count (Benjamini & Hochberg 1995).

    `p`: any number of p values in 0 to 1, NaN where there is none (it stays NaN and does not count). Same shape back.
    """
    values = np.asarray(p, float)
    flat = values.ravel()
    found = np.full(flat.shape, np.nan)
    known = np.flatnonzero(np.isfinite(flat))
    if ((flat[known] < 0) | (flat[known] > 1)).any():
        raise MeasurementError("p values lie between 0 and 1.")
    if len(known):
        order = known[np.argsort(flat[known], kind="stable")]
        scaled = flat[order] * len(order) / np.arange(1, len(order) + 1)
        found[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return found.reshape(values.shape)


def one_sided(estimate: Floats, se: Floats) -> tuple[Floats, Floats]:
    """p values against "no rise" and against "no fall", from the normal approximation."""
    z = np.divide(estimate, se, out=np.full(np.shape(estimate), np.nan), where=se > 0)
    return ndtr(-z), ndtr(z)


def prior_of_changes(estimate: Any, se: Any, *, most_rounds: int = 1000, enough: float = 1e-6) -> Floats:
    """What changes occur in this company, as weights on GRID: nonparametric maximum likelihood (Kiefer & Wolfowitz 1956).

    `estimate`, `se`: as many numbers, points; each estimate is taken as normal around its true change. Found by
    expectation maximisation with the weights started even, to `enough` in the largest weight; Efron 2016 for the use.
    """
    likelihood = _likelihood(np.asarray(estimate, float).ravel(), np.asarray(se, float).ravel())
    weights = np.full(len(GRID), 1 / len(GRID))
    for _ in range(most_rounds):
        density = likelihood @ weights
        fresh = weights * (likelihood.T @ (1 / density)) / len(likelihood)
        moved = float(np.abs(fresh - weights).max())
        weights = fresh
        if moved < enough:
            break
    return weights


def probability_of_change(
    estimate: Any, se: Any, weights: Floats, least: float, *, learned: bool = False
) -> tuple[Floats, Floats]:
    """The probability that each true change is a rise of at least `least`, and a fall of at least `least` (points).

    `weights` come from `prior_of_changes`; same shape as `estimate`; NaN where the estimate is. `learned`: the weights
    were learned from these very estimates; then each is judged by what the others teach (its own share of the weights
    is taken out), so that one odd estimate in a company without change cannot vouch for itself.
    """
    shape = np.shape(estimate)
    flat, errors = np.asarray(estimate, float).ravel(), np.asarray(se, float).ravel()
    known = np.isfinite(flat) & np.isfinite(errors) & (errors > 0)
    rise, fall = np.full(flat.shape, np.nan), np.full(flat.shape, np.nan)
    if known.any():
        likelihood = _likelihood(flat[known], errors[known])
        posterior = _posterior(likelihood, weights)
        if learned and len(posterior) > 1:
            others = np.maximum(weights - posterior / len(posterior), 0.0)
            others[:, NO_CHANGE] += 1e-12  # where nobody else is like this, nothing changed
            posterior = _posterior(likelihood, others)
        rise[known] = posterior[:, least - 1e-9 <= GRID].sum(axis=1)
        fall[known] = posterior[:, 1e-9 - least >= GRID].sum(axis=1)
    return np.clip(rise, 0, 1).reshape(shape), np.clip(fall, 0, 1).reshape(shape)


def _posterior(likelihood: Floats, weights: Floats) -> Floats:
    found = likelihood * weights
    scaled: Floats = found / found.sum(axis=1, keepdims=True)
    return scaled


def _likelihood(estimate: Floats, se: Floats) -> Floats:
    z = (estimate[:, None] - GRID) / se[:, None]
    exponent = -0.5 * z**2
    found: Floats = np.exp(exponent - exponent.max(axis=1, keepdims=True))
    return found
