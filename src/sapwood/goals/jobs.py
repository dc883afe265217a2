"""What the clock starts for goals: the mail on check-in day, and reading texts that came in by another door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sapwood.activity import asks, clock, outbox
from sapwood.activity.models import Preference
from sapwood.activity.schedule import every
from sapwood.goals import check_in_links as links
from sapwood.goals import forecasts, queries, wording_history
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Organisation, Person

MONDAY, SATURDAY = 0, 5


def check_ins_asked(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """On check-in day, whoever has something to tell is asked; see `activity.asks`.

    A check-in day at the weekend is asked about on the next working day. Not asked is who has told already.
    """
    weekday = Organisation.current().check_in_weekday
    weekday = weekday if weekday < SATURDAY else MONDAY
    updaters = KeyResult.objects.filter(dropped=None, objective__stage=Objective.Stage.ACTIVE).values("updater")
    silent = Preference.objects.filter(mail=Preference.Mail.NONE).values("person")
    people = Person.objects.at_work(at.date()).filter(pk__in=updaters).exclude(email=None).exclude(pk__in=silent)
    found = {}
    for person in people:
        there = clock.local(at, person.time_zone)
        if person.pk in done or there.weekday() != weekday or not outbox.is_working_time(there):
            continue
        if due := [row for row in queries.to_report(person, there.date()) if row.is_due]:
            found[person.pk] = _ask(person, due, at)
    return found


@every(name="goals.wordings", minutes=60)
def wordings(at: dt.datetime) -> int:
    """Let the coach read the texts of goals that nobody has read yet, such as those of an import."""
    return wording_history.catch_up()


@every(name="goals.learn_forecasts", at_local="02:40")
def learn_forecasts(at: dt.datetime) -> int:
    """Learn from the key results of closed cycles what to expect of the next. Returns from how many."""
    return forecasts.learn(at).learned_from


def _ask(person: Person, due: list[queries.Due], at: dt.datetime) -> asks.Ask:
    # What is somebody's own does not leave the house in a mail.
    named = [row.key_result for row in due if row.key_result.objective.layer == Objective.Layer.STRATEGIC]
    own = len(due) - len(named)
    minutes = max(1, round(len(due) * 0.9))
    with translation.override(person.language):
        lines = [_line(result) for result in named]
        if own:
            lines.append(
                ngettext(
                    "one key result of your own, whose words stay in Sapwood",
                    "%(n)d key results of your own, whose words stay in Sapwood",
                    own,
                )
                % {"n": own}
            )
        count = ngettext("one key result", "%(n)d key results", len(due)) % {"n": len(due)}
        return asks.Ask(
            text=_("This week: %(count)s, about %(minutes)d min") % {"count": count, "minutes": minutes},
            minutes=minutes,
            link=reverse("goals:check_in_link", args=[links.token_for(person, at)])
            if named
            else reverse("goals:check_in_week"),
            why=_("It came because you tell how these key results stand."),
            lines=tuple(lines),
        )


def _line(result: KeyResult) -> str:
    if result.current is None:
        return result.title
    value = f"{result.current.normalize():f} {result.unit}".strip()
    return _("%(title)s (last: %(value)s)") % {"title": result.title, "value": value}


asks.register(check_ins_asked, order=10)
