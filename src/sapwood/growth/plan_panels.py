"""What plans show elsewhere: below their goal, on one's growth page, beside the week, on a person's page."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.growth import rules
from sapwood.growth.models import Plan
from sapwood.growth.queries import plans as queries
from sapwood.people.models import Person
from sapwood.people.views.find import reader
from sapwood.ui import panels
from sapwood.ui.panels import Panel

NEXT = 3


def furnish() -> None:
    """Offer the panels; called once when the room starts."""
    panels.register("goals:objective_aside", of_objective)
    panels.register("growth:mine", of_oneself)
    panels.register("overview:week_aside", asked_to_watch)
    panels.register("people:first_week", of_newcomer)
    panels.register("people:person", of_person)


def of_objective(request: HttpRequest, objective: Objective) -> Panel | None:
    """Below a goal of development: what comes next in its plan. What observers saw stands among the evidence."""
    person = reader(request)
    if objective.layer != Objective.Layer.DEVELOPMENTAL or objective.owner_person_id is None:
        return None
    today = clock.today(person.time_zone)
    own = objective.owner_person_id == person.pk
    plan = Plan.objects.filter(objective=objective).select_related("person", "objective__cycle", "ending").first()
    may_begin = own and objective.stage == Objective.Stage.ACTIVE
    if plan is None:
        return Panel("growth/panels/plan.html", {"objective": objective, "may_begin": True}) if may_begin else None
    rows = queries.rows_of(plan, today)
    under_way = not rules.is_over(plan)
    return Panel(
        "growth/panels/plan.html",
        {
            "objective": objective,
            "plan": plan,
            "rows": rows,
            "done": sum(one.state == "done" for one in rows),
            "next": [one for one in rows if one.state != "done"][:NEXT] if under_way else [],
            "risky": queries.at_risk(plan, today) if own and under_way else [],
            "changed": plan.changes.exclude(why="").first(),
        },
        order=15,
    )


def of_oneself(request: HttpRequest, person: Person) -> Panel | None:
    """Plans under way, and what comes next in them."""
    plans = list(queries.own_plans(person).filter(ending=None))
    coming = queries.next_steps([one for one in plans if one.accepted], most=NEXT)
    return Panel("growth/panels/plans.html", {"plans": plans, "coming": coming}, order=30)


def asked_to_watch(request: HttpRequest, person: Person) -> Panel | None:
    """Whom one is asked by name to watch."""
    rows = list(queries.to_observe(clock.today(person.time_zone), [person.pk])[:5])
    return Panel("growth/panels/to_observe.html", {"rows": rows}, order=15) if rows else None


def of_newcomer(request: HttpRequest, person: Person) -> Panel | None:
    """In the first week: the plan for arriving, where there is one."""
    plans = list(queries.own_plans(person).filter(kind=Plan.Kind.ONBOARDING, ending=None))
    if not plans:
        return None
    coming = queries.next_steps([one for one in plans if one.accepted], most=NEXT)
    return Panel("growth/panels/plans.html", {"plans": plans, "coming": coming}, order=5)


def of_person(request: HttpRequest, person: Person) -> Panel | None:
    """On somebody else's page: plans of theirs that this reader may read; for their manager the way to propose one."""
    me = reader(request)
    if me.pk == person.pk:
        return None
    may_propose = rules.may_start_plan_for(me, person)
    plans = list(queries.plans_shown_to(me).filter(person=person))
    if not plans and not may_propose:
        return None
    return Panel(
        "growth/panels/plans_of.html", {"plans": plans, "may_propose": may_propose, "person": person}, order=40
    )
