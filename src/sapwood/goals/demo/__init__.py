"""The goals of the demo company: two closed cycles, one in its seventh week, and some people's own goals."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

from django.db import models, transaction

from sapwood.goals import forecasts, progress, standing
from sapwood.goals.demo import courses, first, measured, own, reader, talks, wordings, words
from sapwood.goals.models import (
    Agreement,
    Alignment,
    Blocker,
    CheckIn,
    Closure,
    Comment,
    Continuation,
    Contribution,
    Cycle,
    CycleStep,
    Initiative,
    KeyResult,
    KeyResultScore,
    Milestone,
    Objective,
    Pair,
    Reading,
    Reason,
    Retirement,
    Sharing,
)
from sapwood.people.demo import Company
from sapwood.people.models import Person, Priority, Value

WEEKS = 13
WEEK_NOW = 7
FILES = ("earlier.txt", "before.txt", "now.txt")  # a cycle each, the running one last
SEASONS = {12: "Winter", 1: "Winter", 2: "Winter", 3: "Spring", 4: "Spring", 5: "Spring", 6: "Summer", 7: "Summer", 8: "Summer", 9: "Autumn", 10: "Autumn", 11: "Autumn"}  # fmt: skip


@transaction.atomic
def build(company: Company, *, seed: int, today: dt.date, at: dt.datetime) -> None:
    """Write cycles, goals, check-ins and talk for the company. The same seed and day give the same rows."""
    chance = random.Random(f"goals {seed}")
    cycles = _cycles(company, today)
    book = _Book(company, chance, today, at)
    for name, cycle in zip(FILES, cycles, strict=True):
        for goal in reader.read(name):
            book.write(goal, cycle)
    _own_goals(book, cycles[2])
    book.save()
    objectives = list(Objective.objects.select_related("cycle"))
    forecasts.learn(at)
    standing.rebuild(objectives)
    _close(book, [one for one in objectives if one.cycle and one.cycle.stage == Cycle.Stage.CLOSED])
    wordings.build(seed=seed)
    measured.build(company, cycle=cycles[2], at=at)
    first.build(company, cycle=cycles[2], at=at)
    talks.build(company, cycle=cycles[2], at=at)


def _cycles(company: Company, today: dt.date) -> list[Cycle]:
    monday = today - dt.timedelta(days=today.weekday())
    start = monday - dt.timedelta(weeks=WEEK_NOW - 1)
    found = []
    for back in (2, 1, 0):
        first = start - dt.timedelta(weeks=WEEKS * back)
        last = first + dt.timedelta(weeks=WEEKS, days=-1)
        middle = first + dt.timedelta(weeks=WEEKS // 2)
        year = middle.year + 1 if middle.month == 12 else middle.year
        stage = Cycle.Stage.ACTIVE if back == 0 else Cycle.Stage.CLOSED
        found.append(Cycle(name=f"{SEASONS[middle.month]} {year}", starts=first, ends=last, stage=stage))
    Cycle.objects.bulk_create(found)
    owner = company.persons["Tobias Adeyemi"]
    CycleStep.objects.bulk_create(
        CycleStep(cycle=cycle, stage=stage, by=owner, at=_moment(day, 9))
        for cycle in found
        for stage, day in _way(cycle)
    )
    return found


def _way(cycle: Cycle) -> list[tuple[str, dt.date]]:
    """When the cycle came to each of its stages."""
    way = [(Cycle.Stage.PLANNING, cycle.starts - dt.timedelta(days=21)), (Cycle.Stage.ACTIVE, cycle.starts)]
    if cycle.stage == Cycle.Stage.CLOSED:
        way += [(Cycle.Stage.SCORING, cycle.ends - dt.timedelta(days=2)), (Cycle.Stage.CLOSED, cycle.ends)]
    return [(stage.value, day) for stage, day in way]


class _Book:
    """Collects rows in memory and writes them in bulk, parents before children."""

    def __init__(self, company: Company, chance: random.Random, today: dt.date, at: dt.datetime) -> None:
        self.company, self.chance, self.today, self.at = company, chance, today, at
        self.objectives: list[Objective] = []
        self.results: list[KeyResult] = []
        self.check_ins: list[CheckIn] = []
        self.readings: list[Reading] = []
        self.comments: list[Comment] = []
        self.rest: list[models.Model] = []
        self.by_key: dict[str, Objective] = {}
        self.goals: list[tuple[Objective, reader.Goal]] = []
        self.notes, self.own_notes = courses.Deck(words.NOTES, chance), courses.Deck(words.OWN_NOTES, chance)
        self.values = list(Value.objects.all())
        self.priorities = list(Priority.objects.all())

    def write(self, goal: reader.Goal, cycle: Cycle) -> Objective:
        team = self.company.teams[goal.team]
        people = self.company.members[goal.team]
        begun = _moment(cycle.starts - dt.timedelta(days=self.chance.randint(1, 9)), 10)
        objective = Objective(
            title=goal.title,
            why=goal.why,
            audience=goal.audience,
            nature="soft" if "soft" in goal.flags else "hard",
            ambition="committed" if "committed" in goal.flags else "aspirational",
            stage=Objective.Stage.ACTIVE,
            owner_team=team,
            cycle=None if "continuous" in goal.flags else cycle,
            proposed_by=self.chance.choice(people),
            created=begun,
            changed=begun,
        )
        self.objectives.append(objective)
        self.goals.append((objective, goal))
        if goal.key:
            self.by_key[goal.key] = objective
        self.rest.append(Agreement(objective=objective, by=people[0], version=1, at=begun + dt.timedelta(hours=30)))
        if goal.why and self.chance.random() < 0.7:
            self.rest.append(Reason(objective=objective, value=self.chance.choice(self.values)))
        if goal.team in {"Alder & Finch", "Product", "Field service", "Customers"} and goal.why:
            self.rest.append(Reason(objective=objective, priority=self.chance.choice(self.priorities)))
        for word, named in (("parent", goal.named("parent")), ("pair", goal.named("pair"))):
            key, _slash, place = named.partition("/")
            other = self.by_key.get(key)
            if other is None:
                continue
            if word == "parent":
                served = self._result_at(other, int(place)) if place else None
                self.rest.append(
                    Alignment(child=objective, parent=other, parent_key_result=served, by=people[0], at=begun)
                )
            else:
                self.rest.append(Pair(hard=other, soft=objective, by=people[0], at=begun))
        updaters = self.chance.sample(people, min(len(people), 3))
        self.to_dos = self.chance.sample(words.TO_DO[words.group_of(goal.team)], 8)
        for position, result in enumerate(goal.results):
            self._result(objective, cycle, result, position, updaters[position % len(updaters)], people, goal.team)
        self._talk(objective, goal, people, cycle)
        return objective

    def _result_at(self, objective: Objective, place: int) -> KeyResult:
        """The key result of that place, counted from 1."""
        return next(row for row in self.results if row.objective is objective and row.position == place - 1)

    def _result(
        self,
        objective: Objective,
        cycle: Cycle,
        result: reader.Result,
        position: int,
        updater: Person,
        people: list[Person],
        team: str = "",
    ) -> None:
        baseline = Decimal(result.baseline) if result.baseline else None
        target = Decimal(result.target) if result.target else None
        in_steps = bool(result.steps) or (not result.unit and (baseline, target) == (Decimal(0), Decimal(1)))
        row = KeyResult(
            objective=objective,
            title=result.title,
            unit=result.unit,
            baseline=baseline,
            target=target,
            position=position,
            indicator=result.indicator,
            source="tally" if result.taps else "manual",
            direction="reach"
            if in_steps
            else "fall"
            if baseline is not None and target is not None and target < baseline
            else "rise",
            updater=updater,
        )
        self.results.append(row)
        if team:
            parts = words.PARTS[words.group_of(team)]
            for person in self.chance.sample(people, min(len(people), self.chance.choice([1, 1, 2]))):
                part = self.chance.choice([*parts, ""])
                self.rest.append(
                    Contribution(key_result=row, person=person, part=part, starts=_moment(cycle.starts, 9))
                )
        weeks = WEEKS if cycle.stage == Cycle.Stage.CLOSED else WEEK_NOW
        current = cycle.stage == Cycle.Stage.ACTIVE
        notes = self.notes if team else self.own_notes
        course = courses.tell(
            result.shape,
            baseline,
            target,
            unit=result.unit,
            weeks=weeks,
            chance=self.chance,
            current=current,
            notes=notes,
        )
        last = Decimal(0)
        for told in course:
            day = cycle.starts + dt.timedelta(weeks=told.week - 1, days=self.chance.choice([0, 0, 1, 2]))
            if day > self.today:
                continue
            moment = min(
                _moment(day, self.chance.randint(8, 16), self.chance.randint(0, 59)), self.at - dt.timedelta(hours=1)
            )
            last = told.value
            check_in = CheckIn(objective=objective, by=updater, at=moment, confidence=told.confidence)
            self.check_ins.append(check_in)
            self.readings.append(
                Reading(
                    key_result=row,
                    check_in=check_in,
                    value=told.value,
                    confidence=told.confidence,
                    note=told.note,
                    by=updater,
                    at=moment,
                )
            )
            if told.blocker and team and people[0] is not updater:
                self.rest.append(Blocker(check_in=check_in, text=told.blocker, person=people[0]))
        for place, step in enumerate(result.steps):
            reached = _moment(cycle.starts + dt.timedelta(weeks=2 * place + 2), 14) if place < last else None
            self.rest.append(Milestone(key_result=row, title=step, position=place, reached=reached))
        if team and current:
            self._plans(row, people)

    def _plans(self, row: KeyResult, people: list[Person]) -> None:
        """Two to-dos under some key results; no to-do twice in one goal."""
        if len(self.to_dos) < 2 or self.chance.random() < 0.4:
            return
        for title in (self.to_dos.pop(), self.to_dos.pop()):
            done = self.chance.random() < 0.45
            self.rest.append(
                Initiative(
                    key_result=row,
                    title=title,
                    owner=self.chance.choice(people),
                    due=self.today + dt.timedelta(days=self.chance.randint(-6, 25)),
                    created=self.at - dt.timedelta(days=self.chance.randint(24, 40)),
                    done=self.at - dt.timedelta(days=self.chance.randint(1, 20)) if done else None,
                )
            )

    def _talk(self, objective: Objective, goal: reader.Goal, people: list[Person], cycle: Cycle) -> None:
        company = self.company
        voices = {
            "exec": company.persons["Maren Holt"],
            "owner": company.persons["Tobias Adeyemi"],
            "lead": people[0],
            "peer": people[-1] if len(people) > 1 else company.persons["Ruth Okafor"],
        }
        moment = _moment(cycle.starts + dt.timedelta(days=self.chance.randint(12, 34)), 13)
        for who, said in goal.said:
            moment += dt.timedelta(hours=self.chance.randint(3, 50))
            self.comments.append(Comment(objective=objective, by=voices.get(who, people[0]), text=said, at=moment))

    def save(self) -> None:
        Objective.objects.bulk_create(self.objectives)
        KeyResult.objects.bulk_create(self.results)
        CheckIn.objects.bulk_create(self.check_ins, batch_size=500)
        Reading.objects.bulk_create(self.readings, batch_size=500)
        Comment.objects.bulk_create(self.comments)
        _write(self.rest)


def _write(rows: list[models.Model]) -> None:
    """Rows of many kinds in bulk, each kind when its first row comes."""
    kinds: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        kinds.setdefault(type(row), []).append(row)
    for kind, found in kinds.items():
        kind._default_manager.bulk_create(found)


def _own_goals(book: _Book, cycle: Cycle) -> None:
    """Developmental and personal goals of people the README knows, some shared, most private."""
    for name, layer, title, why, audience, results, shared in own.OWN:
        person = book.company.persons[name]
        begun = _moment(cycle.starts + dt.timedelta(days=2), 18)
        objective = Objective(
            title=title,
            why=why,
            audience=audience,
            nature="soft",
            layer=layer,
            stage=Objective.Stage.ACTIVE,
            owner_person=person,
            cycle=cycle,
            proposed_by=person,
            created=begun,
            changed=begun,
        )
        book.objectives.append(objective)
        book.rest.append(Agreement(objective=objective, by=person, version=1, at=begun))
        for position, line in enumerate(results):
            title_, unit, baseline, target, shape, indicator = (part.strip() for part in line.split("|"))
            book._result(
                objective,
                cycle,
                reader.Result(title_, unit, baseline, target, shape, indicator),
                position,
                person,
                [person],
            )
        if shared == "manager" and (boss := _manager_of(book.company, person)):
            book.rest.append(Sharing(objective=objective, with_person=boss, at=begun))
        elif shared == "everybody":
            book.rest.append(Sharing(objective=objective, with_everybody=True, at=begun))


def _manager_of(company: Company, person: Person) -> Person | None:
    for name, people in company.members.items():
        if person in people:
            if person is not people[0]:
                return people[0]
            above = company.teams[name].parent
            return company.members[above.name][0] if above else None
    return None


def _close(book: _Book, objectives: list[Objective]) -> None:
    """Score and close what lies behind; what a later goal goes on from is kept or changed, the rest is retired."""
    goals = {objective.pk: goal for objective, goal in book.goals}
    by_title = {objective.title: objective for objective in objectives}
    onward = {goal.continues: objective for objective, goal in book.goals if goal.continues}
    rows: list[models.Model] = []
    for objective in objectives:
        cycle, goal = objective.cycle, goals[objective.pk]
        assert cycle is not None
        lead, at = book.company.members[goal.team][0], _moment(cycle.ends, 15)
        objective.stage = Objective.Stage.CLOSED
        if goal.outdated:
            at -= dt.timedelta(weeks=7)
            rows.append(Retirement(objective=objective, reason=goal.outdated, by=lead, at=at))
            continue
        closure, scores = _scored(book, objective, goal, goes_on=objective.title in onward, by=lead, at=at)
        rows += [closure, *scores]
        if closure.next == Closure.Next.RETIRE:
            landed = closure.score is not None and closure.score >= progress.HEALTHY[objective.ambition]
            why = goal.retired or ("" if landed else book.chance.choice(words.RETIRED))
            rows.append(Retirement(objective=objective, reason=why, by=lead, at=at))
    for title, later in onward.items():
        rows.append(Continuation(earlier=by_title[title], later=later, by=later.proposed_by, at=later.created))
    _write(rows)
    Objective.objects.bulk_update(objectives, ["stage"])


def _scored(
    book: _Book, objective: Objective, goal: reader.Goal, *, goes_on: bool, by: Person, at: dt.datetime
) -> tuple[Closure, list[KeyResultScore]]:
    rows = list(objective.key_results.all())
    given = [_given(row, book.chance) for row in rows]
    total = progress.roll_up((score, row.weight) for row, (score, _reason) in zip(rows, given, strict=True))
    closure = Closure(
        objective=objective,
        suggested=progress.roll_up((row.progress, row.weight) for row in rows).score,
        score=total.score,
        learned=goal.learned,
        next=book.chance.choice([Closure.Next.KEEP, Closure.Next.CHANGE]) if goes_on else Closure.Next.RETIRE,
        by=by,
        at=at,
    )
    scores = [
        KeyResultScore(closure=closure, key_result=row, suggested=row.progress, score=score, reason=reason)
        for row, (score, reason) in zip(rows, given, strict=True)
    ]
    return closure, scores


def _given(row: KeyResult, chance: random.Random) -> tuple[float | None, str]:
    """The score somebody gives at the end: mostly what the readings say, now and then less, with the reason."""
    said = progress.clipped(row.progress)
    if said is not None and said > 0.5 and chance.random() < 0.12:
        return round(said - 0.15, 2), chance.choice(words.LESS)
    return said, ""


def _moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=dt.UTC)
