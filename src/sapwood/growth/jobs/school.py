"""What the clock asks for growth: two minutes of practice a week, of those who have begun and have something due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, outbox
from sapwood.activity.models import Preference
from sapwood.growth.models import DrillCard
from sapwood.people.models import Person

WEDNESDAY = 2
ENOUGH = 3  # drills that are due before anybody is asked
MINUTES = 2


def practice_asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """On Wednesday, in the person's own zone: a few drills that are about to be forgotten. Last in the week's budget."""
    due = DrillCard.objects.filter(due__lte=at).values("person").annotate(n=Count("id")).filter(n__gte=ENOUGH)
    counts = dict(due.values_list("person", "n"))
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(Q(pk__in=counts), ~Q(email=None)).exclude(pk__in=silent)
    found = {}
    for person in people:
        there = clock.local(at, person.time_zone)
        wednesday = there.weekday() == WEDNESDAY and outbox.is_working_time(there)
        if wednesday and person.pk not in done and not person.is_away(there.date()):
            found[person.pk] = _ask(person, counts[person.pk])
    return found


def _ask(person: Person, n: int) -> asks.Ask:
    with translation.override(person.language):
        return asks.Ask(
            text=_("School: %(n)d drills you once missed or may forget, about %(minutes)d min")
            % {"n": n, "minutes": MINUTES},
            minutes=MINUTES,
            link=reverse("growth:practice"),
            why=_("It came because you practise in the goal-writing school. Forget your practice there and it ends."),
        )


asks.register(practice_asked, order=90)
