"""Closing a cycle in one sitting: which goals of a team are still open, which have ended and how."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sapwood.goals import continuing, queries, rules
from sapwood.goals.models import Closure, Cycle, Objective
from sapwood.people.models import Person, Team


@dataclass(frozen=True)
class Ended:
    """A goal that has ended: with a score over what was measured, or retired without one."""

    objective: Objective
    score: float | None
    measured: int
    total: int
    word: str  # keep, change, retire
    later: Objective | None  # what continues it, where the reader may see it


@dataclass(frozen=True)
class TeamLine:
    """One team whose goals this person may close: how many are open and how many have ended."""

    team: Team
    open: int
    ended: int


def still_open(person: Person, cycle: Cycle, team: Team) -> list[Objective]:
    """The team's agreed goals of this cycle that the person may close, with their key results as `results`."""
    goals = queries.with_key_results(
        Objective.objects.visible_to(person)
        .filter(cycle=cycle, owner_team=team, stage=Objective.Stage.ACTIVE)
        .order_by("id"),
        steps=True,
    )
    found = [goal for goal in goals if rules.may_close(person, goal)]
    for goal in found:
        for result in queries.results_of(goal):
            result.objective = goal
    return found


def ended(person: Person, cycle: Cycle, team: Team) -> list[Ended]:
    """The team's goals of this cycle that have ended, newest last."""
    goals = (
        Objective.objects.visible_to(person)
        .filter(cycle=cycle, owner_team=team, stage=Objective.Stage.CLOSED)
        .select_related("closure", "retirement", "continuation__later__cycle")
        .prefetch_related("closure__scores")
        .order_by("changed", "id")
    )
    found = list(goals)
    seen = queries.seen(person, [goal.continuation.later for goal in found if hasattr(goal, "continuation")])
    rows = []
    for goal in found:
        closure = getattr(goal, "closure", None)
        scores = list(closure.scores.all()) if closure is not None else []
        later = goal.continuation.later if hasattr(goal, "continuation") else None
        rows.append(
            Ended(
                goal,
                closure.score if closure is not None else None,
                sum(row.score is not None for row in scores),
                len(scores),
                closure.next if closure is not None else Closure.Next.RETIRE,
                later if later is not None and later.pk in seen else None,
            )
        )
    return rows


def teams(person: Person, cycle: Cycle) -> list[TeamLine]:
    """The teams whose goals of this cycle the person may close, by name."""
    goals = (
        Objective.objects.visible_to(person)
        .filter(cycle=cycle, owner_team__isnull=False, stage__in=[Objective.Stage.ACTIVE, Objective.Stage.CLOSED])
        .select_related("owner_team__parent")
        .order_by("owner_team__name", "owner_team_id", "id")
    )
    counts: dict[int, Counter[str]] = {}
    by_team: dict[int, Team] = {}
    theirs: dict[int, bool] = {}
    for goal in goals:
        team = goal.owner_team
        assert team is not None
        if team.pk not in theirs:
            theirs[team.pk] = rules.may_end(person, goal)
        if theirs[team.pk]:
            by_team[team.pk] = team
            counts.setdefault(team.pk, Counter())[goal.stage] += 1
    return [
        TeamLine(team, counts[pk][Objective.Stage.ACTIVE], counts[pk][Objective.Stage.CLOSED])
        for pk, team in by_team.items()
    ]


def may_sit(person: Person, cycle: Cycle) -> bool:
    """Whether anything in this cycle is still this person's to close or to carry on."""
    if cycle.stage != Cycle.Stage.CLOSED and teams(person, cycle):
        return True
    return bool(continuing.to_carry_on(person, cycle))
