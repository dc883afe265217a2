"""Choosing raters: who sees somebody work, how much each is asked already, and what change this set could show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext as _

from sapwood.feedback import asked
from sapwood.feedback.models import NAMED, Invitation, Item, Publication, Relation, Subject, Wave
from sapwood.people.models import Membership, Person, ReportingLine

if TYPE_CHECKING:
    from sapwood.measurement.components import Components

KEPT = 0.6  # share of raters who answer again, when nobody knows yet
MOST_SUGGESTED = 12
USUAL = 6  # raters of one person when they are filled in for everybody at once
MOST_ASKED = 8  # colleagues one rater is asked about: two weeks of a season's 20 minutes at five minutes each


@dataclass(frozen=True, slots=True)
class Reach:
    """How small a change this many raters could show, in points of a scale from 1 to 5."""

    raters: int
    change: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked. `load`: colleagues they are asked about already, in rounds under way."""

    person: Person
    relation: str
    reason: str
    load: int = 0
    is_out: bool = False  # came within 30 days, or is away the whole time

    @property
    def is_full(self) -> bool:
        return self.load >= MOST_ASKED

    @property
    def relation_name(self) -> str:
        return str(Relation(self.relation).label)


def invited(subject: Subject) -> list[Invitation]:
    """Who is asked about a subject, relation by relation."""
    order = {relation: place for place, relation in enumerate(Relation.values)}
    rows = subject.invitations.select_related("person", "guest")
    return sorted(rows, key=lambda row: (order[row.relation], str(row.person or row.guest)))


def load(people: Iterable[Person]) -> dict[int, int]:
    """person id -> about how many colleagues they are asked in rounds that are open or being prepared."""
    rows = Invitation.objects.filter(
        person__in=list(people), subject__isnull=False, wave__stage__in=[Wave.Stage.DRAFT, Wave.Stage.OPEN]
    )
    counts = rows.exclude(relation=Relation.SELF).values_list("person").annotate(n=Count("pk")).order_by()
    return dict(counts)


def out_of_reach(people: Collection[Person], at: datetime, closes: datetime | None = None) -> set[int]:
    """Ids of those whom a wave launched now would leave out: here for less than 30 days, or away the whole time."""
    may = {person.pk for person in asked.who(at, closes, among=[person.pk for person in people])}
    return {person.pk for person in people} - may


def candidates(subject: Subject, at: datetime, more: Iterable[tuple[Person, str]] = ()) -> list[Candidate]:
    """Whom one could ask about a subject, those with room first. `more`: people other rooms know of, with the reason."""
    found = _near([subject])[subject.pk]
    there = {one.person.pk: place for place, one in enumerate(found)}
    already = set(subject.invitations.values_list("person_id", flat=True)) | {subject.person_id}
    for person, reason in more:
        if person.pk in there:
            one = found[there[person.pk]]
            found[there[person.pk]] = Candidate(one.person, one.relation, f"{one.reason}; {reason}")
        elif person.pk not in already:
            there[person.pk] = len(found)
            found.append(Candidate(person, Relation.OTHER, reason))
    people = [one.person for one in found]
    loads, out = load(people), out_of_reach(people, at)
    rows = [
        Candidate(one.person, one.relation, one.reason, loads.get(one.person.pk, 0), one.person.pk in out)
        for one in found
    ]
    return sorted(rows, key=lambda one: (one.is_out, one.is_full))[:MOST_SUGGESTED]


def fill(subjects: Iterable[Subject], at: datetime) -> list[tuple[Subject, Person, str]]:
    """Raters for everybody who has fewer than usual: those near, the least asked first, nobody beyond the most."""
    subjects = list(subjects)
    near = _near(subjects)
    people = {one.person.pk: one.person for found in near.values() for one in found}
    out, loads = out_of_reach(list(people.values()), at), Counter(load(people.values()))
    rows = Invitation.objects.filter(subject__in=subjects).exclude(relation__in=NAMED)
    has = Counter(dict(rows.values_list("subject").annotate(n=Count("pk")).order_by()))
    chosen: list[tuple[Subject, Person, str]] = []
    for subject in subjects:
        free = [one for one in near[subject.pk] if one.person.pk not in out]
        for one in sorted(free, key=lambda one: (loads[one.person.pk], one.person.name)):
            if has[subject.pk] >= USUAL or loads[one.person.pk] >= MOST_ASKED:
                break
            chosen.append((subject, one.person, one.relation))
            has[subject.pk] += 1
            loads[one.person.pk] += 1
    return chosen


def reach(wave: Wave, raters: int, more: Collection[int] = (0, 2, 4)) -> list[Reach]:
    """What change these raters, and two and four more, could show between two rounds with this questionnaire.

    What a subject would be told, general level included, and rounded as it would be published.
    """
    return [Reach(one, change) for one, change in changes(wave, [raters + n for n in more if raters]).items()]


def changes(wave: Wave, numbers: Collection[int]) -> dict[int, float]:
    """number of raters -> the smallest change of one competency they could show, in points of a scale from 1 to 5."""
    from sapwood.measurement.planning import tellable_change

    items = Item.objects.filter(questionnaire=wave.questionnaire_id).exclude(competency=None)
    per_competency = Counter(items.values_list("competency_id", flat=True))
    if len(per_competency) < 2:
        return {}
    components = components_now()[0].with_items(sum(per_competency.values()) / len(per_competency))
    return {
        number: tellable_change(number, KEPT, components, competencies=len(per_competency))
        for number in numbers
        if number > 0
    }


def components_now() -> tuple[Components, bool]:
    """Where ratings differ here: from the organisation's own last round where it had enough subjects, else as in
    typical programmes, and whether it is these (docs/statistics.md, planning of raters)."""
    from sapwood.measurement.components import TYPICAL, Components

    own = Publication.objects.filter(wave__kind=Wave.Kind.ROUND, facts__has_key="components").order_by("-at").first()
    return (TYPICAL, True) if own is None else (Components(**own.facts["components"]), False)


def _near(subjects: Collection[Subject]) -> dict[int, list[Candidate]]:
    """subject id -> people who see this person work by the organisation's own lines and are not asked yet: who reports
    to them, and who works in the same team. In a fixed number of queries."""
    people = {subject.person_id: subject for subject in subjects}
    asked_of: dict[int, set[int | None]] = {subject.pk: {subject.person_id} for subject in subjects}
    rows = Invitation.objects.filter(subject__in=list(subjects))
    for subject_id, person_id in rows.values_list("subject_id", "person_id"):
        if subject_id is not None:
            asked_of[subject_id].add(person_id)
    found: dict[int, dict[int, Candidate]] = {subject.pk: {} for subject in subjects}

    def add(subject: Subject, person: Person, relation: str, reason: str) -> None:
        if person.pk not in asked_of[subject.pk] and person.is_active:
            found[subject.pk].setdefault(person.pk, Candidate(person, relation, reason))

    lines = ReportingLine.objects.filter(manager__in=people, ends=None).select_related("person")
    for line in lines.order_by("person__name"):
        add(people[line.manager_id], line.person, Relation.REPORT, _("reports to them"))
    teams: dict[int, list[Subject]] = {}
    for person_id, team_id in Membership.objects.filter(person__in=people, ends=None).values_list("person", "team"):
        teams.setdefault(team_id, []).append(people[person_id])
    members = Membership.objects.filter(team__in=teams, ends=None).select_related("person", "team")
    for row in members.order_by("person__name"):
        for subject in teams[row.team_id]:
            add(subject, row.person, Relation.PEER, _("works in %(team)s too") % {"team": row.team.name})
    return {pk: list(some.values()) for pk, some in found.items()}
