"""What stands on one's own growth page of what this room always had: the school."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.growth import queries
from sapwood.people.models import Person
from sapwood.ui.panels import Panel


def school_desk(request: HttpRequest, person: Person) -> Panel | None:
    """What is due in the school."""
    desk = queries.desk_of(person, clock.now())
    return Panel("growth/panels/school.html", {"desk": desk, "due": len(desk.due)}, order=80)
