"""When one may say that raters see a change: the rules, their thresholds, and the words.

The thresholds are the house's choices, shown wherever a verdict is shown; `docs/statistics.md` holds what they cost and
spare: with focus competencies, 2 to 5 in 100 verdicts "improved" were false in simulated companies.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from sapwood.measurement.changes import Changes
from sapwood.measurement.evidence import one_sided, prior_of_changes, probability_of_change, q_values
from sapwood.measurement.forms import Flags, Forms, rater_circles
from sapwood.measurement.tables import Codes, Floats

NORMAL_90, NORMAL_95 = 1.6448536269514722, 1.959963984540054


class Verdict(StrEnum):
    """What may be said of one change; the values are the words a reader sees."""

    IMPROVED = "improved"
    DECLINED = "declined"
    POSSIBLE = "possible change"
    STABLE = "no meaningful change"
    UNDETECTED = "no detectable change"
    NOT_ENOUGH = "not enough evidence"


class Reason(StrEnum):
    """Why there is not enough evidence."""

    NONE = ""
    ONE_WAVE = "rated in one wave only"
    FEW_RATERS = "fewer than {min_raters} raters besides the person in one of the waves"
    WIDE = "the raters differ too much: the standard error is above {max_se} points"
    CEILING = "the first wave was already at {ceiling} or above: there is no room left to see an improvement"
    UNLINKED = "no rater rated in both waves and fewer than {min_circle} people share raters with this person"
    CEILING_ITEM = "one item and a company average of {item_ceiling} or above: the scale ends too early to tell"
    NO_SPREAD = "all ratings are the same"


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds of a verdict; points of a scale from 1 to 5. Show them with every verdict.

    A change counts when P(at least `matters`) exceeds `sure`, the estimate is at least `least`, its interval excludes 0
    and its q value is at most `false_rate`. With fewer than `min_cells` focus cells there is no probability: q is then
    at most `false_rate_alone`, and `false_rate_unnamed` for what was not named when others were.
    """

    min_raters: int = 3
    max_se: float = 0.35
    ceiling: float = 4.5
    min_circle: int = 30
    item_ceiling: float = 4.2
    matters: float = 0.15
    least: float = 0.25
    sure: float = 0.9
    likely: float = 0.7
    false_rate: float = 0.10
    false_rate_alone: float = 0.05
    false_rate_unnamed: float = 0.01
    meaningless: float = 0.25
    min_cells: int = 100


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts and what they rest on, ratees x competencies; probabilities and q values NaN where there are none."""

    verdict: NDArray[np.object_]
    reason: NDArray[np.object_]
    rise: Floats
    fall: Floats
    q: Floats
    by_probability: bool
    raters: Codes  # ratees x 2: raters in each wave
    kept: Codes  # ratees: raters of both waves


def judge(forms: Forms, changes: Changes, focus: Flags | None, rules: Rules) -> Judged:
    """A verdict for every ratee and competency.

    `focus` (ratees x competencies) marks what was named before the second wave. Focus cells are judged among
    themselves; all others by false discovery control over all of them, without a probability.
    """
    raters, kept = _raters(forms)
    reason = _not_enough(forms, changes, raters, kept, rules)
    able = reason == Reason.NONE
    named = np.zeros(able.shape, bool) if focus is None else np.asarray(focus, bool)
    up, down = one_sided(changes.weighed, changes.weighed_se)
    q_up, q_down = np.full(able.shape, np.nan), np.full(able.shape, np.nan)
    for family in (able & named, able & ~named):
        for p, q in ((up, q_up), (down, q_down)):
            q[family] = q_values(np.where(family, p, np.nan))[family]
    cells = able & named
    by_probability = int(cells.sum()) >= rules.min_cells
    rise, fall = np.full(able.shape, np.nan), np.full(able.shape, np.nan)
    if by_probability:
        estimates, errors = changes.weighed[cells], changes.weighed_se[cells]
        weights = prior_of_changes(estimates, errors)
        rise[cells], fall[cells] = probability_of_change(estimates, errors, weights, rules.matters, learned=True)
    alone = rules.false_rate if by_probability else rules.false_rate_alone
    most = np.where(named, alone, rules.false_rate_unnamed if named.any() else rules.false_rate_alone)
    verdict = _verdicts(changes, able, rise, fall, q_up, q_down, most, rules)
    q = np.where(changes.weighed >= 0, q_up, q_down)
    return Judged(verdict, reason, rise, fall, q, by_probability, raters, kept)


def _verdicts(
    changes: Changes,
    able: Flags,
    rise: Floats,
    fall: Floats,
    q_up: Floats,
    q_down: Floats,
    most: Floats,
    rules: Rules,
) -> NDArray[np.object_]:
    verdict = np.full(able.shape, Verdict.NOT_ENOUGH, dtype=object)
    estimate, se, weighed = changes.estimate, changes.se, changes.weighed
    with np.errstate(invalid="ignore"):
        wide = NORMAL_90 * se
        within = able & (np.abs(estimate) + wide <= rules.meaningless)
        verdict[able] = Verdict.UNDETECTED
        verdict[within] = Verdict.STABLE
        for sign, p, q, word in ((1, rise, q_up, Verdict.IMPROVED), (-1, fall, q_down, Verdict.DECLINED)):
            large = (sign * weighed >= rules.least) & (sign * estimate >= rules.least) & (q <= most)
            sure = (np.isnan(p) | (p > rules.sure)) & (sign * estimate - NORMAL_95 * se > 0)
            likely, certain = able & (p > rules.likely), able & large & sure
            verdict[likely] = Verdict.POSSIBLE
            verdict[certain] = word
    return verdict


def _raters(forms: Forms) -> tuple[Codes, Codes]:
    people = len(forms.ratees)
    raters = np.stack([np.bincount(forms.ratee[forms.wave == wave], minlength=people) for wave in (0, 1)], axis=1)
    pairs, count = np.unique(forms.pair, return_counts=True)
    both = pairs[count > 1] // len(forms.raters)
    return raters, np.bincount(both, minlength=people)


def _not_enough(forms: Forms, changes: Changes, raters: Codes, kept: Codes, rules: Rules) -> NDArray[np.object_]:
    shape = changes.estimate.shape
    reason = np.full(shape, Reason.NONE, dtype=object)
    baseline, average = _means(forms, np.flatnonzero(forms.wave == 0), len(forms.ratees)), _company_means(forms)
    single = (forms.items == 1) & (average >= rules.item_ceiling)
    alone = (kept == 0) & (rater_circles(forms) < rules.min_circle)
    with np.errstate(invalid="ignore"):
        checks: tuple[tuple[Reason, Flags], ...] = (
            (Reason.CEILING_ITEM, np.broadcast_to(single, shape)),
            (Reason.CEILING, baseline >= rules.ceiling),
            (Reason.WIDE, ~(changes.se <= rules.max_se)),
            (Reason.UNLINKED, np.broadcast_to(alone[:, None], shape)),
            (Reason.FEW_RATERS, np.broadcast_to(np.asarray((raters < rules.min_raters).any(axis=1))[:, None], shape)),
            (Reason.ONE_WAVE, np.broadcast_to(np.asarray((raters == 0).any(axis=1))[:, None], shape)),
        )
    for why, where in checks:  # the last that applies is the one told
        reason[where] = why
    if float(np.nanmax(forms.y) - np.nanmin(forms.y)) == 0:
        reason[:] = Reason.NO_SPREAD
    return reason


def _means(forms: Forms, rows: Codes, people: int) -> Floats:
    """The plain mean of each ratee and competency over the chosen forms; NaN where there is no answer."""
    chosen = forms.y[rows]
    known = np.isfinite(chosen)
    total, count = np.zeros((people, chosen.shape[1])), np.zeros((people, chosen.shape[1]))
    np.add.at(total, forms.ratee[rows], np.where(known, chosen, 0.0))
    np.add.at(count, forms.ratee[rows], known)
    means: Floats = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return means


def _company_means(forms: Forms) -> Floats:
    known = np.isfinite(forms.y)
    count = known.sum(axis=0)
    means: Floats = np.divide(
        np.where(known, forms.y, 0.0).sum(axis=0), count, out=np.zeros(len(count)), where=count > 0
    )
    return means
