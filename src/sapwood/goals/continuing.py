"""What a goal carries over from the one it continues, and what is still to be said of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from sapwood.goals import rules
from sapwood.goals.models import Alignment, Closure, Continuation, Cycle, KeyResult, Objective, Pair
from sapwood.people.models import Person


@dataclass(frozen=True)
class Parent:
    """What the earlier goal served. `now` is what would take its place: itself, what continues it, or None."""

    was: Objective
    now: Objective | None
    kind: str


@dataclass(frozen=True)
class Partner:
    """What the earlier goal was paired with, and what would take its place."""

    was: Objective
    now: Objective | None


@dataclass(frozen=True)
class Target:
    """A key result without a target yet, and the one it goes on from."""

    result: KeyResult
    before: KeyResult | None


@dataclass(frozen=True)
class Way:
    """The goals before and after this one that the reader may see, and what a draft still asks."""

    earlier: Objective | None = None
    later: Objective | None = None
    parents: tuple[Parent, ...] = ()
    partners: tuple[Partner, ...] = ()
    targets: tuple[Target, ...] = field(default=())

    @property
    def asks(self) -> bool:
        return bool(self.parents or self.partners or self.targets)


def of(person: Person, found: Objective, results: list[KeyResult]) -> Way:
    """The way of a goal through the cycles, one step back and one on; for a draft also what is to be confirmed."""
    links = Continuation.objects.filter(Q(earlier=found) | Q(later=found))
    ends = {row.earlier_id if row.later_id == found.pk else row.later_id: row for row in links}
    if not ends:
        return Way()
    seen = {
        one.pk: one
        for one in Objective.objects.visible_to(person)
        .filter(pk__in=ends)
        .select_related("cycle", "owner_team", "owner_person")
    }
    earlier = next((seen[pk] for pk, row in ends.items() if pk == row.earlier_id and pk in seen), None)
    later = next((seen[pk] for pk, row in ends.items() if pk == row.later_id and pk in seen), None)
    is_new = found.stage in {Objective.Stage.DRAFT, Objective.Stage.PROPOSED}
    if earlier is None or not is_new or not rules.may_edit(person, found):
        return Way(earlier, later)
    return Way(
        earlier,
        later,
        _parents(person, earlier, found),
        _partners(person, earlier, found),
        _targets(earlier, results),
    )


def next_cycle(after: Cycle | None) -> Cycle | None:
    """The cycle that follows: the first one later that still takes goals. Without `after`, any that takes goals."""
    rows = Cycle.objects.filter(stage__in=[Cycle.Stage.PLANNING, Cycle.Stage.ACTIVE])
    if after is not None:
        rows = rows.filter(starts__gt=after.starts)
    return rows.order_by("starts", "id").first()


def to_carry_on(person: Person, cycle: Cycle) -> list[Objective]:
    """Goals of the cycle that were closed to be kept or changed, not carried on yet, and this person's to carry on."""
    rows = (
        Objective.objects.visible_to(person)
        .filter(cycle=cycle, stage=Objective.Stage.CLOSED, continuation=None)
        .filter(closure__next__in=[Closure.Next.KEEP, Closure.Next.CHANGE])
        .select_related("closure", "owner_team__parent", "owner_person", "cycle")
        .order_by("owner_team__name", "title", "id")
    )
    return [row for row in rows if rules.may_carry_on(person, row)]


def _parents(person: Person, earlier: Objective, found: Objective) -> tuple[Parent, ...]:
    links = list(Alignment.objects.filter(child=earlier).select_related("parent__cycle", "parent__owner_team"))
    there = set(Alignment.objects.filter(child=found).values_list("parent_id", flat=True))
    places = _places(person, [link.parent for link in links])
    rows = (Parent(link.parent, places[link.parent_id], link.kind) for link in links if link.parent_id in places)
    return tuple(row for row in rows if row.now is None or row.now.pk not in there)


def _partners(person: Person, earlier: Objective, found: Objective) -> tuple[Partner, ...]:
    pairs = Pair.objects.filter(Q(hard=earlier) | Q(soft=earlier)).select_related("hard", "soft").order_by("id")
    others = [row.soft if row.hard_id == earlier.pk else row.hard for row in pairs]
    there = {
        pk
        for ends in Pair.objects.filter(Q(hard=found) | Q(soft=found)).values_list("hard_id", "soft_id")
        for pk in ends
    }
    places = _places(person, others)
    rows = (Partner(one, places[one.pk]) for one in others if one.pk in places)
    return tuple(row for row in rows if row.now is None or row.now.pk not in there)


def _places(person: Person, before: list[Objective]) -> dict[int, Objective | None]:
    """For each of these goals that the reader may see, what stands in its place now."""
    visible = Objective.objects.visible_to(person)
    going_on = dict(
        Continuation.objects.filter(earlier__in=before, later__in=visible).values_list("earlier_id", "later_id")
    )
    seen = visible.select_related("owner_team", "owner_person", "cycle").in_bulk(
        [*going_on.values(), *(one.pk for one in before)]
    )
    found: dict[int, Objective | None] = {}
    for one in before:
        if one.pk in seen:
            is_open = one.stage != Objective.Stage.CLOSED
            found[one.pk] = seen[one.pk] if is_open else seen.get(going_on.get(one.pk, 0))
    return found


def _targets(earlier: Objective, results: list[KeyResult]) -> tuple[Target, ...]:
    before = {row.title: row for row in earlier.key_results.filter(dropped=None)}
    return tuple(Target(result, before.get(result.title)) for result in results if result.target is None)
