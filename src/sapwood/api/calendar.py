"""One's calendar: check-ins due, meetings, the days of a cycle. In the format of calendar programs.

It lies in programs and on servers that are not ours, so it says how many key results and never which, whom one meets
and never about what.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from icalendar import Calendar, Event

from sapwood.activity import clock
from sapwood.api.models import CalendarAddress
from sapwood.goals import cadence
from sapwood.goals import queries as goals
from sapwood.goals.models import Cycle
from sapwood.meetings.models import Meeting, Series
from sapwood.meetings.queries import TOGETHER
from sapwood.people.models import Absence, Organisation, Person

SALT = "api.calendar"
NINE = dt.time(9)
LOOKS_BACK = dt.timedelta(days=35)
MOST = 26  # check-ins ahead: half a year of weeks


def token_of(address: CalendarAddress) -> str:
    """What stands in the address. The same as long as the row is."""
    return signing.Signer(salt=SALT).sign(address.secret)


def person_of(token: str) -> Person | None:
    """Whose calendar it is; None where the token was changed or taken away, or the person has left."""
    try:
        secret = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    row = CalendarAddress.objects.filter(secret=secret).select_related("person").first()
    return row.person if row is not None and row.person.is_active else None


def of(person: Person) -> bytes:
    """The whole calendar of a person as a file, with the rules of the time zones it names."""
    zone, now = _zone(person), clock.now()
    book = Calendar()
    book.add("prodid", "-//Sapwood//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", "Sapwood")
    book.add("x-wr-timezone", zone.key)
    book.add("refresh-interval", dt.timedelta(hours=4), parameters={"value": "DURATION"})
    for event in (*_check_ins(person, zone, now), *_meetings(person, zone, now), *_cycles(now)):
        event.add("dtstamp", now)
        book.add_component(event)
    book.add_missing_timezones()
    return bytes(book.to_ical())


def _check_ins(person: Person, zone: zoneinfo.ZoneInfo, now: dt.datetime) -> Iterator[Event]:
    """Each coming check-in day, at nine there, unless one is away."""
    today = now.astimezone(zone).date()
    weekday = Organisation.current().check_in_weekday
    away = list(Absence.objects.filter(person=person))
    days: Counter[dt.date] = Counter()
    for row in goals.to_report(person, today, away=False):
        objective = row.key_result.objective
        if objective.cycle is not None:
            days.update(_days(objective.cycle, cadence.days_of(objective), weekday, today))
    for day, count in sorted(days.items())[:MOST]:
        if any(one.starts <= day and (one.ends is None or one.ends >= day) for one in away):
            continue
        minutes = max(5, round(count * 0.9))
        words = ngettext("Check-in: one key result", "Check-in: %(n)d key results", count) % {"n": count}
        event = _event(f"check-in-{day.isoformat()}-{person.public_id}", words, reverse("goals:check_in_week"))
        starts = dt.datetime.combine(day, NINE, tzinfo=zone)
        event.add("dtstart", starts)
        event.add("dtend", starts + dt.timedelta(minutes=minutes))
        event.add("transp", "TRANSPARENT")
        yield event


def _days(cycle: Cycle, step: int, weekday: int, today: dt.date) -> Iterator[dt.date]:
    """The check-in day of each period of the cycle that is not over yet; one a week at most."""
    begins = cycle.starts
    while begins <= cycle.ends:
        day = begins + dt.timedelta(days=(weekday - begins.weekday()) % 7)
        if today <= day <= cycle.ends:
            yield day
        begins += dt.timedelta(days=max(7, step))


def _meetings(person: Person, zone: zoneinfo.ZoneInfo, now: dt.datetime) -> Iterator[Event]:
    rows = Meeting.objects.filter(series__in=Series.objects.of(person), at__gt=now - LOOKS_BACK)
    for meeting in rows.exclude(series__ended__isnull=False, held=None).select_related(*TOGETHER).order_by("at", "id"):
        series = meeting.series
        other = series.other(person)
        words = (
            _("1:1 with %(name)s") % {"name": other} if other else _("%(team)s: team meeting") % {"team": series.team}
        )
        event = _event(f"meeting-{meeting.public_id}", words, reverse("meetings:meeting", args=[meeting.public_id]))
        starts = meeting.at.astimezone(zone)
        event.add("dtstart", starts)
        event.add("dtend", (meeting.at + dt.timedelta(minutes=series.minutes)).astimezone(zone))
        yield event


def _cycles(now: dt.datetime) -> Iterator[Event]:
    """First and last day of each cycle that is not closed, and until when its goals are drafted and agreed."""
    for cycle in Cycle.objects.exclude(stage=Cycle.Stage.CLOSED):
        for word, day, text in (
            ("begins", cycle.starts, _("%(cycle)s begins")),
            ("drafted", cycle.drafts_by, _("%(cycle)s: goals drafted by today")),
            ("agreed", cycle.agreed_by, _("%(cycle)s: goals agreed by today")),
            ("ends", cycle.ends, _("%(cycle)s ends")),
        ):
            if day is None:
                continue
            event = _event(
                f"cycle-{cycle.public_id}-{word}",
                text % {"cycle": cycle},
                reverse("goals:cycle", args=[cycle.public_id]),
            )
            event.add("dtstart", day)
            event.add("dtend", day + dt.timedelta(days=1))
            event.add("transp", "TRANSPARENT")
            yield event


def _event(name: str, words: str, link: str) -> Event:
    host = settings.SAPWOOD_BASE_URL.split("//")[-1].split("/")[0]
    event = Event()
    event.add("uid", f"{name}@{host}")
    event.add("summary", words)
    event.add("url", settings.SAPWOOD_BASE_URL + link)
    event.add("description", settings.SAPWOOD_BASE_URL + link)
    return event


def _zone(person: Person) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")
