"""What a ladder page says: levels with what they look like, the step to the next role, what builds on what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q

from sapwood.people.models import Behaviour, Competency, Expectation, Foundation, JobAssignment, JobRole, Person


@dataclass(frozen=True, slots=True)
class Rung:
    """One competency as a role expects it. `seen`: each behaviour with what it looks like at that level, where it is
    described. `before`: the level another role expects, None where it expects nothing."""

    competency: Competency
    level: int
    seen: tuple[tuple[str, str], ...]
    foundations: tuple[Competency, ...] = ()
    before: int | None = None

    @property
    def dots(self) -> list[bool]:
        return [number <= self.level for number in range(1, 6)]


@dataclass(frozen=True, slots=True)
class Step:
    """From one role to a next one: what is expected more. What is expected alike is not listed."""

    role: JobRole
    rungs: tuple[Rung, ...]


def ladders() -> list[tuple[str, list[JobRole]]]:
    """The roles that hold, ladder by ladder, each with `holders` (how many), `expected` and `leads_to`; four queries."""
    roles = (
        JobRole.objects.filter(retired=None)
        .annotate(holders=Count("assignments", filter=Q(assignments__ends=None)))
        .prefetch_related(
            Prefetch("expectations", Expectation.objects.select_related("competency"), to_attr="expected"),
            Prefetch("next_roles", JobRole.objects.filter(retired=None), to_attr="leads_to"),
        )
        .order_by("position", "id")  # what the model says of its order is dropped where rows are counted
    )
    tracks: dict[str, list[JobRole]] = {}
    for role in roles:
        tracks.setdefault(role.track, []).append(role)
    return sorted(tracks.items(), key=lambda pair: (not pair[0], pair[0]))


def rungs_of(role: JobRole) -> list[Rung]:
    """What the role expects, highest level first; three queries."""
    rows = list(role.expectations.filter(competency__retired=None).select_related("competency"))
    return _rungs(rows)


def steps_from(role: JobRole) -> list[Step]:
    """What each next role expects beyond this one."""
    here = {row.competency_id: row.level for row in role.expectations.all()}
    found = []
    for onward in role.next_roles.filter(retired=None):
        rows = onward.expectations.filter(competency__retired=None).select_related("competency")
        more = [row for row in rows if row.level > here.get(row.competency_id, 0)]
        found.append(Step(onward, tuple(_rungs(more, here))))
    return found


def role_of(person: Person) -> JobRole | None:
    """The job role somebody has now."""
    row = JobAssignment.objects.filter(person=person, ends=None).select_related("role").first()
    return row.role if row else None


def foundations_of(competencies: Iterable[int]) -> dict[int, list[Competency]]:
    """competency -> what it builds on."""
    found: dict[int, list[Competency]] = {}
    rows = Foundation.objects.filter(competency__in=competencies, on__retired=None).select_related("on")
    for row in rows.order_by("on__position"):
        found.setdefault(row.competency_id, []).append(row.on)
    return found


def _rungs(rows: list[Expectation], before: dict[int, int] | None = None) -> list[Rung]:
    pks = [row.competency_id for row in rows]
    behaviours: dict[int, list[Behaviour]] = {}
    for one in Behaviour.objects.filter(competency__in=pks, retired=None):
        behaviours.setdefault(one.competency_id, []).append(one)
    foundations = foundations_of(pks)
    return [
        Rung(
            row.competency,
            row.level,
            tuple(
                (one.said(), levels[row.level - 1])
                for one in behaviours.get(row.competency_id, ())
                if len(levels := one.levels()) >= row.level
            ),
            tuple(foundations.get(row.competency_id, ())),
            (before or {}).get(row.competency_id),
        )
        for row in sorted(rows, key=lambda row: (-row.level, row.pk))
    ]
