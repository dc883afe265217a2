"""What the clock does for bridges: it reads each on its day, once."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.schedule import every
from sapwood.growth import actions
from sapwood.growth.queries import bridges as found


@every(name="growth.read_bridges", at_local="05:20")
def read_bridges(at: dt.datetime) -> int:
    """Read the bridges whose day has come; returns how many."""
    waiting = [
        bridge
        for bridge in found.due(at.date())
        if not any(one.read_on == bridge.read_on for one in bridge.findings.all())
    ]
    for bridge in waiting:
        actions.read_bridge(by=None, bridge=bridge, at=at)
    return len(waiting)
