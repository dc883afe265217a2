"""Finding what an address names. What the reader may not see is not found."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import Person


def reader(request: HttpRequest) -> Person:
    """The person who is signed in; the gate lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def objective_of(request: HttpRequest, public_id: str) -> Objective:
    visible = Objective.objects.visible_to(reader(request))
    found: Objective = get_object_or_404(
        visible.select_related("owner_team", "owner_person", "cycle", "proposed_by", "closure__by", "retirement__by"),
        public_id=public_id,
    )
    return found


def key_result_of(request: HttpRequest, public_id: str) -> KeyResult:
    visible = Objective.objects.visible_to(reader(request))
    return get_object_or_404(
        KeyResult.objects.select_related("objective__cycle", "objective__owner_team", "objective__owner_person"),
        public_id=public_id,
        objective__in=visible,
    )


def cycle_of(request: HttpRequest, public_id: str) -> Cycle:
    return get_object_or_404(Cycle, public_id=public_id)
