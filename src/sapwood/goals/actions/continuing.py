"""Going on with a goal in the next cycle: the same words, from where it stands now, towards a target asked anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules
from sapwood.goals.actions.objectives import write_objective
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Closure, Continuation, Cycle, KeyResult, Objective
from sapwood.goals.written import draft_of, line_of
from sapwood.people.models import Person

BOUNDS = frozenset({KeyResult.Direction.STAY_ABOVE, KeyResult.Direction.STAY_BELOW})


@deed("goals.carry_on")
def carry_on(*, by: Person, objective: Objective, cycle: Cycle, at: dt.datetime) -> Objective:
    """Write the closed objective anew, as a draft in `cycle`. Returns the draft; both pages name the other.

    Each key result begins at its last reading; its target and date are left open, to be agreed anew. What it served
    and its pair are not copied: the draft's page asks whether each still holds. Raises Refused unless it was closed
    to be kept or changed, has not been carried on yet, and `cycle` begins after its own.
    """
    if not rules.may_carry_on(by, objective):
        raise Refused(
            _("You cannot go on with “%(title)s”.") % {"title": objective.title},
            _("It must be closed; then its owner, the team's lead and the OKR owner can."),
        )
    if not Closure.objects.filter(objective=objective).exclude(next=Closure.Next.RETIRE).exists():
        raise Refused(
            _("“%(title)s” was retired.") % {"title": objective.title}, _("Write a new goal if it matters again.")
        )
    if Continuation.objects.filter(earlier=objective).exists():
        raise Refused(
            _("“%(title)s” goes on already.") % {"title": objective.title},
            _("Its page names the goal that continues it."),
        )
    if objective.cycle is not None and cycle.starts <= objective.cycle.starts:
        raise Refused(
            _("%(cycle)s does not come after %(own)s.") % {"cycle": cycle, "own": objective.cycle},
            _("Choose the cycle that follows it."),
        )
    later = write_objective(
        by=by, owner=objective.owner, layer=objective.layer, cycle=cycle, draft=_anew(objective), at=at
    )
    Continuation.objects.create(earlier=objective, later=later, by=by, at=at)
    events.record("goals.objective_carried_on", by=by, about=objective, at=at)
    return later


@deed("goals.carry_all_on")
def carry_all_on(*, by: Person, objectives: Sequence[Objective], cycle: Cycle, at: dt.datetime) -> Cycle:
    """Carry several on, all of them or none. Raises Refused with the objective named."""
    if not objectives:
        raise Refused(_("Nothing was chosen."), _("Tick at least one goal."))
    for objective in objectives:
        carry_on(by=by, objective=objective, cycle=cycle, at=at)
    return cycle


def _anew(objective: Objective) -> ObjectiveDraft:
    results = list(objective.key_results.filter(dropped=None).select_related("updater").prefetch_related("milestones"))
    draft = draft_of(objective, results=results)
    return replace(
        draft,
        external_id=None,
        key_results=tuple(line for result in results if (line := _line_anew(result)) is not None),
        values=tuple(value for value in draft.values if value.retired is None),
        priorities=tuple(priority for priority in draft.priorities if priority.retired is None),
    )


def _line_anew(result: KeyResult) -> KeyResultDraft | None:
    """It begins where it stands, and its target is asked anew. None for one whose steps are all reached: nothing of it
    is left to do."""
    steps = list(result.milestones.all())
    left = tuple(step.title for step in steps if step.reached is None)
    if steps and not left:
        return None
    if result.source == KeyResult.Source.INSTRUMENT:  # what measures it, and from where, is chosen anew
        return KeyResultDraft(
            title=result.title,
            indicator=result.indicator,
            weight=result.weight,
            updater=result.updater if result.updater is not None and result.updater.is_active else None,
        )
    begins = result.baseline if result.direction in BOUNDS or result.current is None else result.current
    return replace(
        line_of(result),
        public_id="",
        external_id=None,
        baseline=None if steps else begins,
        target=None,
        due=None,
        updater=result.updater if result.updater is not None and result.updater.is_active else None,
        milestones=left,
    )
