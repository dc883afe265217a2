"""Reads of plans: how the steps stand, what is at risk, what somebody is asked to observe, what runs out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapwood.goals import standing
from sapwood.goals.measured import audience
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.growth.models import Certificate, Demonstration, Plan, PlanChange, Step
from sapwood.people.models import Person

QUIET = dt.timedelta(weeks=3)
"""So long nobody is asked again to change a plan that was changed, or looked at, because of a key result."""

OBSERVED_FOR = dt.timedelta(days=21)
OBSERVATION_MINUTES = 1
SOON = dt.timedelta(days=7)
LATE = dt.timedelta(days=21)  # a step longer overdue than this is not spoken of again
RUNS_OUT = (60, 14)  # days before a certificate ends at which its holder is told

COMMON_ANCHORS: tuple[str | Promise, ...] = (
    _("Hardly to be seen yet"),
    _("To be seen in moments, with help"),
    _("To be seen in usual situations"),
    _("To be seen when it is difficult too"),
    _("So that others could learn it from them"),
)
"""What five levels look like where the behaviour brings no anchors of its own."""


@dataclass(frozen=True)
class StepRow:
    """A step as a page shows it. `state`: done, late, soon, open."""

    step: Step
    state: str
    asked: list[Demonstration] = field(default_factory=list)  # not answered
    seen: list[Observation] = field(default_factory=list)


@dataclass(frozen=True)
class Observation:
    """What one observer said, with the words of the level."""

    row: Demonstration
    words: str


def anchors_of(step: Step) -> list[str]:
    """Five levels in words: those of its behaviour, else common ones."""
    return list(step.anchors) if len(step.anchors) == len(COMMON_ANCHORS) else [str(one) for one in COMMON_ANCHORS]


def level_words(row: Demonstration) -> str:
    return anchors_of(row.step)[row.level - 1] if row.level else ""


def rows_of(plan: Plan, today: dt.date) -> list[StepRow]:
    """Its steps in the order of their days, those without one last; two queries."""
    steps = list(plan.steps.filter(dropped=None).select_related("key_result", "behaviour", "done_by"))
    steps.sort(key=lambda one: (one.due is None, one.due or today, one.position, one.pk))
    told: dict[int, list[Demonstration]] = {one.pk: [] for one in steps}
    for row in Demonstration.objects.filter(step__in=steps).select_related("observer", "step").order_by("asked", "id"):
        told[row.step_id].append(row)
    return [_row(one, told[one.pk], today) for one in steps]


def observations(plan: Plan) -> list[Observation]:
    """What observers saw on the levels, the newest first; one query."""
    return _observations(Demonstration.objects.filter(step__plan=plan))


def observations_of(objective: Objective) -> list[Observation]:
    """The same of the plan of a goal. Whoever may read the goal may read them; one query."""
    return _observations(Demonstration.objects.filter(step__plan__objective=objective))


def at_risk(plan: Plan, today: dt.date) -> list[KeyResult]:
    """Key results of its objective that are at risk or off track for its owner, and because of which the plan was not
    changed or looked at lately. Four queries at most; none where there is no objective."""
    goal = plan.objective
    if goal is None or goal.stage != Objective.Stage.ACTIVE:
        return []
    results = list(goal.key_results.filter(dropped=None))
    audience.put_on(plan.person, [goal], results={goal.pk: results})
    found = [one for one in results if _is_at_risk(one, goal, goal.cycle, today)]
    if not found:
        return []
    lately = PlanChange.objects.filter(plan=plan, at__date__gt=today - QUIET, key_results__in=found)
    quiet = set(lately.values_list("key_results", flat=True))
    return [one for one in found if one.pk not in quiet]


def results_for(plan: Plan) -> list[KeyResult]:
    """Key results a step can be tied to: the objective's; for a person's plan those of their teams under way."""
    if plan.objective_id is not None:
        return list(KeyResult.objects.filter(objective=plan.objective_id, dropped=None))
    goals = Objective.objects.filter(
        owner_team__in=plan.person.team_ids, layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE
    )
    return list(KeyResult.objects.filter(objective__in=goals, dropped=None).order_by("objective_id", "position")[:40])


def with_counts(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """With `steps_done` and `steps_all`, in the query itself; the newest first."""
    kept = Q(steps__dropped=None)
    counted: QuerySet[Plan] = plans.annotate(
        steps_all=Count("steps", filter=kept, distinct=True),
        steps_done=Count("steps", filter=kept & Q(steps__done__isnull=False), distinct=True),
    )
    newest_first = counted.order_by("-created", "-id")  # said anew: counting drops the model's own order
    return newest_first.select_related("person", "objective", "started_by", "ending")


def own_plans(person: Person) -> QuerySet[Plan]:
    return with_counts(Plan.objects.filter(person=person))


def plans_shown_to(person: Person) -> QuerySet[Plan]:
    """Plans of others that this person may read; those not taken on and those of people who left are not among them."""
    return with_counts(Plan.objects.visible_to(person).exclude(person=person).filter(ending=None))


def next_steps(plans: Collection[Plan], *, most: int = 5) -> list[Step]:
    """What comes next in these plans, by day; one query."""
    rows = Step.objects.filter(plan__in=plans, plan__ending=None, done=None, dropped=None, due__isnull=False)
    return list(rows.select_related("plan").order_by("due", "id")[:most])


def to_observe(today: dt.date, people: Collection[int] | None = None) -> QuerySet[Demonstration]:
    """What named people are asked to observe and have not answered; of some of them, or of all."""
    rows = Demonstration.objects.filter(
        seen=None, declined=None, until__gte=today, step__dropped=None, step__plan__ending=None
    )
    if people is not None:
        rows = rows.filter(observer__in=people)
    return rows.select_related("step__plan__person", "observer").order_by("until", "id")


def observation_minutes(people: Collection[int], today: dt.date) -> Counter[int]:
    """person id -> minutes that requests to observe ask of them now."""
    found: Counter[int] = Counter()
    for pk in to_observe(today, people).values_list("observer", flat=True):
        found[pk] += OBSERVATION_MINUTES
    return found


def due_steps(today: dt.date) -> dict[int, int]:
    """person id -> how many steps of their plans fall into the coming week or are late; one query."""
    rows = Step.objects.filter(
        done=None,
        dropped=None,
        due__lte=today + SOON,
        due__gt=today - LATE,
        plan__ending=None,
        plan__accepted__isnull=False,
    )
    return dict(rows.order_by().values_list("plan__person").annotate(n=Count("id")))


def certificates_running_out(today: dt.date) -> list[tuple[Certificate, int]]:
    """Those whose holder is told now, with the days left: once at each of `RUNS_OUT`, however often this is asked."""
    rows = Certificate.objects.filter(until__gte=today, until__lte=today + dt.timedelta(days=max(RUNS_OUT)))
    found = []
    for row in rows.select_related("person"):
        assert row.until is not None  # the filter asks for it
        threshold = min(days for days in RUNS_OUT if (row.until - today).days <= days)
        if row.reminded is None or row.reminded < row.until - dt.timedelta(days=threshold):
            found.append((row, (row.until - today).days))
    return found


def certificates_of(plan_or_person: Plan | Person, today: dt.date) -> list[dict[str, Any]]:
    """Certificates with how they stand: `state` valid, soon, over."""
    where = {"plan": plan_or_person} if isinstance(plan_or_person, Plan) else {"person": plan_or_person}
    return [
        {"row": row, "state": _validity(row.until, today)}
        for row in Certificate.objects.filter(**where).select_related("plan")
    ]


def _observations(rows: QuerySet[Demonstration]) -> list[Observation]:
    found = rows.filter(step__dropped=None, level__isnull=False).select_related("observer", "step__plan")
    return [Observation(row, level_words(row)) for row in found.order_by("-seen", "-id")]


def _row(step: Step, told: list[Demonstration], today: dt.date) -> StepRow:
    if step.done is not None:
        state = "done"
    elif step.due is None or step.due > today + SOON:
        state = "open"
    else:
        state = "late" if step.due < today else "soon"
    seen = [Observation(row, level_words(row)) for row in told if row.seen is not None]
    return StepRow(step, state, [row for row in told if row.seen is None], seen)


def _is_at_risk(result: KeyResult, goal: Objective, cycle: Cycle | None, today: dt.date) -> bool:
    return standing.status(result, objective=goal, cycle=cycle, today=today) in {"at_risk", "off_track"}


def _validity(until: dt.date | None, today: dt.date) -> str:
    if until is None or until > today + dt.timedelta(days=max(RUNS_OUT)):
        return "valid"
    return "soon" if until >= today else "over"
