"""The bundle: at most one mail a person and day, in their morning, with what is asked of them and what is new."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Max
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, outbox
from sapwood.activity.models import Delivery, Notice, Preference, Submission
from sapwood.activity.schedule import every

KIND = "digest"
SHOWN = 12
LOOKS_BACK = dt.timedelta(days=8)
SUBMISSIONS_KEPT = dt.timedelta(days=30)
MAILS_KEPT = dt.timedelta(days=90)  # that one was sent, to whom; its words are deleted when it leaves
NEWS_KEPT = dt.timedelta(days=180)  # once it was read


@every(name="activity.digest", minutes=30)
def digest(at: dt.datetime) -> int:
    """Queue the bundles that are due; returns how many. Twice in a day, or from two workers, makes no second one.

    A bundle is made on a working day from eight in the morning of its reader. It holds what is asked of them this week
    (`asks.py`) and the news that came before eight and since the last bundle: two people who write at nine do not make
    two mails. While one waits for a post office that is away there is no second, and none on the day on which it left
    late; the news of that time come with the one after.
    """
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for row in Notice.objects.filter(read=None, at__gt=at - LOOKS_BACK, at__lt=at).order_by("at", "id"):
        waiting[row.person_id].append(row)
    bundles = Delivery.objects.filter(kind=KIND, created__gt=at - 2 * LOOKS_BACK)
    ends = list(bundles.exclude(person=None).values_list("person_id").annotate(Max("created"), Max("sent")))
    last = {pk: made for pk, made, _left in ends}
    left = {pk: max(made, sent or made) for pk, made, sent in ends}
    stuck = set(bundles.filter(state=Delivery.State.PENDING, attempts__gt=0).values_list("person_id", flat=True))
    today = stuck | {pk for pk, when in left.items() if when > at - dt.timedelta(hours=12)}
    asked = asks.due(at, today)
    people = waiting.keys() | asked.keys()
    wishes = dict(Preference.objects.filter(person__in=people).values_list("person_id", "mail"))
    queued = 0
    for person in get_user_model().objects.filter(pk__in=people).exclude(email=None):
        wish = wishes.get(person.pk, Preference.Mail.DAILY)
        there = clock.local(at, person.time_zone)
        if wish == Preference.Mail.NONE or person.pk in stuck or not outbox.is_working_time(there):
            continue
        before = clock.local(last[person.pk], person.time_zone) if person.pk in last else None
        if before is not None and clock.local(left[person.pk], person.time_zone).date() == there.date():
            continue
        since = _eight(before) if before else at - LOOKS_BACK
        fresh = [row for row in waiting.get(person.pk, []) if since <= row.at < _eight(there)]
        wanted = asked.get(person.pk, [])
        if not (fresh or wanted) or not person.is_active or person.is_away(there.date()):
            continue
        weekly = wish == Preference.Mail.WEEKLY and not wanted
        queued += _bundle(person, wanted, fresh, f"{there:%G-W%V}" if weekly else there.date().isoformat(), at)
    return queued


def _eight(there: dt.datetime) -> dt.datetime:
    return there.replace(hour=outbox.WORKING_HOURS[0], minute=0, second=0, microsecond=0)


def _bundle(person: Any, wanted: list[asks.Ask], rows: list[Notice], period: str, at: dt.datetime) -> bool:
    base = settings.SAPWOOD_BASE_URL
    with translation.override(person.language):
        stop = base + reverse("activity:preferences")
        context = {
            "person": person,
            "asks": [{"ask": one, "link": base + one.link} for one in wanted],
            "rows": [{"text": row.text, "link": base + row.link if row.link else ""} for row in rows[-SHOWN:]],
            "more": max(0, len(rows) - SHOWN),
            "all": base + reverse("activity:notices"),
        }
        why = (
            _("%(why)s Change or stop it: %(link)s") % {"why": " ".join(one.why for one in wanted), "link": stop}
            if wanted
            else _("It came because you have not read these yet. Change or stop it: %(link)s") % {"link": stop}
        )
        row = outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind=KIND,
            subject=_subject(wanted, rows),
            body=render_to_string("activity/mail/digest.txt", context),
            why=why,
            at=at,
            unique=f"digest-{person.pk}-{period}",
            person_id=person.pk,
        )
    return row is not None


def _subject(wanted: list[asks.Ask], rows: list[Notice]) -> str:
    if wanted:
        return wanted[0].text
    return _("%(n)d things you have not read") % {"n": len(rows)} if len(rows) > 1 else rows[0].text


@every(name="activity.sweep", at_local="03:10")
def sweep(at: dt.datetime) -> None:
    """Forget at night what only served for a while: ended sessions, keys of sent forms, mails long gone, read news."""
    from django.contrib.sessions.models import Session

    # A session ends by the clock on the wall; the demo's clock may be weeks ahead of it.
    Session.objects.filter(expire_date__lt=min(at, timezone.now())).delete()
    Submission.objects.filter(at__lt=at - SUBMISSIONS_KEPT).delete()
    Delivery.objects.filter(state=Delivery.State.SENT, created__lt=at - MAILS_KEPT).delete()
    Notice.objects.exclude(read=None).filter(at__lt=at - NEWS_KEPT).delete()
