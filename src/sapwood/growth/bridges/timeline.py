"""The picture of a bridge: practice, leading indicator and result over one line of time, pilots beside the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sapwood.charts import Point, Strand, bridge_chart
from sapwood.growth.bridges import periods, values
from sapwood.growth.models import Bridge, BridgeTeam, Kind


def picture(
    bridge: Bridge,
    parts: Sequence[BridgeTeam],
    courses: dict[str, values.Course],
    *,
    practice: Sequence[dt.date],
    finding: str,
    today: dt.date,
) -> str:
    """The SVG; empty while there is no value of either indicator."""
    last = max(today, bridge.read_on) if bridge.begun else today
    begun = {part.team_id for part in parts if part.starts is not None and part.starts < bridge.read_on}
    others = {part.team_id for part in parts} - begun
    days = [part.starts for part in parts if part.starts is not None]
    start = min(days, default=None)
    expected = (
        periods.first_day(periods.starts_at(start, bridge.period) + bridge.lag, bridge.period)
        if start and bridge.lag
        else None
    )
    until = periods.index_of(last, bridge.period)
    strands = {}
    for kind, name, unit in (
        (Kind.LEADING, bridge.leading, bridge.leading_unit),
        (Kind.LAGGING, bridge.key_result.title, bridge.key_result.unit),
    ):
        course = courses[kind]
        strands[kind] = Strand(
            _short(name),
            _points(course, begun, bridge.period, until),
            _points(course, others, bridge.period, until),
            unit=unit if len(unit) < 9 else "",
        )
    if not any(strand.readings or strand.comparison for strand in strands.values()):
        return ""
    return bridge_chart(
        title=bridge.problem,
        practice=practice,
        leading=strands[Kind.LEADING],
        lagging=strands[Kind.LAGGING],
        first=bridge.measured_from,
        last=last,
        start=start,
        expected=expected,
        finding=finding,
    )


def _points(course: values.Course, teams: Collection[int], period: str, until: int) -> list[Point]:
    from sapwood.measurement.programmes import mean_course

    first = min((one for own in course.by_team.values() for one in own), default=0)
    rows = [one for one in course.rows(first=first, last=until) if int(one.team) in teams]
    points = []
    for place, mean in mean_course(rows).items():
        spread = (mean.low, mean.high) if mean.low < mean.high else (None, None)
        points.append(Point(periods.first_day(place, period), mean.value, *spread))
    return points


def _short(name: str, longest: int = 62) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"
