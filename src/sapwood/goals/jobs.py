"""What the clock starts for goals: the mail on check-in day, and reading texts that came in by another door."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import clock, outbox
from sapwood.activity.models import Delivery, Preference
from sapwood.activity.schedule import every
from sapwood.goals import forecasts, queries, wording_history
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Organisation, Person

KIND = "check-in"
BEGINS = 9  # o'clock: the day's own news come first


@every(name="goals.check_in_due", minutes=30)
def check_in_due(at: dt.datetime) -> int:
    """On check-in day, from nine in the morning there, tell whoever has something to tell; once a week.

    Not to those who are away, who have told already, or who want no mail.
    A check-in day at the weekend is written on it and leaves on the next working morning.
    """
    weekday = Organisation.current().check_in_weekday
    updaters = KeyResult.objects.filter(dropped=None, objective__stage=Objective.Stage.ACTIVE).values("updater")
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(pk__in=updaters).exclude(email=None).exclude(pk__in=silent)
    told = set(
        Delivery.objects.filter(kind=KIND, created__gt=at - dt.timedelta(days=8)).values_list("unique", flat=True)
    )
    queued = 0
    for person in people:
        there = clock.local(at, person.time_zone)
        if there.weekday() != weekday or there.hour < BEGINS or _name(person, there.date()) in told:
            continue
        due = [row for row in queries.to_report(person, there.date()) if row.is_due]
        queued += bool(due) and _remind(person, due, there.date(), at)
    return queued


@every(name="goals.wordings", minutes=60)
def wordings(at: dt.datetime) -> int:
    """Let the coach read the texts of goals that nobody has read yet, such as those of an import."""
    return wording_history.catch_up()


@every(name="goals.learn_forecasts", at_local="02:40")
def learn_forecasts(at: dt.datetime) -> int:
    """Learn from the key results of closed cycles what to expect of the next. Returns from how many."""
    return forecasts.learn(at).learned_from


def _name(person: Person, day: dt.date) -> str:
    return f"check-in-{person.pk}-{day:%G-W%V}"


def _remind(person: Person, due: list[queries.Due], today: dt.date, at: dt.datetime) -> bool:
    base = settings.SAPWOOD_BASE_URL
    assert person.email
    # What is somebody's own does not leave the house in a mail.
    named = [row for row in due if row.key_result.objective.layer == Objective.Layer.STRATEGIC]
    with translation.override(person.language):
        count = ngettext("one key result", "%(n)d key results", len(due)) % {"n": len(due)}
        row = outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind=KIND,
            subject=_("This week: %(count)s, about %(minutes)d min")
            % {"count": count, "minutes": max(1, round(len(due) * 0.9))},
            body=render_to_string(
                "goals/mail/check_in_due.txt",
                {
                    "person": person,
                    "named": named,
                    "own": len(due) - len(named),
                    "link": base + reverse("goals:check_in_week"),
                },
            ),
            why=_("It came because you tell how these key results stand. Stop it: %(link)s")
            % {"link": base + reverse("activity:preferences")},
            at=at,
            unique=_name(person, today),
            person_id=person.pk,
        )
    return row is not None
