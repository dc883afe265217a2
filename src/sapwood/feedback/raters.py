"""Choosing raters: who is asked, how much each is asked already, and what change this set could show."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from sapwood.feedback.models import Invitation, Item, Publication, Relation, Subject, Wave
from sapwood.people.models import Membership, Person

KEPT = 0.6  # share of raters who answer again, when nobody knows yet
MOST = 12  # suggestions


@dataclass(frozen=True, slots=True)
class Reach:
    """How small a change this many raters could show, in points of a scale from 1 to 5."""

    raters: int
    change: float


def invited(subject: Subject) -> list[Invitation]:
    """Who is asked about a subject, relation by relation."""
    order = {relation: place for place, relation in enumerate(Relation.values)}
    rows = subject.invitations.select_related("person", "guest")
    return sorted(rows, key=lambda row: (order[row.relation], str(row.person or row.guest)))


def load(people: list[Person]) -> dict[int, int]:
    """person id -> about how many colleagues they are asked in rounds that are open or being prepared."""
    rows = Invitation.objects.filter(
        person__in=people, subject__isnull=False, wave__stage__in=[Wave.Stage.DRAFT, Wave.Stage.OPEN]
    )
    counts = rows.exclude(relation=Relation.SELF).values_list("person").annotate(n=Count("pk")).order_by()
    return dict(counts)


def suggested(subject: Subject) -> list[tuple[Person, str]]:
    """People who see this person work by the organisation's own lines: reports, and members of the same team."""
    asked = set(subject.invitations.values_list("person_id", flat=True)) | {subject.person_id}
    found: dict[int, tuple[Person, str]] = {}
    for line in subject.person.report_lines.filter(ends=None).select_related("person"):
        found.setdefault(line.person_id, (line.person, Relation.REPORT))
    teams = subject.person.team_ids
    for row in Membership.objects.filter(team__in=teams, ends=None).select_related("person").order_by("person__name"):
        found.setdefault(row.person_id, (row.person, Relation.PEER))
    return [one for pk, one in found.items() if pk not in asked and one[0].is_active][:MOST]


def reach(wave: Wave, raters: int) -> list[Reach]:
    """What change these raters, and two and four more, could show between two rounds with this questionnaire.

    From the components of the organisation's own last round where it had enough subjects, else of typical programmes
    (docs/statistics.md, planning of raters).
    """
    from sapwood.measurement.components import TYPICAL, Components
    from sapwood.measurement.planning import detectable_change

    items = Item.objects.filter(questionnaire=wave.questionnaire_id).exclude(competency=None)
    per_competency = Counter(items.values_list("competency_id", flat=True))
    if len(per_competency) < 2 or raters < 1:
        return []
    own = Publication.objects.filter(wave__kind=Wave.Kind.ROUND, facts__has_key="components").order_by("-at").first()
    components = Components(**own.facts["components"]) if own else TYPICAL
    components = components.with_items(sum(per_competency.values()) / len(per_competency))
    return [
        Reach(number, detectable_change(number, KEPT, components, competencies=len(per_competency)))
        for number in (raters, raters + 2, raters + 4)
    ]
