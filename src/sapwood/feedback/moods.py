"""A person's days as weeks of seven, for a page. Two queries at most, however long somebody has told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.feedback.models import Mood
from sapwood.people.models import Person

WEEKS = 12  # on the page; the file has all of them
ICONS = {1: "frown", 2: "annoyed", 3: "meh", 4: "smile", 5: "laugh"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and how it was told; None for nothing said."""

    day: dt.date
    mood: Mood | None

    @property
    def icon(self) -> str:
        return ICONS[self.mood.level] if self.mood else ""


def weeks_of(person: Person, today: dt.date) -> list[list[Day]]:
    """The last weeks with something told, the newest first, each Monday to Sunday without days to come."""
    monday = today - dt.timedelta(days=today.weekday())
    first = monday - dt.timedelta(weeks=WEEKS - 1)
    told = {row.day: row for row in Mood.objects.filter(person=person, day__gte=first)}
    found = []
    for back in range(WEEKS):
        begins = monday - dt.timedelta(weeks=back)
        days = [begins + dt.timedelta(days=ahead) for ahead in range(7)]
        week = [Day(day, told.get(day)) for day in days if day <= today]
        if back == 0 or any(one.mood for one in week):
            found.append(week)
    return found


def levels() -> list[tuple[int, str, str]]:
    """What can be tapped: the number, its icon, its word."""
    return [(level.value, ICONS[level.value], str(level.label)) for level in Mood.Level]


def as_rows(moods: Sequence[Mood]) -> list[list[str | int]]:
    """All of it for the person themself, as a table to take away."""
    rows: list[list[str | int]] = [["day", "level", "word", "note"]]
    for row in moods:
        rows.append([row.day.isoformat(), row.level, row.get_level_display(), row.note])
    return rows
