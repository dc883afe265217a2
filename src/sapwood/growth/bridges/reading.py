"""What a bridge could ever say, and what it says on the day it is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sapwood.growth.bridges import periods, values
from sapwood.growth.models import Bridge, BridgeTeam, Kind

if TYPE_CHECKING:
    from sapwood.measurement.programmes import Outlook, ProgrammeEffect

POWER = 0.7


def outlook_of(
    bridge: Bridge, parts: Sequence[BridgeTeam], course: values.Course, *, lag: int | None = None
) -> Outlook:
    """The strongest word this design could earn, and the smallest effect it could show. `lag`: that of the result,
    where none is given."""
    from sapwood.measurement.programmes import outlook, spread_of

    first, last = values.window_of(bridge)
    starts = values.starts_of(bridge, parts)
    earliest = min((start for start in starts.values() if start is not None), default=last + 1)
    spread = spread_of(course.rows(first=first, last=min(last, earliest - 1)))
    return outlook(
        starts,
        first,
        last,
        randomised=bridge.is_by_lot,
        lag=bridge.lag if lag is None else lag,
        spread=spread,
        power=POWER,
    )


def read(bridge: Bridge, parts: Sequence[BridgeTeam], courses: dict[str, values.Course], on: dt.date) -> dict[str, Any]:
    """kind -> the fields of its finding. The leading indicator is expected to move at once, the result after the lag."""
    from sapwood.measurement.programmes import programme_effect

    first, last = values.window_of(bridge, on)
    starts = values.starts_of(bridge, parts)
    found: dict[str, Any] = {}
    for kind in Kind.values:
        rows = courses[kind].rows(first=first, last=last)
        lag = bridge.lag if kind == Kind.LAGGING else 0
        effect = programme_effect(rows, starts, randomised=bridge.is_by_lot, lag=lag)
        found[kind] = _fields(effect, bridge.period, first, last)
        outlook = outlook_of(bridge, parts, courses[kind], lag=lag)
        found[kind]["facts"]["smallest"] = None if outlook.in_spreads else outlook.smallest
    return found


def _fields(found: ProgrammeEffect, period: str, first: int, last: int) -> dict[str, Any]:
    verdict = found.verdict
    effect = verdict.effect
    return {
        "word": verdict.finding.name.lower(),
        "effect": effect.value if effect else None,
        "low": effect.low if effect else None,
        "high": effect.high if effect else None,
        "facts": {
            "design": verdict.design.name.lower(),
            "n": verdict.n,
            "started": found.started,
            "compared": found.compared,
            "from": periods.first_day(first, period).isoformat(),
            "to": (periods.first_day(last + 1, period) - dt.timedelta(days=1)).isoformat(),
            "checks": [{"name": one.name, "passed": one.passed} for one in verdict.checks],
        },
    }
