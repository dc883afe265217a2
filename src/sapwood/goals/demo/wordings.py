"""How the goals of the demo company came to read as they do: written in planning, many of them as tasks at first."""

from __future__ import annotations

import datetime as dt
import random

from django.db.models import F

from sapwood.goals import wording_history
from sapwood.goals.models import Agreement, Cycle, Objective, WordingReading

FIRST_TRY = {0: 0.75, 1: 0.6, 2: 0.45}
"""Which share of the goals needed a second text, by cycle: the company has been learning."""


def build(*, seed: int) -> None:
    """Readings of the texts as they are, and for some goals one of an earlier text, a week or two before."""
    chance = random.Random(f"wordings {seed}")
    wording_history.catch_up(most=100_000)
    cycles: list[int | None] = list(Cycle.objects.order_by("starts").values_list("pk", flat=True))
    found = WordingReading.objects.filter(objective__cycle__in=cycles, version=1).select_related("objective")
    earlier, again = [], []
    for row in found.order_by("objective_id"):
        if chance.random() > FIRST_TRY.get(cycles.index(row.objective.cycle_id), 0.5) or not row.results:
            continue
        again.append(row.objective_id)
        earlier.append(_before(row, chance))
    Objective.objects.filter(pk__in=again).update(version=2)
    Agreement.objects.filter(objective__in=again).update(version=2)
    WordingReading.objects.filter(objective__in=again).update(version=F("version") + 1)
    WordingReading.objects.bulk_create(earlier)
    for row in earlier:
        Objective.objects.filter(pk=row.objective_id).update(created=row.at)


def _before(row: WordingReading, chance: random.Random) -> WordingReading:
    """The same key results as somebody first wrote them down: fewer are results, fewer say from where to where."""
    outcomes = sum(chance.random() < 0.35 for _result in range(row.outcomes))
    with_target = sum(chance.random() < 0.6 for _result in range(row.with_target))
    return WordingReading(
        objective_id=row.objective_id,
        version=1,
        at=row.at - dt.timedelta(days=chance.randint(5, 12)),
        results=row.results,
        outcomes=outcomes,
        with_baseline=min(with_target, sum(chance.random() < 0.4 for _result in range(row.with_baseline))),
        with_target=with_target,
        remarks=row.results - outcomes + 1,
        coach=row.coach,
    )
