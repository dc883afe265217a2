"""Reads of bridges that pages and programs share."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet, Sum

from sapwood.goals.models import KeyResult, Objective
from sapwood.growth.models import Bridge, BridgeFinding, BridgeSession, BridgeTeam, Kind
from sapwood.people.models import Person


@dataclass
class Row:
    """A bridge with its last finding on either indicator."""

    bridge: Bridge
    lagging: BridgeFinding | None
    leading: BridgeFinding | None
    parts: list[BridgeTeam]

    @property
    def starting(self) -> list[BridgeTeam]:
        return [part for part in self.parts if part.starts is not None]

    @property
    def comparing(self) -> list[BridgeTeam]:
        return [part for part in self.parts if part.starts is None]


def seen_by(person: Person) -> QuerySet[Bridge]:
    found: QuerySet[Bridge] = Bridge.objects.visible_to(person)
    return found.select_related("key_result__objective__owner_team", "competency", "business_owner")


def rows(bridges: Iterable[Bridge]) -> list[Row]:
    """With their findings and teams; two queries for any number of them."""
    listed = list(bridges)
    last: dict[tuple[int, str], BridgeFinding] = {}
    for finding in BridgeFinding.objects.filter(bridge__in=listed).order_by("number"):
        last[(finding.bridge_id, finding.kind)] = finding
    parts = defaultdict(list)
    for part in BridgeTeam.objects.filter(bridge__in=listed).select_related("team").order_by("starts", "team__name"):
        parts[part.bridge_id].append(part)
    return [
        Row(one, last.get((one.pk, Kind.LAGGING)), last.get((one.pk, Kind.LEADING)), parts[one.pk]) for one in listed
    ]


def parts_of(bridge: Bridge) -> list[BridgeTeam]:
    found = bridge.teams.select_related("team", "lagging_result", "leading_result__objective")
    return sorted(found, key=lambda part: (part.starts is None, part.starts or dt.date.max, part.team.name))


def spent_on(bridge: Bridge) -> tuple[Decimal, Decimal]:
    """Hours and cost told so far."""
    total = BridgeSession.objects.filter(bridge=bridge).aggregate(hours=Sum("hours"), cost=Sum("cost"))
    return total["hours"] or Decimal(0), total["cost"] or Decimal(0)


def open_results() -> QuerySet[KeyResult]:
    """Key results that everybody sees and that are under way: those a bridge may name."""
    goals = Objective.objects.filter(layer=Objective.Layer.STRATEGIC, stage=Objective.Stage.ACTIVE)
    found = KeyResult.objects.filter(dropped=None, objective__in=goals)
    return found.select_related("objective__owner_team").order_by(
        "objective__owner_team__name", "objective", "position"
    )


def offered_results(most: int = 200) -> list[KeyResult]:
    """Those a field suggests while one types, the whole organisation's first, then departments', then teams'."""
    team = "objective__owner_team"
    return list(open_results().order_by(f"{team}__level", f"{team}__name", "objective", "position")[:most])


def results_by_team(parts: Iterable[BridgeTeam]) -> dict[int, list[KeyResult]]:
    """team id -> its own key results that may tell values, those already named included; one query."""
    listed = list(parts)
    named = [pk for part in listed for pk in (part.lagging_result_id, part.leading_result_id) if pk is not None]
    rows = KeyResult.objects.filter(
        Q(pk__in=named)
        | Q(
            dropped=None,
            objective__layer=Objective.Layer.STRATEGIC,
            objective__stage=Objective.Stage.ACTIVE,
            objective__owner_team__in=[part.team_id for part in listed],
        )
    )
    found: dict[int, list[KeyResult]] = defaultdict(list)
    for row in rows.select_related("objective").order_by("objective", "position"):
        if row.objective.owner_team_id is not None:
            found[row.objective.owner_team_id].append(row)
    return found


def due(today: dt.date) -> QuerySet[Bridge]:
    """Under way, and their day has come without a reading."""
    read = BridgeFinding.objects.filter(kind=Kind.LAGGING)
    listed = Bridge.objects.exclude(begun=None).filter(ended=None, read_on__lte=today)
    return listed.prefetch_related(Prefetch("findings", queryset=read)).select_related("key_result", "business_owner")


def lessons(words: Iterable[str]) -> QuerySet[Bridge]:
    """What was learned from bridges that ended; all of them are open to all."""
    found = Bridge.objects.exclude(ended=None).select_related("competency", "key_result")
    for word in words:
        found = found.filter(
            Q(lesson__icontains=word) | Q(problem__icontains=word) | Q(competency__name__icontains=word)
        )
    return found.order_by("-ended")
