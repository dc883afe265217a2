"""A pulse: for each unit and item the mean of all its members, where nothing can be worked out about a few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sapwood.feedback.ballots import Answers
from sapwood.feedback.counting.cells import Figure, Results, Saying, Scale, shown
from sapwood.measurement.disclosure import publishable
from sapwood.measurement.pulses import UnitPulse, pulse
from sapwood.measurement.results import Withheld
from sapwood.measurement.rounding import count_band, distribution, nearest, publish

SHARE_STEPS = ((50, 10), (200, 5))  # under 50 answers shares go in steps of 10 %, under 200 in steps of 5 %


@dataclass(frozen=True, slots=True)
class Unit:
    """A survey unit. `members`: people asked who belong to it and to no unit below; `readers`: people in it or below
    who read its result; `changed`: 1 to 4 people joined or left since the wave before, so no line joins the two."""

    id: int
    parent: int | None
    members: int
    readers: int = 0
    changed: bool = False


def count(
    units: Sequence[Unit],
    items: Sequence[Scale],
    ballots: Iterable[Answers],
    *,
    texts: Iterable[int] = (),
    least: int = 5,
    comments_from: int = 8,
) -> Results:
    """The cells and comments of one pulse. `items`: the scale items; `texts`: ids of the items answered in words."""
    answers = list(ballots)
    figures = [figure for item in items for figure in _figures(units, item, answers, least)]
    figures += [
        Figure(kind="change", unit=unit.id, item=item.id, withheld="members_changed")
        for unit in units
        if unit.changed
        for item in items
    ]
    sayings = _sayings(units, set(texts), answers, comments_from)
    return Results(tuple(figures), tuple(sayings), {"answers": count_band(len(answers))})


def _figures(units: Sequence[Unit], item: Scale, answers: Sequence[Answers], least: int) -> list[Figure]:
    given: dict[int, list[int]] = {}
    for one in answers:
        answer = one.ratings.get(item.id)
        if answer is not None and one.unit is not None:
            given.setdefault(one.unit, []).append(item.turned(answer))
    if not given:
        return [Figure(unit=unit.id, item=item.id, withheld="too_few") for unit in units]
    rows = [(str(unit), float(value)) for unit, values in given.items() for value in values]
    rows += [(str(unit.id), float("nan")) for unit in units if unit.members and unit.id not in given]
    told = pulse(
        [value for _unit, value in rows],
        [unit for unit, _value in rows],
        {str(unit.id): unit.members for unit in units},
        parents=_parents(units),
        k=least,
        readers={str(unit.id): unit.readers for unit in units},
        scale=(item.least, item.most),
    )
    below = _below(units)
    figures = []
    for unit in units:
        spread = Counter(value for part in below[unit.id] for value in given.get(part, ()))
        figures.append(_figure(unit, item, told.of(str(unit.id)), least, spread))
    return figures


def _figure(unit: Unit, item: Scale, told: UnitPulse, least: int, spread: Mapping[int, int]) -> Figure:
    if isinstance(told.mean, Withheld):
        why = "too_few" if told.answers < least + unit.readers else "would_tell"
        return Figure(unit=unit.id, item=item.id, withheld=why)
    fields: dict[str, Any] = shown(told.mean, answers=told.answers)
    if told.band is not None and not fields.get("withheld"):
        wide = publish(told.band, answers=told.answers)
        if not isinstance(wide, Withheld):
            fields |= {"wide_low": wide.low, "wide_high": wide.high}
    bars = distribution({str(answer): spread.get(answer, 0) for answer in range(item.least, item.most + 1)})
    return Figure(
        unit=unit.id, item=item.id, distribution=None if isinstance(bars, Withheld) else _shares(bars), **fields
    )


def _shares(counts: Mapping[str, int]) -> dict[str, int]:
    """Percent of each answer, so coarse that one person more or less is not read off: exact counts would undo what
    rounding the mean is for."""
    total = sum(counts.values())
    step = next((step for below, step in SHARE_STEPS if total < below), 1)
    return {answer: int(nearest(100 * n / total, step)) for answer, n in counts.items()}


def _sayings(units: Sequence[Unit], texts: set[int], answers: Sequence[Answers], comments_from: int) -> list[Saying]:
    """Each comment goes to the nearest unit above it for which enough answered, counted without the units shown below."""
    own = Counter(str(one.unit) for one in answers)
    parents = _parents(units)
    open_to = publishable(parents, dict(own), k=comments_from).shown
    sayings = []
    for one in answers:
        at: str | None = str(one.unit)
        while at is not None and at not in open_to:
            at = parents[at]
        if at is None:
            continue
        sayings += [
            Saying(item, remark.text, unit=int(at), rater=one.rater if remark.signed else "")
            for item, remark in one.remarks.items()
            if item in texts
        ]
    return sayings


def _parents(units: Sequence[Unit]) -> dict[str, str | None]:
    return {str(unit.id): None if unit.parent is None else str(unit.parent) for unit in units}


def _below(units: Sequence[Unit]) -> dict[int, list[int]]:
    """For each unit the ids of the units at and below it."""
    parents = {unit.id: unit.parent for unit in units}
    found: dict[int, list[int]] = {unit.id: [] for unit in units}
    for unit in units:
        at: int | None = unit.id
        while at is not None:
            found[at].append(unit.id)
            at = parents[at]
    return found
