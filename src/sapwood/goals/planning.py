"""How far each team is in writing its goals for a cycle, and what agreed key results still lack. By team and key result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import Team

Step = Literal["nothing", "drafted", "proposed", "agreed"]
MOST = 300  # key results read; a company with more of them has another trouble


@dataclass(frozen=True)
class Plan:
    """A team and the furthest step its goals for the cycle have come to."""

    team: Team
    step: Step
    goals: int


@dataclass(frozen=True)
class Lack:
    """Something missing, and the key results it is missing in."""

    words: str
    rows: list[KeyResult]


def plans(objectives: Sequence[Objective], teams: Sequence[Team]) -> list[Plan]:
    """Every team with its step, those furthest behind first. `objectives` are those of the cycle."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for one in objectives:
        if one.owner_team_id is not None:
            counts[one.owner_team_id][one.stage] += 1
    found = [Plan(team, _step(counts[team.pk]), counts[team.pk].total()) for team in teams]
    order: tuple[Step, ...] = ("nothing", "drafted", "proposed", "agreed")
    return sorted(found, key=lambda plan: (order.index(plan.step), plan.team.name))


def lacks(objectives: Sequence[Objective], cycle: Cycle, *, far: bool) -> list[Lack]:
    """What agreed key results of these goals, those of a cycle and those without an end, lack; one query. `far`: the
    cycle is a third over, so that one which was never measured says something."""
    agreed = {one.pk: one for one in objectives if one.stage == Objective.Stage.ACTIVE}
    moving = Q(direction__in=[KeyResult.Direction.RISE, KeyResult.Direction.FALL])
    asked = Q(source__in=[KeyResult.Source.MANUAL, KeyResult.Source.TALLY])
    missing = Q(target=None) | (moving & Q(baseline=None)) | (asked & Q(updater=None))
    if far:
        missing |= Q(measured_at=None) & ~Q(source=KeyResult.Source.INSTRUMENT)
    running = Q(objective__cycle=cycle) | Q(objective__cycle=None)
    under_way = KeyResult.objects.filter(
        running, objective__stage=Objective.Stage.ACTIVE, objective__layer=Objective.Layer.STRATEGIC, dropped=None
    )
    rows = [
        row
        for row in under_way.filter(missing).order_by("objective_id", "position")[:MOST]
        if row.objective_id in agreed
    ]
    for row in rows:
        row.objective = agreed[row.objective_id]
    kinds = (
        (_("without a target"), [row for row in rows if row.target is None]),
        (_("without a start"), [row for row in rows if row.baseline is None and row.direction in {"rise", "fall"}]),
        (_("with nobody who tells"), [row for row in rows if row.updater_id is None and row.source in {"manual", "tally"}]),
        (_("never measured"), [row for row in rows if far and row.measured_at is None and not row.is_bound]),
    )  # fmt: skip
    return [Lack(words, found) for words, found in kinds if found]


def _step(counts: Counter[str]) -> Step:
    if counts[Objective.Stage.ACTIVE] or counts[Objective.Stage.CLOSED]:
        return "agreed"
    if counts[Objective.Stage.PROPOSED]:
        return "proposed"
    return "drafted" if counts[Objective.Stage.DRAFT] else "nothing"
