"""Mails of a wave: one when it opens, in a random working hour, and one reminder that stops when one has answered.

They are made in small portions by the clock, so that no launch holds the database for ten thousand rows; and all go from
the outbox when the wave closes, because a reminder says who had not answered.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.activity import clock, outbox
from sapwood.activity.models import Delivery, Preference
from sapwood.feedback import links
from sapwood.feedback.actions.closing import mail_name
from sapwood.feedback.models import Guest, Invitation, Wave
from sapwood.people.models import Absence, Person

PORTION = 200  # mails in one run
SPREAD = 10 * 60  # minutes over which invitations leave: a working day
REMIND = dt.timedelta(days=2)  # before closing
BETWEEN = dt.timedelta(days=1)  # a reminder comes a day after the invitation, or not at all
KIND = "feedback"


def invite(at: datetime) -> int:
    """Queue the invitations that are missing in open waves. Returns how many."""
    return sum(_queue(wave, "i", at) for wave in Wave.objects.filter(stage=Wave.Stage.OPEN, closes__gt=at))


def remind(at: datetime) -> int:
    """Once, two days before a wave closes, ask those again who have not answered and are not away."""
    waves = Wave.objects.filter(stage=Wave.Stage.OPEN, closes__gt=at, closes__lte=at + REMIND, opens__lt=at - REMIND)
    return sum(_queue(wave, "r", at) for wave in waves)


def _queue(wave: Wave, what: str, at: datetime) -> int:
    prefix = mail_name(wave, f"{what}-")
    told = set(Delivery.objects.filter(unique__startswith=prefix).values_list("unique", flat=True))
    queued = 0
    for rater, rows in _raters(wave, what, at):
        name = f"{prefix}{'g' if isinstance(rater, Guest) else 'p'}{rater.pk}"
        if name in told:
            continue
        if queued == PORTION:
            break
        with transaction.atomic():
            queued += _mail(wave, rater, rows, name, what, at)
    return queued


def _raters(wave: Wave, what: str, at: datetime) -> Iterable[tuple[Person | Guest, list[Invitation]]]:
    """Everybody to be written to, with what they are asked: one mail a rater, however many colleagues it is about."""
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    asked = Q(asked=None) | Q(asked__lte=at if what == "i" else at - BETWEEN)
    rows = Invitation.objects.filter(asked, wave=wave).exclude(person__in=silent)
    if what == "r":
        today = at.date()
        away = Absence.objects.filter(starts__lte=today).filter(Q(ends=None) | Q(ends__gte=today)).values("person")
        rows = rows.filter(receipt=None).exclude(person__in=away)
    found: dict[tuple[str, int], tuple[Person | Guest, list[Invitation]]] = {}
    for row in rows.select_related("person", "guest", "subject__person").order_by("subject__person__name", "pk"):
        rater: Person | Guest | None = row.person or row.guest
        if rater is None or not rater.email or (isinstance(rater, Guest) and rater.declined):
            continue
        if isinstance(rater, Person) and not rater.is_active:
            continue
        found.setdefault((type(rater).__name__, rater.pk), (rater, []))[1].append(row)
    return found.values()


def _mail(wave: Wave, rater: Person | Guest, rows: list[Invitation], name: str, what: str, at: datetime) -> int:
    assert rater.email and wave.closes
    zone = getattr(rater, "time_zone", "UTC")
    with translation.override(rater.language):
        words = {
            "rater": rater,
            "wave": wave,
            "again": what == "r",
            "closes": clock.local(wave.closes, zone),
            "asked": [{"row": row, "link": links.whole(row)} for row in rows],
        }
        row = outbox.queue(
            outbox.Recipient(rater.email, zone, rater.language),
            kind=KIND,
            subject=_("Until %(day)s: %(wave)s")
            % {"day": date_format(clock.local(wave.closes, zone), "j F"), "wave": wave},
            body=render_to_string("feedback/mail/asked.txt", words),
            why=_why(rater),
            at=at + dt.timedelta(minutes=secrets.randbelow(SPREAD) if what == "i" and not rows[0].asked else 0),
            unique=name,
            person_id=rater.pk if isinstance(rater, Person) else None,
        )
    return int(row is not None)


def _why(rater: Person | Guest) -> str:
    if isinstance(rater, Guest):
        return _("It came because somebody here named you as a person who can tell. There is one reminder at most.")
    preferences = f"{settings.SAPWOOD_BASE_URL}{reverse('activity:preferences')}"
    return _("It came because you work here. Stop it: %(link)s") % {"link": preferences}
