"""A 360: for each subject and competency what all raters see, what each large enough group sees, and what changed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting.cells import Figure, Results, Saying, Scale, shown
from sapwood.measurement import change_between
from sapwood.measurement.change import Change, ChangeResult
from sapwood.measurement.components import Components
from sapwood.measurement.disclosure import RelationCells, fold_relations
from sapwood.measurement.levels import LevelResult, adjusted_levels, self_gap
from sapwood.measurement.planning import error_of_level
from sapwood.measurement.results import Estimate, MeasurementError, Withheld
from sapwood.measurement.rounding import count_band, nearest, publish
from sapwood.measurement.verdicts import NORMAL_95

SELF, MANAGER = "self", "manager"
NAMED = (SELF, MANAGER)
SHARED_LEAST = 4  # raters in a group of a report that its subject has shared
SHIFT_FROM = 10  # subjects from which the company's average shift is told

Scores = list[float]  # one a competency, NaN where nothing was observed
Filled = dict[int, float]  # item id -> answer on 1 to 5, filled in where it is missing


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, and the rules fixed at launch. `focus`: (person id, competency id) named before this wave."""

    items: Sequence[Scale]
    texts: frozenset[int] = frozenset()
    least_relation: int = 3
    least_answers: int = 5
    comments_from: int = 5
    focus: frozenset[tuple[int, int]] = frozenset()

    @property
    def competencies(self) -> list[int]:
        return sorted({item.competency for item in self.items if item.competency is not None})


@dataclass(slots=True)
class _Form:
    answers: Answers
    items: Filled = field(default_factory=dict)
    scores: Scores = field(default_factory=list)


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
    forms = _forms(ballots, asked)
    levels = _levels(forms, asked)
    changes, told = None, {}
    if before is not None:
        earlier = _forms(before, Asked(before_items), competencies=asked.competencies)
        changes = _changes(earlier, forms, asked)
        told = {(one.ratee, one.competency): one for one in changes} if changes else {}
        counts_before = _unnamed_counts(earlier, asked.competencies)
    of_subject: dict[int, list[_Form]] = defaultdict(list)
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
            figures += _changed(subject, mine, asked, told, counts_before)
        sayings += _sayings(subject, mine, asked)
    return Results(tuple(figures), tuple(sayings), _facts(subjects, forms, asked, levels, changes))


# ---- reading


def _forms(ballots: Iterable[Answers], asked: Asked, competencies: Sequence[int] | None = None) -> list[_Form]:
    """In the order of raters and subjects, so that counting again gives the same last digit.

    An item that a rater passed on is filled in from the others of that competency: its mean plus how far this form
    lies from the mean (measurement, missing items). So every number of a competency rests on the same raters, and
    comparing an item with its competency tells nothing about those who passed.
    """
    wanted = asked.competencies if competencies is None else list(competencies)
    of = {competency: [item for item in asked.items if item.competency == competency] for competency in wanted}
    ordered = sorted(ballots, key=lambda one: (one.subject or 0, one.relation, one.rater))
    given = [_given(one, asked.items) for one in ordered]
    means = _means(given)
    forms = []
    for one, values in zip(ordered, given, strict=True):
        form = _Form(one)
        for items in of.values():
            filled = _filled(values, items, means)
            form.items |= filled
            form.scores.append(sum(filled.values()) / len(filled) if filled else math.nan)
        forms.append(form)
    return forms


def _given(one: Answers, items: Sequence[Scale]) -> Filled:
    return {item.id: item.on_five(answer) for item in items if (answer := one.ratings.get(item.id)) is not None}


def _means(given: Sequence[Filled]) -> Filled:
    total: dict[int, float] = defaultdict(float)
    number: Counter[int] = Counter()
    for values in given:
        for item, value in values.items():
            total[item] += value
            number[item] += 1
    return {item: total[item] / number[item] for item in total}


def _filled(values: Filled, items: Sequence[Scale], means: Filled) -> Filled:
    known = [item.id for item in items if item.id in values]
    if not known:
        return {}
    beside = sum(values[item] - means[item] for item in known) / len(known)
    return {
        item.id: values[item.id] if item.id in values else min(5.0, max(1.0, means[item.id] + beside))
        for item in items
        if item.id in means
    }


def _others(forms: Iterable[_Form]) -> list[_Form]:
    """Forms of others that hold at least one score."""
    return [
        form for form in forms if form.answers.relation != SELF and any(not math.isnan(score) for score in form.scores)
    ]


def _table(forms: Sequence[_Form]) -> dict[str, Any]:
    return {
        "ratee": [f"about-{form.answers.subject}" for form in forms],
        "rater": [form.answers.rater for form in forms],
        "relation": [form.answers.relation for form in forms],
        "scores": [form.scores for form in forms],
    }


def _told_apart(rated: Sequence[_Form], least: int) -> list[str]:
    """The relation of each form as its report may show it: those folded together are one to the model as well, or what
    all raters see would weigh them unequally and tell a little of which is which."""
    of: dict[int | None, Counter[str]] = defaultdict(Counter)
    for form in rated:
        if form.answers.relation not in NAMED:
            of[form.answers.subject][form.answers.relation] += 1
    folded = {subject: fold_relations(counts, least=least).folded for subject, counts in of.items()}
    return [
        "others" if form.answers.relation in folded.get(form.answers.subject, ()) else form.answers.relation
        for form in rated
    ]


def _item_counts(asked: Asked) -> list[int]:
    counts = Counter(item.competency for item in asked.items)
    return [counts[competency] for competency in asked.competencies]


def _levels(forms: Sequence[_Form], asked: Asked) -> LevelResult | None:
    rated = _others(forms)
    if not rated or not asked.competencies:
        return None
    try:
        table = _table(rated) | {"relation": _told_apart(rated, asked.least_relation)}
        return adjusted_levels(**table, items=_item_counts(asked), min_raters=asked.least_relation)
    except MeasurementError:
        return None


def _changes(earlier: Sequence[_Form], forms: Sequence[_Form], asked: Asked) -> ChangeResult | None:
    first, second = _others(earlier), _others(forms)
    if not first or not second:
        return None
    both = _table([*first, *second])
    people = {form.answers.subject for form in second}
    focus = [
        (f"about-{person}", f"c{asked.competencies.index(competency)}")
        for person, competency in sorted(asked.focus)
        if person in people and competency in asked.competencies
    ]
    try:
        return change_between(
            **both,
            wave=["1"] * len(first) + ["2"] * len(second),
            items=_item_counts(asked),
            focus=focus or None,
        )
    except MeasurementError:
        return None


# ---- what is shown about one subject


def _about(
    subject: int, mine: Sequence[_Form], asked: Asked, levels: LevelResult | None, places: Mapping[str, int]
) -> list[Figure]:
    figures = []
    for place, competency in enumerate(asked.competencies):
        of = _by_relation(mine, place)
        counts = {relation: len(values) for relation, values in of.items() if relation not in NAMED}
        cells = fold_relations(counts, least=asked.least_relation)
        about: dict[str, Any] = {"subject": subject, "competency": competency}
        figures.append(_everyone(about, cells, sum(len(v) for r, v in of.items() if r != SELF), place, levels, places))
        figures += _groups(about, of, cells, counts, levels)
        for relation in NAMED:
            if of.get(relation):
                own = sum(of[relation]) / len(of[relation])
                figures.append(Figure(**about, group=relation, value=nearest(own, 0.1)))
        gap = _gap(subject, place, of.get(SELF), cells, levels if f"about-{subject}" in places else None)
        if gap:
            figures.append(Figure(**about, kind="gap", **gap))
    return figures


def _by_relation(mine: Sequence[_Form], place: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = defaultdict(list)
    for form in mine:
        if not math.isnan(form.scores[place]):
            found[form.answers.relation].append(form.scores[place])
    return found


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
    counts: Mapping[str, int],
    levels: LevelResult | None,
) -> list[Figure]:
    """Group cells for the subject, and those of a shared report, whose groups are unions of them."""
    if levels is None:
        return []
    for_others = fold_relations(counts, least=SHARED_LEAST)
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


def _behaviours(subject: int, mine: Sequence[_Form], asked: Asked, levels: LevelResult | None) -> list[Figure]:
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


def _changed(
    subject: int,
    mine: Sequence[_Form],
    asked: Asked,
    changes: Mapping[tuple[str, str], Change],
    before: Mapping[tuple[int, int], int],
) -> list[Figure]:
    figures = []
    for place, competency in enumerate(asked.competencies):
        about: dict[str, Any] = {"kind": "change", "subject": subject, "competency": competency}
        now = sum(len(v) for r, v in _by_relation(mine, place).items() if r not in NAMED)
        enough = min(now, before.get((subject, competency), 0)) >= asked.least_relation
        told = changes.get((f"about-{subject}", f"c{place}"))
        if told is None or not enough or isinstance(told.change, Withheld):
            figures.append(Figure(**about, withheld="not_enough"))
            continue
        fields = shown(told.change, answers=now, coarse=False)
        if "withheld" not in fields:
            fields |= {"verdict": told.verdict.name.lower(), "detectable": _up(told.detectable)}
        figures.append(Figure(**about, **fields))
    return figures


def _up(value: float) -> float | None:
    return math.ceil(value * 10 - 1e-9) / 10 if math.isfinite(value) else None


def _unnamed_counts(forms: Sequence[_Form], competencies: Sequence[int]) -> dict[tuple[int, int], int]:
    counts: Counter[tuple[int, int]] = Counter()
    for form in forms:
        if form.answers.relation in NAMED or form.answers.subject is None:
            continue
        for place, competency in enumerate(competencies):
            counts[form.answers.subject, competency] += not math.isnan(form.scores[place])
    return counts


def _sayings(subject: int, mine: Sequence[_Form], asked: Asked) -> list[Saying]:
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
    forms: Sequence[_Form],
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
