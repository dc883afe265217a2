"""A week in the demo company: what everybody but the visitor does in it, through the same deeds as people do.

The same seed, week and visitor give the same week. Nothing here reaches a company that is not invented: only the
demo calls it.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sapwood.goals import actions, queries, waiting
from sapwood.goals.actions import Observation
from sapwood.goals.demo import courses, own, reader, turn, words
from sapwood.goals.demo.turn import attempt
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Blocker, Comment, Cycle, Initiative, KeyResult, Objective
from sapwood.people.models import Membership, Person, Team

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

    def lead_of(self, objective: Objective) -> Person | None:
        return self.leads.get(objective.owner_team_id) if objective.owner_team_id else None


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
    turn.of_the_cycle(week)


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
        ours = row.objective.layer == Objective.Layer.STRATEGIC and week.lead_of(row.objective) != row.updater
        if ours and shape in {"stall", "late", "slow"} and week.chance.random() < 0.05:
            stuck[place] = week.chance.choice(words.BLOCKERS)
    _ask_the_visitor(week, told, stuck)
    for place, observations in told.items():
        first = next(iter(observations))
        assert first.updater is not None
        help_from = (
            week.visitor if place in stuck and _could_help(week, first.objective) else week.lead_of(first.objective)
        )
        blockers = [(stuck[place], help_from)] if place in stuck else []
        attempt(
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
            attempt(actions.finish_initiative, by=row.owner, initiative=row, at=week.moment())
    blockers = Blocker.objects.filter(resolved=None, person__isnull=False).exclude(person=week.visitor)
    for blocker in blockers.select_related("person", "check_in__objective").order_by("id"):
        if week.chance.random() < 0.4:
            attempt(actions.resolve_blocker, by=blocker.person, blocker=blocker, at=week.moment())


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
            attempt(
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
            attempt(actions.comment, by=week.chance.choice(voices), objective=goal, text=text, at=week.moment())


def _propose(week: Week) -> None:
    """Every other week somebody proposes a goal to the visitor: to their team if they lead one, else to them."""
    waits = waiting.waiting_for(week.visitor)
    if week.number % 2 == 0 or waits.turns or waits.proposed:
        return
    cycle = queries.current_cycle(week.begins.date())
    if cycle is None or cycle.stage not in {Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE}:
        return
    team = Team.objects.filter(pk__in=week.visitor.led_team_ids).order_by("name").first()
    owner: Team | Person
    if team is not None:
        mates = [
            row.person for row in team.memberships.filter(ends=None).select_related("person").order_by("person__name")
        ]
        by = next((one for one in mates if one != week.visitor), None)
        owner, layer, nature = team, Objective.Layer.STRATEGIC, "hard"
    else:
        by = week.visitor.manager
        owner, layer, nature = week.visitor, Objective.Layer.DEVELOPMENTAL, "soft"
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
    found = attempt(actions.write_objective, by=by, owner=owner, layer=layer, cycle=cycle, draft=draft, at=at)
    if found is not None:
        attempt(actions.propose_objective, by=by, objective=found, at=at + dt.timedelta(minutes=20))


def _shapes() -> dict[str, str]:
    """How each key result of the running cycle's text runs, by its words."""
    found = {result.title: result.shape for goal in reader.read("now.txt") for result in goal.results}
    for line in _own_lines():
        title, *_numbers, shape, _indicator = (part.strip() for part in line.split("|"))
        found[title] = shape
    return found


def _own_lines() -> Iterable[str]:
    return (line for entry in own.OWN for line in entry[5])
