"""How somebody is seen, competency by competency and wave by wave: from published cells about them and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from sapwood.feedback.models import Cell, Relation, Subject, Wave
from sapwood.people.models import Competency, Person


@dataclass(slots=True)
class Sighting:
    """One competency in one published wave: what all others saw, what one said oneself, and how they differ."""

    subject: Subject
    everyone: Cell | None = None
    own: Cell | None = None
    gap: Cell | None = None
    change: Cell | None = None


@dataclass(slots=True)
class SeenCompetency:
    """One competency through the waves, the oldest first."""

    competency: Competency
    sightings: list[Sighting] = field(default_factory=list)

    @property
    def last(self) -> Sighting:
        return self.sightings[-1]


def seen_in(subjects: Iterable[Subject]) -> list[SeenCompetency]:
    """What these reports tell of a person; one query. Whoever calls has asked whether the reader may read them."""
    of = {row.pk: row for row in subjects}
    cells = (
        Cell.objects.filter(subject__in=of, item=None, group__in=[Cell.ALL, Relation.SELF])
        .exclude(competency=None)
        .select_related("competency")
        .order_by("publication__at", "competency__position", "competency__name", "id")
    )
    found: dict[int, SeenCompetency] = {}
    for cell in cells:
        assert cell.competency is not None and cell.subject_id is not None
        seen = found.setdefault(cell.competency.pk, SeenCompetency(cell.competency))
        if not seen.sightings or seen.last.subject.pk != cell.subject_id:
            seen.sightings.append(Sighting(of[cell.subject_id]))
        _put(seen.last, cell)
    return sorted(found.values(), key=lambda one: (one.competency.position, one.competency.name.casefold()))


def own_reports(person: Person) -> list[Subject]:
    """Published rounds this person was the subject of; one query."""
    return list(_published().filter(person=person))


def reports_shared_with(reader: Person, people: Iterable[Person]) -> list[Subject]:
    """Published rounds about these people whose reports this reader is let read, by the subject; one query."""
    rows = _published().filter(person__in=list(people), sharings__person=reader, sharings__revoked=None)
    return list(rows.distinct())


def asked_now(person: Person) -> frozenset[int]:
    """Ids of the competencies that a round about this person asks now, while it is open; one query."""
    rows = Subject.objects.filter(person=person, wave__stage=Wave.Stage.OPEN, wave__kind=Wave.Kind.ROUND)
    asked = rows.filter(wave__questionnaire__items__competency__isnull=False)
    return frozenset(asked.values_list("wave__questionnaire__items__competency", flat=True))


def _published() -> QuerySet[Subject]:
    rows = Subject.objects.filter(wave__stage=Wave.Stage.PUBLISHED, wave__kind=Wave.Kind.ROUND)
    return rows.select_related("person", "wave__publication").order_by("wave__publication__at", "pk")


def _put(sighting: Sighting, cell: Cell) -> None:
    if cell.kind == Cell.Kind.GAP:
        sighting.gap = cell
    elif cell.kind == Cell.Kind.CHANGE:
        sighting.change = cell
    elif cell.group == Relation.SELF:
        sighting.own = cell
    else:
        sighting.everyone = cell
