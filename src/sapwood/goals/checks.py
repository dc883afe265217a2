"""What deserves a look: of each objective whether it is stale, serves nothing named, has no pair, is one of too many.

One answer for the list, the map, the page of a cycle and the desk.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from sapwood.goals import coverage, queries
from sapwood.goals.models import Alignment, Objective, Pair
from sapwood.people.models import Team

FILTERS = ("at_risk", "off_track", "stale", "orphan", "unpaired", "over_subscribed", "soft")


class Link(NamedTuple):
    """One goal serves another, or one of its key results."""

    child: int
    parent: int
    key_result: int | None
    kind: str

    @property
    def supports(self) -> bool:
        return self.kind == Alignment.Kind.SUPPORTS


class Checks:
    """The answers for a set of objectives, from two small queries however many there are."""

    def __init__(self, objectives: Sequence[Objective], today: dt.date) -> None:
        self.objectives, self.today = objectives, today
        self.status = {one.pk: queries.status_of(one, today) for one in objectives}

    @cached_property
    def links(self) -> list[Link]:
        """What these objectives serve, the oldest link first."""
        wanted = {one.pk for one in self.objectives}
        cycles = {one.cycle_id for one in self.objectives}
        near = Q(child__cycle__in=cycles - {None})  # a cycle or two instead of thousands of goals by number
        rows = Alignment.objects.filter(near | Q(child__cycle=None) if None in cycles else near).order_by("id")
        names = ("child_id", "parent_id", "parent_key_result_id", "kind")
        return [link for link in map(Link._make, rows.values_list(*names)) if link.child in wanted]

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """All pairs, hard and soft."""
        return list(Pair.objects.order_by("id").values_list("hard_id", "soft_id"))

    @cached_property
    def paired(self) -> frozenset[int]:
        return frozenset(pk for row in self.pairs for pk in row)

    @cached_property
    def linked(self) -> frozenset[int]:
        return frozenset(link.child for link in self.links)

    @cached_property
    def loads(self) -> dict[int, int]:
        """How much from above each team has taken on: key results and, where none is named, objectives that its
        agreed goals contribute to."""
        goals = {one.pk: one for one in self.objectives}
        taken: dict[int, set[tuple[int, int | None]]] = defaultdict(set)
        for link in self.links:
            team = goals[link.child].owner_team_id
            if team is not None and not link.supports and goals[link.child].stage == Objective.Stage.ACTIVE:
                taken[team].add((link.parent, link.key_result))
        return {team: len(found) for team, found in taken.items()}

    @cached_property
    def many(self) -> Counter[int]:
        """How many goals each team has agreed to at once."""
        return Counter(
            one.owner_team_id
            for one in self.objectives
            if one.owner_team_id is not None and one.stage == Objective.Stage.ACTIVE
        )

    def holds(self, name: str, one: Objective) -> bool:
        """Whether the filter of that name keeps this objective. What a goal lacks is asked once it is agreed: a
        proposal is still talked about."""
        if name in {"at_risk", "off_track"}:
            return self.status[one.pk] == name and one.stage == Objective.Stage.ACTIVE
        if name == "stale":
            return queries.is_stale(one, self.today)
        if name == "orphan":
            return one.stage == Objective.Stage.ACTIVE and one.pk not in self.linked and not is_at_the_top(one)
        if name == "soft":
            return one.nature == Objective.Nature.SOFT
        if name == "over_subscribed":
            return self.is_over_subscribed(one)
        return one.stage == Objective.Stage.ACTIVE and one.pk not in self.paired

    def is_over_subscribed(self, one: Objective) -> bool:
        """One of the goals of a team that has taken on more than a quarter allows."""
        return one.owner_team_id in self.heavy and one.stage == Objective.Stage.ACTIVE

    @cached_property
    def heavy(self) -> frozenset[int]:
        """Teams that have taken on more than a quarter allows."""
        every = self.loads.keys() | self.many.keys()
        return frozenset(pk for pk in every if max(self.loads.get(pk, 0), self.many[pk]) >= coverage.HEAVY)

    def counts(self, names: Iterable[str] = FILTERS) -> dict[str, int]:
        """How many objectives each filter keeps."""
        return {name: sum(self.holds(name, one) for one in self.objectives) for name in names}

    def word(self, one: Objective) -> str:
        """The status word of a page: where it is not under way, that is what matters."""
        return self.status[one.pk] if one.stage == Objective.Stage.ACTIVE else queries.word_of(one, self.today)


def is_at_the_top(one: Objective) -> bool:
    """A goal of the company serves nothing above it."""
    return one.owner_team is not None and one.owner_team.level == Team.Level.COMPANY


def only(objectives: Iterable[Objective], checks: Checks, name: str) -> list[Objective]:
    return [one for one in objectives if not name or checks.holds(name, one)]
