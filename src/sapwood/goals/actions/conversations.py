"""Notes of conversations: kept as evidence in words, and withdrawn by whoever wrote them."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import clock, events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules
from sapwood.goals.models import ConversationNote, KeyResult, Objective
from sapwood.people.models import Person


@deed("goals.note_conversation")
def note_conversation(
    *,
    by: Person,
    objective: Objective,
    question: str,
    said: str,
    day: dt.date,
    at: dt.datetime,
    key_result: KeyResult | None = None,
    spoken_with: str = "",
) -> ConversationNote:
    """Keep what somebody answered to a question about this goal. No value and no status changes by it."""
    if not rules.may_note_conversation(by, objective):
        raise Refused(
            _("Notes of conversations are written by whoever owns the goal or leads its team."),
            _("Say it in the discussion instead, or tell them."),
        )
    if key_result is not None and key_result.objective_id != objective.pk:
        raise Refused(_("This key result belongs to another goal."), _("Choose one of this goal, or none."))
    if day > clock.local(at, by.time_zone).date():
        raise Refused(_("%(day)s is still to come.") % {"day": day}, _("Give the day on which you talked."))
    if not question.strip() or not said.strip():
        raise Refused(_("A note is a question and what was said to it."), _("Write both; a sentence each is enough."))
    row = ConversationNote.objects.create(
        objective=objective,
        key_result=key_result,
        by=by,
        day=day,
        question=" ".join(question.split())[:300],
        said=said.strip(),
        spoken_with=" ".join(spoken_with.split())[:160],
        at=at,
    )
    events.record("goals.conversation_noted", by=by, about=objective, at=at)
    return row


@deed("goals.withdraw_conversation")
def withdraw_conversation(*, by: Person, note: ConversationNote, at: dt.datetime) -> None:
    """Really delete a note. Whoever wrote it does, and who may write one when they have left; that there was one stays in the history, without its words."""
    if not rules.may_withdraw_conversation(by, note):
        raise Refused(_("Whoever wrote a note withdraws it."), _("Ask them."))
    events.record("goals.conversation_withdrawn", by=by, about=note.objective, at=at)
    note.delete()
