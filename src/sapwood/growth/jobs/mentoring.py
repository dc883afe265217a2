"""What the clock tells of mentoring: a talk tomorrow, in this morning's bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock
from sapwood.activity.models import Preference
from sapwood.activity.outbox import WORKING_DAYS
from sapwood.growth import actions, mentors

AHEAD = dt.timedelta(days=5)


def talks_tomorrow(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """The first talk of each person's next working day there. It says with whom; what about stays in Sapwood."""
    silent = set(Preference.objects.filter(mail=Preference.Mail.NONE).values_list("person_id", flat=True))
    found: dict[int, asks.Ask] = {}
    for row in mentors.sessions_between(at, at + AHEAD):
        pair = row.mentoring
        for person in pair.both:
            there, today = clock.local(row.at, person.time_zone), clock.local(at, person.time_zone).date()
            if person.pk in found or person.pk in done or person.pk in silent or not person.is_active:
                continue
            if not today < there.date() <= next_working_day(today):
                continue
            with translation.override(person.language):
                found[person.pk] = asks.Ask(
                    text=_("%(day)s: a talk with %(name)s")
                    % {"day": date_format(there, "D j M, H:i"), "name": pair.other(person)},
                    minutes=1,
                    link=actions.mentoring_address(pair),
                    why=_("It came because the two of you planned it. Move or end it on its page."),
                )
    return found


def next_working_day(day: dt.date) -> dt.date:
    """Tomorrow; on a Friday the Monday after."""
    after = day + dt.timedelta(days=1)
    while after.weekday() >= WORKING_DAYS:
        after += dt.timedelta(days=1)
    return after


asks.register(talks_tomorrow, order=25)
