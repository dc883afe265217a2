"""The address of one's calendar: made, made anew, taken away. Whoever holds it reads it, so it is a secret."""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.api import rules
from sapwood.api.models import CalendarAddress
from sapwood.people.models import Person


@deed("api.make_calendar_address")
def make_calendar_address(*, by: Person, at: dt.datetime) -> CalendarAddress:
    """A new address of one's calendar; the one before it works no longer."""
    if not rules.may_have_calendar(by):
        raise Refused(_("A calendar belongs to a person at work."), _("Sign in as yourself."))
    values = {"secret": secrets.token_urlsafe(16)[:20], "made": at}
    row, _created = CalendarAddress.objects.update_or_create(person=by, defaults=values)
    events.record("api.calendar_made", by=by, about=row, at=at)
    return row


@deed("api.end_calendar_address")
def end_calendar_address(*, by: Person, at: dt.datetime) -> None:
    """No calendar any more."""
    gone, _of = CalendarAddress.objects.filter(person=by).delete()
    if gone:
        events.record("api.calendar_ended", by=by, about=None, at=at)
