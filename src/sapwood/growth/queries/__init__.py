"""Reads of the growth room, by subject."""

from sapwood.growth.queries.school import (
    LEAST,
    Aggregate,
    Desk,
    Standing,
    aggregate,
    decided_lately,
    desk_of,
    disputes,
    one_drill,
    rounded,
)
from sapwood.growth.queries.seen import (
    SeenCompetency,
    Sighting,
    asked_now,
    own_reports,
    reports_shared_with,
    seen_in,
)

__all__ = [
    "LEAST",
    "Aggregate",
    "Desk",
    "SeenCompetency",
    "Sighting",
    "Standing",
    "aggregate",
    "asked_now",
    "decided_lately",
    "desk_of",
    "disputes",
    "one_drill",
    "own_reports",
    "reports_shared_with",
    "rounded",
    "seen_in",
]
