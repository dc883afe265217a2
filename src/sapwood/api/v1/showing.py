"""From rows to what a token's holder is shown of them.

Two rules stand here, beside the `visible_to` of the rows themselves. Figures of one person's own goal, and what was
told about it, are given to that person's own tokens alone: a program that gathers them could only be for judging
people. And a link to a goal that the holder may not see is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.conf import settings
from django.db.models import Model, Prefetch, Q, QuerySet
from django.urls import reverse

from sapwood.api.v1 import shapes
from sapwood.api.v1.values import exact, number, share
from sapwood.goals import queries
from sapwood.goals.models import (
    Alignment,
    Blocker,
    CheckIn,
    Closure,
    Cycle,
    KeyResult,
    Milestone,
    Objective,
    Pair,
    Reading,
)
from sapwood.people.models import Person, Team

M = TypeVar("M", bound=Model)
WITHHELD: shapes.Withheld = "figures_of_one_person"


# ── which rows ──────────────────────────────────────────────────────────────


def objectives(holder: Person) -> QuerySet[Objective]:
    """The objectives the holder sees on pages, with all that `objective` shows, in a fixed number of queries."""
    visible: QuerySet[Objective] = Objective.objects.visible_to(holder)
    pairs = Pair.objects.order_by("id")
    return (
        queries.with_key_results(visible, steps=True)
        .select_related("closure")
        .prefetch_related(
            Prefetch(
                "parent_links",
                queryset=Alignment.objects.filter(parent__in=visible).select_related("parent", "parent_key_result"),
                to_attr="serves",
            ),
            Prefetch("soft_partners", queryset=pairs.filter(soft__in=visible).select_related("soft"), to_attr="softs"),
            Prefetch("hard_partners", queryset=pairs.filter(hard__in=visible).select_related("hard"), to_attr="hards"),
        )
    )


def key_results(holder: Person) -> QuerySet[KeyResult]:
    visible: QuerySet[Objective] = Objective.objects.visible_to(holder)
    rows = KeyResult.objects.filter(dropped=None, objective__in=visible)
    return rows.select_related("updater", "objective").prefetch_related("milestones")


def open_figures(holder: Person) -> QuerySet[Objective]:
    """Visible objectives whose figures the holder's programs may have."""
    visible: QuerySet[Objective] = Objective.objects.visible_to(holder)
    return visible.filter(Q(owner_person=None) | Q(owner_person=holder))


def readings(holder: Person) -> QuerySet[Reading]:
    rows = Reading.objects.filter(key_result__dropped=None, key_result__objective__in=open_figures(holder))
    return rows.select_related("key_result", "by", "check_in")


def check_ins(holder: Person) -> QuerySet[CheckIn]:
    told = Reading.objects.filter(key_result__dropped=None).select_related("key_result", "by", "check_in")
    blockers = Blocker.objects.select_related("person").order_by("id")
    rows = CheckIn.objects.filter(objective__in=open_figures(holder)).select_related("objective", "by")
    return rows.prefetch_related(
        Prefetch("readings", queryset=told.order_by("id"), to_attr="told"),
        Prefetch("blockers", queryset=blockers, to_attr="hindered"),
    )


# ── how they are shown ──────────────────────────────────────────────────────


def page(route: str, public_id: str) -> str:
    return settings.SAPWOOD_BASE_URL + reverse(route, args=[public_id])


def named(one: Person | Team | None) -> shapes.Named | None:
    return None if one is None else shapes.Named(id=one.public_id, name=one.name)


def sender(one: Person | None) -> shapes.Sender | None:
    return None if one is None else shapes.Sender(id=one.public_id, name=one.name, kind=one.kind)


def owner(row: Objective) -> shapes.Owner:
    return shapes.Owner(kind="team" if row.owner_team_id else "person", id=row.owner.public_id, name=row.owner.name)


def cycle(row: Cycle, current: Cycle | None) -> shapes.Cycle:
    return shapes.Cycle(
        id=row.public_id,
        name=row.name,
        starts=row.starts,
        ends=row.ends,
        stage=row.stage,
        cadence_days=row.cadence_days,
        is_current=current is not None and current.pk == row.pk,
    )


def has_figures(holder: Person, objective: Objective) -> bool:
    """The same answer as `open_figures`, for one that is seen."""
    return objective.owner_person_id is None or objective.owner_person_id == holder.pk


def objective(row: Objective, holder: Person) -> shapes.Objective:
    """A row of `objectives`."""
    results = queries.results_of(row)
    figures = has_figures(holder, row)
    return shapes.Objective(
        id=row.public_id,
        external_id=row.external_id,
        title=row.title,
        why=row.why,
        audience=row.audience,
        layer=row.layer,
        nature=row.nature,
        ambition=row.ambition,
        stage=row.stage,
        owner=owner(row),
        cycle=row.cycle.public_id if row.cycle else None,
        parents=[_parent(link) for link in _read(row, "serves", Alignment)],
        pairs=_partners(row),
        key_results=[key_result(_of(result, row), holder) for result in results],
        standing=shapes.Standing(
            progress=share(row.progress),
            measured=row.measured,
            of=len(results),
            confidence=row.confidence,
            checked_in=row.checked_in,
        )
        if figures
        else None,
        closure=_closure(getattr(row, "closure", None)) if figures else None,
        withheld=None if figures else WITHHELD,
        created=row.created,
        changed=row.changed,
        version=row.version,
        page=page("goals:objective", row.public_id),
    )


def key_result(row: KeyResult, holder: Person) -> shapes.KeyResult:
    """A row of `key_results`, or one of an objective's."""
    figures = has_figures(holder, row.objective)
    return shapes.KeyResult(
        id=row.public_id,
        external_id=row.external_id,
        objective=row.objective.public_id,
        title=row.title,
        direction=row.direction,
        indicator=row.indicator,
        source=row.source,
        unit=row.unit,
        baseline=number(row.baseline),
        target=number(row.target),
        due=row.due,
        weight=exact(row.weight),
        updater=named(row.updater),
        steps=_steps(row.milestones.all(), figures),
        standing=shapes.ResultStanding(
            current=number(row.current),
            progress=share(row.progress),
            confidence=row.confidence,
            measured_at=row.measured_at,
        )
        if figures
        else None,
        withheld=None if figures else WITHHELD,
        version=row.version,
    )


def reading(row: Reading) -> shapes.Reading:
    return shapes.Reading(
        id=row.public_id,
        key_result=row.key_result.public_id,
        value=exact(row.value),
        low=number(row.low),
        high=number(row.high),
        confidence=row.confidence,
        note=row.note,
        source=row.source,
        at=row.at,
        by=sender(row.by),
        check_in=row.check_in.public_id if row.check_in else None,
    )


def check_in(row: CheckIn) -> shapes.CheckIn:
    """A row of `check_ins`."""
    hindered = _read(row, "hindered", Blocker)
    return shapes.CheckIn(
        id=row.public_id,
        objective=row.objective.public_id,
        by=sender(row.by),
        at=row.at,
        confidence=row.confidence,
        note=row.note,
        readings=[reading(one) for one in _read(row, "told", Reading)],
        blockers=[shapes.Blocker(text=one.text, person=named(one.person), resolved=one.resolved) for one in hindered],
    )


def _read(row: Model, name: str, kind: type[M]) -> list[M]:
    """What a query of this page has read with a row. Raises KeyError for a row read in another way."""
    found: list[M] = vars(row)[name]
    return found


def _partners(row: Objective) -> list[str]:
    softs, hards = _read(row, "softs", Pair), _read(row, "hards", Pair)
    return [pair.soft.public_id for pair in softs] + [pair.hard.public_id for pair in hards]


def _of(result: KeyResult, row: Objective) -> KeyResult:
    result.objective = row
    return result


def _parent(link: Alignment) -> shapes.Parent:
    return shapes.Parent(
        objective=link.parent.public_id,
        key_result=link.parent_key_result.public_id if link.parent_key_result else None,
        kind=link.kind,
    )


def _steps(rows: Iterable[Milestone], figures: bool) -> list[shapes.Step]:
    return [
        shapes.Step(number=place, title=row.title, is_reached=row.reached is not None if figures else None)
        for place, row in enumerate(rows, 1)
    ]


def _closure(row: Closure | None) -> shapes.Closure | None:
    if row is None:
        return None
    return shapes.Closure(score=share(row.score), learned=row.learned, next=row.next, at=row.at)
