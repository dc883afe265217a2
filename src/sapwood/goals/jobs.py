"""What the clock starts for goals: the mail on check-in day."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import clock, outbox
from sapwood.activity.models import Preference
from sapwood.activity.schedule import every
from sapwood.goals import queries
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Organisation, Person


@every(name="goals.check_in_due", minutes=30)
def check_in_due(at: dt.datetime) -> int:
    """On check-in day, tell whoever has something to tell; once a week, only what is still open then.

    Not to those who are away, who have told already, or who want no mail.
    """
    weekday = Organisation.current().check_in_weekday
    updaters = KeyResult.objects.filter(dropped=None, objective__stage=Objective.Stage.ACTIVE).values("updater")
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    queued = 0
    for person in Person.objects.at_work(at.date()).filter(pk__in=updaters).exclude(email=None).exclude(pk__in=silent):
        today = clock.today(person.time_zone)
        if today.weekday() == weekday:
            due = [row for row in queries.to_report(person, today) if row.is_due]
            queued += bool(due) and _remind(person, due, today, at)
    return queued


def _remind(person: Person, due: list[queries.Due], today: dt.date, at: dt.datetime) -> bool:
    base = settings.SAPWOOD_BASE_URL
    assert person.email
    with translation.override(person.language):
        count = ngettext("one key result", "%(n)d key results", len(due)) % {"n": len(due)}
        row = outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind="check-in",
            subject=_("This week: %(count)s, about %(minutes)d min") % {"count": count, "minutes": max(1, round(len(due) * 0.9))},
            body=render_to_string(
                "goals/mail/check_in_due.txt",
                {"person": person, "due": due, "link": base + reverse("goals:check_in_week")},
            ),
            why=_("It came because you tell how these key results stand. Stop it: %(link)s")
            % {"link": base + reverse("activity:preferences")},
            at=_morning(at, person.time_zone),
            unique=f"check-in-{person.pk}-{today:%G-W%V}",
            person_id=person.pk,
        )
    return row is not None


def _morning(at: dt.datetime, zone: str) -> dt.datetime:
    """Nine in the morning of that day there, or now when it is later."""
    try:
        there = at.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        there = at
    return max(at, there.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(dt.UTC))
