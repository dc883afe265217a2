"""How small a change an instrument can tell from noise, before a target is accepted: from planning, no answer is read."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from sapwood.feedback.models import Cell, Item
from sapwood.feedback.raters import KEPT, components_now
from sapwood.goals.measured.instruments import Instrument, Level, expected_raters, fewest, members_of

COARSE, FINE, COARSE_BELOW = 0.5, 0.1, 20
MOST_RATERS, MOST_ITEMS = 40, 12


@dataclass(frozen=True, slots=True)
class Tellable:
    """`change` points or more can be told; `people`: raters, or answers, it counts on; of `asked` in a unit.

    `step`: in what steps the level is published. `items`: asked about it. Nothing is stored of it but `change`.
    """

    change: float
    people: int
    items: int
    step: float
    asked: int = 0
    typical: bool = True  # components of typical programmes, not yet of this organisation


def tellable(chosen: Instrument, level: Level) -> Tellable:
    """The smallest change of this instrument, with the raters or answers that may be expected."""
    if chosen.unit is not None:
        return _of_pulse(chosen, level)
    return _of_round(chosen, expected_raters(chosen), _items(chosen))


def raters_for(chosen: Instrument, change: float) -> int | None:
    """How many raters would be needed to tell that change; None: no number that one could ask."""
    for raters in range(3, MOST_RATERS + 1):
        if _of_round(chosen, raters, _items(chosen)).change <= change + 1e-9:
            return raters
    return None


def items_for(chosen: Instrument, change: float) -> int | None:
    """How many items on the competency would do with the same raters; None: more than one would ask."""
    raters = expected_raters(chosen)
    if chosen.items or raters < 1:
        return None
    for items in range(_items(chosen) + 1, MOST_ITEMS + 1):
        if _of_round(chosen, raters, items).change <= change + 1e-9:
            return items
    return None


def _of_round(chosen: Instrument, raters: int, items: int) -> Tellable:
    from sapwood.measurement.planning import tellable_change

    fine = not chosen.items and chosen.group == Cell.ALL
    step = FINE if fine or raters >= COARSE_BELOW else COARSE
    components, typical = components_now()
    if raters < 1 or items < 1:
        return Tellable(math.inf, raters, items, step, typical=typical)
    change = tellable_change(
        raters, KEPT, components.with_items(items), competencies=max(1, len(_per_competency(chosen))), step=step
    )
    return Tellable(change, raters, items, step, typical=typical)


def _of_pulse(chosen: Instrument, level: Level) -> Tellable:
    from sapwood.measurement.planning import TYPICAL_SPREAD, tellable_pulse_change

    assert chosen.unit is not None
    answers, asked = fewest(level.count), len(members_of(chosen.unit))
    step = FINE if answers >= COARSE_BELOW else COARSE
    least, most = chosen.scale
    spread = level.spread if level.spread is not None else TYPICAL_SPREAD * (most - least) / 4
    change = tellable_pulse_change(max(asked, answers), answers, spread, items=len(chosen.items), step=step)
    return Tellable(change, answers, len(chosen.items), step, asked=asked, typical=level.spread is None)


def _items(chosen: Instrument) -> int:
    if chosen.items:
        return len(chosen.items)
    return _per_competency(chosen)[chosen.competency.pk if chosen.competency else 0]


def _per_competency(chosen: Instrument) -> Counter[int]:
    rows = Item.objects.filter(questionnaire=chosen.baseline.wave.questionnaire_id).exclude(competency=None)
    return Counter(pk for pk in rows.values_list("competency_id", flat=True) if pk is not None)
