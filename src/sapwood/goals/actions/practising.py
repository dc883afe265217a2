"""Telling whether one practised this week."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import clock, events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules, signals
from sapwood.goals.models import Objective, Practice
from sapwood.people.models import Person


@deed("goals.practise")
def practise(*, by: Person, objective: Objective, times: int, at: dt.datetime) -> Practice:
    """Not yet, once, twice or more, in the week it is where the owner lives. Said again, the newer word counts."""
    if not rules.may_practise(by, objective):
        raise Refused(_("Only its owner says whether it was practised."), _("Ask how it went when you talk."))
    if times not in Practice.Times.values:
        raise Refused(_("%(given)s was given.") % {"given": times}, _("Give 0, 1, or 2 for twice or more."))
    values = {"times": times, "at": at}
    row, _new = Practice.objects.update_or_create(
        objective=objective, week=week_of(clock.local(at, by.time_zone).date()), defaults=values
    )
    signals.practised.send(Practice, practice=row)
    events.record("goals.practised", by=by, about=objective, at=at)
    return row


@deed("goals.rest_practice")
def rest_practice(*, by: Person, objective: Objective, until: dt.date | None, at: dt.datetime) -> Objective:
    """Ask about its practice again from `until` on; None: each week."""
    if not rules.may_practise(by, objective):
        raise Refused(_("Only its owner says when it is practised."), _("Ask how it went when you talk."))
    objective.practise_next = until
    objective.save(update_fields=["practise_next"])
    return objective


def week_of(day: dt.date) -> dt.date:
    """Its Monday."""
    return day - dt.timedelta(days=day.weekday())
