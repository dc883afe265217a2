"""Where each person stands in one wave, adjusted for lenient and severe raters: what a single 360 round can say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sapwood.measurement.company import contrasts
from sapwood.measurement.components import Components
from sapwood.measurement.fitting import Fitted, fit_components
from sapwood.measurement.forms import Forms, read_forms
from sapwood.measurement.reml import Progress
from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Codes, Floats, label_order

NORMAL_95 = 1.959963984540054
METHOD = "GLS on the rater model of one wave, raters' leniency removed, ratees not shrunk"


@dataclass(frozen=True, slots=True)
class LevelResult:
    """The level of every ratee on every competency in one wave, in points of the scale.

    Arrays are ratees x competencies; `raters` counts the forms per ratee, the person's own not among them. Two waves'
    levels do not subtract to the change of `change_between`, which knows that the same pair rated twice.
    """

    ratees: tuple[str, ...]
    competencies: tuple[str, ...]
    wave: str
    estimate: Floats
    se: Floats
    raters: Codes
    components: Components
    min_raters: int
    notes: tuple[str, ...]
    method: str = METHOD

    def of(self, ratee: object, competency: object) -> Measured:
        """One level with its 95% interval, or why it is withheld. Raises KeyError for names that are not there."""
        try:
            i, k = self.ratees.index(str(ratee)), self.competencies.index(str(competency))
        except ValueError:
            raise KeyError((ratee, competency)) from None
        count = int(self.raters[i])
        if count < self.min_raters:
            return Withheld(f"{count} raters besides the person; at least {self.min_raters} are needed")
        value, se = float(self.estimate[i, k]), float(self.se[i, k])
        if not np.isfinite(se):
            return Withheld("these ratings do not carry an estimate")
        return Estimate(value, value - NORMAL_95 * se, value + NORMAL_95 * se, n=count, method=self.method, se=se)

    def __str__(self) -> str:
        enough = self.raters >= self.min_raters
        typical = float(np.nanmedian(self.se[enough])) if enough.any() else float("nan")
        lines = [
            f"Levels in wave {self.wave}: {len(self.ratees):,} people, {len(self.competencies)} competencies, "
            f"{int(self.raters.sum()):,} forms; {int((~enough).sum()):,} people with too few raters",
            f"Typical 95% interval: plus or minus {shown(NORMAL_95 * typical)} points.",
            str(self.components),
        ]
        return "\n".join([*lines, *self.notes])


def adjusted_levels(
    ratee: Any,
    rater: Any,
    *,
    data: Any = None,
    rating: Any = None,
    competency: Any = None,
    scores: Any = None,
    relation: Any = None,
    wave: Any = None,
    which: object = None,
    items: int | Sequence[int] | None = None,
    components: Components | None = None,
    min_raters: int = 3,
    tell: Progress | None = None,
) -> LevelResult:
    """The level of every ratee on every competency in one wave, each with its standard error.

    Columns as in `read_forms`; without a `wave` column all forms are one wave; `which` names the wave (the last when
    left out). Levels are told for the company's usual mix of relations, so that a person rated by more managers is not
    at a disadvantage. `components` and the 30-ratee rule as in `change_between`.

    With T_i the ratee's deviation, g = 1 on the ratee's forms and P the model's projection: estimate g'Py / g'Pg,
    variance 1 / g'Pg - s_T (de-regressed, Garrick et al. 2009); the profile is the mean of the centred scores.
    Raises `MeasurementError` for missing or non-numeric columns, an unknown wave, or an empty table.
    """
    if wave is None:
        wave = ["one"] * _length(data, ratee)
    forms = read_forms(
        ratee,
        rater,
        wave,
        data=data,
        rating=rating,
        competency=competency,
        scores=scores,
        relation=relation,
        items=items,
    )
    name = max(forms.waves, key=label_order) if which is None else str(which)
    if name not in forms.waves:
        raise MeasurementError(f"There is no wave {name!r}; there are {', '.join(forms.waves)}.")
    chosen = forms.only(forms.wave == forms.waves.index(name))
    chosen = replace(chosen, wave=np.zeros(len(chosen), np.int64), waves=(name,))
    people = len(forms.ratees)
    raters = np.bincount(chosen.ratee, minlength=people)
    if float(np.nanmax(chosen.y) - np.nanmin(chosen.y)) == 0:
        return _all_the_same(chosen, raters, min_raters)
    fitted = fit_components(chosen, components, tell=tell)
    estimate, se = _estimates(fitted, people)
    return LevelResult(
        forms.ratees, forms.competencies, name, estimate, se, raters, fitted.components, min_raters, fitted.notes
    )


def self_gap(levels: LevelResult, ratee: object, competency: object, own: float) -> Measured:
    """The person's own rating less the level others see, with its 95% interval; points of the scale.

    The error of the single own answer is counted as that of any answer (form halo and residual). People rate
    themselves 0.3 standard deviations higher on average (Heidemeier & Moser 2009), so a small gap is usual.
    Withheld where the level is. Raises KeyError for unknown names.
    """
    seen = levels.of(ratee, competency)
    if isinstance(seen, Withheld):
        return seen
    if not np.isfinite(own):
        return Withheld("the person did not rate themselves")
    chance = levels.components.pair_wave + levels.components.residual
    se = float(np.sqrt((seen.se or 0.0) ** 2 + chance))
    gap = own - seen.value
    return Estimate(
        gap, gap - NORMAL_95 * se, gap + NORMAL_95 * se, n=seen.n + 1, method="own rating less adjusted level", se=se
    )


def _length(data: Any, ratee: Any) -> int:
    from sapwood.measurement.tables import column

    return len(column(data, ratee, "ratee"))


def _all_the_same(forms: Forms, raters: Codes, min_raters: int) -> LevelResult:
    shape = (len(forms.ratees), len(forms.competencies))
    words = "All ratings are the same: the levels are that value, and nothing can be said about their error."
    nothing = Components(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, source="all ratings are the same: nothing varies")
    value = np.full(shape, float(np.nanmax(forms.y)))
    notes = (*forms.notes, words)
    unknown = np.full(shape, np.nan)
    return LevelResult(
        forms.ratees, forms.competencies, forms.waves[0], value, unknown, raters, nothing, min_raters, notes
    )


def _estimates(fitted: Fitted, people: int) -> tuple[Floats, Floats]:
    forms, point = fitted.forms, fitted.at_level
    K = forms.y.shape[1]
    fitted.level.errors(point)
    mix = fitted.X.mean(axis=0)
    middle = fitted.level.middle + float(mix @ point.beta)
    middle_error = float(mix @ point.covariance @ mix) * point.variance
    spread = fitted.level_variances[0]
    estimate, error = np.full((people, K), np.nan), np.full((people, K), np.nan)
    centred, profile_variance = _profiles(fitted, mix)
    for bucket, M, Q, Py in zip(fitted.blocks.buckets, point.M, point.Q, point.Py, strict=True):
        sums = M.sum(axis=2)
        gPg = sums.sum(axis=1) - np.einsum("if,ifg,ig->i", sums, Q, sums)
        told = gPg > 1e-9 * sums.sum(axis=1)
        gPg = np.where(told, gPg, 1.0)
        level = np.where(told, Py.sum(axis=1) / gPg, 0.0)
        variance = np.where(told, np.maximum(point.variance / gPg - spread, 0.0), 0.0) + middle_error
        n = bucket.rows.shape[1]
        estimate[bucket.ratee] = middle + level[:, None] + centred[bucket.rows].mean(axis=1)
        error[bucket.ratee] = np.sqrt(variance + profile_variance / n)[:, None]
    return estimate, error


def _profiles(fitted: Fitted, mix: Floats) -> tuple[Floats, float]:
    """Centred scores of each form as if rated by the company's mix of relations, and the variance of one of them."""
    forms = fitted.forms
    K = forms.y.shape[1]
    y = forms.filled()
    if fitted.at_profile is None:
        return np.zeros((len(forms), K)), 0.0
    beta = fitted.at_profile.beta @ contrasts(K).T
    centred: Floats = y - y.mean(axis=1, keepdims=True) - (fitted.X - mix) @ beta
    return centred, (K - 1) / K * float(fitted.profile_variances[2] + fitted.profile_variances[3])
