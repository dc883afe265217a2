"""Finding what an address names. What the reader may not see is not found."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sapwood.people import rules
from sapwood.people.models import Person, Team


def reader(request: HttpRequest) -> Person:
    """The person who is signed in; the gate lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def person_of(request: HttpRequest, public_id: str) -> Person:
    return get_object_or_404(Person.objects.visible_to(reader(request)), public_id=public_id)


def leaver_of(request: HttpRequest, public_id: str) -> Person:
    """Somebody in the reader's handover list; their managers find them there though the directory has let them go."""
    found = get_object_or_404(Person.objects.filter(erased=None).exclude(leaves=None), public_id=public_id)
    if not rules.sees_handover_of(reader(request), found):
        raise Http404
    return found


def team_of(public_id: str) -> Team:
    """Any team, retired ones included: history links to them."""
    return get_object_or_404(Team.objects.select_related("parent"), public_id=public_id)


def version_of(request: HttpRequest) -> int:
    """The version the form was made from; what is no number fits no version."""
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() and len(given) < 10 else 0
