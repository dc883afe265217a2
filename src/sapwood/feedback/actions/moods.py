"""One's own mood: told, forgotten, shown to a person, taken back. None of it leaves an event: even that it was told, or
to whom it was shown, is its owner's."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback.models import Mood, MoodSharing
from sapwood.people.models import Person


@deed("feedback.tell_mood")
def tell_mood(*, by: Person, day: dt.date, level: int, at: dt.datetime, note: str | None = None) -> Mood:
    """How this day is. A second word on the same day takes the place of the first; without a `note` that one stays."""
    if level not in Mood.Level.values:
        raise Refused(_("%(level)s is no level.") % {"level": level}, _("Choose one of the five."))
    fields = {"level": level, "at": at, **({} if note is None else {"note": note.strip()[:300]})}
    row, _created = Mood.objects.update_or_create(person=by, day=day, defaults=fields)
    return row


@deed("feedback.forget_mood")
def forget_mood(*, by: Person, mood: Mood, at: dt.datetime) -> None:
    """Really delete one day."""
    if mood.person_id != by.pk:
        raise Refused(_("This day is somebody else's."), _("Nothing was changed."))
    mood.delete()


@deed("feedback.forget_all_moods")
def forget_all_moods(*, by: Person, at: dt.datetime) -> None:
    """Really delete all of one's days. To whom they were shown stays as it is: they see nothing then."""
    Mood.objects.filter(person=by).delete()


@deed("feedback.show_mood")
def show_mood(*, by: Person, reader: Person, at: dt.datetime) -> MoodSharing:
    """Let somebody see the days and levels. They are told; nobody else is."""
    if reader == by:
        raise Refused(_("You see it anyway."), _("Name somebody else."))
    row, created = MoodSharing.objects.get_or_create(person=by, reader=reader, revoked=None, defaults={"at": at})
    if created:
        notices.tell(
            [reader],
            kind="feedback",
            text=_("%(name)s shows you how their days are") % {"name": by},
            link=reverse("feedback:mood_of", args=[by.public_id]),
            why=_("It came because they chose you. It is for you only."),
            at=at,
        )
    return row


@deed("feedback.hide_mood")
def hide_mood(*, by: Person, sharing: MoodSharing, at: dt.datetime) -> MoodSharing:
    """Take it back: from now on they see nothing of it, nor that there was anything."""
    if sharing.person_id != by.pk:
        raise Refused(_("Only its owner takes it back."), _("Nothing was changed."))
    if sharing.revoke(at):
        notices.settle(kinds=["feedback"], link=reverse("feedback:mood_of", args=[by.public_id]), at=at)
    return sharing
