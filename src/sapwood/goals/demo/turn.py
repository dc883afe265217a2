"""The turn of the cycle in the demo company: it is scored, closed team by team, and what goes on begins anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sapwood.activity.deeds import Refused
from sapwood.goals import actions, continuing, progress, rules, written
from sapwood.goals.actions import KeyResultOutcome
from sapwood.goals.demo import words
from sapwood.goals.models import Closure, Cycle, KeyResult, Objective
from sapwood.people.models import Person

if TYPE_CHECKING:
    from sapwood.goals.demo.week import Week

OWNER = "Tobias Adeyemi"


def attempt(deed: Callable[..., Any], **said: Any) -> Any:
    """A deed of the week. What the company's own rules refuse does not happen: people are refused things as well."""
    try:
        return deed(**said)
    except Refused:
        return None


def of_the_cycle(week: Week) -> None:
    """After its last day the cycle is scored; then goals are closed, the rest is reviewed, and the next one begins."""
    owner = Person.objects.filter(name=OWNER).first()
    if owner is None:
        return
    at = week.begins + dt.timedelta(days=4, hours=8)
    for cycle in Cycle.objects.exclude(stage=Cycle.Stage.CLOSED).order_by("starts"):
        if cycle.stage == Cycle.Stage.ACTIVE and cycle.ends < week.begins.date():
            attempt(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.SCORING, at=week.begins)
            _open_next(owner, cycle, week.begins)
            _close_some(week, cycle, share=0.55)
        elif cycle.stage == Cycle.Stage.SCORING:
            _close_some(week, cycle, share=1.0)
            _review(week, cycle)
            attempt(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.CLOSED, at=at)
        elif cycle.stage == Cycle.Stage.PLANNING and cycle.starts <= week.begins.date():
            attempt(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.ACTIVE, at=week.begins)


def _open_next(owner: Person, cycle: Cycle, at: dt.datetime) -> None:
    from sapwood.goals.demo import SEASONS, WEEKS

    starts = cycle.ends + dt.timedelta(days=1)
    ends = starts + dt.timedelta(weeks=WEEKS, days=-1)
    middle = starts + dt.timedelta(weeks=WEEKS // 2)
    year = middle.year + 1 if middle.month == 12 else middle.year
    name = f"{SEASONS[middle.month]} {year}"
    opened = attempt(actions.open_cycle, by=owner, name=name, starts=starts, ends=ends, at=at)
    if opened is not None:
        attempt(actions.move_cycle, by=owner, cycle=opened, stage=Cycle.Stage.ACTIVE, at=at)


def _close_some(week: Week, cycle: Cycle, *, share: float) -> None:
    """Leads close their teams' goals and take on what is worth going on with. The visitor's teams are theirs."""
    goals = (
        Objective.objects.filter(cycle=cycle, stage=Objective.Stage.ACTIVE, layer=Objective.Layer.STRATEGIC)
        .exclude(owner_team__in=week.visitor.led_team_ids)
        .select_related("owner_team", "cycle")
        .order_by("title", "id")
    )
    onward = continuing.next_cycle(cycle)
    for goal in goals:
        lead = week.lead_of(goal)
        if lead is None or lead == week.visitor or week.chance.random() > share:
            continue
        after = week.chance.choice([Closure.Next.KEEP, Closure.Next.CHANGE, Closure.Next.RETIRE])
        at = week.moment(latest=3)
        closed = attempt(
            actions.close_objective,
            by=lead,
            objective=goal,
            outcomes={row: _outcome(row) for row in goal.key_results.filter(dropped=None)},
            learned=week.chance.choice(words.LEARNED),
            next=after,
            why=week.chance.choice(words.RETIRED) if after == Closure.Next.RETIRE else "",
            at=at,
        )
        if closed is not None and after != Closure.Next.RETIRE and onward is not None:
            _carry_on(lead, goal, onward, at + dt.timedelta(hours=1))


def _outcome(row: KeyResult) -> KeyResultOutcome:
    said = progress.clipped(row.progress)
    return KeyResultOutcome(said) if said is not None else KeyResultOutcome(None, "We never agreed on how to see it.")


def _carry_on(lead: Person, goal: Objective, cycle: Cycle, at: dt.datetime) -> None:
    """The same goal in the next cycle, from where it stands now, with targets agreed anew."""
    later = attempt(actions.carry_on, by=lead, objective=goal, cycle=cycle, at=at)
    if later is None:
        return
    before = {row.title: row for row in goal.key_results.filter(dropped=None)}
    results = later.key_results.select_related("updater").prefetch_related("milestones")
    draft = replace(
        written.draft_of(later),
        key_results=tuple(
            replace(written.line_of(row), target=target)
            for row in results
            if (target := _target(row, before[row.title])) is not None  # else nothing is left to reach
        ),
    )
    if not draft.key_results:
        return
    at += dt.timedelta(minutes=20)
    attempt(actions.edit_objective, by=lead, objective=later, version=later.version, draft=draft, at=at)
    for link in goal.parent_links.select_related("parent"):
        if link.parent.stage == Objective.Stage.ACTIVE:
            attempt(actions.align, by=lead, child=later, parent=link.parent, kind=link.kind, at=at)
    attempt(actions.agree_to_objective, by=lead, objective=later, at=at + dt.timedelta(minutes=5))


def _target(row: KeyResult, before: KeyResult) -> Decimal | None:
    """The old target while it is not reached; beyond it, two fifths of the old road on, in the same steps."""
    if before.target is None or row.direction not in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}:
        return before.target
    if before.baseline is None or before.progress is None or before.progress < 1 or row.baseline is None:
        return before.target
    further = row.baseline + (before.target - before.baseline) * Decimal("0.4")
    places = min(0, int(before.target.normalize().as_tuple().exponent))
    target = max(Decimal(0), further).quantize(Decimal(1).scaleb(places))
    target = min(target, Decimal(100)) if row.unit == "%" else target
    return target if target != row.baseline else None


def _review(week: Week, cycle: Cycle) -> None:
    goals = Objective.objects.filter(cycle=None, layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE)
    for goal in goals.select_related("owner_team").exclude(reviews__cycle=cycle).order_by("title"):
        lead = week.lead_of(goal)
        if lead is not None and lead != week.visitor and rules.may_close(lead, goal):
            note = week.chance.choice(words.REVIEWED)
            attempt(actions.review_objective, by=lead, objective=goal, cycle=cycle, note=note, at=week.moment())
