"""Each ratee's change between two waves on each competency, adjusted for who rated whom: estimates and their errors.

What the figures mean and when one may speak of a change is decided in `verdicts.py`; the public way in is `change.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sapwood.measurement.company import Bucket, Cube, contrasts
from sapwood.measurement.fitting import Fitted, evened
from sapwood.measurement.forms import Flags
from sapwood.measurement.tables import Codes, Floats

WIDER_WHEN_ASSUMED = 1.09  # of errors: the 95 % quantile of a t with 15 degrees of freedom over the normal one


@dataclass(frozen=True, slots=True)
class Changes:
    """Ratees x competencies, in points of the scale, the company's typical change removed; NaN where unknown.

    `estimate` and `se` hold nothing back and nothing in (generalised least squares): what is shown. `weighed` and
    `weighed_se` shrink the general level's movement by its reliability, and nothing else: what verdicts rest on, as
    most of the noise of the level is not about this person. `shift` is the company's change per competency.
    """

    estimate: Floats
    se: Floats
    weighed: Floats
    weighed_se: Floats
    shift: Floats
    shift_se: float
    known: Flags  # per ratee: rated in both waves


def estimate_changes(fitted: Fitted, alike: Codes | None = None) -> Changes:
    """The change of every ratee of a fitted two-wave model. `alike`: a number for each form, the same for forms of one
    ratee, wave and relation that must weigh the same in every figure; errors grow by what that costs.

    Level: k = -1 for forms of the first wave, +1 for the second. From k'Py and k'Pk, with P the projection of the
    mixed model, follow the best linear unbiased prediction u = s_c k'Py and its error variance, and the estimate
    de-regressed by its reliability (Garrick, Taylor & Fernando 2009): 2 k'Py / k'Pk, variance 4 / k'Pk - 2 s_c.
    Profile: least squares within the ratee on [1, wave] with the pair's covariance, all competencies at once.
    """
    fitted = fitted if alike is None else evened(fitted, alike)
    forms = fitted.forms
    people, K = len(forms.ratees), forms.y.shape[1]
    waves = np.zeros((people, 2), bool)
    waves[forms.ratee, forms.wave] = True
    known = waves.all(axis=1)
    level, level_se, weighed, weighed_se = _level(fitted, people, alike)
    profile, profile_se, solvable = _profile(fitted, people, alike)
    known &= solvable
    estimate, shown_se = level[:, None] + profile, np.sqrt(level_se**2 + profile_se**2)
    held, held_se = weighed[:, None] + profile, np.sqrt(weighed_se**2 + profile_se**2)
    if fitted.components.is_assumed:  # this programme's own spreads are not known: errors have longer tails
        shown_se, held_se = WIDER_WHEN_ASSUMED * shown_se, WIDER_WHEN_ASSUMED * held_se
    middle = typical_change(estimate[known]) if known.any() else np.zeros(K)
    middle_held = typical_change(held[known]) if known.any() else np.zeros(K)
    wave = fitted.columns.index("wave")
    beta = fitted.at_level.beta[wave] + _drift_by_relation(fitted)
    shift = beta + _profile_drift(fitted) + middle
    unknown = ~known
    estimate, held = estimate - middle, held - middle_held
    for array in (estimate, held):
        array[unknown] = np.nan
    for array in (shown_se, held_se):
        array[unknown] = np.nan
    error = np.sqrt(fitted.at_level.covariance[wave, wave] * fitted.at_level.variance)
    return Changes(
        estimate=estimate,
        se=np.repeat(shown_se[:, None], K, axis=1),
        weighed=held,
        weighed_se=np.repeat(held_se[:, None], K, axis=1),
        shift=shift,
        shift_se=float(error),
        known=known,
    )


def typical_change(estimates: Floats) -> Floats:
    """Per column, the change of those who did not change: the centre of the bulk (Tukey's biweight, 3 spreads wide).

    Most do not change, so the few who do must not move the centre; a median still leans towards them, by a
    seventh of the spread for every tenth of people who changed.
    """
    middle = np.median(estimates, axis=0)
    spread = 1.4826 * np.median(np.abs(estimates - middle), axis=0)
    if len(estimates) < 5:
        return np.asarray(middle, dtype=float)
    spread = np.where(spread > 0, spread, np.inf)
    for _ in range(50):
        weight = np.maximum(1 - ((estimates - middle) / (3 * spread)) ** 2, 0.0) ** 2
        fresh = (weight * estimates).sum(axis=0) / weight.sum(axis=0)
        moved, middle = float(np.abs(fresh - middle).max()), fresh
        if moved < 1e-7:
            break
    return np.asarray(np.where(np.isfinite(spread), middle, np.median(estimates, axis=0)), dtype=float)


def shrunk_changes(fitted: Fitted) -> Floats:
    """The fully shrunk prediction of every change, ratees x competencies: for comparison with other software only.

    It covers none of the people who really change, so it is never shown as an estimate.
    """
    forms = fitted.forms
    people = len(forms.ratees)
    level, _, weighed, _ = _level(fitted, people)
    if fitted.profile is None or fitted.at_profile is None:
        return weighed[:, None]
    found = np.zeros((people, forms.y.shape[1]))
    ratio = fitted.profile_variances[1] / fitted.profile_variances[3]
    basis = _basis(fitted)
    for bucket, Py in zip(fitted.blocks.buckets, fitted.at_profile.Py, strict=True):
        k = 2.0 * bucket.wave - 1.0
        found[bucket.ratee] = ratio * np.einsum("if,ifr->ir", k, Py) @ basis.T
    return weighed[:, None] + found


def _level(fitted: Fitted, people: int, alike: Codes | None = None) -> tuple[Floats, Floats, Floats, Floats]:
    """Movement of the general level: unshrunk with its error, shrunk with its error."""
    point = fitted.at_level
    fitted.level.errors(point)
    s2, moving = point.variance, fitted.level_variances[1]
    found = np.full((4, people), np.nan)
    for bucket, M, Q, Py in zip(fitted.blocks.buckets, point.M, point.Q, point.Py, strict=True):
        k = 2.0 * bucket.wave - 1.0
        Mk = (M @ k[:, :, None])[:, :, 0]
        Pk = Mk - (M @ (Q @ Mk[:, :, None]))[:, :, 0]
        kPk = np.maximum((k * Pk).sum(axis=1), 1e-12)
        moved, variance = 2 * (k * Py).sum(axis=1) / kPk, 4 * s2 / kPk
        if alike is not None:
            variance = np.maximum(variance, _of_even_weights(fitted, bucket, 2 * Pk / kPk[:, None], alike))
        told = 2 * moving / variance
        found[0, bucket.ratee] = moved
        found[1, bucket.ratee] = np.sqrt(np.maximum(variance - 2 * moving, 0.0))
        found[2, bucket.ratee] = told * moved
        found[3, bucket.ratee] = np.sqrt(np.maximum(2 * moving * (1 - told), 0.0))
    return found[0], found[1], found[2], found[3]


def _of_even_weights(fitted: Fitted, bucket: Bucket, weights: Floats, alike: Codes) -> Floats:
    """The variance of movements of the level whose weights are evened among forms that are alike. What the raters'
    forms about others tell of their leniency is averaged away with them, so it is counted in full."""
    point = fitted.at_level
    ratee, wave, pair, rater = point.ratios
    even = _evened(weights, bucket, alike)
    V = ratee + wave * bucket.same_wave + (pair + rater) * bucket.same_pair
    V[:, np.arange(V.shape[1]), np.arange(V.shape[1])] += 1.0
    drift = fitted.columns.index("wave")
    error = float(point.covariance[drift, drift])
    return np.asarray((np.einsum("if,ifg,ig->i", even, V, even) + error) * point.variance, dtype=float)


def _evened(weights: Floats, bucket: Bucket, alike: Codes) -> Floats:
    """Weights of a bucket's forms, averaged among those of one ratee that are alike."""
    number = alike[bucket.rows]
    same = (number[:, :, None] == number[:, None, :]).astype(float)
    return np.asarray(np.einsum("ifg,ig->if", same, weights) / same.sum(axis=2), dtype=float)


def _profile(fitted: Fitted, people: int, alike: Codes | None = None) -> tuple[Floats, Floats, Flags]:
    """Movement of each competency against the person's own average; one standard error for all of a ratee's."""
    forms = fitted.forms
    K = forms.y.shape[1]
    change, error, solvable = np.zeros((people, K)), np.zeros(people), np.ones(people, bool)
    if fitted.at_profile is None:
        return change, error, solvable
    y = forms.filled()
    centred = y - y.mean(axis=1, keepdims=True) - fitted.X @ (fitted.at_profile.beta @ _basis(fitted).T)
    ratio = fitted.profile_variances[2] / fitted.profile_variances[3]
    for bucket in fitted.blocks.buckets:
        V = ratio * bucket.same_pair
        V[:, np.arange(V.shape[1]), np.arange(V.shape[1])] += 1.0
        inverse: Cube = np.asarray(np.linalg.inv(V), dtype=float)
        X = np.stack([np.ones(bucket.wave.shape), bucket.wave.astype(float)], axis=2)
        XV = X.swapaxes(1, 2) @ inverse
        A = XV @ X
        fine = np.linalg.det(A) > 1e-9
        A[~fine] = np.eye(2)
        solved = np.linalg.inv(A)
        weights = (solved @ XV)[:, 1, :]
        variance = solved[:, 1, 1]
        if alike is not None:
            weights = _evened(weights, bucket, alike)
            variance = np.where(fine, np.einsum("if,ifg,ig->i", weights, V, weights), variance)
        change[bucket.ratee] = np.einsum("if,ifk->ik", weights, centred[bucket.rows])
        error[bucket.ratee] = np.sqrt((K - 1) / K * variance * fitted.profile_variances[3])
        solvable[bucket.ratee] = fine
    return change, error, solvable


def _basis(fitted: Fitted) -> Floats:
    return contrasts(fitted.forms.y.shape[1])


def _profile_drift(fitted: Fitted) -> Floats:
    """The company's change of each competency against the average competency."""
    K = fitted.forms.y.shape[1]
    if fitted.at_profile is None:
        return np.zeros(K)
    beta = fitted.at_profile.beta @ _basis(fitted).T
    drift: Floats = beta[fitted.columns.index("wave")].copy()
    for place, share in _interactions(fitted):
        drift += beta[place] * share
    return drift


def _drift_by_relation(fitted: Fitted) -> float:
    return sum(float(fitted.at_level.beta[place]) * share for place, share in _interactions(fitted))


def _interactions(fitted: Fitted) -> list[tuple[int, float]]:
    """Columns of relation x wave and the share of the second wave's forms they concern."""
    second = fitted.forms.wave == 1
    return [(k, float(fitted.X[second, k].mean())) for k, name in enumerate(fitted.columns) if name.endswith(" x wave")]
