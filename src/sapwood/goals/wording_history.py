"""How the wording of goals changes over the weeks of a cycle and from cycle to cycle; by team, never by person.

A row is written when a text is saved. A figure of a day counts, for each goal, the last text saved until then.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from sapwood.coach import Context
from sapwood.goals import coaching, written
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.models import Cycle, Objective, WordingReading

LATER = dt.timedelta(days=7)
"""The team reads how its goals are worded first; everybody else a week later."""

PAST = 6  # cycles before this one


@dataclass(frozen=True)
class Quality:
    """What the texts of some goals hold. Shares are None where there is nothing to divide by."""

    goals: int = 0
    clear: int = 0  # goals without a remark
    results: int = 0
    outcomes: int = 0
    with_baseline: int = 0
    with_target: int = 0

    @property
    def outcome_share(self) -> float | None:
        return self.outcomes / self.results if self.results else None

    @property
    def baseline_share(self) -> float | None:
        return self.with_baseline / self.results if self.results else None

    @property
    def target_share(self) -> float | None:
        return self.with_target / self.results if self.results else None

    @property
    def clear_share(self) -> float | None:
        return self.clear / self.goals if self.goals else None


@dataclass(frozen=True)
class Row:
    """One saved text of a goal, as the pages need it."""

    objective: int
    team: int
    at: dt.datetime
    results: int
    outcomes: int
    with_baseline: int
    with_target: int
    remarks: int
    coach: str


def note(objective: Objective, draft: ObjectiveDraft, *, at: dt.datetime) -> None:
    """Read the text just saved and keep the counts. Only strategic goals of teams: nobody's own wording is counted."""
    if objective.layer != Objective.Layer.STRATEGIC or objective.owner_team is None:
        return
    WordingReading.objects.get_or_create(
        objective=objective, version=objective.version, defaults={"at": at, **_counts(objective, draft)}
    )


def catch_up(*, most: int = 500) -> int:
    """Read the texts that came in by another door (an import, an older version of Sapwood), so many at once.

    They are counted from the day the text was last changed on, not from earlier.
    """
    known = WordingReading.objects.filter(objective=OuterRef("pk"), version=OuterRef("version"))
    unread = (
        Objective.objects.filter(layer=Objective.Layer.STRATEGIC, owner_team__isnull=False)
        .annotate(read=Subquery(known.values("pk")[:1]))
        .filter(read=None)
        .select_related("owner_team")
        .order_by("id")[:most]
    )
    rows = [
        WordingReading(objective=one, version=one.version, at=one.changed, **_counts(one, written.draft_of(one)))
        for one in unread
    ]
    WordingReading.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def of_cycle(cycle: Cycle) -> list[Row]:
    """Every saved text of the cycle's goals that everybody may read, oldest first; one query."""
    names = ("objective_id", "objective__owner_team_id", "at", "results", "outcomes", "with_baseline", "with_target", "remarks", "coach")  # fmt: skip
    return [Row(*values) for values in _open(WordingReading.objects.filter(objective__cycle=cycle)).values_list(*names)]


def quality(rows: Iterable[Row], until: dt.datetime) -> Quality:
    """Of the goals as they read at that moment."""
    last: dict[int, Row] = {}
    for row in rows:
        if row.at <= until:
            last[row.objective] = row
    found = last.values()
    return Quality(
        goals=len(last),
        clear=sum(not row.remarks for row in found),
        results=sum(row.results for row in found),
        outcomes=sum(row.outcomes for row in found),
        with_baseline=sum(row.with_baseline for row in found),
        with_target=sum(row.with_target for row in found),
    )


def weeks(rows: Sequence[Row], cycle: Cycle, until: dt.datetime) -> list[tuple[dt.date, Quality]]:
    """The quality at the end of each week in which something had been written, up to `until` or the cycle's end."""
    if not rows:
        return []
    last = min(until.date(), cycle.ends)
    day = min(rows[0].at.date(), last)
    days = []
    while day < last:
        days.append(day)
        day += dt.timedelta(days=7)
    return [(one, quality(rows, _end_of(one, until))) for one in [*days, last]]


def past(cycle: Cycle) -> list[tuple[str, Quality]]:
    """The cycles before this one, oldest first, each as its goals read at its end; two queries."""
    before = list(Cycle.objects.filter(starts__lt=cycle.starts).order_by("-starts")[:PAST])
    ends = {one.pk: one.ends for one in before}
    latest = WordingReading.objects.filter(
        objective=OuterRef("objective"), at__date__lte=OuterRef("objective__cycle__ends")
    ).order_by("-at", "-id")
    rows = (
        _open(WordingReading.objects.filter(objective__cycle__in=ends))
        .filter(pk=Subquery(latest.values("pk")[:1]))
        .order_by()
        .values(cycle=F("objective__cycle"))
        .annotate(
            goals=Count("pk"),
            clear=Count("pk", filter=Q(remarks=0)),
            of=Sum("results"),
            outs=Sum("outcomes"),
            froms=Sum("with_baseline"),
            tos=Sum("with_target"),
        )
    )
    found = {
        row["cycle"]: Quality(row["goals"], row["clear"], row["of"], row["outs"], row["froms"], row["tos"])
        for row in rows
    }
    return [(one.name, found[one.pk]) for one in reversed(before) if one.pk in found]


@lru_cache(maxsize=1)
def coach_version() -> str:
    """Names the weights that judge now."""
    content = files("sapwood.coach").joinpath("data", "en", "weights.npz").read_bytes()
    return hashlib.sha256(content).hexdigest()[:12]


def _open(rows: QuerySet[WordingReading]) -> QuerySet[WordingReading]:
    return rows.exclude(objective__stage=Objective.Stage.DRAFT)


def _end_of(day: dt.date, until: dt.datetime) -> dt.datetime:
    return min(until, dt.datetime.combine(day, dt.time.max, tzinfo=dt.UTC))


def _counts(objective: Objective, draft: ObjectiveDraft) -> dict[str, int | str]:
    """By the words alone: what a goal is linked to is no matter of its wording."""
    context = Context(
        level=str(objective.owner_team.level) if objective.owner_team else "",
        layer=objective.layer,
        nature=objective.nature,
        ambition=objective.ambition,
    )
    reading = coaching.read_draft(draft, context)
    heard = [one for read in reading.statements for one in read.findings] + list(reading.findings)
    outcomes = [one for one in reading.key_results if one.type is not None and one.type.value == "outcome"]
    return {
        "results": len(reading.key_results),
        "outcomes": len(outcomes),
        "with_baseline": sum(one.says("has_baseline") for one in reading.key_results),
        "with_target": sum(one.says("has_target") for one in reading.key_results),
        "remarks": sum(one.severity != "note" for one in heard),
        "coach": coach_version(),
    }
