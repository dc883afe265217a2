"""Which skills the strategy wants, and what published rounds say is there: of the whole company, never of a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from sapwood.feedback.models import Cell, Publication, Wave
from sapwood.goals.models import Binding, Objective
from sapwood.people.models import Person, Role

LEAST_SUBJECTS = 10


@dataclass(frozen=True, slots=True)
class RoundLevels:
    """One published round: the levels of its subjects on each competency, and how many the readers know already."""

    publication: Publication
    levels: dict[int, list[float]]  # competency id -> published levels
    subjects: frozenset[int]  # person ids
    known: frozenset[int]  # of those, whose reports somebody who reads these figures may read anyway


def rounds() -> list[RoundLevels]:
    """Every published round, the oldest first, in four queries."""
    publications = list(
        Publication.objects.filter(wave__kind=Wave.Kind.ROUND).select_related("wave__follows").order_by("at", "pk")
    )
    levels: dict[int, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    subjects: dict[int, set[int]] = defaultdict(set)
    cells = Cell.objects.filter(
        publication__in=publications, kind=Cell.Kind.LEVEL, group=Cell.ALL, item=None, withheld=""
    ).exclude(competency=None)
    for publication, competency, value, person in cells.values_list(
        "publication", "competency", "value", "subject__person"
    ):
        assert value is not None and competency is not None and person is not None
        levels[publication][competency].append(value)
        subjects[publication].add(person)
    readers = list(
        Person.objects.filter(role_grants__role=Role.OKR_OWNER, role_grants__ends=None).values_list("pk", flat=True)
    )
    known: dict[int, set[int]] = defaultdict(set)
    own_or_shared = Q(subject__person__in=readers) | Q(
        subject__sharings__person__in=readers, subject__sharings__revoked=None
    )
    for publication, person in (
        Cell.objects.filter(own_or_shared, publication__in=publications)
        .values_list("publication", "subject__person")
        .distinct()
    ):
        known[publication].add(person)
    return [
        RoundLevels(one, dict(levels[one.pk]), frozenset(subjects[one.pk]), frozenset(known[one.pk]))
        for one in publications
    ]


def strategic_wants(reader: Person) -> Iterable[tuple[int, Objective]]:
    """(competency id, goal) for goals of teams under way that are measured by a competency; two queries."""
    goals = Objective.objects.visible_to(reader).filter(
        layer=Objective.Layer.STRATEGIC, stage__in=[Objective.Stage.ACTIVE, Objective.Stage.PROPOSED]
    )
    rows = Binding.objects.filter(key_result__objective__in=goals, ended=None).exclude(competency=None)
    return [
        (row.competency_id, row.key_result.objective)
        for row in rows.select_related("key_result__objective").order_by("pk")
        if row.competency_id is not None
    ]
