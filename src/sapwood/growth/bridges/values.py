"""The values of a bridge's teams: readings of their key results, and what was sent or uploaded for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sapwood.goals.models import KeyResult, Reading
from sapwood.growth.bridges import periods
from sapwood.growth.models import Bridge, BridgeTeam, BridgeValue, Kind

if TYPE_CHECKING:
    from sapwood.measurement.programmes import Value


@dataclass
class Course:
    """One indicator of one bridge: team id -> period -> value, for those that are open to all."""

    kind: str
    by_team: dict[int, dict[int, float]] = field(default_factory=dict)

    def rows(self, *, first: int, last: int) -> list[Value]:
        """The values of the periods from `first` to `last`, for the statistics."""
        from sapwood.measurement.programmes import Value

        return [
            Value(str(team), period, value)
            for team, course in sorted(self.by_team.items())
            for period, value in sorted(course.items())
            if first <= period <= last
        ]


def courses(bridge: Bridge, parts: Sequence[BridgeTeam]) -> dict[str, Course]:
    """Both indicators; two queries. What feedback measures has fewer readers and no `Reading`: it is not in here."""
    found = {kind: Course(kind) for kind in Kind.values}
    sources: dict[int, list[tuple[str, int]]] = {}
    for part in parts:
        for named, result in ((Kind.LAGGING, part.lagging_result_id), (Kind.LEADING, part.leading_result_id)):
            if result is not None:
                sources.setdefault(result, []).append((named.value, part.team_id))
    since = periods.first_day(periods.index_of(bridge.measured_from, bridge.period), bridge.period)
    rows = Reading.objects.filter(key_result__in=list(sources), at__date__gte=since)
    rows = rows.exclude(key_result__source=KeyResult.Source.INSTRUMENT).order_by("at", "id")
    for result, value, at in rows.values_list("key_result", "value", "at"):
        for kind, team in sources[result]:
            place = periods.index_of(at.date(), bridge.period)
            found[kind].by_team.setdefault(team, {})[place] = float(value)
    teams = {part.pk: part.team_id for part in parts}
    given = BridgeValue.objects.filter(part__in=list(teams)).values_list("part", "kind", "period", "value")
    for owner, kind, day, value in given:
        place = periods.index_of(day, bridge.period)
        found[kind].by_team.setdefault(teams[owner], {})[place] = float(value)
    return found


def starts_of(bridge: Bridge, parts: Sequence[BridgeTeam]) -> dict[str, int | None]:
    return {str(part.team_id): periods.starts_at(part.starts, bridge.period) if part.starts else None for part in parts}


def window_of(bridge: Bridge, until: dt.date | None = None) -> tuple[int, int]:
    """The periods that count: from the first measured one to the last that is over on the day it is read."""
    first = periods.index_of(bridge.measured_from, bridge.period)
    return first, periods.last_before(until or bridge.read_on, bridge.period)
