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
from sapwood.growth.queries.seen import SeenCompetency, Sighting, asked_now, own_reports, reports_shared_with, seen_in
from sapwood.growth.queries.skills import RoundLevels, rounds, strategic_wants

__all__ = [
    "Aggregate",
    "Desk",
    "Drilled",
    "LEAST",
    "RoundLevels",
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
    "rounds",
    "seen_in",
    "strategic_wants",
    "without_focus",
]
