"""What the clock starts for meetings: on the morning of a 1:1 a line in the day's bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock
from sapwood.activity.models import Preference
from sapwood.meetings import actions
from sapwood.meetings.models import Meeting
from sapwood.meetings.queries import TOGETHER

ONE_DAY = dt.timedelta(hours=24)


def one_on_ones_today(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """The first 1:1 of each person's day there, with the way to what changed. A meeting that was held asks nobody."""
    rows = Meeting.objects.filter(
        ~Q(series__first=None), held=None, series__ended=None, at__gte=at - ONE_DAY / 2, at__lt=at + ONE_DAY
    )
    silent = set(Preference.objects.filter(mail=Preference.Mail.NONE).values_list("person_id", flat=True))
    found: dict[int, asks.Ask] = {}
    for meeting in rows.select_related(*TOGETHER).order_by("at", "id"):
        for person in meeting.series.pair:
            other = meeting.series.other(person)
            there = clock.local(meeting.at, person.time_zone)
            if person.pk in done or person.pk in silent or person.pk in found or meeting.at < at or other is None:
                continue
            if there.date() != clock.local(at, person.time_zone).date():
                continue
            with translation.override(person.language):
                found[person.pk] = asks.Ask(
                    text=_("Today at %(time)s: 1:1 with %(name)s")
                    % {"time": time_format(there.time()), "name": other.name},
                    minutes=1,
                    link=actions.address(meeting),
                    why=_("It came because you have a 1:1 today."),
                    lines=(_("what changed since last time, in a minute"),),
                )
    return found


asks.register(one_on_ones_today, order=20)
