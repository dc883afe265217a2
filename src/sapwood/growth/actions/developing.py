"""Beginning a developmental goal through the guide, and practising its behaviour."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import actions as goals
from sapwood.goals import rules as goal_rules
from sapwood.goals.actions.practising import week_of
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.measured.instruments import Instrument
from sapwood.goals.models import Cycle, KeyResult, Objective, Practice
from sapwood.growth import rules
from sapwood.growth.models import Focus
from sapwood.growth.practising import next_week
from sapwood.people.models import Behaviour, Competency, Person

LONGEST_PAUSE = dt.timedelta(weeks=12)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to change in themselves, as the guide asked for it."""

    draft: ObjectiveDraft
    cycle: Cycle | None = None
    competency: Competency | None = None
    behaviour: Behaviour | None = None
    situation: str = ""
    serves: KeyResult | None = None
    measured: tuple[Instrument, float, str] | None = field(default=None)  # by what, to which level, in which words
    practises: bool = True


@deed("growth.begin_goal")
def begin_goal(*, by: Person, wish: Wish, at: dt.datetime) -> Objective:
    """Write a private developmental goal with its reasons, its measure and its practice: all of it or nothing.

    Raises Refused as the deeds of goals do, such as for a target nearer than the instrument can tell from noise.
    """
    objective = goals.write_objective(
        by=by, owner=by, layer=Objective.Layer.DEVELOPMENTAL, cycle=wish.cycle, draft=wish.draft, at=at
    )
    if wish.serves is not None:
        goals.align(by=by, child=objective, parent=wish.serves, at=at)
    if wish.measured is not None:
        chosen, target, title = wish.measured
        goals.add_measured_key_result(by=by, objective=objective, title=title, chosen=chosen, target=target, at=at)
    competency = wish.behaviour.competency if wish.behaviour is not None else wish.competency
    Focus.objects.create(
        objective=objective,
        competency=competency,
        behaviour=wish.behaviour,
        situation=wish.situation.strip()[:200],
        practising_since=at if wish.practises else None,
        at=at,
    )
    objective.refresh_from_db()
    return objective


@deed("growth.focus_goal")
def focus_goal(
    *,
    by: Person,
    objective: Objective,
    competency: Competency | None,
    behaviour: Behaviour | None = None,
    at: dt.datetime,
) -> Focus:
    """Say what a goal of one's own is about, and practise it."""
    if not goal_rules.owns(by, objective) or objective.layer == Objective.Layer.STRATEGIC:
        raise Refused(_("Only its owner says what a developmental goal is about."), _("Ask them."))
    values = {
        "competency": behaviour.competency if behaviour is not None else competency,
        "behaviour": behaviour,
        "practising_since": at,
    }
    row, _new = Focus.objects.update_or_create(
        objective=objective, defaults=values, create_defaults={**values, "at": at}
    )
    schedule(row, at)
    return row


@deed("growth.pause_practice")
def pause_practice(*, by: Person, focus: Focus, until: dt.date | None, at: dt.datetime) -> Focus:
    """Not to be asked before `until`, without a reason; None: go on now."""
    _guard(by, focus)
    today = clock.local(at, by.time_zone).date()
    if until is not None and not today < until <= today + LONGEST_PAUSE:
        raise Refused(
            _("%(day)s was given.") % {"day": until},
            _("Give a day in the next twelve weeks; a pause can be given again."),
        )
    focus.paused_until = until
    focus.save(update_fields=["paused_until"])
    schedule(focus, at)
    return focus


@deed("growth.end_practice")
def end_practice(*, by: Person, focus: Focus, at: dt.datetime) -> Focus:
    """Practise it no longer. What was told stays its owner's."""
    _guard(by, focus)
    focus.practising_since, focus.paused_until = None, None
    focus.save(update_fields=["practising_since", "paused_until"])
    goals.rest_practice(by=by, objective=focus.objective, until=None, at=at)
    return focus


def schedule(focus: Focus, at: dt.datetime) -> None:
    """Inside another deed: tell the goal when its practice is asked about next."""
    owner = focus.objective.owner_person
    if owner is None or focus.practising_since is None:
        return
    told = Practice.objects.filter(objective=focus.objective).order_by("week").values_list("week", "times")
    days = [day for day in (next_week(told), focus.paused_until) if day is not None]
    until = max(days) if days else None
    objective = focus.objective
    if objective.practise_next != until and objective.stage == Objective.Stage.ACTIVE:
        goals.rest_practice(by=owner, objective=objective, until=until, at=at)


def was_practised(sender: object, *, practice: Practice, **_more: object) -> None:
    """Somebody told how often: the scheduler says when to ask again."""
    focus = Focus.objects.filter(objective=practice.objective_id).select_related("objective__owner_person").first()
    if focus is not None:
        schedule(focus, practice.at)
        practice.objective.practise_next = focus.objective.practise_next


def _guard(by: Person, focus: Focus) -> None:
    if not rules.may_change_practice(by, focus):
        raise Refused(_("Only its owner says when it is practised."), _("Ask how it went when you talk."))
    if focus.practising_since is None:
        raise Refused(_("It is not practised at present."), _("Begin with it first."))


def this_week(person: Person, at: dt.datetime) -> dt.date:
    """The Monday of the week it is where they live."""
    return week_of(clock.local(at, person.time_zone).date())
