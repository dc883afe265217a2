"""Pages of the meetings room."""

from sapwood.meetings.views.meeting import (
    completion,
    coverage,
    decisions,
    end,
    following,
    meeting,
    notes,
    points,
    private_note,
    time,
)
from sapwood.meetings.views.meetings import meetings, team_meetings
from sapwood.meetings.views.screen import screen

__all__ = [
    "completion",
    "coverage",
    "decisions",
    "end",
    "following",
    "meeting",
    "meetings",
    "notes",
    "points",
    "private_note",
    "screen",
    "team_meetings",
    "time",
]
