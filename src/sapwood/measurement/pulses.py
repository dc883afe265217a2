"""Pulse results of small teams: the mean of *all* members of a unit, with an interval that holds.

A team of eight of whom six answered is no sample from an endless population: only two people are unknown. And a
small team's mean is partly chance, so it is drawn towards the mean of all units as far as units differ less than
chance would make them. With n of N answering, f = n/N, within-unit variance s^2 (pooled) and between-unit tau^2:

    B = tau^2/(tau^2 + s^2/n),  theta = mu + B (ybar - mu),  shown = f ybar + (1-f) theta
    Var = (1-f)^2 [ B s^2/n + (1-B)^2 Var(mu) + s^2/(N-n) ]

tau is not known either: the two lines are averaged over its restricted likelihood times a half-Cauchy prior with
scale s/2 (so that five units are treated as five, and one unit gives exactly the finite-population interval).
Source: Cochran 1977 (finite population), Morris 1983 and Gelman 2006 (pooling, prior). Checked: docs/statistics.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from sapwood.measurement.disclosure import K, Publishable, publishable
from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Floats, column, levels, numbers, same_length

LOW_RESPONSE = 0.70  # below it a band shows what silent members could change
SILENT = 0.3  # points by which members who did not answer are allowed to differ from those who did
NEVER_BELOW = 4
METHOD = "partial pooling, finite population"
_GRID = 121


@dataclass(frozen=True, slots=True)
class UnitPulse:
    """One unit: `answers` of `members` (units below it included), and the mean of all its members.

    `mean` has a 95% interval; `band` is that interval widened for silent members who feel differently (only when
    under 70% answered); both are absent, with the reason in `mean`, where too few answered.
    """

    unit: str
    members: int
    answers: int
    mean: Measured
    band: Estimate | None = None

    @property
    def response(self) -> float:
        return self.answers / self.members if self.members else 0.0


@dataclass(frozen=True, slots=True)
class Pulse:
    """One pulse: `units` in the order of their names, never ranked.

    `within` is the spread of answers inside a unit, `between` that of units (both SD in points; between is the
    average over what the data allow). `k`: the least answers a shown number, or a difference of shown ones, rests on.
    """

    units: tuple[UnitPulse, ...]
    within: float
    between: float
    members: int
    answers: int
    k: int
    notes: tuple[str, ...] = ()

    def of(self, unit: str) -> UnitPulse:
        """One unit. Raises KeyError for a name that is not there."""
        for one in self.units:
            if one.unit == unit:
                return one
        raise KeyError(unit)

    def told_apart(self, first: str, second: str) -> bool:
        """Whether two units may be compared in words: both are shown and their intervals do not overlap."""
        a, b = self.of(first).mean, self.of(second).mean
        if isinstance(a, Withheld) or isinstance(b, Withheld):
            return False
        return a.high < b.low or b.high < a.low

    def __str__(self) -> str:
        lines = [f"{self.answers} of {self.members} answered ({self.answers / max(1, self.members):.0%})."]
        for one in self.units:
            lines.append(f"  {one.unit}: {one.answers} of {one.members} answered: {one.mean}")
            if one.band is not None:
                lines.append(f"    if those silent feel differently: {shown(one.band.low)} to {shown(one.band.high)}")
        return "\n".join([*lines, *self.notes])


def pulse(
    answer: Any,
    unit: Any,
    members: Any,
    *,
    data: Any = None,
    parents: Mapping[str, str | None] | None = None,
    everyone: str = "everyone",
    k: int = K,
    readers: Mapping[str, int] | None = None,
    scale: tuple[float, float] | None = None,
    silent: float = SILENT,
) -> Pulse:
    """The mean of all members of each unit in one pulse, with what may not be shown left out.

    `answer`: n numbers (points; a missing one is a member who did not answer). `unit`: n labels of the unit each
    person belongs to, no lower one. `members`: people asked, as n numbers equal within a unit, one number for all
    units, or unit -> number. `data`: anything with columns by name, if the three are names. `parents`: the tree of
    units (unit -> unit above, None at the top); without it all units hang below `everyone`. `k`: least answers
    (4 or more). `readers`: as in `publishable`. `scale`: the least and the largest possible answer, to
    keep intervals inside what is possible. `silent`: points allowed in the sensitivity band.

    Which units are shown is decided by counts alone (`publishable`), so that no difference of shown units tells
    about fewer than k people. Everything else is a `Withheld` with its reason. The numbers are exact: round them
    with `publish` before others see them. Raises `MeasurementError` for missing or unequal columns, more answers
    than members, answers outside `scale`, a broken tree.
    """
    if k < NEVER_BELOW:
        raise MeasurementError(
            f"A pulse result needs at least {NEVER_BELOW} answers (3 never); the given least is {k}."
        )
    y, names, codes = _answers(answer, unit, data, scale)
    size = _members(members, data, names, codes)
    known = ~np.isnan(y)
    n = np.bincount(codes[known], minlength=len(names)).astype(float)
    _check_sizes(names, n, size)
    sums = np.bincount(codes[known], weights=y[known], minlength=len(names))
    mean = np.divide(sums, n, out=np.full(len(names), np.nan), where=n > 0)
    squares = float(((y[known] - mean[codes[known]]) ** 2).sum())
    tree = _tree(parents, names, everyone)
    where = {name: place for place, name in enumerate(names)}
    cells = publishable(tree, {name: int(count) for name, count in zip(names, n, strict=True)}, k=k, readers=readers)
    df = float(np.maximum(n - 1, 0).sum())
    variance = within_variance(squares, df, y[known])
    pooled = pool(mean, n, size, variance) if df > 0 else None
    parts = _parts(tree, where)
    units = tuple(_unit(name, parts[name], n, size, mean, pooled, cells, df, scale, silent) for name in sorted(tree))
    notes = [] if parents is not None else [f"{everyone!r} is all units together."]
    if df == 0:
        notes.append("No unit has two answers, so their spread is not known.")
    between = pooled.between if pooled is not None else float("nan")
    return Pulse(units, math.sqrt(variance), between, int(size.sum()), int(n.sum()), k, tuple(notes))


def within_variance(squares: float, df: float, answers: Floats) -> float:
    """Pooled within-unit variance, never below that of rounding to the answers' own step (all alike is no proof of 0)."""
    distinct = np.unique(answers)
    step = float(np.diff(distinct).min()) if len(distinct) > 1 else 1.0
    return max(squares / df if df > 0 else 0.0, step**2 / 12)


# ---- pooling


@dataclass(frozen=True, slots=True)
class Pooled:
    """Units under every value of the between-unit SD: `weight` (G,) of each, `theta`, `spread` (G, J), `common` (G, J).

    `theta` is the expected answer of a member who was not heard, `spread` its variance apart from what all units
    share, `common` the share (1 - B) with which the grand mean's error enters, `grand` its variance (G,).
    """

    weight: Floats
    theta: Floats
    spread: Floats
    common: Floats
    grand: Floats
    between: float
    variance: float


def pool(mean: Floats, n: Floats, members: Floats, variance: float) -> Pooled:
    """Partial pooling of J unit means. `mean`, `n`, `members`: (J,); units with n = 0 borrow everything.

    `variance`: within-unit variance (points squared). At least one unit must have an answer.
    """
    have = n > 0
    place = (np.arange(_GRID) + 0.5) / _GRID
    ratio = 0.5 * np.tan(np.pi / 2 * place)  # tau/s at equal steps of prior mass: half-Cauchy, scale 1/2
    tau2 = (variance * ratio**2)[:, None]
    noise = variance / n[have]
    total = noise + tau2
    precision = (1 / total).sum(axis=1)
    grand = (mean[have] / total).sum(axis=1) / precision
    log_like = -0.5 * (
        np.log(total).sum(axis=1) + np.log(precision) + ((mean[have] - grand[:, None]) ** 2 / total).sum(axis=1)
    )
    weight = np.exp(log_like - log_like.max())
    weight /= weight.sum()
    B = np.zeros((_GRID, len(n)))
    B[:, have] = tau2 / total
    theta = grand[:, None] + B * np.where(have, mean - grand[:, None], 0.0)
    spread = tau2 * (1 - B)
    between = float(weight @ np.sqrt(tau2[:, 0]))
    return Pooled(weight, theta, spread, 1 - B, 1 / precision, between, variance)


def combined(pooled: Pooled, mean: Floats, n: Floats, members: Floats, parts: Sequence[int]) -> tuple[float, float]:
    """Estimate and variance of the mean over all members of several units together (one unit: its own)."""
    some = np.asarray(parts, np.int64)
    N, heard = members[some], n[some]
    unheard = N - heard
    total = N.sum()
    known = float((heard * np.nan_to_num(mean[some])).sum())
    if not unheard.any():
        return known / float(total), 0.0
    value = (known + pooled.theta[:, some] @ unheard) / total
    own = (unheard**2 * pooled.spread[:, some] + unheard * pooled.variance).sum(axis=1) / total**2
    shared = ((pooled.common[:, some] @ unheard) / total) ** 2 * pooled.grand
    best = float(pooled.weight @ value)
    variance = float(pooled.weight @ (own + shared + (value - best) ** 2))
    return best, variance


def _unit(
    name: str,
    parts: Sequence[int],
    n: Floats,
    size: Floats,
    mean: Floats,
    pooled: Pooled | None,
    cells: Publishable,
    df: float,
    scale: tuple[float, float] | None,
    silent: float,
) -> UnitPulse:
    some = list(parts)
    answers, people = int(n[some].sum()), int(size[some].sum())
    if name in cells.hidden:
        return UnitPulse(name, people, answers, cells.hidden[name])
    if pooled is None:
        return UnitPulse(name, people, answers, Withheld("No unit has two answers, so the spread is not known."))
    value, variance = combined(pooled, mean, n, size, some)
    se = math.sqrt(max(0.0, variance))
    half = float(stdtrit(df, 0.975)) * se
    low, high = value - half, value + half
    missing = 1 - answers / people
    least, most = -math.inf, math.inf
    if scale is not None:  # what was heard stands; those silent can only lie on the scale
        heard = float((n[some] * np.nan_to_num(mean[some])).sum()) / people
        least, most = heard + missing * scale[0], heard + missing * scale[1]
    estimate = Estimate(value, max(low, least), min(high, most), answers, METHOD, se=se)
    band = None
    if answers / people < LOW_RESPONSE:
        more = missing * silent
        band = Estimate(
            value, max(low - more, least), min(high + more, most), answers, f"{METHOD}, silent members ±{silent:g}"
        )
    return UnitPulse(name, people, answers, estimate, band)


# ---- input


def _answers(
    answer: Any, unit: Any, data: Any, scale: tuple[float, float] | None
) -> tuple[Floats, tuple[str, ...], Any]:
    y = numbers(column(data, answer, "answer"), "answers")
    named = levels(column(data, unit, "unit"), "unit")
    same_length({"answer": len(y), "unit": len(named.codes)})
    kept = named.codes >= 0
    if not len(named):
        raise MeasurementError("There is no row with a unit: each answer needs the unit of the person who gave it.")
    if not np.all(kept | np.isnan(y)):
        raise MeasurementError(f"{int((~kept & ~np.isnan(y)).sum())} answers have no unit; name one or leave them out.")
    if scale is not None:
        if not scale[0] < scale[1]:
            raise MeasurementError(f"The scale must run from a smaller to a larger answer, given: {scale}.")
        outside = y[(y < scale[0]) | (y > scale[1])]
        if len(outside):
            raise MeasurementError(
                f"{len(outside)} answers lie outside the scale {scale[0]:g} to {scale[1]:g}, for example {outside[0]:g}."
            )
    return y[kept], named.names, named.codes[kept]


def _members(members: Any, data: Any, names: Sequence[str], codes: Any) -> Floats:
    if isinstance(members, Mapping):
        missing = [name for name in names if name not in members]
        if missing:
            raise MeasurementError(f"The number of members is missing for: {', '.join(missing[:5])}.")
        return numbers([members[name] for name in names], "numbers of members")
    if isinstance(members, int | float):
        return np.full(len(names), float(members))
    given = numbers(column(data, members, "members"), "numbers of members")
    kept = levels(given, "members")
    if len(kept.codes) != len(codes):
        raise MeasurementError(f"There are {len(codes)} answers with a unit but {len(kept.codes)} numbers of members.")
    size = np.full(len(names), np.nan)
    for code, value in zip(codes, given, strict=True):
        if math.isnan(value):
            continue
        if not math.isnan(size[code]) and size[code] != value:
            raise MeasurementError(
                f"Unit {names[code]!r} has {size[code]:g} members in one row and {value:g} in another."
            )
        size[code] = value
    return size


def _check_sizes(names: Sequence[str], n: Floats, size: Floats) -> None:
    for name, count, people in zip(names, n, size, strict=True):
        if math.isnan(people) or people < 1 or people != int(people):
            said = "nothing" if math.isnan(people) else f"{people:g}"
            raise MeasurementError(
                f"The number of members of {name!r} must be a whole number from 1 on, given: {said}."
            )
        if count > people:
            raise MeasurementError(f"{name!r} has {count:g} answers but only {people:g} members; one answer a person.")


def _tree(parents: Mapping[str, str | None] | None, names: Sequence[str], everyone: str) -> dict[str, str | None]:
    if parents is None:
        if everyone in names:
            raise MeasurementError(f"A unit is called {everyone!r}, the word for all units together; choose another.")
        return {everyone: None, **dict.fromkeys(names, everyone)} if len(names) > 1 else dict.fromkeys(names)
    strays = [name for name in names if name not in parents]
    if strays:
        raise MeasurementError(f"These units are not in the tree of units: {', '.join(strays[:5])}.")
    return dict(parents)


def _parts(tree: Mapping[str, str | None], where: Mapping[str, int]) -> dict[str, list[int]]:
    """For each unit the places of all units at or below it that have people of their own."""
    parts: dict[str, list[int]] = {unit: [] for unit in tree}
    for unit in where:
        at: str | None = unit
        while at is not None:
            parts[at].append(where[unit])
            at = tree[at]
    return parts
