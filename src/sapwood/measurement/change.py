"""Real change told from noise: what became of each person between two waves of 360 feedback.

from sapwood.measurement import change_between
result = change_between(ratee="ratee", rater="rater", wave="wave", relation="relation",
                        rating="score", competency="competency", data=table)
print(result)
print(result.of("Ada", "Listening"))
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sapwood.measurement.changes import Changes, estimate_changes
from sapwood.measurement.components import Components
from sapwood.measurement.fitting import ONE_TO_FIVE, Fitted, fit_components
from sapwood.measurement.forms import Flags, Forms, read_forms, two_waves
from sapwood.measurement.reml import Progress
from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Codes, Floats
from sapwood.measurement.verdicts import NORMAL_95, Judged, Reason, Rules, Verdict, judge

METHOD = "GLS on the two-wave rater model, REML components, company shift removed"


@dataclass(frozen=True, slots=True)
class Change:
    """The change of one person on one competency.

    `change`: the estimate with its 95% interval, or why there is none; points of the scale, company shift removed.
    `detectable`: the smallest change these raters could show with 95% certainty. `probability`: that the true change
    in the verdict's direction is one that matters; None without enough focus cells. `q`: false discovery rate at which
    it would count. `raters`: in each wave, the person not counted; `kept`: in both.
    """

    ratee: str
    competency: str
    change: Measured
    verdict: Verdict
    reason: str
    detectable: float
    probability: float | None
    q: float | None
    raters: tuple[int, int]
    kept: int
    focus: bool

    def __str__(self) -> str:
        return f"{self.ratee}, {self.competency}: {self.words()}"

    def words(self) -> str:
        """The sentence a reader sees."""
        if isinstance(self.change, Withheld):
            return f"Not enough evidence: {self.change.reason}."
        one, span = self.change, f"{shown(self.change.low, 1)} to {shown(self.change.high, 1)}"
        if self.verdict is Verdict.IMPROVED:
            return f"Raters see an improvement of {shown(one.value, 1)} ({span})."
        if self.verdict is Verdict.DECLINED:
            return f"Raters see a decline of {shown(-one.value, 1)} ({shown(-one.high, 1)} to {shown(-one.low, 1)})."
        if self.verdict is Verdict.POSSIBLE:
            return f"A possible change of {shown(one.value, 1)} ({span}); it counts in no total."
        if self.verdict is Verdict.STABLE:
            return f"No meaningful change ({span})."
        if self.verdict is Verdict.NOT_ENOUGH:
            return f"Not enough evidence: {self.reason}. The estimate is {shown(one.value, 1)} ({span})."
        return (
            f"No detectable change ({span}); with these raters a change of {shown(self.detectable)} or more would show."
        )


@dataclass(frozen=True, slots=True)
class ChangeResult:
    """Every change between two waves, with what it rests on.

    Arrays are ratees x competencies in the order of `ratees` and `competencies`; NaN where a ratee was rated in one
    wave only. `rise` and `fall`: the probability of a change that matters, up and down, where there are enough focus
    cells to learn it from; `q` belongs to the direction of the evidence. `shift`: the company's average change, which holds real gain and the drift of the raters alike.
    """

    ratees: tuple[str, ...]
    competencies: tuple[str, ...]
    waves: tuple[str, str]
    estimate: Floats
    se: Floats
    low: Floats
    high: Floats
    verdict: NDArray[np.object_]
    reason: NDArray[np.object_]
    rise: Floats
    fall: Floats
    q: Floats
    focus: Flags
    raters: Codes
    kept: Codes
    shift: Estimate
    shift_by_competency: tuple[float, ...]
    components: Components
    rules: Rules
    forms: int
    converged: bool
    notes: tuple[str, ...]
    method: str = METHOD

    @property
    def detectable(self) -> Floats:
        """The smallest change each cell could show: MDC95 = 1.96 standard errors, points."""
        return NORMAL_95 * self.se

    @property
    def probability(self) -> Floats:
        """The probability that a change in the direction of the estimate is one that matters; NaN where unknown."""
        return np.where(np.nan_to_num(self.estimate) >= 0, self.rise, self.fall)

    def of(self, ratee: object, competency: object) -> Change:
        """One person on one competency. Raises KeyError for names that are not there."""
        try:
            i, k = self.ratees.index(str(ratee)), self.competencies.index(str(competency))
        except ValueError:
            raise KeyError((ratee, competency)) from None
        return self._cell(i, k)

    def __iter__(self) -> Iterator[Change]:
        for i in range(len(self.ratees)):
            for k in range(len(self.competencies)):
                yield self._cell(i, k)

    def __len__(self) -> int:
        return len(self.ratees) * len(self.competencies)

    def counts(self, *, focus_only: bool = False) -> dict[Verdict, int]:
        """How many cells got which verdict."""
        seen = Counter(self.verdict[self.focus] if focus_only else self.verdict.ravel())
        return {one: seen.get(one, 0) for one in Verdict}

    def _cell(self, i: int, k: int) -> Change:
        verdict, reason = Verdict(self.verdict[i, k]), self._why(Reason(self.reason[i, k]))
        change: Measured
        if not np.isfinite(self.se[i, k]) or self.reason[i, k] == Reason.NO_SPREAD:
            change = Withheld(reason or "rated in one wave only")
        else:
            change = Estimate(
                value=float(self.estimate[i, k]),
                low=float(self.low[i, k]),
                high=float(self.high[i, k]),
                n=int(self.raters[i].sum()),
                method=self.method,
                se=float(self.se[i, k]),
            )
        return Change(
            ratee=self.ratees[i],
            competency=self.competencies[k],
            change=change,
            verdict=verdict,
            reason=reason,
            detectable=float(NORMAL_95 * self.se[i, k]),
            probability=_known((self.rise if self.estimate[i, k] >= 0 else self.fall)[i, k]),
            q=_known(self.q[i, k]),
            raters=(int(self.raters[i, 0]), int(self.raters[i, 1])),
            kept=int(self.kept[i]),
            focus=bool(self.focus[i, k]),
        )

    def _why(self, reason: Reason) -> str:
        return str(reason).format(
            **{name: shown(float(getattr(self.rules, name)), 2).rstrip("0").rstrip(".") for name in THRESHOLDS}
        )

    def __str__(self) -> str:
        known = np.isfinite(self.se)
        lines = [
            f"Change from wave {self.waves[0]} to wave {self.waves[1]}: {len(self.ratees):,} people, "
            f"{len(self.competencies)} competencies, {self.forms:,} forms",
            f"The company's average shift: {self.shift} (real gain and rater drift cannot be told apart)",
            str(self.components),
        ]
        if known.any():
            typical = float(np.median(self.detectable[known]))
            lines.append(f"With these raters a typical cell can show a change of {shown(typical)} points or more.")
        lines += [f"  {one.value:<22}{count:>8,}" for one, count in self.counts().items()]
        return "\n".join([*lines, *self.notes])


THRESHOLDS = ("min_raters", "max_se", "ceiling", "min_circle", "item_ceiling")


def _known(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def change_between(
    ratee: Any,
    rater: Any,
    wave: Any,
    *,
    data: Any = None,
    rating: Any = None,
    competency: Any = None,
    scores: Any = None,
    relation: Any = None,
    focus: Iterable[tuple[object, object]] | None = None,
    first: object = None,
    second: object = None,
    items: int | Sequence[int] | None = None,
    components: Components | None = None,
    rules: Rules | None = None,
    drift_by_relation: bool = False,
    alike: Mapping[tuple[str, str, str], Hashable] | None = None,
    tell: Progress | None = None,
) -> ChangeResult:
    """The change of every ratee on every competency between two waves, each with interval and verdict.

    Columns as in `read_forms`: long (`rating`, `competency`) or wide (`scores`); arrays or names of columns of `data`.
    `focus`: pairs (ratee, competency) named before the second wave. `first`, `second`: labels of the waves; left out,
    the last two. `components`: variances to use instead of estimating them; with under 30 ratees `TYPICAL` is used and
    the notes say so. `drift_by_relation` lets managers, peers and reports drift apart (each needs 30 forms a wave).
    `alike`: (ratee, rater, wave) -> a label; forms of one ratee, wave and relation with the same label weigh the same in
    every figure, so that no figure says more of a rater than that group's average does. Errors grow by what it costs.
    `tell` receives a line per step.

    Returns a `ChangeResult`; too little evidence is a verdict with a reason. Raises `MeasurementError` when columns
    are missing or not numeric, when there are not two waves, or when a focus names nobody.
    Source: docs/statistics.md; the model is that of Cronbach et al. 1972 and Brennan 2001 fitted by REML, de-regression
    after Garrick et al. 2009, false discovery control after Benjamini & Hochberg 1995.
    """
    forms = two_waves(
        read_forms(
            ratee,
            rater,
            wave,
            data=data,
            rating=rating,
            competency=competency,
            scores=scores,
            relation=relation,
            items=items,
        ),
        first,
        second,
    )
    fitted, changes = _estimated(forms, components, drift_by_relation, alike, tell)
    chosen = _focus(forms, focus)
    thresholds = rules or Rules()
    judged = judge(forms, changes, chosen, thresholds)
    return _result(forms, fitted, changes, judged, chosen, thresholds)


def _estimated(
    forms: Forms,
    given: Components | None,
    by_relation: bool,
    alike: Mapping[tuple[str, str, str], Hashable] | None,
    tell: Progress | None,
) -> tuple[Fitted | None, Changes]:
    shape = (len(forms.ratees), forms.y.shape[1])
    if float(np.nanmax(forms.y) - np.nanmin(forms.y)) == 0 or len(np.unique(forms.wave)) < 2:
        nothing = np.full(shape, np.nan)
        return None, Changes(nothing, nothing, nothing, nothing, np.zeros(shape[1]), np.nan, np.zeros(shape[0], bool))
    fitted = fit_components(forms, given, drift_by_relation=by_relation, tell=tell)
    return fitted, estimate_changes(fitted, None if alike is None else _alike(forms, alike))


def _alike(forms: Forms, labels: Mapping[tuple[str, str, str], Hashable]) -> Codes:
    """A number for each form, the same for those of one label, ratee, wave and relation. Without a label: alone."""
    numbers: dict[Hashable, int] = {}
    codes = np.empty(len(forms), np.int64)
    rows = zip(forms.ratee.tolist(), forms.rater.tolist(), forms.wave.tolist(), forms.relation.tolist(), strict=True)
    for place, (ratee, rater, wave, relation) in enumerate(rows):
        name = (forms.ratees[ratee], forms.raters[rater], forms.waves[wave])
        label = labels.get(name, ("alone", place))
        codes[place] = numbers.setdefault((ratee, wave, relation, label), len(numbers))
    return codes


def _focus(forms: Forms, focus: Iterable[tuple[object, object]] | None) -> Flags:
    chosen = np.zeros((len(forms.ratees), len(forms.competencies)), bool)
    if focus is None:
        return chosen
    person = {name: place for place, name in enumerate(forms.ratees)}
    skill = {name: place for place, name in enumerate(forms.competencies)}
    for one, what in focus:
        if str(what) not in skill:
            raise MeasurementError(f"Focus {what!r} is no competency of this table: {', '.join(skill)}.")
        if str(one) in person:  # somebody who named a focus and was then not rated is simply not there
            chosen[person[str(one)], skill[str(what)]] = True
    if not chosen.any():
        raise MeasurementError("No focus names a ratee of this table: check that both use the same labels.")
    return chosen


def _result(
    forms: Forms, fitted: Fitted | None, changes: Changes, judged: Judged, focus: Flags, rules: Rules
) -> ChangeResult:
    average = float(np.mean(changes.shift))
    shift = Estimate(
        average,
        average - NORMAL_95 * changes.shift_se,
        average + NORMAL_95 * changes.shift_se,
        n=len(forms),
        method="GLS wave effect plus the typical change",
        se=changes.shift_se,
    )
    notes = list(fitted.notes if fitted else forms.notes)
    if focus.any() and not judged.by_probability:
        notes.append(
            f"Fewer than {rules.min_cells} focus cells carry evidence: no probabilities; "
            f"verdicts rest on intervals and false discovery control."
        )
    low, high = float(np.nanmin(forms.y)), float(np.nanmax(forms.y))
    if low < ONE_TO_FIVE[0] or high > ONE_TO_FIVE[1]:
        notes.append(
            f"The ratings run from {low:g} to {high:g}; the rules' thresholds are made for a scale from 1 to 5."
        )
    half = NORMAL_95 * changes.se
    return ChangeResult(
        ratees=forms.ratees,
        competencies=forms.competencies,
        waves=(forms.waves[0], forms.waves[1]),
        estimate=changes.estimate,
        se=changes.se,
        low=changes.estimate - half,
        high=changes.estimate + half,
        verdict=judged.verdict,
        reason=judged.reason,
        rise=judged.rise,
        fall=judged.fall,
        q=judged.q,
        focus=focus,
        raters=judged.raters,
        kept=judged.kept,
        shift=shift,
        shift_by_competency=tuple(float(one) for one in changes.shift),
        components=fitted.components if fitted else _nothing(forms),
        rules=rules,
        forms=len(forms),
        converged=fitted.converged if fitted else True,
        notes=tuple(notes),
    )


def _nothing(forms: Forms) -> Components:
    words = "all ratings are the same: nothing varies"
    return Components(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, items=float(np.mean(forms.items)), source=words)
