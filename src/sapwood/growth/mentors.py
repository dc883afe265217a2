"""Reads of mentoring: who could be asked for what, and where one's own mentorings stand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from sapwood.activity import clock
from sapwood.goals.models import KeyResult, Objective
from sapwood.growth import matching
from sapwood.growth.models import Mentoring, MentoringSession, MentorOffer, MentorSearch
from sapwood.growth.models.mentoring import RUNNING, MentoringQuerySet
from sapwood.people.models import Absence, Behaviour, Competency, Person, ReportingLine, Role, RoleGrant

BOTH = ("mentor", "learner", "competency")
HELPING = ("coaching", "giving-feedback", "opening-chances")  # competencies of the library that comes with the house
MANY = 200


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody finds on the mentoring page."""

    asked: list[Mentoring]  # of them, and not answered yet
    learning: list[Mentoring]
    helping: list[Mentoring]
    waiting: list[Mentoring]  # they asked, and wait
    past: list[Mentoring]
    searches: list[MentorSearch]
    offer: MentorOffer | None


def desk_of(person: Person) -> Desk:
    """Three queries and one for the competencies of an offer."""
    rows = list(of(person))
    offer = MentorOffer.objects.filter(person=person, ended=None).prefetch_related("competencies").first()
    return Desk(
        asked=[one for one in rows if one.is_waiting and one.mentor_id == person.pk],
        learning=[one for one in rows if one.is_running and one.learner_id == person.pk],
        helping=[one for one in rows if one.is_running and one.mentor_id == person.pk],
        waiting=[one for one in rows if one.is_waiting and one.learner_id == person.pk],
        past=[one for one in rows if one.ended or (one.declined and one.learner_id == person.pk)],
        searches=list(MentorSearch.objects.filter(person=person, ended=None).select_related("competency")),
        offer=offer,
    )


def of(person: Person) -> MentoringQuerySet:
    return Mentoring.objects.of(person).select_related(*BOTH)


def line_of(person: Person) -> frozenset[int]:
    """Everybody above and below somebody, by primary and further lines, themselves included; one query."""
    above: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for one, manager in ReportingLine.objects.filter(ends=None).values_list("person", "manager"):
        above[one].append(manager)
        below[manager].append(one)
    return frozenset(_reach(person.pk, above) | _reach(person.pk, below))


def suggestions(search: MentorSearch, at: dt.datetime) -> list[tuple[Person, matching.Suggested]]:
    """Who could help with what is looked for, each with the reasons. Nobody who was asked for it lately and is not
    answered yet, helps already or said no. A fixed number of queries."""
    person = search.person
    people = {one.pk: one for one in _askable(search.competency)}
    asked = Mentoring.objects.filter(learner=person, competency=search.competency, withdrawn=None, ended=None)
    known = set(asked.values_list("mentor", flat=True))
    found = matching.suggest(
        _candidates(people, search.competency, at),
        competency=search.competency.said("name"),
        time_zone=person.time_zone,
        line=line_of(person) | known,
        at=at,
    )
    return [(people[one.key], one) for one in found]


def has_room(mentor: Person) -> bool:
    """Whether they can take one more; a coach who named no number decides each time."""
    offer = MentorOffer.objects.filter(person=mentor, ended=None).first()
    return offer is None or Mentoring.objects.filter(RUNNING, mentor=mentor).count() < offer.places


def seekers_of(offer: MentorOffer) -> list[Person]:
    """Who looks for what is offered and could ask this mentor. The mentor does not learn who."""
    rows = MentorSearch.objects.filter(ended=None, competency__in=offer.competencies.all()).select_related("person")
    line = line_of(offer.person)
    found = {row.person_id: row.person for row in rows if row.person_id not in line and row.person.is_active}
    return list(found.values())


def key_results_for(person: Person) -> list[KeyResult]:
    """Key results of one's own goals under way, for a next step to hang under."""
    rows = KeyResult.objects.filter(
        dropped=None, objective__owner_person=person, objective__stage=Objective.Stage.ACTIVE
    )
    return list(rows.select_related("objective").order_by("objective_id", "position"))


def behaviours_of_mentors(mentoring: Mentoring) -> list[Behaviour]:
    """What a mentor is thanked for: behaviours of helping others grow first, then of what it was about."""
    rows = Behaviour.objects.filter(retired=None, competency__retired=None).select_related("competency")
    helping = rows.filter(competency__key__in=HELPING).order_by("competency__position", "position", "id")
    own = rows.filter(competency=mentoring.competency).exclude(competency__key__in=HELPING)
    return [*helping, *own] or list(rows[:MANY])


def sessions_between(begin: dt.datetime, end: dt.datetime) -> list[MentoringSession]:
    """Of mentorings under way, the earliest first."""
    rows = MentoringSession.objects.filter(at__gte=begin, at__lt=end, mentoring__ended=None)
    return list(rows.select_related("mentoring__mentor", "mentoring__learner").order_by("at", "id"))


def _askable(competency: Competency) -> list[Person]:
    """Whoever offers it now, and the coaches, who can be asked for anything."""
    offering = MentorOffer.objects.filter(ended=None, competencies=competency).values("person")
    coaches = RoleGrant.objects.filter(ends=None, role=Role.COACH).values("person")
    return list(Person.objects.at_work(clock.today()).filter(Q(pk__in=offering) | Q(pk__in=coaches)))


def _candidates(people: dict[int, Person], competency: Competency, at: dt.datetime) -> list[matching.Candidate]:
    offers = {row.person_id: row for row in MentorOffer.objects.filter(ended=None, person__in=people)}
    exact = set(MentorOffer.objects.filter(ended=None, competencies=competency).values_list("person", flat=True))
    coaches = set(RoleGrant.objects.filter(ends=None, role=Role.COACH).values_list("person", flat=True))
    running = Mentoring.objects.filter(RUNNING, mentor__in=people).values("mentor").annotate(n=Count("id")).order_by()
    taken = dict(running.values_list("mentor", "n"))
    today = at.date()
    rows = Absence.objects.filter(person__in=people, starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today))
    away = {row.person_id: row for row in rows}
    found = []
    for pk, person in people.items():
        offer, absence = offers.get(pk), away.get(pk)
        found.append(
            matching.Candidate(
                key=pk,
                name=person.name,
                time_zone=person.time_zone,
                is_coach=pk in coaches,
                since=clock.local(offer.at, "UTC").date() if offer and pk in exact else None,
                note=offer.note if offer and pk in exact else "",
                places=offer.places if offer else None,
                taken=taken.get(pk, 0),
                is_away=absence is not None,
                away_until=absence.ends if absence else None,
            )
        )
    return found


def _reach(start: int, steps: dict[int, list[int]]) -> set[int]:
    found, todo = set[int](), [start]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += steps.get(one, [])
    return found
