"""Plans, certificates and observations: what of them somebody takes along when they leave, and what goes then."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sapwood.growth.models import Certificate, Demonstration, Plan, PlanSharing, Step
from sapwood.growth.queries import plans as queries
from sapwood.people.models import Person


def as_rows(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Their plans with all that stands in them, their certificates, and what they saw of others, in their own words."""
    plans = Plan.objects.filter(person=person).order_by("created", "id")
    plans = plans.select_related("objective", "agreed_with", "ending").prefetch_related("steps", "changes")
    seen = Demonstration.objects.filter(observer=person, seen__isnull=False).select_related("step")
    return {
        "plans": [_as_row(one) for one in plans],
        "certificates": [
            {"name": one.name, "issuer": one.issuer, "valid_until": one.until}
            for one in Certificate.objects.filter(person=person)
        ],
        "observed": [
            {"day": one.day, "behaviour": one.step.about, "level": queries.level_words(one), "words": one.words}
            for one in seen.order_by("seen", "id")
        ],
    }


def forget(person: Person) -> None:
    """Really delete their plans with steps, changes and what was observed for them, and what was asked of them and not
    answered. What they observed for somebody else stays in that person's plan, signed as it was."""
    Plan.objects.filter(person=person).delete()
    Certificate.objects.filter(person=person).delete()
    Demonstration.objects.filter(observer=person, seen=None).delete()
    PlanSharing.objects.filter(person=person).delete()


def _as_row(plan: Plan) -> dict[str, Any]:
    ending = getattr(plan, "ending", None)
    return {
        "plan": plan.title,
        "kind": plan.get_kind_display(),
        "what_will_be_different": plan.purpose,
        "goal": plan.objective.title if plan.objective is not None else "",
        "first_day": plan.starts,
        "working_hours_a_week": None if plan.hours is None else float(plan.hours),
        "agreed_with": str(plan.agreed_with or ""),
        "taken_on": plan.accepted,
        "steps": [_step(one) for one in plan.steps.all()],
        "observations": [
            {"day": one.row.day, "by": str(one.row.observer), "level": one.words, "words": one.row.words}
            for one in queries.observations(plan)
        ],
        "changes": [{"day": one.at.date(), "why": one.why, "what": one.lines} for one in plan.changes.all()],
        "how_it_ended": ending.get_how_display() if ending is not None else "",
        "what_was_learned": ending.words if ending is not None else "",
    }


def _step(step: Step) -> dict[str, dt.date | str | bool | None]:
    return {
        "step": step.title,
        "kind": step.get_kind_display(),
        "note": step.note,
        "link": step.link,
        "behaviour": step.about,
        "by": step.due,
        "done": step.done,
        "taken_out": step.dropped is not None,
    }
