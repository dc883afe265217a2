"""What the growth room shows of one's own goals, practice and role: the behaviour of the week, and the role's ladder."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.goals.signals import practised
from sapwood.growth import queries
from sapwood.growth.actions.developing import was_practised
from sapwood.growth.evidence import five_kinds, is_told_for
from sapwood.growth.gaps import mirror
from sapwood.growth.models import Focus
from sapwood.people.models import JobRole, Person
from sapwood.people.views.find import reader
from sapwood.ui import panels
from sapwood.ui.panels import Panel


def furnish() -> None:
    """Offer the panels, and listen to what is told of practice; called once when the room starts."""
    panels.register("growth:mine", behaviour_of_the_week)
    panels.register("growth:mine", own_ladder)
    panels.register("people:job_role", gap_on_ladder)
    panels.register("overview:week_aside", due_this_week)
    panels.register("goals:objective_aside", about)
    panels.register("goals:objective_aside", side_by_side)
    practised.connect(was_practised, dispatch_uid="growth.was_practised")


def behaviour_of_the_week(request: HttpRequest, person: Person) -> Panel:
    """On one's own growth page: what one practises this week, or the short way in."""
    drill = queries.of_the_week(person, clock.today(person.time_zone))
    return Panel("growth/panels/week_behaviour.html", {"drill": drill}, order=8)


def due_this_week(request: HttpRequest, person: Person) -> Panel | None:
    """Beside My week: the behaviour that is due, until it was told about."""
    drill = queries.of_the_week(person, clock.today(person.time_zone))
    if drill is None or not drill.is_due or not drill.hint:
        return None
    return Panel("growth/panels/week_hint.html", {"drill": drill}, order=20)


def own_ladder(request: HttpRequest, person: Person) -> Panel | None:
    """On one's own growth page: what the role expects beside how one is seen; None without a role."""
    found = mirror(person)
    if found is None:
        return None
    return Panel("growth/panels/gaps.html", {"mirror": found, "order": found.to_grow, "link": True}, order=30)


def about(request: HttpRequest, objective: Objective) -> Panel | None:
    """Below a goal of a person: which competency and behaviour it is about; the situation is for its owner alone."""
    focus = Focus.objects.filter(objective=objective).select_related("competency", "behaviour").first()
    if focus is None or not (focus.competency or focus.behaviour):
        return None
    words = focus.behaviour.said() if focus.behaviour else ""
    own = objective.owner_person_id == reader(request).pk
    return Panel("growth/panels/focus.html", {"focus": focus, "words": words, "own": own}, order=10)


def side_by_side(request: HttpRequest, objective: Objective) -> Panel | None:
    """Below a goal about behaviour: the five kinds of evidence, as far as this reader may see each."""
    if not is_told_for(objective):
        return None
    return Panel("growth/panels/five_kinds.html", {"kinds": five_kinds(objective, reader(request))}, order=20)


def gap_on_ladder(request: HttpRequest, role: JobRole) -> Panel | None:
    """On the page of the role one has: the same, for nobody else."""
    person = reader(request)
    found = mirror(person)
    if found is None or found.role != role:
        return None
    return Panel("growth/panels/gaps.html", {"mirror": found, "order": found.to_grow, "link": False}, order=10)
