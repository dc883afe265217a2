"""What the clock asks for practice: once a week, whoever has a behaviour that is due and said nothing about it yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, outbox
from sapwood.activity.models import Preference
from sapwood.goals.models import Objective
from sapwood.growth import queries
from sapwood.growth.models import Focus
from sapwood.people.models import Person

THURSDAY = 3
MINUTES = 1


def behaviour_asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """On Thursday, in the person's own zone. What is practised stays in Sapwood: the mail does not name it."""
    practised = Focus.objects.filter(practising_since__isnull=False, objective__stage=Objective.Stage.ACTIVE)
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(pk__in=practised.values("objective__owner_person"))
    found = {}
    for person in people.exclude(email=None).exclude(pk__in=silent):
        there = clock.local(at, person.time_zone)
        thursday = there.weekday() == THURSDAY and outbox.is_working_time(there)
        if not thursday or person.pk in done or person.is_away(there.date()):
            continue
        drilled = queries.of_the_week(person, there.date())
        if drilled is not None and drilled.is_due:
            found[person.pk] = _ask(person)
    return found


def _ask(person: Person) -> asks.Ask:
    with translation.override(person.language):
        return asks.Ask(
            text=_("Your behaviour of the week: did you practise it? One tap."),
            minutes=MINUTES,
            link=reverse("growth:practising"),
            why=_("It came because you practise a behaviour. Pause or end it there and it is not asked."),
        )


asks.register(behaviour_asked, order=85)
