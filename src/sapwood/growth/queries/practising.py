"""What somebody practises: for the person themselves and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from sapwood.goals.actions.practising import week_of
from sapwood.goals.models import Objective, Practice
from sapwood.growth.models import Focus
from sapwood.people.models import Person

WEEKS = 12


@dataclass(frozen=True, slots=True)
class Drilled:
    """One practised behaviour: `weeks`, the last twelve, each with what was told of it (None: nothing), oldest first."""

    focus: Focus
    weeks: tuple[tuple[dt.date, int | None], ...]
    this_week: dt.date

    @property
    def objective(self) -> Objective:
        return self.focus.objective

    @property
    def words(self) -> str:
        """What is practised: the behaviour, else the competency, else the goal."""
        if self.focus.behaviour is not None:
            return self.focus.behaviour.said()
        return self.focus.competency.shown if self.focus.competency is not None else self.objective.title

    @property
    def told(self) -> int | None:
        return dict(self.weeks)[self.this_week]

    @property
    def is_due(self) -> bool:
        return self.told is None and not self.rests

    @property
    def rests(self) -> bool:
        return self.objective.practice_rests(self.this_week + dt.timedelta(days=6))

    @property
    def hint(self) -> str:
        """One thing to try, another one each week."""
        hints = self.focus.competency.hints if self.focus.competency is not None else []
        return hints[self.this_week.toordinal() // 7 % len(hints)] if hints else ""

    @property
    def times(self) -> int:
        """In how many of the shown weeks it was practised."""
        return sum(bool(told) for _week, told in self.weeks)


def practices_of(person: Person, today: dt.date) -> list[Drilled]:
    """What somebody practises now; what is due first, then by when it is asked again; two queries."""
    rows = Focus.objects.filter(
        objective__owner_person=person, objective__stage=Objective.Stage.ACTIVE, practising_since__isnull=False
    ).select_related("objective", "competency", "behaviour")
    focuses, monday = list(rows), week_of(today)
    told: dict[int, dict[dt.date, int]] = {}
    for objective, week, times in _told(focuses, monday):
        told.setdefault(objective, {})[week] = times
    mondays = [monday - dt.timedelta(weeks=back) for back in reversed(range(WEEKS))]
    found = [
        Drilled(row, tuple((one, told.get(row.objective_id, {}).get(one)) for one in mondays), monday)
        for row in focuses
    ]
    return sorted(found, key=lambda one: (one.rests, one.objective.practise_next or dt.date.min, one.focus.pk))


def of_the_week(person: Person, today: dt.date) -> Drilled | None:
    """The behaviour of this week: the one that is due first; else the first one told about this week."""
    rows = practices_of(person, today)
    due = [one for one in rows if one.is_due]
    return next(iter([*due, *(one for one in rows if one.told is not None), *rows]), None)


def without_focus(person: Person) -> QuerySet[Objective]:
    """Developmental goals of one's own under way that say nothing of what is practised."""
    rows = Objective.objects.filter(
        owner_person=person, layer=Objective.Layer.DEVELOPMENTAL, stage=Objective.Stage.ACTIVE
    )
    return rows.exclude(focus__practising_since__isnull=False).order_by("-id")


def _told(focuses: Iterable[Focus], monday: dt.date) -> Iterable[tuple[int, dt.date, int]]:
    since = monday - dt.timedelta(weeks=WEEKS)
    rows = Practice.objects.filter(objective__in=[row.objective_id for row in focuses], week__gt=since)
    return rows.values_list("objective_id", "week", "times")
