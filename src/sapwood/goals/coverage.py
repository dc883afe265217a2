"""Who carries what: the key results of the company and its departments, and the goals of teams that commit to them.

Only what everybody may read is counted: strategic goals that are out of draft. So the counts are the same for every
reader, and none tells of a goal somebody may not see.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Q, QuerySet

from sapwood.goals import queries
from sapwood.goals.models import Alignment, Contribution, Cycle, KeyResult, Objective
from sapwood.people.models import Person, Team

HEAVY = 6
"""So many key results above it, and a team carries more than most quarters allow: two to five goals, each serving one."""

ABOVE = (Team.Level.COMPANY, Team.Level.DEPARTMENT)


class Carry(StrEnum):
    """How well a key result is carried."""

    CARRIED = "carried"  # a team's agreed goal contributes to it
    THIN = "thin"  # goals are there, but none that is agreed contributes to it
    GAP = "gap"  # no goal carries it yet


@dataclass(frozen=True)
class Commitment:
    """A goal that serves a key result."""

    objective: Objective
    supports: bool

    @property
    def counts(self) -> bool:
        """Agreed to, and contributing: a commitment in the full sense."""
        return not self.supports and self.objective.stage in {Objective.Stage.ACTIVE, Objective.Stage.CLOSED}


@dataclass
class Covered:
    """A key result with the goals that serve it, and how many people have a part in it or in those goals."""

    result: KeyResult
    commitments: list[Commitment] = field(default_factory=list)
    whole: int = 0  # goals that serve its objective without naming a key result
    people: int = 0

    @property
    def teams(self) -> int:
        """How many owners have committed to it."""
        return len({_owner(one.objective) for one in self.commitments if one.counts})

    @property
    def carry(self) -> Carry:
        if any(one.counts for one in self.commitments):
            return Carry.CARRIED
        return Carry.THIN if self.commitments or self.whole else Carry.GAP

    @property
    def why_thin(self) -> str:
        """What there is of it, where it is thin: the strongest of it first."""
        if any(one.supports for one in self.commitments):
            return "supports"
        return "proposed" if self.commitments else "whole"


@dataclass(frozen=True)
class CoveredObjective:
    """An objective with its key results; `whole` are the goals that serve it without naming one of them."""

    objective: Objective
    results: list[Covered]
    whole: list[Commitment]


@dataclass(frozen=True)
class Load:
    """How many key results above it a team carries."""

    team: Team
    count: int

    @property
    def heavy(self) -> bool:
        return self.count >= HEAVY


def of_cycle(person: Person, cycle: Cycle | None, *, today: dt.date) -> list[CoveredObjective]:
    """Every strategic objective of the company and the departments in this cycle; five queries."""
    found = queries.with_key_results(above(person, cycle).order_by("owner_team__level", "owner_team__name", "id"))
    return of(list(found), today=today)


def above(person: Person, cycle: Cycle | None) -> QuerySet[Objective]:
    """The objectives that are there to be carried: those of the company and the departments that are out of draft."""
    found = queries.of_cycle(person, cycle).filter(owner_team__level__in=ABOVE)
    return found.exclude(stage=Objective.Stage.DRAFT)


def of(
    objectives: Sequence[Objective], *, today: dt.date, links: Iterable[Alignment] | None = None
) -> list[CoveredObjective]:
    """These objectives, read with their key results in `results`, with who carries them; two queries, or one where the
    links to them have been read already."""
    links = _counted(objectives, _links(objectives) if links is None else links)
    rows = {result.pk: Covered(result) for goal in objectives for result in queries.results_of(goal)}
    whole: dict[int, list[Commitment]] = defaultdict(list)
    for link in links:
        one = Commitment(link.child, link.kind == Alignment.Kind.SUPPORTS)
        if link.parent_key_result_id is None:
            whole[link.parent_id].append(one)
        elif link.parent_key_result_id in rows:
            rows[link.parent_key_result_id].commitments.append(one)
    _count_people(rows, today)
    found = []
    for goal in objectives:
        results = [rows[result.pk] for result in queries.results_of(goal)]
        for row in results:
            row.whole = len(whole[goal.pk])
        found.append(CoveredObjective(goal, results, whole[goal.pk]))
    return found


def counts(found: Iterable[CoveredObjective]) -> dict[str, int]:
    """How many key results are carried, thin, a gap, and how many there are."""
    every = [row.carry for goal in found for row in goal.results]
    return {"all": len(every), **{carry.value: every.count(carry) for carry in Carry}}


def only(found: Iterable[CoveredObjective], carry: str) -> list[CoveredObjective]:
    """The same, with the key results that are so; objectives without one left out."""
    kept = [
        CoveredObjective(goal.objective, [row for row in goal.results if row.carry == carry], goal.whole)
        for goal in found
    ]
    return [goal for goal in kept if goal.results]


def loads(found: Iterable[CoveredObjective], *, most: int | None = 8) -> list[Load]:
    """Teams by how many of these key results they carry, the fullest first."""
    carried: dict[int, set[int]] = defaultdict(set)
    teams: dict[int, Team] = {}
    for goal in found:
        for row in goal.results:
            for one in row.commitments:
                team = one.objective.owner_team
                if one.counts and team is not None:
                    teams[team.pk] = team
                    carried[team.pk].add(row.result.pk)
    by_load = sorted(carried, key=lambda pk: (-len(carried[pk]), teams[pk].name))
    return [Load(teams[pk], len(carried[pk])) for pk in by_load[:most]]


def _links(objectives: Sequence[Objective]) -> list[Alignment]:
    return list(
        Alignment.objects.filter(parent__in=[goal.pk for goal in objectives])
        .select_related("child__owner_team", "child__owner_person", "child__cycle")
        .order_by("child__owner_team__name", "id")
    )


def _counted(objectives: Sequence[Objective], links: Iterable[Alignment]) -> list[Alignment]:
    """The links that count: from goals everybody may read; closed ones in their own cycle, not in a later one's."""
    cycles = {goal.pk: goal.cycle_id for goal in objectives}

    def counts(child: Objective, parent: int) -> bool:
        if child.layer != Objective.Layer.STRATEGIC or child.stage == Objective.Stage.DRAFT:
            return False
        return child.stage != Objective.Stage.CLOSED or (
            child.cycle_id is not None and child.cycle_id == cycles[parent]
        )

    return [link for link in links if counts(link.child, link.parent_id)]


def _count_people(rows: dict[int, Covered], today: dt.date) -> None:
    """Distinct people with an open part in the key result or in a goal that carries it; nobody is named."""
    above: dict[int, set[int]] = defaultdict(set)
    for pk, row in rows.items():
        for one in row.commitments:
            above[one.objective.pk].add(pk)
    at_work = Q(person__leaves=None) | Q(person__leaves__gte=today)
    parts = (
        Contribution.objects.filter(at_work, ends=None, key_result__dropped=None)
        .filter(Q(key_result__in=rows) | Q(key_result__objective__in=above))
        .values_list("person_id", "key_result_id", "key_result__objective_id")
    )
    people: dict[int, set[int]] = defaultdict(set)
    for person, result, objective in parts:
        for pk in {result} & rows.keys() | above.get(objective, set()):
            people[pk].add(person)
    for pk, row in rows.items():
        row.people = len(people[pk])


def _owner(objective: Objective) -> tuple[str, int]:
    if objective.owner_team_id is not None:
        return "team", objective.owner_team_id
    return "person", objective.owner_person_id or 0
