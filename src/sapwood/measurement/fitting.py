"""Fitting both halves of the company model to forms: at estimated components, or at given ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sapwood.measurement.company import Blocks, LevelModel, LevelPoint, ProfileModel, ProfilePoint, contrasts
from sapwood.measurement.components import TYPICAL, Components, from_halves, halves
from sapwood.measurement.forms import Flags, Forms
from sapwood.measurement.reml import MOST_STEPS, Progress, minimise
from sapwood.measurement.results import MeasurementError
from sapwood.measurement.tables import Codes, Floats

FEWEST_SUBJECTS = 30  # below it the components of a programme are assumed, not estimated
SEARCHED = 1000  # ratees on which the components are searched; one more step then uses everybody
MOST_RATIO = 1e6
ONE_TO_FIVE = (0.5, 5.5)  # ratings outside are not on the scale the thresholds are made for


@dataclass(slots=True)
class Fitted:
    """Both halves of the model at their components, ready to predict from."""

    forms: Forms
    blocks: Blocks
    X: Floats
    columns: tuple[str, ...]
    level: LevelModel
    at_level: LevelPoint
    level_variances: Floats  # of LEVEL, then the residual; points squared
    profile: ProfileModel | None
    at_profile: ProfilePoint | None
    profile_variances: Floats  # of PROFILE, then the residual
    components: Components
    notes: tuple[str, ...]
    converged: bool


def design(forms: Forms, drift_by_relation: bool = False) -> tuple[Floats, tuple[str, ...]]:
    """Fixed effects: average, wave, and each relation against the most frequent one; on request relation x wave."""
    parts, names = [np.ones(len(forms))], ["average"]
    two = len(np.unique(forms.wave)) > 1
    if two:
        parts.append(forms.wave.astype(float))
        names.append("wave")
    counts = np.bincount(forms.relation, minlength=len(forms.relations))
    for code in np.flatnonzero(counts):
        if code != int(np.argmax(counts)):
            here = (forms.relation == code).astype(float)
            parts.append(here)
            names.append(forms.relations[code])
            if (
                drift_by_relation
                and two
                and np.linalg.matrix_rank(np.column_stack([*parts, here * forms.wave])) > len(parts)
            ):
                parts.append(here * forms.wave)
                names.append(f"{forms.relations[code]} x wave")
    X = np.column_stack(parts)
    if np.linalg.matrix_rank(X) < X.shape[1]:  # a relation that occurs in one wave only, and alone there
        X, names = X[:, :2] if two and np.linalg.matrix_rank(X[:, :2]) == 2 else X[:, :1], names[: 2 if two else 1]
    return X, tuple(names)


def fit_components(
    forms: Forms, given: Components | None = None, *, drift_by_relation: bool = False, tell: Progress | None = None
) -> Fitted:
    """Fit both halves of the model to the forms, or set them up at `given` components.

    Under 30 ratees the components are assumed (`TYPICAL`), as so few cannot carry an estimate; the result says so.
    """
    notes = list(forms.notes)
    X, columns = design(forms, drift_by_relation)
    subjects = len(np.unique(forms.ratee))
    if given is None and subjects < FEWEST_SUBJECTS:
        given = _typical_for(forms)
        notes.append(
            f"{subjects} ratees are too few to learn how raters differ (at least {FEWEST_SUBJECTS} are needed): "
            f"the components are those of typical programmes."
        )
    halves_of = _Halves(forms, X, notes, alive=given is None)
    if given is None:
        return _estimated(halves_of, columns, notes, tell)
    return _assumed(halves_of, columns, notes, given)


def evened(fitted: Fitted, alike: Codes) -> Fitted:
    """The same fit with each form's answers replaced by the average of those it is `alike` (a number for each form).

    Estimates are weighted sums of answers; so forms that are alike weigh the same in every one of them, and none of
    them says more than the averages do. Components, and with them the errors, stay those of the answers themselves.
    """
    y = fitted.forms.filled()
    count = np.bincount(alike)
    y = np.stack([(np.bincount(alike, column) / count)[alike] for column in y.T], axis=1)
    level = LevelModel(fitted.blocks, y.mean(axis=1), fitted.level.active)
    at_level = level.at(fitted.at_level.ratios[level.active])
    at_level.variance = fitted.at_level.variance
    profile = at_profile = None
    if fitted.profile is not None and fitted.at_profile is not None:
        profile = ProfileModel(fitted.blocks, y @ contrasts(y.shape[1]), fitted.profile.active)
        at_profile = profile.at((fitted.profile_variances[:3] / fitted.profile_variances[3])[profile.active])
        at_profile.variance = fitted.at_profile.variance
    return replace(
        fitted, forms=replace(fitted.forms, y=y), level=level, at_level=at_level, profile=profile, at_profile=at_profile
    )


class _Halves:
    """Both models over the same blocks, and which of their variances can be told apart."""

    def __init__(self, forms: Forms, X: Floats, notes: list[str], *, alive: bool) -> None:
        self.forms, self.X = forms, X
        y = forms.filled()
        self.K = y.shape[1]
        self.means = y.mean(axis=1)
        self.blocks = Blocks(forms, X)
        self.on_level, self.on_profile = _identified(forms)
        Z = y @ contrasts(self.K) if self.K > 1 else np.empty((len(forms), 0))
        if self.K > 1 and _flat(Z, X):
            notes.append(
                "Every form gives all competencies the same differences: changes are those of the general level."
            )
            Z = Z[:, :0]
        if alive and _flat(self.means[:, None], X):
            notes.append("The mean of every form is the same: only differences between competencies can change.")
            self.on_level = np.zeros(4, bool)
        self.level = LevelModel(self.blocks, self.means, self.on_level)
        self.profile = ProfileModel(self.blocks, Z, self.on_profile) if Z.shape[1] else None


def _estimated(both: _Halves, columns: tuple[str, ...], notes: list[str], tell: Progress | None) -> Fitted:
    start = np.array([0.67, 0.07, 0.67, 0.83])[both.on_level]
    many = len(np.unique(both.forms.ratee)) > SEARCHED
    if many:
        start = _start_from_part(both, start, tell)
    say = _prefixed(tell, "levels")
    best = minimise(both.level, start, scale=0.3, tell=say, most=MOST_RATIO, most_steps=1 if many else MOST_STEPS)
    at_level, converged = best.point, best.converged
    if at_level.L is None:
        at_level = both.level.at(best.variances)
    of_level = np.append(at_level.ratios, 1.0) * at_level.variance
    at_profile, of_profile = None, np.zeros(4)
    if both.profile is not None:
        first = np.array([0.34, 0.03, 0.34])[both.on_profile]
        found = minimise(both.profile, first, scale=0.3, tell=_prefixed(tell, "profiles"), most=MOST_RATIO)
        at_profile, converged = found.point, converged and found.converged
        of_profile[:3][both.on_profile] = found.variances
        of_profile[3] = 1.0
        of_profile *= at_profile.variance
    if both.on_level.any() and of_level[4] < 1e-7 * float(both.means.var()):
        notes.append("Who is rated by whom explains every form's mean exactly: read the components as a bound only.")
    if not converged:
        notes.append("The search for the components did not converge: read the intervals as rough.")
    components = from_halves(of_level, of_profile, both.K, float(np.mean(both.forms.items)))
    return _fitted(both, columns, at_level, of_level, at_profile, of_profile, components, notes, converged)


def _assumed(both: _Halves, columns: tuple[str, ...], notes: list[str], given: Components) -> Fitted:
    of_level, of_profile = halves(given, both.K)
    _merge_what_cannot_be_told(of_level, both.on_level)
    _merge_what_cannot_be_told(of_profile, both.on_profile)
    if of_level[4] <= 0 or of_profile[3] <= 0:
        raise MeasurementError("The residual variance of given components must be above 0.")
    at_level = both.level.at((of_level[:4] / of_level[4])[both.on_level])
    at_level.variance = float(of_level[4])
    at_profile = None
    if both.profile is not None:
        at_profile = both.profile.at((of_profile[:3] / of_profile[3])[both.on_profile])
        at_profile.variance = float(of_profile[3])
    return _fitted(both, columns, at_level, of_level, at_profile, of_profile, given, notes, True)


def _fitted(
    both: _Halves,
    columns: tuple[str, ...],
    at_level: LevelPoint,
    of_level: Floats,
    at_profile: ProfilePoint | None,
    of_profile: Floats,
    components: Components,
    notes: list[str],
    converged: bool,
) -> Fitted:
    return Fitted(
        forms=both.forms,
        blocks=both.blocks,
        X=both.X,
        columns=columns,
        level=both.level,
        at_level=at_level,
        level_variances=of_level,
        profile=both.profile,
        at_profile=at_profile,
        profile_variances=of_profile,
        components=components,
        notes=tuple(notes),
        converged=converged,
    )


def _flat(Y: Floats, X: Floats) -> bool:
    """Whether the fixed effects explain all of Y."""
    left = Y - X @ np.linalg.lstsq(X, Y, rcond=None)[0]
    return bool((left**2).sum() <= 1e-16 * max(float((Y**2).sum()), 1e-300))


def _typical_for(forms: Forms) -> Components:
    """Typical components for these items, stretched where the ratings do not fit a scale from 1 to 5."""
    low, high = float(np.nanmin(forms.y)), float(np.nanmax(forms.y))
    found = TYPICAL.with_items(float(np.mean(forms.items)))
    if low >= ONE_TO_FIVE[0] and high <= ONE_TO_FIVE[1]:
        return found
    stretch = ((high - low) / 4) ** 2
    values = {name: getattr(found, name) for name in Components.__dataclass_fields__}
    scaled = {name: value * stretch for name, value in values.items() if name not in ("items", "source")}
    return Components(
        **scaled, items=found.items, source=f"{found.source}; stretched to a scale of {low:g} to {high:g}"
    )


def _identified(forms: Forms) -> tuple[Flags, Flags]:
    """Which variances these forms can tell apart: of LEVEL, and of PROFILE."""
    n = len(forms)
    ratees, raters = len(np.unique(forms.ratee)), len(np.unique(forms.rater))
    pairs = len(np.unique(forms.pair))
    moves = len(np.unique(forms.ratee * 2 + forms.wave))
    again = pairs < n
    ratee = 1 < ratees < n
    wave = len(np.unique(forms.wave)) > 1 and ratees < moves < n
    rater = 1 < raters < n
    pair = again and pairs not in (raters, ratees)
    return np.array([ratee, wave, pair, rater]), np.array([ratees < n, wave, again and pairs != ratees])


def _start_from_part(both: _Halves, start: Floats, tell: Progress | None) -> Floats:
    """The level variances of the first ratees by label (with numbers from an organisation's tree: neighbours)."""
    forms, X, on = both.forms, both.X, both.on_level
    rows = np.isin(forms.ratee, np.unique(forms.ratee)[:SEARCHED])
    part = forms.only(rows)
    if (_identified(part)[0] != on).any() or np.linalg.matrix_rank(X[rows]) < X.shape[1]:
        return start
    model = LevelModel(Blocks(part, X[rows]), both.means[rows], on)
    say = _prefixed(tell, f"levels of {SEARCHED:,} ratees")
    return minimise(model, start, scale=0.3, tell=say, most=MOST_RATIO).variances


def _prefixed(tell: Progress | None, what: str) -> Progress | None:
    return None if tell is None else lambda line: tell(f"{what}: {line}")


def _merge_what_cannot_be_told(variances: Floats, on: Flags) -> None:
    """Without a second wave its movement is part of the ratee, without repeated raters the pair is part of chance."""
    if not on[1]:
        variances[0] += variances[1]
    for place in np.flatnonzero(~on):
        if place > 1:
            variances[-1] += variances[place]
        variances[place] = 0.0
