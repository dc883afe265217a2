"""Reads of somebody's personal space, for themselves alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from sapwood.activity import clock
from sapwood.goals import queries as goals
from sapwood.goals.models import KeyResult, Objective, Reading
from sapwood.growth.models import LifeArea
from sapwood.people.models import Person


@dataclass(frozen=True, slots=True)
class Goal:
    """A personal goal with its key results and the part of life it is for, if that was said."""

    objective: Objective
    results: list[KeyResult]
    area: str
    status: str


@dataclass(frozen=True, slots=True)
class Space:
    """Goals under way by part of life, those not begun, and those that are over."""

    areas: list[tuple[str, list[Goal]]]
    drafts: list[Goal]
    over: list[Goal]

    @property
    def under_way(self) -> int:
        return sum(len(found) for _name, found in self.areas)


def personal_goals(person: Person) -> list[Goal]:
    """Three queries. Nobody but its owner is ever asked for: the person is the owner."""
    rows = Objective.objects.filter(owner_person=person, layer=Objective.Layer.PERSONAL)
    found = list(goals.with_key_results(rows).select_related("life_area").order_by("-created", "id"))
    today = clock.today(person.time_zone)
    return [
        Goal(one, goals.results_of(one), area.area if (area := _area(one)) else "", goals.status_of(one, today))
        for one in found
    ]


def space_of(person: Person) -> Space:
    found = personal_goals(person)
    active = [one for one in found if one.objective.stage == Objective.Stage.ACTIVE]
    names = [*((area.value, str(area.label)) for area in LifeArea.Area), ("", "")]
    areas = [(name, here) for value, name in names if (here := [one for one in active if one.area == value])]
    return Space(
        areas,
        [one for one in found if one.objective.stage in {Objective.Stage.DRAFT, Objective.Stage.PROPOSED}],
        [one for one in found if one.objective.stage == Objective.Stage.CLOSED],
    )


def goals_as_rows(person: Person) -> list[dict[str, Any]]:
    """All personal goals with every reading, for a file."""
    readings = Reading.objects.order_by("at", "id")
    rows = Objective.objects.filter(owner_person=person, layer=Objective.Layer.PERSONAL).order_by("created", "id")
    rows = rows.select_related("life_area", "cycle").prefetch_related(
        Prefetch("key_results", queryset=KeyResult.objects.prefetch_related(Prefetch("readings", queryset=readings)))
    )
    return [_as_row(one) for one in rows]


def _as_row(goal: Objective) -> dict[str, Any]:
    area = _area(goal)
    return {
        "objective": goal.title,
        "why": goal.why,
        "for_whom": goal.audience,
        "area": area.get_area_display() if area else "",
        "stage": goal.get_stage_display(),
        "cycle": str(goal.cycle or ""),
        "key_results": [
            {
                "key_result": result.title,
                "from": _plain(result.baseline),
                "to": _plain(result.target),
                "unit": result.unit,
                "readings": [
                    {"at": one.at.isoformat(), "value": _plain(one.value), "note": one.note}
                    for one in result.readings.all()
                ],
            }
            for result in goal.key_results.all()
        ],
    }


def _area(goal: Objective) -> LifeArea | None:
    found: LifeArea | None = getattr(goal, "life_area", None)
    return found


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)
