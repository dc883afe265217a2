"""The bundle of news: at most one mail a person and day, in their working hours, with what they have not read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import clock, outbox
from sapwood.activity.models import Notice, Preference
from sapwood.activity.schedule import every

SHOWN = 12


@every(name="activity.digest", minutes=30)
def digest(at: dt.datetime) -> int:
    """Queue the bundles that are due; returns how many. Twice in a day, or from two workers, makes no second one."""
    waiting: dict[int, list[Notice]] = defaultdict(list)
    for row in Notice.objects.filter(read=None, at__gt=at - dt.timedelta(days=8), at__lt=at).order_by("at", "id"):
        waiting[row.person_id].append(row)
    wishes = dict(Preference.objects.filter(person__in=waiting).values_list("person_id", "mail"))
    queued = 0
    for person in get_user_model().objects.filter(pk__in=waiting).exclude(email=None):
        wish = wishes.get(person.pk, Preference.Mail.DAILY)
        today = clock.today(person.time_zone)
        if wish == Preference.Mail.NONE or not person.is_active or person.is_away(today):
            continue
        since = at - dt.timedelta(days=7 if wish == Preference.Mail.WEEKLY else 1)
        fresh = [row for row in waiting[person.pk] if row.at > since]
        period = f"{today:%G-W%V}" if wish == Preference.Mail.WEEKLY else today.isoformat()
        queued += bool(fresh) and _bundle(person, fresh, period, at)
    return queued


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
            subject=_("%(n)d news for you") % {"n": len(rows)} if len(rows) > 1 else rows[0].text,
            body=render_to_string("activity/mail/digest.txt", context),
            why=_("It came because you have not read these yet. Change or stop it: %(link)s")
            % {"link": base + reverse("activity:preferences")},
            at=at,
            unique=f"digest-{person.pk}-{period}",
            person_id=person.pk,
        )
    return row is not None
