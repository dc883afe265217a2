"""The forms of a 360 as counting needs them: who rated whom, and what is filled in where a rater passed."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting.cells import Scale
from sapwood.measurement.disclosure import fold_relations

SELF, MANAGER = "self", "manager"
NAMED = (SELF, MANAGER)
SHARED_LEAST = 4  # raters in a group of a report that its subject has shared

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

    @property
    def shared_least(self) -> int:
        """Raters in a group of a shared report: a raised threshold holds there as well."""
        return max(SHARED_LEAST, self.least_relation)

    @property
    def counts(self) -> list[int]:
        """How many items stand behind each competency."""
        counts = Counter(item.competency for item in self.items)
        return [counts[competency] for competency in self.competencies]


@dataclass(slots=True)
class Form:
    answers: Answers
    items: Filled = field(default_factory=dict)
    scores: Scores = field(default_factory=list)

    @property
    def ratee(self) -> str:
        return f"about-{self.answers.subject}"


def read(ballots: Iterable[Answers], asked: Asked, competencies: Sequence[int] | None = None) -> list[Form]:
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
        form = Form(one)
        for items in of.values():
            filled = _filled(values, items, means)
            form.items |= filled
            form.scores.append(sum(filled.values()) / len(filled) if filled else math.nan)
        forms.append(form)
    return forms


def of_others(forms: Iterable[Form]) -> list[Form]:
    """Forms of others that hold at least one score."""
    return [
        form for form in forms if form.answers.relation != SELF and any(not math.isnan(score) for score in form.scores)
    ]


def table(forms: Sequence[Form]) -> dict[str, Any]:
    return {
        "ratee": [form.ratee for form in forms],
        "rater": [form.answers.rater for form in forms],
        "relation": [form.answers.relation for form in forms],
        "scores": [form.scores for form in forms],
    }


def folded(rated: Iterable[Form], least: int) -> dict[int | None, frozenset[str]]:
    """Subject -> the relations that a report shows together."""
    of: dict[int | None, Counter[str]] = defaultdict(Counter)
    for form in rated:
        if form.answers.relation not in NAMED:
            of[form.answers.subject][form.answers.relation] += 1
    return {subject: frozenset(fold_relations(counts, least=least).folded) for subject, counts in of.items()}


def told_apart(rated: Iterable[Form], together: Mapping[int | None, frozenset[str]]) -> list[str]:
    """The relation of each form as its report may show it: those folded together are one to the model as well, or what
    all raters see would weigh them unequally and tell a little of which is which."""
    return [
        "others" if form.answers.relation in together.get(form.answers.subject, frozenset()) else form.answers.relation
        for form in rated
    ]


def by_relation(mine: Sequence[Form], place: int) -> dict[str, list[float]]:
    """Relation -> the scores of one competency that were observed."""
    found: dict[str, list[float]] = defaultdict(list)
    for form in mine:
        if not math.isnan(form.scores[place]):
            found[form.answers.relation].append(form.scores[place])
    return found


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
