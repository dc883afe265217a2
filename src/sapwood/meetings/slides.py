"""What a big screen shows while a team, a department or everybody talks goals through: one thing at a time.

Only strategic goals that everybody at work may read: whoever walks past may look.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q

from sapwood.goals.models import Cycle, Objective
from sapwood.meetings import agenda
from sapwood.people import queries as people
from sapwood.people.models import Team


@dataclass(frozen=True)
class Slide:
    """`kind`: "overview" (all goals of `team` in lines), "goal" (one of them), or "below" (a team below, in lines)."""

    kind: str
    team: Team
    talks: list[agenda.Talk] = field(default_factory=list)

    @property
    def talk(self) -> agenda.Talk:
        return self.talks[0]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many goals stand how, the most first."""
        return Counter(talk.status for talk in self.talks).most_common()


def of(team: Team, cycle: Cycle | None, *, since: dt.datetime, today: dt.date) -> list[Slide]:
    """An overview, the team's own goals one by one, those in trouble first, then each team right below it in lines."""
    branches = _branches(team)
    every = [pk for ids in branches.values() for pk in ids]
    teams = {one.pk: one for one in Team.objects.filter(pk__in=branches)}
    goals = Objective.objects.filter(
        Q(cycle=cycle) | Q(cycle=None),
        layer=Objective.Layer.STRATEGIC,
        stage=Objective.Stage.ACTIVE,
        owner_team__in=every,
    ).order_by("owner_team__name", "id")
    told = agenda.talks(goals, since=since, today=today)
    own = [talk for talk in told if talk.objective.owner_team_id == team.pk]
    below = [
        Slide("below", teams[pk], [talk for talk in told if talk.objective.owner_team_id in ids])
        for pk, ids in branches.items()
        if pk != team.pk
    ]
    below = [slide for slide in below if slide.talks]
    ordered = sorted(own, key=lambda talk: (not talk.is_at_risk, not talk.is_news))
    return [Slide("overview", team, own), *(Slide("goal", team, [talk]) for talk in ordered), *below]


def _branches(team: Team) -> dict[int, frozenset[int]]:
    """The team itself, and each team right below it with everything that hangs there."""
    found = {team.pk: frozenset({team.pk})}
    for child in team.children.filter(retired=None).order_by("name"):
        found[child.pk] = people.below_ids(child)
    return found
