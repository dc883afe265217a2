"""What somebody carries in goals under way, and who is leaving with something to hand over."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from sapwood.goals.models import (
    Contribution,
    Cycle,
    Initiative,
    KeyResult,
    Objective,
)
from sapwood.people.models import Person


@dataclass(frozen=True)
class Carried:
    """What somebody carries in goals under way, as far as a reader sees those goals."""

    key_results: list[KeyResult]
    initiatives: list[Initiative]
    contributions: list[Contribution]

    @property
    def count(self) -> int:
        return len(self.key_results) + len(self.initiatives) + len(self.contributions)


def leavers_with_a_load(manager: Person, today: dt.date) -> list[Person]:
    """Who answers to this manager, has left or leaves within a month, and still carries something under way."""
    if not manager.report_ids:
        return []
    soon = today + dt.timedelta(days=30)
    going = Person.objects.filter(pk__in=manager.report_ids, leaves__lte=soon, erased=None).order_by("leaves", "name")
    return [one for one in going[:5] if carried_by(manager, one).count]


def carried_by(reader: Person, person: Person) -> Carried:
    """Key results to report on, open to-dos and parts of a person, in goals that `reader` may see; three queries."""
    visible = Objective.objects.visible_to(reader).open()
    goals = visible.exclude(stage=Objective.Stage.DRAFT).exclude(cycle__stage=Cycle.Stage.CLOSED)
    results = KeyResult.objects.filter(updater=person, dropped=None, objective__in=goals)
    todos = Initiative.objects.filter(
        owner=person, done=None, key_result__dropped=None, key_result__objective__in=goals
    )
    parts = Contribution.objects.filter(
        person=person, ends=None, key_result__dropped=None, key_result__objective__in=goals
    )
    return Carried(
        key_results=list(
            results.select_related("objective__owner_team", "objective__owner_person", "objective__cycle").order_by(
                "objective_id", "position"
            )
        ),
        initiatives=list(
            todos.select_related("key_result__objective__owner_team").order_by(F("due").asc(nulls_last=True), "id")
        ),
        contributions=list(
            parts.select_related("key_result__objective__owner_team").order_by("key_result__objective_id", "id")
        ),
    )
