"""Deeds of a mentoring under way: sessions with shared notes, a next step that becomes work, and ending well."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.goals import actions as goals
from sapwood.goals.models import KeyResult
from sapwood.growth import rules, talks
from sapwood.growth.actions.mentoring import tell_one
from sapwood.growth.actions.recognition import recognise
from sapwood.growth.models import Mentoring, MentoringSession, Recognition, TalkNotes
from sapwood.people.models import Behaviour, Person


@deed("growth.plan_session")
def plan_session(*, by: Person, mentoring: Mentoring, when: datetime, at: datetime) -> MentoringSession:
    """Say when the two talk. The other one is told, with the day on their own clocks."""
    _guard_running(by, mentoring)
    row = MentoringSession.objects.create(mentoring=mentoring, at=when)
    other = mentoring.other(by)
    assert other is not None  # it is under way
    day = date_format(clock.local(when, other.time_zone), "D j M, H:i")
    if when > at:
        tell_one(
            mentoring,
            other,
            lambda: _("%(name)s suggests a talk: %(day)s") % {"name": by, "day": day},
            lambda: _("You are one of the two. Move it on its page if it does not suit you."),
            at=at,
        )
    return row


@deed("growth.write_session")
def write_session(
    *, by: Person, session: MentoringSession, when: datetime, notes: str, next_step: str, version: int, at: datetime
) -> MentoringSession:
    """Write the notes both read, the next step, or another time. Raises Conflict when the other wrote in between."""
    _guard(by, session.mentoring)
    given = {"notes": notes.strip(), "next_step": next_step.strip()[:240]}
    rows = MentoringSession.objects.filter(pk=session.pk, version=version)
    if not rows.update(at=when, version=F("version") + 1):
        now = talks.read(session)
        raise Conflict(current={"notes": now.notes, "next_step": now.next_step}, given=given)
    session.refresh_from_db()
    talks.keep(session, **given, at=at)
    return session


@deed("growth.cancel_session")
def cancel_session(*, by: Person, session: MentoringSession, at: datetime) -> None:
    """Take a session away that holds no notes: one with notes is what the two remember."""
    _guard(by, session.mentoring)
    if TalkNotes.objects.filter(session=session).exists():
        raise Refused(_("There are notes on it."), _("Empty them first, if both of you agree."))
    session.delete()


@deed("growth.step_to_initiative")
def step_to_initiative(
    *, by: Person, session: MentoringSession, key_result: KeyResult, at: datetime
) -> MentoringSession:
    """The learner hangs the next step under a key result of their own; there it is read by whoever reads that goal."""
    if not rules.may_learn(by, session.mentoring):
        raise Refused(_("The step is the learner's."), _("They can hang it under one of their key results."))
    step = talks.read(session).next_step
    if not step or session.initiative_id is not None:
        raise Refused(_("There is no step to hang anywhere."), _("Write down the next step first."))
    session.initiative = goals.add_initiative(by=by, key_result=key_result, title=step, owner=by, at=at)
    session.save(update_fields=["initiative"])
    return session


@deed("growth.end_mentoring")
def end_mentoring(*, by: Person, mentoring: Mentoring, learned: str = "", thanks: str = "", at: datetime) -> Mentoring:
    """End it well: either of the two, at any time. What was learned and the thanks are the learner's words, and can
    follow after the mentor has ended it."""
    _guard(by, mentoring)
    if mentoring.accepted is None:
        raise Refused(_("It has not begun."), _("Take back what you asked, or say no."))
    if by.pk == mentoring.learner_id:
        mentoring.learned, mentoring.thanks = learned.strip(), thanks.strip()
    elif mentoring.ended is not None:
        raise Refused(_("It has ended already."), _("The notes stay with both of you."))
    if mentoring.ended is None:
        mentoring.ended, mentoring.ended_by = at, by
        tell_one(
            mentoring,
            mentoring.other(by),
            lambda: _("%(name)s ended your mentoring") % {"name": by},
            lambda: _("You were one of the two. What was written stays with both of you."),
            at=at,
        )
    mentoring.save(update_fields=["learned", "thanks", "ended", "ended_by"])
    return mentoring


@deed("growth.recognise_mentor")
def recognise_mentor(
    *, by: Person, mentoring: Mentoring, behaviour: Behaviour, text: str, is_public: bool, at: datetime
) -> Recognition:
    """Thank the mentor: on the wall, or between the two."""
    if not rules.may_learn(by, mentoring) or mentoring.accepted is None:
        raise Refused(_("Only whoever was helped can say this."), _("Recognise a colleague from the wall."))
    return recognise(
        by=by, people=[mentoring.mentor], behaviour=behaviour, text=text, is_public=is_public, as_mentor=True, at=at
    )


def _guard(by: Person, mentoring: Mentoring) -> None:
    if not rules.may_take_part(by, mentoring):
        raise Refused(_("This is between two other people."), _("The mentoring page shows your own."))


def _guard_running(by: Person, mentoring: Mentoring) -> None:
    _guard(by, mentoring)
    if not mentoring.is_running:
        raise Refused(_("It is not under way."), _("A talk can be planned between a yes and the end."))
