"""What the people room shows on pages of the rooms above it."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.people import policy
from sapwood.people.actions.invitations import without_a_way_in
from sapwood.people.models import Person
from sapwood.people.queries import JOINER_DAYS
from sapwood.ui.panels import Panel


def first_days(request: HttpRequest, person: Person) -> Panel | None:
    """The way to the first-week page, for whoever started within the last 14 days."""
    if person.starts is None:
        return None
    here_for = (clock.today(person.time_zone) - person.starts).days
    if not 0 <= here_for < JOINER_DAYS:
        return None
    return Panel("people/first_week_panel.html", {"person": person}, order=5)


def no_way_in(request: HttpRequest, thing: object) -> Panel | None:
    """On the page of people, for administrators: how many could be invited, and one click to do it."""
    if not policy.may(request.user, "person.invite"):
        return None
    count = without_a_way_in(clock.now()).count()
    return Panel("people/no_way_in.html", {"count": count}, order=5) if count else None
