"""Where the differences between 360 ratings come from, in the terms of the model, estimated or assumed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sapwood.measurement.company import Blocks, LevelModel, LevelPoint, ProfileModel, ProfilePoint, contrasts
from sapwood.measurement.forms import Flags, Forms
from sapwood.measurement.reml import Progress, minimise
from sapwood.measurement.results import shown
from sapwood.measurement.tables import Floats

FEWEST_SUBJECTS = 30  # below it the components of a programme are assumed, not estimated
SEARCHED = 1000  # ratees on which the components are searched; one more step then uses everybody
MOST_RATIO = 1e6


@dataclass(frozen=True, slots=True)
class Components:
    """The variances behind one rating, in points squared; `residual` is that of a score made of `items` items.

    ratee: general level; ratee_wave: its movement between waves; ratee_competency: profile; ratee_competency_wave: its
    movement; rater: leniency; pair: halo of one rater towards one ratee; pair_wave: that of one form;
    pair_competency: what one rater sees in one ratee on one competency; residual: everything else.
    `source` says where the figures come from.
    """

    ratee: float
    ratee_wave: float
    ratee_competency: float
    ratee_competency_wave: float
    rater: float
    pair: float
    pair_wave: float
    pair_competency: float
    residual: float
    items: float = 1.0
    source: str = "estimated from these ratings (REML)"

    def with_items(self, items: float) -> Components:
        """The same world asked with another number of items per competency: only the residual changes."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return Components(**{**values, "residual": self.residual * self.items / items, "items": items})

    def __str__(self) -> str:
        named = [
            ("what the ratee is like overall", self.ratee + self.ratee_competency),
            ("how the ratee moves between waves", self.ratee_wave + self.ratee_competency_wave),
            ("how lenient the rater is", self.rater),
            ("how this rater sees this ratee", self.pair + self.pair_wave + self.pair_competency),
            ("chance in the single answer", self.residual),
        ]
        total = sum(value for _, value in named) or float("nan")
        lines = [f"  {name:<36}{shown(value, 3):>8}  {value / total:>4.0%}" for name, value in named]
        return "\n".join([f"One score of {shown(self.items, 0)} items; components {self.source}:", *lines])


# What a typical programme shows (docs/statistics.md tells how these were found): used below 30 subjects and for planning
# before the first wave. One item per competency, answers on a scale from 1 to 5.
TYPICAL = Components(
    ratee=0.080,
    ratee_wave=0.001,
    ratee_competency=0.080,
    ratee_competency_wave=0.007,
    rater=0.135,
    pair=0.070,
    pair_wave=0.042,
    pair_competency=0.083,
    residual=0.312,
    items=1.0,
    source="assumed from typical programmes, not estimated from these ratings",
)


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
    y = forms.filled()
    X, columns = design(forms, drift_by_relation)
    blocks = Blocks(forms, X)
    K = y.shape[1]
    Z = y @ contrasts(K) if K > 1 else np.empty((len(forms), 0))
    subjects = len(np.unique(forms.ratee))
    if given is None and subjects < FEWEST_SUBJECTS:
        given = TYPICAL.with_items(float(np.mean(forms.items)))
        notes.append(
            f"{subjects} ratees are too few to learn how raters differ (at least {FEWEST_SUBJECTS} are needed): "
            f"the components are those of typical programmes."
        )
    on_level, on_profile = _identified(forms)
    level = LevelModel(blocks, y.mean(axis=1), on_level)
    profile = ProfileModel(blocks, Z, on_profile) if K > 1 else None
    converged = True
    if given is None:
        start_level, start_profile = (
            np.array([0.67, 0.07, 0.67, 0.83])[on_level],
            np.array([0.34, 0.03, 0.34])[on_profile],
        )
        if subjects > SEARCHED:
            start_level = _start_from_part(forms, X, y, on_level, start_level, tell)
        say = _prefixed(tell, "levels")
        best = minimise(
            level, start_level, scale=0.3, tell=say, most=MOST_RATIO, most_steps=1 if subjects > SEARCHED else 60
        )
        at_level, converged = best.point, best.converged
        if at_level.L is None:
            at_level = level.at(best.variances)
        at_profile = None
        if profile is not None:
            found = minimise(profile, start_profile, scale=0.3, tell=_prefixed(tell, "profiles"), most=MOST_RATIO)
            at_profile, converged = found.point, converged and found.converged
            profile_ratios = _full(found.variances, on_profile)
        else:
            profile_ratios = np.zeros(3)
        level_variances = np.append(at_level.ratios, 1.0) * at_level.variance
        profile_variances = np.append(profile_ratios, 1.0) * at_profile.variance if at_profile else np.zeros(4)
        components = _components(level_variances, profile_variances, K, float(np.mean(forms.items)))
    else:
        level_variances, profile_variances = _halves(given, K)
        _merge_what_cannot_be_told(level_variances, on_level)
        _merge_what_cannot_be_told(profile_variances, on_profile)
        at_level = level.at((level_variances[:4] / level_variances[4])[on_level])
        at_level.variance = float(level_variances[4])
        at_profile = profile.at((profile_variances[:3] / profile_variances[3])[on_profile]) if profile else None
        if at_profile:
            at_profile.variance = float(profile_variances[3])
        components = given
    if not converged:
        notes.append("The search for the components did not converge: read the intervals as rough.")
    return Fitted(
        forms, blocks, X, columns, level, at_level, level_variances, profile, at_profile, profile_variances, components,
        tuple(notes), converged,
    )  # fmt: skip


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


def _start_from_part(forms: Forms, X: Floats, y: Floats, on: Flags, start: Floats, tell: Progress | None) -> Floats:
    """The level variances of the first ratees by label (with numbers from an organisation's tree: neighbours)."""
    rows = np.isin(forms.ratee, np.unique(forms.ratee)[:SEARCHED])
    part = forms.only(rows)
    if (_identified(part)[0] != on).any() or np.linalg.matrix_rank(X[rows]) < X.shape[1]:
        return start
    model = LevelModel(Blocks(part, X[rows]), y[rows].mean(axis=1), on)
    return minimise(
        model, start, scale=0.3, tell=_prefixed(tell, f"levels of {SEARCHED:,} ratees"), most=MOST_RATIO
    ).variances


def _prefixed(tell: Progress | None, what: str) -> Progress | None:
    return None if tell is None else lambda line: tell(f"{what}: {line}")


def _full(found: Floats, on: Flags) -> Floats:
    ratios = np.zeros(len(on))
    ratios[on] = found
    return ratios


def _components(level: Floats, profile: Floats, K: int, items: float) -> Components:
    """From the two halves to the terms of the model: a form mean holds a Kth of every profile term."""
    share = profile / K if K > 1 else np.zeros(4)
    rest = np.maximum(level - np.array([share[0], share[1], share[2], 0.0, share[3]]), 0.0)
    return Components(
        ratee=float(rest[0]),
        ratee_wave=float(rest[1]),
        ratee_competency=float(profile[0]),
        ratee_competency_wave=float(profile[1]),
        rater=float(rest[3]),
        pair=float(rest[2]),
        pair_wave=float(rest[4]) if K > 1 else 0.0,
        pair_competency=float(profile[2]),
        residual=float(profile[3]) if K > 1 else float(level[4]),
        items=items,
    )


def _halves(c: Components, K: int) -> tuple[Floats, Floats]:
    level = np.array(
        [
            c.ratee + c.ratee_competency / K,
            c.ratee_wave + c.ratee_competency_wave / K,
            c.pair + c.pair_competency / K,
            c.rater,
            c.pair_wave + c.residual / K,
        ]
    )
    profile = np.array([c.ratee_competency, c.ratee_competency_wave, c.pair_competency, c.residual])
    return level, profile


def _merge_what_cannot_be_told(variances: Floats, on: Flags) -> None:
    """Without a second wave its movement is part of the ratee, without repeated raters the pair is part of chance."""
    if not on[1]:
        variances[0] += variances[1]
    for place in np.flatnonzero(~on):
        if place > 1:
            variances[-1] += variances[place]
        variances[place] = 0.0
