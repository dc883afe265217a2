"""What the clock does for those who leave: they are told in time, and what was theirs alone is erased when it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.activity import notices, outbox
from sapwood.activity.schedule import every
from sapwood.growth.actions import personal
from sapwood.growth.models import Farewell
from sapwood.people.models import Person

AHEAD = dt.timedelta(days=21)


@every(name="growth.farewells", minutes=60)
def farewells(at: dt.datetime) -> int:
    """Tell whoever leaves soon, or has left already when the day is entered; erase what is due, and forget that somebody
    leaves who stays after all. Another last day is told anew, and the thirty days count from then."""
    Farewell.objects.filter(person__leaves=None).delete()
    today = at.date()
    leaving = Person.objects.filter(kind=Person.Kind.PERSON, leaves__lte=today + AHEAD)
    told_otherwise = Q(farewell__last_day__lt=F("leaves")) | Q(farewell__last_day__gt=F("leaves"))
    unknown = Q(farewell__told=None) | Q(farewell__last_day=None) | told_otherwise
    for person in leaving.filter(unknown, Q(farewell__erased=None) | Q(leaves__gte=today)):
        _tell(person, at)
    due = Person.objects.filter(kind=Person.Kind.PERSON, leaves__lte=today - personal.KEPT)
    rows = due.filter(farewell__erased=None, farewell__told__lte=at - personal.KEPT)
    for person in rows:
        personal.erase_belongings(by=person, at=at)
    return len(rows)


@transaction.atomic
def _tell(person: Person, at: dt.datetime) -> None:
    """In the product and by mail: where to take it along. The mail never carries a way in; their mailbox may be read."""
    Farewell.objects.update_or_create(person=person, defaults={"told": at, "last_day": person.leaves, "erased": None})
    with translation.override(person.language):
        letter = _to_leaver(person) if person.is_active else _to_whoever_left(person)
    notices.tell([person], kind="farewell", text=letter.subject, link=letter.link, why=letter.why, at=at)
    if person.email and (person.is_active or person.last_login is not None):
        outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind="farewell", subject=letter.subject, body=letter.body, why=letter.why, at=at,
            unique=f"farewell-{person.pk}-{person.leaves}", person_id=person.pk,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Letter:
    subject: str
    body: str
    link: str
    why: str


def _to_leaver(person: Person) -> _Letter:
    days, link = _days(person), reverse("growth:personal")
    return _Letter(
        subject=_("What is yours alone leaves with you: take it along by %(leaves)s") % days,
        body=_(
            "Your journal, personal goals, plans, mentoring, private notes, days and practice are yours. Take them along "
            "as a file, or make a link that works at home: %(link)s. On %(until)s all of it is erased; nobody reads it "
            "before."
        )
        % {**days, "link": settings.SAPWOOD_BASE_URL + link},
        link=link,
        why=_("It came because a last day is set for you."),
    )


def _to_whoever_left(person: Person) -> _Letter:
    """Their last day was over when it was entered, and signing in had ended before they could take anything along."""
    days, link = _days(person), reverse("account_login")
    return _Letter(
        subject=_("What is yours alone is kept for you until %(until)s") % days,
        body=_(
            "%(leaves)s was entered as your last day. Your journal, personal goals, plans, mentoring, private notes, "
            "days and practice are yours. Sign in as before: %(link)s. It leads to all of it as one file, and to nothing "
            "else. On %(until)s it is erased; nobody reads it before."
        )
        % {**days, "link": settings.SAPWOOD_BASE_URL + link},
        link=link,
        why=_("It came because a last day was entered for you."),
    )


def _days(person: Person) -> dict[str, str]:
    until = personal.erased_on(person)
    assert until is not None and person.leaves is not None
    return {"leaves": date_format(person.leaves, "j F Y"), "until": date_format(until, "j F Y")}
