"""The general rater model: a linear mixed model with any number of crossed or nested grouping factors.

    y = X beta + sum_f Z_f u_f + e,   u_f ~ N(0, sigma_f^2),  e ~ N(0, sigma^2)

fitted by restricted maximum likelihood. The factor with most levels (as a rule the raters) has a diagonal block and
is eliminated exactly; what remains is one dense Cholesky factor as large as all other factors and fixed effects
together (Bates, Maechler, Bolker & Walker 2015, J. Stat. Softw. 67, eq. 30 ff., with the blocks in this order).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from sapwood.measurement.elimination import Design, Model, Place
from sapwood.measurement.mixed_fit import Coefficient, FactorLevels, MixedFit
from sapwood.measurement.reml import Progress, minimise
from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Floats, Levels, column, group_column, numbers, same_length

LARGEST_RATING = 1e100


def fit_mixed(
    rating: Any,
    groups: Mapping[str, Any] | Sequence[str],
    fixed: Mapping[str, Any] | Sequence[str] = (),
    *,
    data: Any = None,
    conditional: bool = False,
    tell: Progress | None = None,
) -> MixedFit:
    """Fit ratings on crossed or nested grouping factors; every level gets a prediction and its standard error.

    `rating`: n numbers (or a column name of `data`). `groups`: at least one grouping factor, name -> n labels, or
    column names; "a:b" is the combination of two columns. `fixed`: name -> n values; numbers are covariates, text
    is coded by contrasts with its first label. `data`: anything with columns by name (a data frame, a dict of lists).
    Rows with a missing value are left out and counted. `conditional` adds lme4's conditional variances.
    `tell` receives one line per step of the search.

    Returns a `MixedFit`; a variance of exactly 0, a factor that cannot be told apart, or ratings that do not vary are
    results with a note. Raises `MeasurementError` when columns are missing, not numeric, of unequal length, or when
    fewer than two usable rows are left. Source: Bates et al. 2015; Henderson 1975 for the prediction error variances.
    """
    y, factors, columns, dropped = _rows(rating, groups, fixed, data)
    notes: list[str] = []
    if dropped:
        notes.append(f"{dropped:,} rows with a missing or infinite value were left out.")
    X, names = _independent(*_fixed_matrix(columns, len(y)), notes)
    if len(y) <= X.shape[1]:
        raise MeasurementError(
            f"{len(y)} usable ratings cannot carry {X.shape[1]} fixed effects; at least one more is needed."
        )
    used = _told_apart(factors, notes, len(y))
    if not used or _explained(y, X):
        return _nothing_varies(y, X, names, factors, dropped, notes)
    unit = _Unit(y, X)
    design = Design(unit.y, unit.X, [factors[name] for name in used])
    model = Model(design)
    best = minimise(model, model.start(), scale=0.1, tell=tell, offset=unit.shift)
    gammas = dict(zip(used, (float(one) for one in best.variances[design.back]), strict=True))
    variance = best.point.variance * unit.spread**2
    exact = best.point.variance < 1e-7  # of the ratings' own variance
    notes += _in_words(best.words, gammas, exact)
    return MixedFit(
        criterion=best.point.criterion + unit.shift,
        fixed=unit.fixed(names, *model.fixed(best.point)),
        variances={**{name: gammas.get(name, 0.0) * variance for name in factors}, "residual": variance},
        levels=_levels(model, best.point, factors, used, conditional, unit.spread),
        n=len(y),
        dropped=dropped,
        converged=best.converged and not exact,
        steps=best.steps,
        notes=tuple(notes),
    )


# ---- rows and columns


def _rows(rating: Any, groups: Any, fixed: Any, data: Any) -> tuple[Floats, dict[str, Levels], dict[str, Any], int]:
    y = numbers(column(data, rating, "rating"), "ratings")
    if y.ndim != 1:
        raise MeasurementError(f"The ratings must be one column, but their shape is {y.shape}.")
    by_name = groups if isinstance(groups, Mapping) else {name: name for name in groups}
    if not by_name:
        raise MeasurementError("Name at least one grouping factor, for example the ratee and the rater.")
    factors = {name: group_column(data, which, name) for name, which in by_name.items()}
    fixed_by_name = fixed if isinstance(fixed, Mapping) else {name: name for name in fixed}
    columns = {name: _fixed_column(column(data, which, name), name) for name, which in fixed_by_name.items()}
    same_length(
        {
            "rating": len(y),
            **{n: len(f.codes) for n, f in factors.items()},
            **{n: _length(c) for n, c in columns.items()},
        }
    )
    keep = np.isfinite(y)
    for factor in factors.values():
        keep &= factor.codes >= 0
    for one in columns.values():
        keep &= one.codes >= 0 if isinstance(one, Levels) else np.isfinite(one)
    if int(keep.sum()) < 2:
        raise MeasurementError(
            f"{int(keep.sum())} of {len(y)} rows have a rating and all labels; at least two are needed."
        )
    if float(np.abs(y[keep]).max()) > LARGEST_RATING:
        raise MeasurementError(
            f"A rating of {np.abs(y[keep]).max():g} is no rating; the largest allowed is {LARGEST_RATING:g}."
        )
    kept = {name: _compact(Levels(one.codes[keep], one.names)) for name, one in factors.items()}
    rest = {
        n: _compact(Levels(c.codes[keep], c.names)) if isinstance(c, Levels) else c[keep] for n, c in columns.items()
    }
    return y[keep], kept, rest, int((~keep).sum())


def _fixed_column(values: Any, name: str) -> Any:
    if isinstance(values, Levels):
        return values
    try:
        return numbers(values, name)
    except MeasurementError:
        return group_column(None, values, name)


def _length(values: Any) -> int:
    return len(values.codes) if isinstance(values, Levels) else len(values)


def _compact(one: Levels) -> Levels:
    found, codes = np.unique(one.codes, return_inverse=True)
    if len(found) == len(one.names):
        return one
    return Levels(codes.astype(np.int64), tuple(one.names[code] for code in found.tolist()))


def _fixed_matrix(columns: Mapping[str, Any], n: int) -> tuple[Floats, list[str]]:
    parts, names = [np.ones(n)], ["(Intercept)"]
    for name, values in columns.items():
        if isinstance(values, Levels):
            for code in range(1, len(values)):
                parts.append((values.codes == code).astype(float))
                names.append(f"{name}[{values.names[code]}]")
        else:
            parts.append(values)
            names.append(name)
    return np.column_stack(parts), names


def _independent(X: Floats, names: list[str], notes: list[str]) -> tuple[Floats, list[str]]:
    """Leave out columns that are combinations of those before them, as the first of them says all they say."""
    kept: list[int] = []
    basis = np.empty((len(X), 0))
    for place in range(X.shape[1]):
        one = X[:, place]
        left = one - basis @ (basis.T @ one)
        left -= basis @ (basis.T @ left)
        size = float(np.linalg.norm(left))
        if size > 1e-9 * max(float(np.linalg.norm(one)), 1e-300):
            kept.append(place)
            basis = np.column_stack([basis, left / size])
        else:
            notes.append(f"{names[place]} was left out: the other fixed effects already say it.")
    return X[:, kept], [names[place] for place in kept]


class _Unit:
    """Ratings and fixed effects on a scale where rounding does no harm, and the way back."""

    def __init__(self, y: Floats, X: Floats) -> None:
        Q, self.R = np.linalg.qr(X)
        self.X = Q * np.sqrt(len(y))
        self.R = self.R / np.sqrt(len(y))
        self.middle = float(y.mean())
        self.spread = float(y.std())
        self.y = (y - self.middle) / self.spread
        n, p = X.shape
        # the criterion is told in the caller's units: residuals in points, fixed effects per unit of their column
        self.shift = 2 * (n - p) * float(np.log(self.spread)) + 2 * float(np.log(np.abs(np.diag(self.R))).sum())

    def fixed(self, names: Sequence[str], beta: Floats, covariance: Floats) -> dict[str, Coefficient]:
        back = np.linalg.inv(self.R)
        estimates = back @ beta * self.spread
        estimates[0] += self.middle  # column 0 is the intercept
        errors = np.sqrt(np.diag(back @ covariance @ back.T)) * self.spread
        return {name: Coefficient(float(b), float(se)) for name, b, se in zip(names, estimates, errors, strict=True)}


def _told_apart(factors: Mapping[str, Levels], notes: list[str], n: int) -> list[str]:
    """The factors whose variance the data can tell from the mean, from the residual and from each other."""
    used: list[str] = []
    for name, one in factors.items():
        if len(one) < 2:
            notes.append(f"{name} has one level only: its variance cannot be told from the average and is left at 0.")
        elif len(one) == n:
            notes.append(
                f"{name} has one rating per level: its variance cannot be told from the residual and is left at 0."
            )
        else:
            twin = next((other for other in used if _same_partition(factors[other], one)), None)
            if twin:
                notes.append(f"{name} divides the ratings exactly as {twin} does: its variance is counted there.")
            else:
                used.append(name)
    if len(used) > 1 and not _nested(factors[used[0]], factors[used[1]]):
        notes += _connection(factors[used[0]], factors[used[1]], used[0], used[1])
    return used


def _same_partition(a: Levels, b: Levels) -> bool:
    return len(a) == len(b) and len(np.unique(a.codes * len(b) + b.codes)) == len(a)


def _nested(a: Levels, b: Levels) -> bool:
    """Whether each level of one lies within a single level of the other: then parts are what the data is made of."""
    return len(np.unique(a.codes * len(b) + b.codes)) == max(len(a), len(b))


def _connection(a: Levels, b: Levels, first: str, second: str) -> list[str]:
    pairs = sp.coo_matrix((np.ones(len(a.codes)), (a.codes, len(a) + b.codes)), shape=(len(a) + len(b),) * 2)
    count, member = connected_components(pairs, directed=False)
    if count == 1:
        return []
    largest = int(np.bincount(member[a.codes]).max())
    share = largest / len(a.codes)
    words = (
        f"{first} and {second} fall into {count:,} parts with nothing in common (the largest holds {share:.0%} of the "
        f"ratings): levels of different parts are compared only by assuming that the parts are alike on average."
    )
    return [words]


def _explained(y: Floats, X: Floats) -> bool:
    """Whether the fixed effects leave nothing of the ratings to explain."""
    left = y - X @ np.linalg.lstsq(X, y, rcond=None)[0]
    return float(left @ left) <= 1e-20 * float(y @ y)


def _nothing_varies(
    y: Floats, X: Floats, names: list[str], factors: Mapping[str, Levels], dropped: int, notes: list[str]
) -> MixedFit:
    beta = np.linalg.lstsq(X, y, rcond=None)[0]
    left = y - X @ beta
    variance = float(left @ left) / (len(y) - X.shape[1])
    if _explained(y, X):
        what = "All ratings are the same" if float(np.ptp(y)) == 0 else "The fixed effects explain every rating exactly"
        notes.append(f"{what}: there is no variance to divide, so nothing can be said about levels.")
        variance = 0.0
    errors = np.sqrt(variance * np.diag(np.linalg.inv(X.T @ X)))
    determinant = float(np.linalg.slogdet(X.T @ X)[1])
    freedom = len(y) - X.shape[1]
    criterion = freedom * (1 + np.log(2 * np.pi * variance)) + determinant if variance > 0 else float("nan")
    flat = {
        name: FactorLevels(
            one.names, np.zeros(len(one)), np.zeros(len(one)), np.bincount(one.codes, minlength=len(one))
        )
        for name, one in factors.items()
    }
    return MixedFit(
        criterion=float(criterion),
        fixed={name: Coefficient(float(b), float(se)) for name, b, se in zip(names, beta, errors, strict=True)},
        variances={**dict.fromkeys(factors, 0.0), "residual": variance},
        levels=flat,
        n=len(y),
        dropped=dropped,
        converged=True,
        steps=0,
        notes=tuple(notes),
    )


def _in_words(words: str, gammas: Mapping[str, float], exact: bool) -> list[str]:
    notes = [f"The search stopped early: {words}."] if words else []
    zero = [name for name, gamma in gammas.items() if gamma == 0]
    if zero:
        several = "their variances are" if len(zero) > 1 else "its variance is"
        notes.append(
            f"{' and '.join(zero)}: {several} estimated as 0 (a singular fit); the levels differ no more than chance lets them."
        )
    if exact:
        notes.append(
            "The grouping factors explain every rating exactly, so there is no chance left to measure them by: "
            "the likelihood has no highest point, and neither variances nor errors mean anything."
        )
    return notes


def _levels(
    model: Model, point: Place, factors: Mapping[str, Levels], used: Sequence[str], conditional: bool, spread: float
) -> dict[str, FactorLevels]:
    estimates, errors = model.effects(point), model.error_variances(point)
    given: Sequence[Floats | None] = (
        model.error_variances(point, conditional=True) if conditional else [None] * len(used)
    )
    found = {}
    for name, one in factors.items():
        counts = np.bincount(one.codes, minlength=len(one))
        if name in used:
            k = used.index(name)
            known = given[k]
            known = None if known is None else known * spread**2
            found[name] = FactorLevels(one.names, estimates[k] * spread, np.sqrt(errors[k]) * spread, counts, known)
        else:
            found[name] = FactorLevels(one.names, np.zeros(len(one)), np.zeros(len(one)), counts)
    return found
