"""What recognition shows on other pages: beside a goal, on a person's page, on the own growth page, in one's week."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.growth import wall
from sapwood.growth.evidence import is_told_for
from sapwood.people.models import Person
from sapwood.people.views.find import reader
from sapwood.ui import panels
from sapwood.ui.panels import Panel

OF = "growth/panels/recognition_of.html"
FEW = 5
A_WEEK = dt.timedelta(days=7)


def furnish() -> None:
    panels.register("goals:objective_aside", beside_goal)
    panels.register("people:person", of_person)
    panels.register("growth:mine", mine)
    panels.register("overview:week_aside", this_week)


def beside_goal(request: HttpRequest, objective: Objective) -> Panel | None:
    """What was said with this goal in mind; it is weak evidence, and says so. Where the five kinds of evidence stand
    side by side it is among them."""
    if is_told_for(objective):
        return None
    words = wall.beside(objective, reader(request))
    return Panel(OF, {"words": words, "weak": True}, order=70) if words else None


def of_person(request: HttpRequest, person: Person) -> Panel | None:
    """On somebody's page the newest words about them that the reader may read, and the way to add one."""
    viewer = reader(request)
    words = wall.words(wall.about(person, viewer)[:FEW], viewer)
    other = person if person.pk != viewer.pk and person.is_active else None
    return Panel(OF, {"words": words, "to": other, "of": person}, order=80) if words or other else None


def mine(request: HttpRequest, person: Person) -> Panel | None:
    """On the own growth page."""
    return Panel(OF, {"words": wall.words(wall.about(person, person)[:FEW], person), "of": person}, order=70)


def this_week(request: HttpRequest, person: Person) -> Panel | None:
    """Beside My week: what was said about oneself in the last days."""
    rows = wall.about(person, person).filter(at__gte=clock.now() - A_WEEK)
    words = wall.words(rows[:2], person)
    return Panel("growth/panels/recognition_new.html", {"words": words}, order=30) if words else None
