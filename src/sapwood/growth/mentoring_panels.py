"""What mentoring shows on other pages: beside the own growth page, and beside My week what waits for an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.growth import mentors
from sapwood.growth.models import Mentoring, MentoringSession
from sapwood.people.models import Person
from sapwood.ui import panels
from sapwood.ui.panels import Panel

PAGE = "growth/panels/mentoring.html"


@dataclass(frozen=True, slots=True)
class Row:
    """One mentoring, the other of the two, and when they talk next."""

    row: Mentoring
    other: Person
    next: dt.datetime | None


def furnish() -> None:
    panels.register("growth:mine_aside", mine)
    panels.register("overview:week_aside", this_week)


def mine(request: HttpRequest, person: Person) -> Panel | None:
    """What runs or is asked of one, with the next talk; else the way in."""
    return Panel(PAGE, {"rows": _rows(person)}, order=60)


def this_week(request: HttpRequest, person: Person) -> Panel | None:
    """Only where there is something: an answer somebody waits for, or a talk ahead."""
    rows = [one for one in _rows(person) if one.next is not None or one.row.is_waiting]
    return Panel(PAGE, {"rows": rows}, order=32) if rows else None


def _rows(person: Person) -> list[Row]:
    """Two queries."""
    rows = [one for one in mentors.of(person) if _concerns(one, person)]
    ahead = MentoringSession.objects.filter(mentoring__in=rows, at__gte=clock.now()).order_by("-at")
    coming = dict(ahead.values_list("mentoring", "at"))  # the earliest comes last and stays
    return [Row(one, other, coming.get(one.pk)) for one in rows if (other := one.other(person)) is not None]


def _concerns(one: Mentoring, person: Person) -> bool:
    return one.is_running or (one.is_waiting and one.mentor_id == person.pk)
