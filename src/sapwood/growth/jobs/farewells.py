"""What the clock does for those who leave: they are told in time, and what was theirs alone is erased when it is due."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
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


@every(name="growth.farewells", minutes=24 * 60)
def farewells(at: dt.datetime) -> int:
    """Tell whoever leaves soon, erase what is due, and forget that somebody leaves who stays after all."""
    Farewell.objects.filter(person__leaves=None).delete()
    today = at.date()
    leaving = Person.objects.filter(kind=Person.Kind.PERSON, leaves__lte=today + AHEAD)
    for person in leaving.filter(Q(farewell=None) | Q(farewell__told=None)):
        _tell(person, at)
    due = Person.objects.filter(kind=Person.Kind.PERSON, leaves__lte=today - personal.KEPT)
    rows = due.filter(farewell__erased=None, farewell__told__lte=at - personal.KEPT)
    for person in rows:
        personal.erase_belongings(by=person, at=at)
    return len(rows)


@transaction.atomic
def _tell(person: Person, at: dt.datetime) -> None:
    """In the product and by mail: where to take it along. The mail never carries a way in; their mailbox may be read."""
    Farewell.objects.update_or_create(person=person, defaults={"told": at})
    until = personal.erased_on(person)
    assert until is not None and person.leaves is not None
    link = reverse("growth:personal")
    with translation.override(person.language):
        days = {"leaves": date_format(person.leaves, "j F Y"), "until": date_format(until, "j F Y")}
        text = _("What is yours alone leaves with you: take it along by %(leaves)s") % days
        why = _("It came because a last day is set for you.")
        body = _(
            "Your journal, personal goals, private notes, days and practice are yours. Take them along as a file, or "
            "make a link that works at home: %(link)s. On %(until)s all of it is erased; nobody reads it before."
        ) % {**days, "link": settings.SAPWOOD_BASE_URL + link}
    notices.tell([person], kind="farewell", text=text, link=link, why=why, at=at)
    if person.email and person.is_active:
        outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind="farewell", subject=text, body=body, why=why, at=at, unique=f"farewell-{person.pk}-{person.leaves}",
            person_id=person.pk,
        )  # fmt: skip
