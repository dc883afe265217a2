"""The bundle of news: at most one mail a person and day, in their morning, with what they have not read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import clock, outbox
from sapwood.activity.models import Delivery, Notice, Preference, Submission
from sapwood.activity.schedule import every

SHOWN = 12
LOOKS_BACK = dt.timedelta(days=8)


@every(name="activity.digest", minutes=30)
def digest(at: dt.datetime) -> int:
    """Queue the bundles that are due; returns how many. Twice in a day, or from two workers, makes no second one.

    A bundle is made on a working day from eight in the morning of its reader, and holds what came before that
    and since the last bundle: two people who write at nine do not make two mails.
    """
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for row in Notice.objects.filter(read=None, at__gt=at - LOOKS_BACK, at__lt=at).order_by("at", "id"):
        waiting[row.person_id].append(row)
    wishes = dict(Preference.objects.filter(person__in=waiting).values_list("person_id", "mail"))
    bundles = Delivery.objects.filter(kind="digest", person__in=waiting).values_list("person_id")
    last = dict(bundles.annotate(last=Max("created")))
    queued = 0
    for person in get_user_model().objects.filter(pk__in=waiting).exclude(email=None):
        wish = wishes.get(person.pk, Preference.Mail.DAILY)
        there = clock.local(at, person.time_zone)
        if wish == Preference.Mail.NONE or not outbox.is_working_time(there):
            continue
        until = _eight(there)
        since = _eight(clock.local(last[person.pk], person.time_zone)) if person.pk in last else at - LOOKS_BACK
        fresh = [row for row in waiting[person.pk] if since <= row.at < until]
        if not fresh or not person.is_active or person.is_away(there.date()):
            continue
        period = f"{there:%G-W%V}" if wish == Preference.Mail.WEEKLY else there.date().isoformat()
        queued += _bundle(person, fresh, period, at)
    return queued


def _eight(there: dt.datetime) -> dt.datetime:
    return there.replace(hour=outbox.WORKING_HOURS[0], minute=0, second=0, microsecond=0)


def _bundle(person: Any, rows: list[Notice], period: str, at: dt.datetime) -> bool:
    base = settings.SAPWOOD_BASE_URL
    with translation.override(person.language):
        context = {
            "person": person,
            "rows": [{"text": row.text, "link": base + row.link if row.link else ""} for row in rows[-SHOWN:]],
            "more": max(0, len(rows) - SHOWN),
            "all": base + reverse("activity:notices"),
        }
        row = outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind="digest",
            subject=_("%(n)d things you have not read") % {"n": len(rows)} if len(rows) > 1 else rows[0].text,
            body=render_to_string("activity/mail/digest.txt", context),
            why=_("It came because you have not read these yet. Change or stop it: %(link)s")
            % {"link": base + reverse("activity:preferences")},
            at=at,
            unique=f"digest-{person.pk}-{period}",
            person_id=person.pk,
        )
    return row is not None


@every(name="activity.sweep", at_local="03:10")
def sweep(at: dt.datetime) -> None:
    """Forget at night what only served for a while: ended sessions, keys of sent forms, mails long gone, read news."""
    from django.contrib.sessions.models import Session

    Session.objects.filter(expire_date__lt=at).delete()
    Submission.objects.filter(at__lt=at - dt.timedelta(days=30)).delete()
    Delivery.objects.filter(state=Delivery.State.SENT, created__lt=at - dt.timedelta(days=90)).delete()
    Notice.objects.exclude(read=None).filter(at__lt=at - dt.timedelta(days=180)).delete()
