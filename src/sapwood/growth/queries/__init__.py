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

__all__ = [
    "LEAST",
    "Aggregate",
    "Desk",
    "Standing",
    "aggregate",
    "decided_lately",
    "desk_of",
    "disputes",
    "one_drill",
    "rounded",
]
