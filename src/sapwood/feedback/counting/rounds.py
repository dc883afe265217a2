"""A 360: for each subject and competency what all raters see, what each large enough group sees, and what changed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting.cells import Figure, Results, Saying, Scale, shown
from sapwood.feedback.counting.changes import between, figures_of, unnamed_counts
from sapwood.feedback.counting.forms import (
    NAMED,
    SELF,
    Asked,
    Form,
    by_relation,
    folded,
    of_others,
    read,
    table,
    told_apart,
)
from sapwood.measurement.change import ChangeResult
from sapwood.measurement.components import Components
from sapwood.measurement.disclosure import RelationCells, fold_relations
from sapwood.measurement.levels import LevelResult, adjusted_levels, self_gap
from sapwood.measurement.planning import error_of_level
from sapwood.measurement.results import Estimate, MeasurementError, Withheld
from sapwood.measurement.rounding import count_band, nearest, publish
from sapwood.measurement.verdicts import NORMAL_95

SHIFT_FROM = 10  # subjects from which the company's average shift is told


def count(
    subjects: Sequence[int],
    asked: Asked,
    ballots: Iterable[Answers],
    *,
    before: Iterable[Answers] | None = None,
    before_items: Sequence[Scale] = (),
) -> Results:
    """The cells and comments of one 360 wave.

    `subjects`: person ids. `ballots`: opened, raters as handles. `before`: those of the wave it follows, with handles
    of the same key; `before_items`: what was asked then (items of one competency are compared with one another).
    """
    forms = read(ballots, asked)
    levels = _levels(forms, asked)
    changes, told = None, {}
    if before is not None:
        earlier = read(before, Asked(before_items), competencies=asked.competencies)
        changes = between(earlier, forms, asked)
        told = {(one.ratee, one.competency): one for one in changes} if changes else {}
        counts_before = unnamed_counts(earlier, asked.competencies)
    of_subject: dict[int, list[Form]] = defaultdict(list)
    for form in forms:
        if form.answers.subject is not None:
            of_subject[form.answers.subject].append(form)
    figures: list[Figure] = []
    sayings: list[Saying] = []
    places = {name: place for place, name in enumerate(levels.ratees)} if levels else {}
    for subject in subjects:
        mine = of_subject[subject]
        figures += _about(subject, mine, asked, levels, places)
        figures += _behaviours(subject, mine, asked, levels)
        if before is not None:
            figures += figures_of(subject, mine, asked, told, counts_before)
        sayings += _sayings(subject, mine, asked)
    return Results(tuple(figures), tuple(sayings), _facts(subjects, forms, asked, levels, changes))


def _levels(forms: Sequence[Form], asked: Asked) -> LevelResult | None:
    rated = of_others(forms)
    if not rated or not asked.competencies:
        return None
    try:
        forms_of = table(rated) | {"relation": told_apart(rated, folded(rated, asked.least_relation))}
        return adjusted_levels(**forms_of, items=asked.counts, min_raters=asked.least_relation)
    except MeasurementError:
        return None


# ---- what is shown about one subject


def _about(
    subject: int, mine: Sequence[Form], asked: Asked, levels: LevelResult | None, places: Mapping[str, int]
) -> list[Figure]:
    figures = []
    for place, competency in enumerate(asked.competencies):
        of = by_relation(mine, place)
        counts = {relation: len(values) for relation, values in of.items() if relation not in NAMED}
        cells = fold_relations(counts, least=asked.least_relation)
        about: dict[str, Any] = {"subject": subject, "competency": competency}
        figures.append(_everyone(about, cells, sum(len(v) for r, v in of.items() if r != SELF), place, levels, places))
        figures += _groups(about, of, cells, fold_relations(counts, least=asked.shared_least), levels)
        for relation in NAMED:
            if of.get(relation):
                own = sum(of[relation]) / len(of[relation])
                figures.append(Figure(**about, group=relation, value=nearest(own, 0.1)))
        gap = _gap(subject, place, of.get(SELF), cells, levels if f"about-{subject}" in places else None)
        if gap:
            figures.append(Figure(**about, kind="gap", **gap))
    return figures


def _everyone(
    about: Mapping[str, Any],
    cells: RelationCells,
    raters: int,
    place: int,
    levels: LevelResult | None,
    places: Mapping[str, int],
) -> Figure:
    row = places.get(f"about-{about['subject']}")
    if not cells.everyone or levels is None or row is None:
        return Figure(**about, withheld="too_few")
    value, se = float(levels.estimate[row, place]), float(levels.se[row, place])
    if not math.isfinite(se) or not math.isfinite(value):
        return Figure(**about, withheld="no_interval")
    low, value, high = (_on_scale(one) for one in (value - NORMAL_95 * se, value, value + NORMAL_95 * se))
    return Figure(**about, **shown(Estimate(value, low, high, raters, levels.method), answers=raters, coarse=False))


def _groups(
    about: Mapping[str, Any],
    of: Mapping[str, list[float]],
    cells: RelationCells,
    for_others: RelationCells,
    levels: LevelResult | None,
) -> list[Figure]:
    """Group cells for the subject, and those of a shared report, whose groups are unions of them."""
    if levels is None:
        return []
    own = {group: _members(group, cells) for group in cells.shown}
    told = {group: _members(group, for_others) for group in for_others.shown}
    figures = []
    for group, relations in own.items():
        both = relations in told.values()
        figures.append(Figure(**about, group=group, shared=both, **_mean(of, relations, levels.components)))
    for relations in told.values():
        if relations not in own.values():
            figures.append(Figure(**about, group="rest", **_mean(of, relations, levels.components)))
    return figures


def _members(group: str, cells: RelationCells) -> frozenset[str]:
    return frozenset(cells.folded) if group == "others" and cells.folded else frozenset({group})


def _mean(of: Mapping[str, list[float]], relations: frozenset[str], components: Components) -> dict[str, Any]:
    values = [value for relation in relations for value in of.get(relation, ())]
    mean = sum(values) / len(values)
    se = error_of_level(len(values), components, leniency_removed=False)
    if se == 0:
        return {"withheld": "no_interval"}
    half = NORMAL_95 * se
    low, high = _on_scale(mean - half), _on_scale(mean + half)
    return shown(Estimate(mean, low, high, n=len(values), method="mean of the group"), answers=len(values))


def _on_scale(value: float) -> float:
    return min(5.0, max(1.0, value))


def _gap(
    subject: int, place: int, own: Sequence[float] | None, cells: RelationCells, levels: LevelResult | None
) -> dict[str, Any]:
    if not own or levels is None or not cells.everyone:
        return {}
    gap = self_gap(levels, f"about-{subject}", f"c{place}", sum(own) / len(own))
    fields = shown(gap, answers=0, coarse=False)
    return {} if "withheld" in fields else fields | {"count": ""}


def _behaviours(subject: int, mine: Sequence[Form], asked: Asked, levels: LevelResult | None) -> list[Figure]:
    """Single items as all others see them, from as many unnamed raters on as a unit needs answers."""
    if levels is None:
        return []
    others = [form for form in mine if form.answers.relation != SELF]
    one_item = levels.components.with_items(1)
    figures = []
    for item in asked.items:
        rated = [form for form in others if item.id in form.items]
        if sum(form.answers.relation not in NAMED for form in rated) < asked.least_answers:
            figures.append(Figure(subject=subject, item=item.id, withheld="too_few"))
            continue
        fields = _mean({"": [form.items[item.id] for form in rated]}, frozenset({""}), one_item)
        figures.append(Figure(subject=subject, item=item.id, **fields))
    return figures


def _sayings(subject: int, mine: Sequence[Form], asked: Asked) -> list[Saying]:
    """Comments over all unnamed relations together, from enough raters on; under a name where one was promised."""
    unnamed = sum(form.answers.relation not in NAMED for form in mine)
    sayings = []
    for form in mine:
        one = form.answers
        for item, remark in one.remarks.items():
            named = one.relation in NAMED or remark.signed
            if item in asked.texts and (named or unnamed >= asked.comments_from):
                sayings.append(Saying(item, remark.text, subject=subject, rater=one.rater if named else ""))
    return sayings


def _facts(
    subjects: Sequence[int],
    forms: Sequence[Form],
    asked: Asked,
    levels: LevelResult | None,
    changes: ChangeResult | None,
) -> dict[str, Any]:
    """Figures of the whole wave: components where there were enough subjects to estimate them, and what moved everywhere."""
    facts: dict[str, Any] = {"answers": count_band(len(forms))}
    if levels is not None and levels.components.source.startswith("estimated"):
        names = [name for name in Components.__dataclass_fields__ if name != "source"]
        facts["components"] = {name: round(getattr(levels.components, name), 3) for name in names}
    if changes is not None and len(subjects) >= SHIFT_FROM:
        told = publish(changes.shift, coarse=False)
        if not isinstance(told, Withheld):
            facts["shift"] = {"value": told.value, "low": told.low, "high": told.high}
            by_competency = zip(asked.competencies, changes.shift_by_competency, strict=True)
            facts["shift_by_competency"] = {str(pk): nearest(moved, 0.1) for pk, moved in by_competency}
    return facts
