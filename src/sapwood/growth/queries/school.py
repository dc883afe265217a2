"""Reads of the school. Of one person for themselves; of everybody only in rounded counts of at least five."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sapwood.growth.models import Dispute, DrillAnswer, DrillCard, LessonRead
from sapwood.growth.school import Drill, Lesson, drills, lessons
from sapwood.people.models import Person

LEAST = 5  # people behind any number about learners
LEAST_FOR_SHARES = 10  # people behind a share of answers


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands in a lesson: read or not, and how many of its drills they tried and last had right."""

    lesson: Lesson
    is_read: bool
    tried: int
    right: int

    @property
    def total(self) -> int:
        return len(self.lesson.drills)

    @property
    def share(self) -> float:
        """The part of its drills that were right last time, from 0 to 1."""
        return self.right / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Desk:
    """What a person finds in the school: their standing in each lesson, and the drills that are due."""

    standings: tuple[Standing, ...]
    due: tuple[Drill, ...]
    fresh: tuple[Drill, ...]  # not seen yet, of lessons begun first

    @property
    def has_begun(self) -> bool:
        return any(one.is_read or one.tried for one in self.standings)

    @property
    def next(self) -> Drill | None:
        return next(iter((*self.due, *self.fresh)), None)

    def of(self, lesson: str) -> Drill | None:
        """What comes next in one lesson: what is due, then what is fresh."""
        return next((one for one in (*self.due, *self.fresh) if one.lesson == lesson), None)


def desk_of(person: Person, at: dt.datetime) -> Desk:
    """Two queries, however much was practised."""
    read = set(LessonRead.objects.filter(person=person).values_list("lesson", flat=True))
    cards = {row.drill: row for row in DrillCard.objects.filter(person=person)}
    standings = tuple(_standing(one, one.key in read, cards) for one in lessons())
    due = sorted((row for row in cards.values() if row.due <= at and row.drill in drills()), key=lambda row: row.due)
    begun = {one.lesson.key for one in standings if one.is_read or one.tried}
    fresh = [one for one in drills().values() if one.key not in cards]
    fresh.sort(key=lambda one: one.lesson not in begun)
    return Desk(standings, tuple(drills()[row.drill] for row in due), tuple(fresh))


def one_drill(person: Person, at: dt.datetime) -> tuple[Drill | None, int]:
    """The drill that is due first, else the first one not seen yet, and how many are due; one query."""
    cards = dict(DrillCard.objects.filter(person=person).order_by("due").values_list("drill", "due"))
    due = [drills()[key] for key, when in cards.items() if when <= at and key in drills()]
    fresh = (one for key, one in drills().items() if key not in cards)
    return next(iter(due), None) or next(fresh, None), len(due)


def as_rows(person: Person) -> dict[str, list[dict[str, Any]]]:
    """Everything kept about one person in the school, for a file of theirs. Two queries."""
    rows = DrillAnswer.objects.filter(person=person).select_related("dispute")
    return {
        "lessons": [
            {"lesson": row.lesson, "at": row.at} for row in LessonRead.objects.filter(person=person).order_by("at")
        ],
        "answers": [
            {
                "drill": row.drill_key,
                "given": row.given,
                "right": row.is_right,
                "at": row.at,
                "dispute": row.dispute.reason if hasattr(row, "dispute") else None,
            }
            for row in rows
        ],
    }


def disputes() -> QuerySet[Dispute]:
    """Those not decided yet, the oldest first."""
    return Dispute.objects.filter(decided=None).select_related("answer__person")


def decided_lately() -> QuerySet[Dispute]:
    return Dispute.objects.exclude(decided=None).select_related("answer__person").order_by("-decided")[:20]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How the school is used, in counts rounded to fives, and which drills most people miss at first. None and empty
    where fewer than five people stand behind it."""

    learners: int | None
    lessons: tuple[tuple[Lesson, int | None], ...]
    missed: tuple[tuple[Drill, str], ...]


def aggregate() -> Aggregate:
    """Four queries. Live counts are rounded, so that one learner more or less is not seen."""
    readers = set(LessonRead.objects.values_list("person", flat=True).distinct())
    tried = set(DrillCard.objects.values_list("person", flat=True).distinct())
    by_lesson = Counter(dict(LessonRead.objects.values_list("lesson").annotate(n=Count("id"))))
    rows = DrillCard.objects.values("drill").annotate(n=Count("id"), missed=Count("id", filter=Q(first_right=False)))
    shares = [
        (drills()[row["drill"]], row["missed"] / row["n"])
        for row in rows
        if row["n"] >= LEAST_FOR_SHARES and row["drill"] in drills()
    ]
    shares.sort(key=lambda pair: (-pair[1], pair[0].key))
    return Aggregate(
        rounded(len(readers | tried)),
        tuple((one, rounded(by_lesson[one.key])) for one in lessons()),
        tuple((one, _words(share)) for one, share in shares[:8] if share >= 0.25),
    )


def rounded(n: int) -> int | None:
    """A number of people to the nearest five; None below five."""
    return None if n < LEAST else 5 * ((n + 2) // 5)


def _words(share: float) -> str:
    if share >= 0.85:
        return _("nearly everybody")
    if share >= 0.55:
        return _("more than half")
    return _("about half") if share >= 0.45 else _("about a third")


def _standing(lesson: Lesson, is_read: bool, cards: Mapping[str, DrillCard]) -> Standing:
    held = [cards[one.key] for one in lesson.drills if one.key in cards]
    return Standing(lesson, is_read, len(held), sum(row.was_right for row in held))
