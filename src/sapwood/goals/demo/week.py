"""A week in the demo company: what everybody but the visitor does in it, through the same deeds as people do.

The same seed, week and visitor give the same week. Nothing here reaches a company that is not invented: only the
demo calls it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sapwood.activity.deeds import Refused
from sapwood.goals import actions, progress, queries, rules
from sapwood.goals.actions import KeyResultOutcome, Observation
from sapwood.goals.demo import courses, own, reader, words
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Blocker, Closure, Comment, Cycle, Initiative, KeyResult, Objective
from sapwood.people.models import Membership, Person, Team

OWNER = "Tobias Adeyemi"
DIRECTOR = "Maren Holt"


@dataclass
class Week:
    """One week: when it begins, who is visiting, and the dice."""

    begins: dt.datetime
    number: int
    visitor: Person
    chance: random.Random
    notes: courses.Deck
    own_notes: courses.Deck
    leads: dict[int, Person]  # by team id

    def moment(self, *, latest: int = 3) -> dt.datetime:
        """Some working moment from the first day of the week on."""
        away = dt.timedelta(
            days=self.chance.randint(0, latest), hours=self.chance.randint(0, 7), minutes=self.chance.randint(0, 59)
        )
        return self.begins + away


def live(*, seed: int, number: int, begins: dt.datetime, visitor: Person) -> None:
    """Let the company live the week that starts at `begins` (a morning). The visitor's own work waits for them."""
    chance = random.Random(f"week {seed} {number} {visitor.name}")
    week = Week(
        begins=begins,
        number=number,
        visitor=visitor,
        chance=chance,
        notes=courses.Deck(words.NOTES, chance),
        own_notes=courses.Deck(words.OWN_NOTES, chance),
        leads=_leads(),
    )
    _check_in(week)
    _work(week)
    _plan(week)
    _talk(week)
    _propose(week)
    _turn_of_the_cycle(week)


def _leads() -> dict[int, Person]:
    rows = Membership.objects.filter(ends=None, is_lead=True).select_related("person").order_by("id")
    return {row.team_id: row.person for row in rows if row.person.is_active}


def _check_in(week: Week) -> None:
    """Each person tells of their key results once, objective by objective; some are missed, as in life."""
    rows = (
        KeyResult.objects.filter(
            dropped=None, objective__stage=Objective.Stage.ACTIVE, source__in=["manual", "tally"], updater__isnull=False
        )
        .exclude(updater=week.visitor)
        .exclude(objective__cycle__stage__in=[Cycle.Stage.SCORING, Cycle.Stage.CLOSED])
        .select_related("objective__cycle", "objective__owner_team", "objective__owner_person", "updater")
        .prefetch_related("milestones")
        .order_by("objective__title", "objective_id", "position")
    )
    shapes = _shapes()
    told: dict[tuple[int, int], dict[KeyResult, Observation]] = defaultdict(dict)
    stuck: dict[tuple[int, int], str] = {}
    for row in rows:
        shape = shapes.get(row.title, "steady")
        if (
            shape in {"none", "stale"}
            or week.chance.random() < 0.14
            or (row.updater and row.updater.is_away(week.begins.date()))
        ):
            continue
        place = (row.objective_id, row.updater_id or 0)
        told[place][row] = _observe(week, row, shape)
        ours = row.objective.layer == Objective.Layer.STRATEGIC and _lead_of(week, row.objective) != row.updater
        if ours and shape in {"stall", "late", "slow"} and week.chance.random() < 0.05:
            stuck[place] = week.chance.choice(words.BLOCKERS)
    _ask_the_visitor(week, told, stuck)
    for place, observations in told.items():
        first = next(iter(observations))
        assert first.updater is not None
        help_from = (
            week.visitor if place in stuck and _could_help(week, first.objective) else _lead_of(week, first.objective)
        )
        blockers = [(stuck[place], help_from)] if place in stuck else []
        _do(
            actions.check_in,
            by=first.updater,
            objective=first.objective,
            observations=observations,
            blockers=blockers,
            at=week.moment(),
        )


def _observe(week: Week, row: KeyResult, shape: str) -> Observation:
    """The next value on its road, a little surer or less sure than last time."""
    notes = week.notes if row.objective.layer == Objective.Layer.STRATEGIC else week.own_notes
    note = notes.draw(shape if shape in notes.sentences else "steady") if week.chance.random() < 0.4 else ""
    before = courses.CONFIDENCE.get(shape, 7) if row.confidence is None else row.confidence
    confidence = max(1, min(10, before + week.chance.choice([-1, 0, 0, 0, 1])))
    steps = list(row.milestones.all())
    if steps:
        reached = [step.pk for step in steps if step.reached]
        waiting = [step.pk for step in steps if not step.reached]
        if waiting and week.chance.random() < 0.25:
            reached.append(waiting[0])
        return Observation(Decimal(len(reached)), confidence, note, reached=frozenset(reached))
    return Observation(_next_value(week, row, shape), confidence, note)


def _next_value(week: Week, row: KeyResult, shape: str) -> Decimal:
    if row.baseline is None or row.target is None:
        return row.current if row.current is not None else Decimal(0)
    way = row.target - row.baseline
    gone = float((row.current - row.baseline) / way) if row.current is not None and way else 0.0
    cycle = row.objective.cycle
    place = cycle.week(week.begins.date()) if cycle else 7
    step = courses.REACHED[shape][0] * (courses.road(shape, place) - courses.road(shape, max(0, place - 1)))
    return courses.value_at(row.baseline, row.target, gone + step + week.chance.gauss(0, 0.015), row.unit)


def _ask_the_visitor(
    week: Week, told: dict[tuple[int, int], dict[KeyResult, Observation]], stuck: dict[tuple[int, int], str]
) -> None:
    """One blocker a week names the visitor, in a goal of their own team if there is one; not while one waits."""
    if Blocker.objects.filter(person=week.visitor, resolved=None).exists():
        return
    near = [place for place, seen in told.items() if _could_help(week, next(iter(seen)).objective)]
    if near:
        stuck[week.chance.choice(sorted(near))] = week.chance.choice(words.BLOCKERS)


def _could_help(week: Week, objective: Objective) -> bool:
    return objective.layer == Objective.Layer.STRATEGIC and objective.owner_team_id in week.visitor.team_ids


def _lead_of(week: Week, objective: Objective) -> Person | None:
    return week.leads.get(objective.owner_team_id) if objective.owner_team_id else None


def _work(week: Week) -> None:
    """To-dos get done, those due first; blockers of others get out of the way."""
    ends = (week.begins + dt.timedelta(days=7)).date()
    to_dos = (
        Initiative.objects.filter(done=None, owner__isnull=False)
        .exclude(owner=week.visitor)
        .exclude(key_result__objective__stage=Objective.Stage.CLOSED)
        .select_related("owner", "key_result__objective__owner_team", "key_result__objective__cycle")
        .order_by("key_result__title", "title")
    )
    for row in to_dos:
        due = row.due is not None and row.due < ends
        if week.chance.random() < (0.65 if due else 0.06):
            _do(actions.finish_initiative, by=row.owner, initiative=row, at=week.moment())
    blockers = Blocker.objects.filter(resolved=None, person__isnull=False).exclude(person=week.visitor)
    for blocker in blockers.select_related("person", "check_in__objective").order_by("id"):
        if week.chance.random() < 0.4:
            _do(actions.resolve_blocker, by=blocker.person, blocker=blocker, at=week.moment())


def _plan(week: Week) -> None:
    """A handful of new to-dos, none twice in a goal."""
    rows = KeyResult.objects.filter(
        dropped=None,
        updater__isnull=False,
        objective__stage=Objective.Stage.ACTIVE,
        objective__layer=Objective.Layer.STRATEGIC,
    ).exclude(updater=week.visitor)
    rows = rows.select_related("objective__owner_team", "objective__cycle", "updater").order_by("title", "id")
    for row in week.chance.sample(list(rows), min(6, len(rows))):
        known = set(Initiative.objects.filter(key_result__objective=row.objective).values_list("title", flat=True))
        fresh = [one for one in words.TO_DO[words.group_of(str(row.objective.owner))] if one not in known]
        if fresh:
            due = week.begins.date() + dt.timedelta(days=week.chance.randint(8, 24))
            title = week.chance.choice(fresh)
            _do(
                actions.add_initiative,
                by=row.updater,
                key_result=row,
                title=title,
                owner=row.updater,
                due=due,
                at=week.moment(),
            )


def _talk(week: Week) -> None:
    """A few words under goals, one of them under a goal of the visitor's team."""
    goals = list(
        Objective.objects.filter(layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE)
        .select_related("owner_team")
        .order_by("title", "id")
    )
    near = [goal for goal in goals if goal.owner_team_id in week.visitor.team_ids]
    chosen = ([week.chance.choice(near)] if near else []) + week.chance.sample(goals, min(len(goals), 3))
    said = set(Comment.objects.filter(objective__in=chosen).values_list("objective_id", "text"))
    voices = [one for one in sorted(week.leads.values(), key=lambda one: one.name) if one != week.visitor]
    for goal in chosen:
        text = week.chance.choice(words.COMMENTS)
        if (goal.pk, text) not in said and voices:
            _do(actions.comment, by=week.chance.choice(voices), objective=goal, text=text, at=week.moment())


def _propose(week: Week) -> None:
    """Every other week somebody proposes a goal to the visitor: to their team if they lead one, else to them."""
    waiting = queries.waiting_for(week.visitor)
    if week.number % 2 == 0 or waiting.turns or waiting.proposed:
        return
    cycle = queries.current_cycle(week.begins.date())
    if cycle is None or cycle.stage not in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE}:
        return
    team = Team.objects.filter(pk__in=week.visitor.led_team_ids).order_by("name").first()
    if team is not None:
        mates = [
            row.person for row in team.memberships.filter(ends=None).select_related("person").order_by("person__name")
        ]
        by = next((one for one in mates if one != week.visitor), None)
        owner, layer, nature = team, Objective.Layer.STRATEGIC, "hard"
    else:
        by = week.visitor.manager
        owner, layer, nature = week.visitor, Objective.Layer.DEVELOPMENTAL, "soft"  # type: ignore[assignment]
    texts = words.FOR_A_TEAM if team is not None else words.FOR_A_PERSON
    known = set(
        Objective.objects.filter(owner_team=team, owner_person=None if team else week.visitor).values_list(
            "title", flat=True
        )
    )
    fresh = [text for text in texts if text[0] not in known]
    if by is None or not fresh:
        return
    title, why, audience, lines = week.chance.choice(fresh)
    draft = ObjectiveDraft(
        title=title,
        why=why,
        audience=audience,
        nature=nature,
        key_results=tuple(
            KeyResultDraft(
                title=name,
                unit=unit,
                baseline=Decimal(baseline),
                target=Decimal(target),
                direction="fall" if Decimal(target) < Decimal(baseline) else "rise",
                updater=week.visitor,
            )
            for name, unit, baseline, target in lines
        ),
    )
    at = week.moment(latest=3)
    found = _do(actions.write_objective, by=by, owner=owner, layer=layer, cycle=cycle, draft=draft, at=at)
    if found is not None:
        _do(actions.propose_objective, by=by, objective=found, at=at + dt.timedelta(minutes=20))


def _turn_of_the_cycle(week: Week) -> None:
    """After its last day the cycle is scored; then goals are closed, the rest is reviewed, and the next one begins."""
    owner = Person.objects.filter(name=OWNER).first()
    if owner is None:
        return
    at = week.begins + dt.timedelta(days=4, hours=8)
    for cycle in Cycle.objects.exclude(stage=Cycle.Stage.CLOSED).order_by("starts"):
        if cycle.stage == Cycle.Stage.ACTIVE and cycle.ends < week.begins.date():
            _do(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.SCORING, at=week.begins)
            _open_next(owner, cycle, week.begins)
            _close_some(week, cycle, share=0.55)
        elif cycle.stage == Cycle.Stage.SCORING:
            _close_some(week, cycle, share=1.0)
            _review(week, cycle)
            _do(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.CLOSED, at=at)
        elif cycle.stage == Cycle.Stage.PLANNING and cycle.starts <= week.begins.date():
            _do(actions.move_cycle, by=owner, cycle=cycle, stage=Cycle.Stage.ACTIVE, at=week.begins)


def _open_next(owner: Person, cycle: Cycle, at: dt.datetime) -> None:
    from sapwood.goals.demo import SEASONS, WEEKS

    starts = cycle.ends + dt.timedelta(days=1)
    ends = starts + dt.timedelta(weeks=WEEKS, days=-1)
    middle = starts + dt.timedelta(weeks=WEEKS // 2)
    year = middle.year + 1 if middle.month == 12 else middle.year
    opened = _do(actions.open_cycle, by=owner, name=f"{SEASONS[middle.month]} {year}", starts=starts, ends=ends, at=at)
    if opened is not None:
        _do(actions.move_cycle, by=owner, cycle=opened, stage=Cycle.Stage.ACTIVE, at=at)


def _close_some(week: Week, cycle: Cycle, *, share: float) -> None:
    """Leads close their teams' goals and take on what is worth going on with. The visitor's teams are theirs."""
    goals = (
        Objective.objects.filter(cycle=cycle, stage=Objective.Stage.ACTIVE, layer=Objective.Layer.STRATEGIC)
        .exclude(owner_team__in=week.visitor.led_team_ids)
        .select_related("owner_team", "cycle")
        .order_by("title", "id")
    )
    onward = queries.current_cycle(week.begins.date())
    for goal in goals:
        lead = _lead_of(week, goal)
        if lead is None or lead == week.visitor or week.chance.random() > share:
            continue
        after = week.chance.choice([Closure.Next.KEEP, Closure.Next.CHANGE, Closure.Next.RETIRE])
        at = week.moment(latest=3)
        closed = _do(
            actions.close_objective,
            by=lead,
            objective=goal,
            outcomes={row: _outcome(row) for row in goal.key_results.filter(dropped=None)},
            learned=week.chance.choice(words.LEARNED),
            next=after,
            at=at,
        )
        if (
            closed is not None
            and after != Closure.Next.RETIRE
            and onward is not None
            and onward.stage == Cycle.Stage.ACTIVE
        ):
            _carry_on(lead, goal, onward, at + dt.timedelta(hours=1))


def _outcome(row: KeyResult) -> KeyResultOutcome:
    said = progress.clipped(row.progress)
    return KeyResultOutcome(said) if said is not None else KeyResultOutcome(None, "We never agreed on how to see it.")


def _carry_on(lead: Person, goal: Objective, cycle: Cycle, at: dt.datetime) -> None:
    """The same goal in the next cycle, from where it stands now."""
    draft = ObjectiveDraft(
        title=goal.title,
        why=goal.why,
        audience=goal.audience,
        nature=goal.nature,
        ambition=goal.ambition,
        key_results=tuple(
            KeyResultDraft(
                title=row.title,
                unit=row.unit,
                direction=row.direction,
                indicator=row.indicator,
                baseline=row.baseline if row.current in (None, row.target) else row.current,
                target=row.target,
                updater=row.updater,
            )
            for row in goal.key_results.filter(dropped=None).select_related("updater")
            if not row.milestones.exists()
        ),
    )
    if not draft.key_results or goal.owner_team is None:
        return
    written = _do(
        actions.write_objective, by=lead, owner=goal.owner_team, layer=goal.layer, cycle=cycle, draft=draft, at=at
    )
    if written is not None:
        _do(actions.agree_to_objective, by=lead, objective=written, at=at + dt.timedelta(minutes=5))


def _review(week: Week, cycle: Cycle) -> None:
    goals = Objective.objects.filter(cycle=None, layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE)
    for goal in goals.select_related("owner_team").exclude(reviews__cycle=cycle).order_by("title"):
        lead = _lead_of(week, goal)
        if lead is not None and lead != week.visitor and rules.may_close(lead, goal):
            note = week.chance.choice(words.REVIEWED)
            _do(actions.review_objective, by=lead, objective=goal, cycle=cycle, note=note, at=week.moment())


def _shapes() -> dict[str, str]:
    """How each key result of the running cycle's text runs, by its words."""
    found = {result.title: result.shape for goal in reader.read("now.txt") for result in goal.results}
    for line in _own_lines():
        title, *_numbers, shape, _indicator = (part.strip() for part in line.split("|"))
        found[title] = shape
    return found


def _own_lines() -> Iterable[str]:
    return (line for entry in own.OWN for line in entry[5])


def _do(deed: Callable[..., Any], **said: Any) -> Any:
    """A deed of the week. What the company's own rules refuse does not happen: people are refused things as well."""
    try:
        return deed(**said)
    except Refused:
        return None
