"""Reads of the growth room, by subject."""

from sapwood.growth.queries.practising import Drilled, of_the_week, practices_of, without_focus
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
    "Aggregate",
    "Desk",
    "Drilled",
    "LEAST",
    "SeenCompetency",
    "Sighting",
    "Standing",
    "aggregate",
    "asked_now",
    "decided_lately",
    "desk_of",
    "disputes",
    "of_the_week",
    "one_drill",
    "own_reports",
    "practices_of",
    "reports_shared_with",
    "rounded",
    "seen_in",
    "without_focus",
]
