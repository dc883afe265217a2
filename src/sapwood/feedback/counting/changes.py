"""What changed between a 360 and its follow-up, told so that nobody's answers can be subtracted out of it.

Beside the change stand the levels of both rounds, and whoever was asked knows who joined and who left the raters. A
change of those who answered twice, less both levels, is what the one who joined said, less the one who left. So raters
whom no report tells apart weigh the same in it: a change is made of averages of groups, as reports show them, and who
answered twice is told from who did not only where each are a group of their own.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from sapwood.feedback.counting.cells import Figure, shown
from sapwood.feedback.counting.forms import (
    NAMED,
    Asked,
    Form,
    by_relation,
    folded,
    of_others,
    table,
    told_apart,
)
from sapwood.measurement import change_between
from sapwood.measurement.change import Change, ChangeResult
from sapwood.measurement.results import MeasurementError, Withheld

FIRST, SECOND = "1", "2"

Name = tuple[str, str, str]  # ratee, rater, wave


def between(earlier: Sequence[Form], forms: Sequence[Form], asked: Asked) -> ChangeResult | None:
    """Every subject's change on every competency; None where there is nothing to compare."""
    waves = {FIRST: of_others(earlier), SECOND: of_others(forms)}
    if not all(waves.values()):
        return None
    least = asked.shared_least  # a report is shared with its changes
    relations = _relations(waves, least)
    both = table([form for some in waves.values() for form in some])
    people = {form.answers.subject for form in waves[SECOND]}
    focus = [
        (f"about-{person}", f"c{asked.competencies.index(competency)}")
        for person, competency in sorted(asked.focus)
        if person in people and competency in asked.competencies
    ]
    try:
        return change_between(
            **both | {"relation": [relation for some in relations.values() for relation in some]},
            wave=[wave for wave, some in waves.items() for _form in some],
            items=asked.counts,
            focus=focus or None,
            alike=_alike(waves, relations, least),
        )
    except MeasurementError:
        return None


def figures_of(
    subject: int,
    mine: Sequence[Form],
    asked: Asked,
    changes: Mapping[tuple[str, str], Change],
    before: Mapping[tuple[int, int], int],
) -> list[Figure]:
    """The change cells about one subject. `before`: unnamed raters of the wave before, as `unnamed_counts` has them."""
    figures = []
    for place, competency in enumerate(asked.competencies):
        about: dict[str, Any] = {"kind": "change", "subject": subject, "competency": competency}
        now = sum(len(values) for relation, values in by_relation(mine, place).items() if relation not in NAMED)
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


def unnamed_counts(forms: Sequence[Form], competencies: Sequence[int]) -> dict[tuple[int, int], int]:
    """(subject, competency) -> how many unnamed raters scored it."""
    counts: Counter[tuple[int, int]] = Counter()
    for form in forms:
        if form.answers.relation in NAMED or form.answers.subject is None:
            continue
        for place, competency in enumerate(competencies):
            counts[form.answers.subject, competency] += not math.isnan(form.scores[place])
    return counts


def _relations(waves: Mapping[str, Sequence[Form]], least: int) -> dict[str, list[str]]:
    """Wave -> the relation of each of its forms. What is folded in one of the waves is folded in both, or the change
    would tell the parts of a group from one another."""
    together: dict[int | None, frozenset[str]] = {}
    for some in waves.values():
        for subject, relations in folded(some, least).items():
            together[subject] = together.get(subject, frozenset()) | relations
    return {wave: told_apart(some, together) for wave, some in waves.items()}


def _alike(
    waves: Mapping[str, Sequence[Form]], relations: Mapping[str, Sequence[str]], least: int
) -> dict[Name, Hashable]:
    """Which forms must weigh the same: those of one relation, and of one part of it (who answered twice, who did not)
    where both parts are large enough. Who is named stands alone."""
    there = {
        wave: {(form.answers.subject, form.answers.rater) for form in some if form.answers.relation not in NAMED}
        for wave, some in waves.items()
    }
    twice = there[FIRST] & there[SECOND]
    labels: dict[Name, Hashable] = {}
    for wave, some in waves.items():
        parts: dict[tuple[int | None, str], Counter[bool]] = defaultdict(Counter)
        rows = list(zip(some, relations[wave], strict=True))
        for form, relation in rows:
            parts[form.answers.subject, relation][(form.answers.subject, form.answers.rater) in twice] += 1
        for form, relation in rows:
            one = form.answers
            if relation in NAMED:
                continue
            part = parts[one.subject, relation]
            apart = min(part[True], part[False]) >= least and (one.subject, one.rater) in twice
            labels[form.ratee, one.rater, wave] = apart
    return labels


def _up(value: float) -> float | None:
    return math.ceil(value * 10 - 1e-9) / 10 if math.isfinite(value) else None
