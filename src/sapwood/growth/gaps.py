"""How one's published 360 and one's own view lie against what one's job role expects. Only for the person themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from sapwood.feedback.models import Cell, Publication, Relation, Wave
from sapwood.people import ladders
from sapwood.people.models import Competency, JobRole, Person

Standing = Literal["below", "within", "above", "unknown"]


@dataclass(frozen=True, slots=True)
class Gap:
    """One expected competency: the level the role expects, one's own view, and what all raters see with its interval.

    `standing`: where the whole interval lies against the expected level; "within" when it cannot be told apart.
    """

    competency: Competency
    expected: int
    own: float | None = None
    seen: float | None = None
    low: float | None = None
    high: float | None = None
    foundations: tuple[Competency, ...] = ()

    @property
    def standing(self) -> Standing:
        if self.seen is None or self.low is None or self.high is None:
            return "unknown"
        return "below" if self.high < self.expected else "above" if self.low > self.expected else "within"


@dataclass(frozen=True, slots=True)
class Mirror:
    """All gaps of one person in their role, the widest first; `told`: the publication they rest on, if there is one."""

    role: JobRole
    gaps: tuple[Gap, ...]
    told: Publication | None

    @property
    def to_grow(self) -> list[Competency]:
        """Where the published level lies below, in an order in which they build on each other."""
        return in_order([gap.competency for gap in self.gaps if gap.standing == "below"])


def mirror(person: Person) -> Mirror | None:
    """What a person may see of themselves against their role; None without a role. Six queries."""
    role = ladders.role_of(person)
    if role is None:
        return None
    expected = list(role.expectations.filter(competency__retired=None).select_related("competency"))
    told = (
        Publication.objects.filter(wave__kind=Wave.Kind.ROUND, wave__subjects__person=person)
        .select_related("wave")
        .order_by("-at", "-id")
        .first()
    )
    cells = Cell.objects.filter(
        publication=told,
        subject__person=person,
        kind=Cell.Kind.LEVEL,
        item=None,
        withheld="",
        group__in=[Cell.ALL, Relation.SELF],
        competency__in=[row.competency_id for row in expected],
    )
    known = {(cell.competency_id, cell.group): cell for cell in cells} if told is not None else {}
    foundations = ladders.foundations_of(row.competency_id for row in expected)
    gaps = []
    for row in expected:
        seen, own = known.get((row.competency_id, Cell.ALL)), known.get((row.competency_id, Relation.SELF))
        gaps.append(
            Gap(
                row.competency,
                row.level,
                own.value if own else None,
                seen.value if seen else None,
                seen.low if seen else None,
                seen.high if seen else None,
                tuple(foundations.get(row.competency_id, ())),
            )
        )
    gaps.sort(key=lambda gap: (gap.seen is None, (gap.seen or 0) - gap.expected))
    return Mirror(role, tuple(gaps), told)


def in_order(competencies: list[Competency]) -> list[Competency]:
    """The same, each after those among them that it builds on; else as they came."""
    builds = ladders.foundations_of(one.pk for one in competencies)
    here = {one.pk for one in competencies}
    waits = Counter({one.pk: sum(base.pk in here for base in builds.get(one.pk, ())) for one in competencies})
    found: list[Competency] = []
    left = list(competencies)
    while left:
        ready = next((one for one in left if not waits[one.pk]), left[0])
        left.remove(ready)
        found.append(ready)
        for other in left:
            waits[other.pk] -= any(base.pk == ready.pk for base in builds.get(other.pk, ()))
    return found
