"""What the clock tells of recognition: a few lines on Friday, within the week's budget, to whoever has not stopped them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, outbox
from sapwood.activity.models import Preference
from sapwood.growth import wall
from sapwood.growth.models import Recognition, WallMailStop
from sapwood.people.models import Membership, Person

FRIDAY = 4
A_WEEK = dt.timedelta(days=7)
LINES = 4  # in one mail


def wall_told(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """On Friday, in the person's own zone: what was said on the wall about people of their teams. The very last in the
    week's budget; nobody is told what they said or were told themselves."""
    rows = list(Recognition.objects.on_wall().filter(at__gte=at - A_WEEK).select_related("by"))
    if not rows:
        return {}
    parts = {word.row.pk: word.named for word in wall.words(rows, rows[0].by)}
    teams = _teams_of({one.pk for named in parts.values() for one in named})
    readers = Membership.objects.filter(ends=None, team__in=set().union(*teams.values()))
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(~Q(email=None), pk__in=readers.values("person"))
    people = people.exclude(pk__in=silent).exclude(pk__in=WallMailStop.objects.values("person"))
    own = _teams_of(set(people.values_list("pk", flat=True)))
    found = {}
    for person in people:
        there = clock.local(at, person.time_zone)
        friday = there.weekday() == FRIDAY and outbox.is_working_time(there)
        if not friday or person.pk in done or person.is_away(there.date()):
            continue
        news = [
            (row, parts[row.pk])
            for row in rows
            if row.by_id != person.pk
            and person not in parts[row.pk]
            and any(own[person.pk] & teams.get(one.pk, set()) for one in parts[row.pk])
        ]
        if news:
            found[person.pk] = _wall_lines(person, news)
    return found


def _teams_of(people: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for person, team in Membership.objects.filter(person__in=people, ends=None).values_list("person", "team"):
        found.setdefault(person, set()).add(team)
    return found


def _wall_lines(person: Person, news: list[tuple[Recognition, list[Person]]]) -> asks.Ask:
    with translation.override(person.language):
        return asks.Ask(
            text=_("What colleagues saw this week, about a minute"),
            minutes=1,
            link=reverse("growth:wall"),
            why=_("It came because people of your teams were recognised. Stop it on the wall, under “By mail”."),
            lines=tuple(
                _("%(by)s to %(names)s: %(about)s")
                % {"by": row.by, "names": ", ".join(one.name for one in named), "about": row.about}
                for row, named in news[:LINES]
            ),
        )


asks.register(wall_told, order=95)
