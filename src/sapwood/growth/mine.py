"""What stands on one's own growth page: what needs one, how one is seen, the school; and on a person's page what of it
they shared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.feedback import between, links
from sapwood.feedback import queries as feedback
from sapwood.growth import queries, seen
from sapwood.growth.models import Attribute
from sapwood.growth.queries import plans
from sapwood.people.models import Person
from sapwood.people.policy import may
from sapwood.people.views.find import reader
from sapwood.ui.panels import Panel

MOST = 5  # lines of what needs one


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits: a verb, a thing, where, and how long it takes."""

    verb: str
    thing: str
    href: str
    minutes: int
    due: dt.date | None = None


def what_needs_me(request: HttpRequest, person: Person) -> Panel | None:
    """What of one's growth, and of that of colleagues, waits for this person; five lines at most."""
    needs = [*_practice(person), *_to_observe(person), *_raters(person), *_rounds(person), *_askings(person)]
    return Panel("growth/panels/needs.html", {"needs": needs[:MOST]}, order=5)


def how_i_am_seen(request: HttpRequest, person: Person) -> Panel | None:
    """Rings by competency and wave from one's own published reports, and one's own view against others'."""
    found = queries.seen_in(queries.own_reports(person))
    pictures = seen.pictures(found, queries.asked_now(person), is_own=True)
    return Panel(
        "growth/panels/seen.html", {"pictures": pictures, "is_own": True, "rests_on": seen.rests_on()}, order=10
    )


def how_they_are_seen(request: HttpRequest, person: Person) -> Panel | None:
    """On a person's page: for themselves the way to their growth page, for others what reports they shared tell."""
    viewer = reader(request)
    if viewer.pk == person.pk:
        return Panel("growth/panels/to_mine.html", order=25)
    found = queries.seen_in(queries.reports_shared_with(viewer, [person]))
    if not found:
        return None
    context = {
        "pictures": seen.pictures(found, is_own=False),
        "is_own": False,
        "person": person,
        "rests_on": seen.rests_on(),
    }
    return Panel("growth/panels/seen.html", context, order=25)


def ways_on(request: HttpRequest, person: Person) -> Panel | None:
    """To the pages about others' growth, for whom they are there; and to what one may say of oneself."""
    ways = []
    if may(person, "growth.lead"):
        ways.append((_("How my team grows"), reverse("growth:team")))
    if may(person, "growth.oversee"):
        ways.append((_("Skills and development of everybody"), reverse("growth:skills")))
    if Attribute.objects.filter(retired=None).exists():
        ways.append((_("What I say of myself"), reverse("growth:declarations")))
    return Panel("growth/panels/ways.html", {"ways": ways}, order=90) if ways else None


def school_desk(request: HttpRequest, person: Person) -> Panel | None:
    """What is due in the school."""
    desk = queries.desk_of(person, clock.now())
    return Panel("growth/panels/school.html", {"desk": desk, "due": len(desk.due)}, order=80)


def _practice(person: Person) -> list[Need]:
    due = [one for one in queries.practices_of(person, clock.today(person.time_zone)) if one.is_due]
    return [Need(_("Say whether you practised"), one.words, reverse("growth:practising"), 1) for one in due[:2]]


def _raters(person: Person) -> list[Need]:
    return [
        Need(_("Choose raters"), str(row.wave), reverse("feedback:subject", args=[row.public_id]), 5)
        for row in feedback.raters_to_choose(person)
        if row.person_id == person.pk
    ]


def _rounds(person: Person) -> list[Need]:
    rows = feedback.open_invitations(person).filter(wave__kind="360")
    return [
        Need(
            _("Give your own view") if row.relation == "self" else _("Answer about a colleague"),
            str(row.wave) if row.relation == "self" or row.subject is None else str(row.subject.person),
            links.address(row),
            4,
            clock.local(row.wave.closes, person.time_zone).date() if row.wave.closes else None,
        )
        for row in rows[:MOST]
    ]


def _askings(person: Person) -> list[Need]:
    rows = between.addressed(clock.today(person.time_zone), [person.pk])
    return [
        Need(
            _("Tell %(name)s what you saw") % {"name": row.asking.by},
            row.asking.about,
            reverse("feedback:asking", args=[row.asking.public_id]),
            2,
            row.asking.until,
        )
        for row in rows[:MOST]
    ]


def _to_observe(person: Person) -> list[Need]:
    rows = plans.to_observe(clock.today(person.time_zone), [person.pk])
    return [
        Need(
            _("Say what you saw %(name)s do") % {"name": row.step.plan.person},
            row.step.about,
            reverse("growth:observation", args=[row.public_id]),
            plans.OBSERVATION_MINUTES,
            row.until,
        )
        for row in rows[:MOST]
    ]
