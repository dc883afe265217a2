"""Deeds of plans: beginning, taking on, changing, showing and ending them. None of them moves a key result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules as goal_rules
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import rules
from sapwood.growth.models import Plan, PlanChange, PlanEnd, PlanSharing, Step
from sapwood.growth.plan_words import changed_terms, day_words
from sapwood.growth.ready_plans import ReadyPlan
from sapwood.people.models import Behaviour, Person, Priority

PROPOSED, ACCEPTED, AT_RISK, SHOWN = "plan-proposed", "plan-accepted", "plan-at-risk", "plan-shown"
MOST_STEPS = 30


@dataclass(frozen=True)
class NewStep:
    """One step to be added."""

    kind: str
    title: str
    note: str = ""
    link: str = ""
    due: dt.date | None = None
    key_result: KeyResult | None = None
    behaviour: Behaviour | None = None
    about: str = ""


@dataclass(frozen=True)
class StepChange:
    """How a step shall read from now on, or that it is left out."""

    step: Step
    title: str
    due: dt.date | None
    dropped: bool = False


@dataclass(frozen=True)
class Terms:
    """What a plan says of itself."""

    title: str
    purpose: str = ""
    hours: Decimal | None = None
    agreed_with: Person | None = None
    priority: Priority | None = None


@deed("growth.start_plan")
def start_plan(
    *,
    by: Person,
    person: Person,
    kind: str,
    terms: Terms,
    starts: dt.date,
    at: dt.datetime,
    objective: Objective | None = None,
    ready: ReadyPlan | None = None,
) -> Plan:
    """Begin a plan: for oneself, or as a proposal for somebody who answers to one. With `ready`, its steps come along.

    A development plan is of an agreed developmental objective of one's own, one plan an objective.
    """
    if not rules.may_start_plan_for(by, person):
        raise Refused(
            _("You can begin a plan for yourself or for somebody who answers to you."), _("Ask their manager.")
        )
    if (kind == Plan.Kind.DEVELOPMENT) != (objective is not None):
        raise Refused(
            _("A plan of development belongs to a goal of development."), _("Begin it on the page of that goal.")
        )
    if objective is not None:
        _guard_objective(by, person, objective)
    if not terms.title.strip():
        raise Refused(_("The plan has no name."), _("Say in a few words what it is for."))
    own = person == by
    plan = Plan.objects.create(
        kind=kind,
        person=person,
        objective=objective,
        starts=starts,
        started_by=by,
        created=at,
        accepted=at if own else None,
        **_fields(terms),
    )
    for place, one in enumerate(ready.steps if ready else ()):
        due = _working_day(starts + dt.timedelta(days=one.day))
        _add(plan, NewStep(one.kind, one.title, one.note, due=due, about=one.about), place)
    if not own:
        PlanSharing.objects.create(plan=plan, person=by, at=at)
        notices.tell(
            [person],
            kind=PROPOSED,
            text=_("%(name)s proposes a plan to you") % {"name": by},
            link=address(plan),
            why=_("It came because %(name)s wrote it for you. You take it on, rewrite it, or leave it.") % {"name": by},
            at=at,
        )
    events.record("growth.plan_started", by=by, about=plan, at=at)
    return plan


@deed("growth.accept_plan")
def accept_plan(*, by: Person, plan: Plan, at: dt.datetime) -> Plan:
    """Take on a plan that somebody proposed, as it reads now. Who proposed it is told."""
    _guard_proposal(by, plan)
    plan.accepted = at
    plan.save(update_fields=["accepted"])
    notices.settle(kinds=[PROPOSED], link=address(plan), at=at)
    _tell_proposer(plan, _("%(name)s has taken on the plan you proposed") % {"name": by}, at)
    events.record("growth.plan_accepted", by=by, about=plan, at=at)
    return plan


@deed("growth.decline_plan")
def decline_plan(*, by: Person, plan: Plan, words: str, at: dt.datetime) -> PlanEnd:
    """Not take on a plan that somebody proposed. Who proposed it is told, with what was said to it."""
    _guard_proposal(by, plan)
    _tell_proposer(plan, _("%(name)s does not take on the plan you proposed") % {"name": by}, at)
    notices.settle(kinds=[PROPOSED], link=address(plan), at=at)
    return _end(plan, PlanEnd.How.DECLINED, words, by, at)


@deed("growth.add_step")
def add_step(*, by: Person, plan: Plan, step: NewStep, at: dt.datetime) -> Step:
    """Add a step. Adding needs no reason; that it came in later stands among the changes."""
    _guard_change(by, plan)
    kept = plan.steps.filter(dropped=None).count()
    if kept >= MOST_STEPS:
        raise Refused(
            _("The plan has %(n)d steps; nobody keeps more than that in view.") % {"n": kept},
            _("Leave one out first, under “Change the plan”."),
        )
    _guard_step(plan, step)
    row = _add(plan, step, plan.steps.count())
    if plan.accepted is not None and plan.accepted.date() != at.date():
        PlanChange.objects.create(plan=plan, by=by, at=at, lines=[_("New: “%(title)s”") % {"title": row.title}])
    events.record("growth.plan_changed", by=by, about=plan, at=at)
    return row


@deed("growth.tick_step")
def tick_step(*, by: Person, step: Step, done: bool, at: dt.datetime) -> Step:
    """Say that a step took place, or that it did not after all. No key result moves by it."""
    if not rules.may_tick(by, step.plan) or step.dropped is not None:
        raise Refused(
            _("The steps of this plan are not yours to tick now."),
            _("It must have been taken on, and still be under way."),
        )
    if done != (step.done is not None):
        step.done, step.done_by = (at, by) if done else (None, None)
        step.save(update_fields=["done", "done_by"])
    return step


@deed("growth.change_plan")
def change_plan(
    *,
    by: Person,
    plan: Plan,
    terms: Terms,
    steps: Sequence[StepChange],
    why: str,
    version: int,
    at: dt.datetime,
    because_of: Sequence[KeyResult] = (),
) -> Plan:
    """Change what a plan says and its steps. What was changed and why is kept, once the plan has been taken on.

    Nothing changed, with a reason, says that it was looked at and kept. `because_of`: key results that were at risk.
    """
    _guard_change(by, plan)
    current = Plan.objects.select_for_update().get(pk=plan.pk)
    if current.version != version:
        raise Refused(
            _("Somebody else changed this plan while you were writing."),
            _("Nothing you typed is lost. Compare it with the plan in another window, then save again."),
        )
    lines = [*changed_terms(current, _fields(terms)), *_changed_steps(current, steps)]
    if current.accepted is not None and not why.strip():
        raise Refused(_("The reason is missing."), _("Say in a sentence why the plan changes, or why it stays."))
    for name, value in _fields(terms).items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=[*_fields(terms), "version"])
    for change in steps:
        _change(change, at)
    if current.accepted is not None:
        row = PlanChange.objects.create(plan=current, by=by, at=at, why=why.strip(), lines=lines)
        row.key_results.set(because_of)
        notices.settle(kinds=[AT_RISK], link=address(current), at=at)
    events.record("growth.plan_changed", by=by, about=current, at=at)
    return current


@deed("growth.end_plan")
def end_plan(*, by: Person, plan: Plan, how: str, words: str, at: dt.datetime) -> PlanEnd:
    """End one's plan: it has done what it was for, or is given up. What was learned stays with it."""
    _guard_keep(by, plan)
    if plan.accepted is None:
        raise Refused(_("You have not taken it on."), _("Take it on or leave it."))
    if how not in {PlanEnd.How.FINISHED, PlanEnd.How.STOPPED}:
        raise Refused(_("“%(how)s” is no way to end a plan.") % {"how": how}, _("Choose one of the two."))
    return _end(plan, how, words, by, at)


@deed("growth.resume_plan")
def resume_plan(*, by: Person, plan: Plan, at: dt.datetime) -> Plan:
    """Take a plan up again that was ended. How it had ended stays among the changes."""
    if not rules.may_keep_plan(by, plan):
        raise Refused(_("It is somebody else's plan."), _("Ask them."))
    ending = PlanEnd.objects.filter(plan=plan).first()
    if ending is not None:
        lines = [_("Taken up again. It had ended: %(how)s") % {"how": ending.get_how_display()}]
        PlanChange.objects.create(plan=plan, by=by, at=at, why=ending.words, lines=lines)
        ending.delete()
        plan.accepted = plan.accepted or at
        plan.save(update_fields=["accepted"])
        events.record("growth.plan_resumed", by=by, about=plan, at=at)
    return Plan.objects.get(pk=plan.pk)


@deed("growth.show_plan")
def show_plan(*, by: Person, plan: Plan, person: Person, at: dt.datetime) -> PlanSharing:
    """Let one more person read a plan. The plan of an objective is shared with the objective."""
    if not rules.may_keep_plan(by, plan):
        raise Refused(_("It is somebody else's plan."), _("Ask them to show it."))
    if plan.objective_id is not None:
        raise Refused(_("This plan is shared with its goal."), _("Share the goal on its page."))
    if person == plan.person:
        raise Refused(_("%(name)s reads it already.") % {"name": person}, _("Name somebody else."))
    row, created = PlanSharing.objects.get_or_create(plan=plan, person=person, revoked=None, defaults={"at": at})
    if created:
        notices.tell(
            [person],
            kind=SHOWN,
            text=_("%(name)s lets you read a plan of theirs") % {"name": by},
            link=address(plan),
            why=_("It came because it was shown to you."),
            at=at,
        )
    return row


@deed("growth.hide_plan")
def hide_plan(*, by: Person, sharing: PlanSharing, at: dt.datetime) -> PlanSharing:
    """Take it back: that person reads the plan no longer."""
    if not rules.may_keep_plan(by, sharing.plan):
        raise Refused(_("It is somebody else's plan."), _("Ask them."))
    sharing.revoke(at)
    return sharing


def address(plan: Plan) -> str:
    return reverse("growth:plan", args=[plan.public_id])


def _guard_objective(by: Person, person: Person, objective: Objective) -> None:
    own = person == by and goal_rules.owns(by, objective)
    if not own or objective.layer != Objective.Layer.DEVELOPMENTAL:
        raise Refused(
            _("A plan of development is of a goal of development of your own."), _("Write such a goal first.")
        )
    if objective.stage != Objective.Stage.ACTIVE:
        raise Refused(_("The goal is not agreed, or it is over."), _("Take on the goal first."))
    if Plan.objects.filter(objective=objective).exists():
        raise Refused(_("This goal has a plan already."), _("Change that one, or take it up again."))


def _guard_proposal(by: Person, plan: Plan) -> None:
    if plan.person_id != by.pk:
        raise Refused(_("It was proposed to somebody else."), _("They take it on or leave it."))
    if plan.accepted is not None or rules.is_over(plan):
        raise Refused(_("You have answered it already."), _("Load the page again."))


def _guard_change(by: Person, plan: Plan) -> None:
    if rules.is_over(plan):
        raise Refused(_("This plan is over."), _("Its owner can take it up again."))
    if not rules.may_change_plan(by, plan):
        raise Refused(_("A plan is changed by whose it is."), _("Tell them what you would change."))


def _guard_keep(by: Person, plan: Plan) -> None:
    if not rules.may_keep_plan(by, plan):
        raise Refused(_("It is somebody else's plan."), _("Ask them."))
    if rules.is_over(plan):
        raise Refused(_("This plan is over already."), _("Load the page again."))


def _guard_step(plan: Plan, step: NewStep) -> None:
    if not step.title.strip():
        raise Refused(_("The step says nothing yet."), _("Say in a few words what is to be done."))
    if step.key_result is not None and plan.objective_id not in {None, step.key_result.objective_id}:
        raise Refused(_("This key result belongs to another goal."), _("Choose one of this goal, or none."))


def _fields(terms: Terms) -> dict[str, Any]:
    return {
        "title": " ".join(terms.title.split())[:200],
        "purpose": terms.purpose.strip(),
        "hours": terms.hours,
        "agreed_with": terms.agreed_with if terms.hours is not None else None,
        "priority": terms.priority,
    }


def _add(plan: Plan, step: NewStep, place: int) -> Step:
    behaviour, language = step.behaviour, plan.person.language
    return Step.objects.create(
        plan=plan,
        kind=step.kind,
        title=" ".join(step.title.split())[:200],
        note=step.note.strip(),
        link=step.link,
        due=step.due,
        key_result=step.key_result,
        behaviour=behaviour,
        about=(behaviour.said(language) if behaviour else " ".join(step.about.split()))[:200],
        anchors=behaviour.levels(language) if behaviour else [],
        position=place,
    )


def _working_day(day: dt.date) -> dt.date:
    """That day, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _changed_steps(plan: Plan, steps: Sequence[StepChange]) -> list[str]:
    lines = []
    for change in steps:
        step = change.step
        if step.plan_id != plan.pk or step.dropped is not None:
            raise Refused(_("A step of this form is gone."), _("Load the page again."))
        title = " ".join(change.title.split())[:200]
        if change.dropped:
            if step.demonstrations.filter(seen__isnull=False).exists():
                raise Refused(
                    _("“%(title)s” was observed; what was seen stays in the plan.") % {"title": step.title},
                    _("Leave the step in; tick it when it is over."),
                )
            lines.append(_("Left out: “%(title)s”") % {"title": step.title})
            continue
        if not title:
            raise Refused(_("A step has no words."), _("Say what is to be done, or leave the step out."))
        if title != step.title:
            lines.append(_("“%(before)s” became “%(after)s”") % {"before": step.title, "after": title})
        if change.due != step.due:
            lines.append(
                _("“%(title)s”: from %(before)s to %(after)s")
                % {"title": title, "before": day_words(step.due), "after": day_words(change.due)}
            )
    return lines


def _change(change: StepChange, at: dt.datetime) -> None:
    step = change.step
    step.title, step.due = " ".join(change.title.split())[:200] or step.title, change.due
    step.dropped = at if change.dropped else None
    step.save(update_fields=["title", "due", "dropped"])
    if change.dropped:
        step.demonstrations.filter(seen=None).delete()


def _end(plan: Plan, how: str, words: str, by: Person, at: dt.datetime) -> PlanEnd:
    row = PlanEnd.objects.create(plan=plan, how=how, words=words.strip(), by=by, at=at)
    notices.settle(kinds=[AT_RISK], link=address(plan), at=at)
    events.record("growth.plan_ended", by=by, about=plan, at=at)
    return row


def _tell_proposer(plan: Plan, text: str, at: dt.datetime) -> None:
    notices.tell(
        [plan.started_by], kind=ACCEPTED, text=text, link=address(plan), why=_("You proposed the plan."), at=at,
        but=plan.person,
    )  # fmt: skip
