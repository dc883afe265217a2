"""Deeds of meetings: letting people meet, saying what to talk about, deciding, and going on to the next one.

A private note is nobody's business: the deed that keeps one records no event and tells nobody.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood.activity import clock, events, notices
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.goals import actions as goals
from sapwood.goals.models import KeyResult
from sapwood.meetings import rules
from sapwood.meetings.models import WEEKS, Decision, Meeting, Point, PrivateNote, Series
from sapwood.people.models import DurableKey, Person, Team

KIND = "meeting"
A_YEAR = dt.timedelta(days=366)


@deed("meetings.begin_one_on_one")
def begin_one_on_one(
    *, by: Person, person: Person, at: dt.datetime, when: dt.datetime, weeks: int = 2, minutes: int = 30
) -> Meeting:
    """Set up a 1:1 with somebody. Where there is one already, its next meeting is given as it stands."""
    if person.pk == by.pk or not person.is_active:
        raise Refused(_("A 1:1 needs somebody else who works here."), _("Name a colleague."))
    first, second = sorted((by, person), key=lambda one: one.pk)
    running = Series.objects.filter(first=first, second=second, ended=None).first()
    if running is not None:
        return running.meetings.get(held=None)
    meeting = _begin(by=by, when=when, weeks=weeks, minutes=minutes, at=at, first=first, second=second)
    _tell(
        meeting, _("%(name)s set up a 1:1 with you"), by=by, at=at, why=_("You are one of the two. Either can end it.")
    )
    return meeting


@deed("meetings.begin_team_meeting")
def begin_team_meeting(
    *, by: Person, team: Team, at: dt.datetime, when: dt.datetime, weeks: int = 1, minutes: int = 30
) -> Meeting:
    """Let a team meet. Where it meets already, its next meeting is given as it stands."""
    if not rules.may_begin_for(by, team):
        raise Refused(
            _("You cannot set up meetings of %(team)s.") % {"team": team}, _("Its members and those who lead it can.")
        )
    running = Series.objects.filter(team=team, ended=None).first()
    if running is not None:
        return running.meetings.get(held=None)
    return _begin(by=by, when=when, weeks=weeks, minutes=minutes, at=at, team=team)


@deed("meetings.add_point")
def add_point(*, by: Person, meeting: Meeting, text: str, at: dt.datetime) -> Point:
    """Put something on the agenda. It stays there until it was talked about."""
    _guard(by, meeting.series)
    if not text.strip():
        raise Refused(_("The point has no words."), _("A question is enough."))
    row = Point.objects.create(series=meeting.series, text=text.strip()[:300], by=by, at=at)
    events.record("meetings.point_added", by=by, about=meeting, at=at)
    return row


@deed("meetings.cover_point")
def cover_point(*, by: Person, point: Point, meeting: Meeting, at: dt.datetime) -> Point:
    """Say that it was talked about in this meeting; said again, it is open again."""
    _guard(by, meeting.series)
    if point.series_id != meeting.series_id:
        raise Refused(_("This point is of another meeting."), _("Open the meeting it is on."))
    point.covered = meeting if point.covered_id is None else None
    point.save(update_fields=["covered"])
    events.record("meetings.point_covered", by=by, about=meeting, at=at)
    return point


@deed("meetings.write_notes")
def write_notes(*, by: Person, meeting: Meeting, text: str, version: int, at: dt.datetime) -> Meeting:
    """The notes both, or the whole team, read. Raises Conflict when somebody else wrote in between."""
    _guard(by, meeting.series)
    changed = Meeting.objects.filter(pk=meeting.pk, version=version).update(
        notes=text.strip(), version=F("version") + 1
    )
    if not changed:
        raise Conflict(current={"notes": Meeting.objects.get(pk=meeting.pk).notes}, given={"notes": text})
    meeting.refresh_from_db()
    events.record("meetings.notes_written", by=by, about=meeting, at=at)
    return meeting


@deed("meetings.keep_private_note")
def keep_private_note(*, by: Person, meeting: Meeting, text: str, at: dt.datetime) -> PrivateNote | None:
    """Keep what only its writer reads; an empty one is really deleted. Leaves no event and tells nobody."""
    _guard(by, meeting.series)
    row = PrivateNote.objects.filter(meeting=meeting, by=by).first() or PrivateNote(meeting=meeting, by=by)
    if not text.strip():
        if row.pk is not None:
            row.delete()
        return None
    row.key, row.changed = DurableKey.of(by, at), at
    row.lock(text.strip())
    row.save()
    return row


@deed("meetings.decide")
def decide(
    *,
    by: Person,
    meeting: Meeting,
    text: str,
    key_result: KeyResult | None = None,
    owner: Person | None = None,
    due: dt.date | None = None,
    at: dt.datetime,
) -> Decision:
    """Write down what was decided. Under a key result it becomes an initiative there, read by whoever reads the goal;
    with an owner alone a to-do of that person, who must be one of those who meet."""
    _guard(by, meeting.series)
    words = text.strip()[:240]
    if not words:
        raise Refused(_("The decision has no words."), _("Say what is done from now on, and by whom."))
    if owner is not None and key_result is None and not rules.may_take_part(owner, meeting.series):
        raise Refused(
            _("%(name)s does not meet here.") % {"name": owner},
            _("Choose a key result, so that they find it there, or somebody who takes part."),
        )
    initiative = None
    if key_result is not None:
        initiative = goals.add_initiative(by=by, key_result=key_result, title=words, owner=owner, due=due, at=at)
    row = Decision.objects.create(
        meeting=meeting, text=words, by=by, at=at, owner=owner, due=due, initiative=initiative
    )
    if owner is not None:
        notices.tell(
            [owner],
            kind=KIND,
            text=_("%(name)s noted for you: %(text)s") % {"name": by, "text": words},
            link=initiative_address(row) or address(meeting),
            why=_("It was decided in a meeting, and you are named."),
            at=at,
            but=by,
        )
    events.record("meetings.decided", by=by, about=meeting, at=at)
    return row


@deed("meetings.complete")
def complete(*, by: Person, decision: Decision, at: dt.datetime) -> Decision:
    """Tick off what was to be done, or take the tick away; an initiative is ticked where it hangs, too."""
    if not rules.may_tick(by, decision):
        raise Refused(_("This is not yours to tick off."), _("Its owner, and whoever meets there, can."))
    if decision.initiative is not None:
        act = goals.finish_initiative if decision.initiative.done is None else goals.reopen_initiative
        act(by=by, initiative=decision.initiative, at=at)
        return decision
    decision.done = at if decision.done is None else None
    decision.save(update_fields=["done"])
    events.record("meetings.completed", by=by, about=decision.meeting, at=at)
    return decision


@deed("meetings.move")
def move(*, by: Person, meeting: Meeting, when: dt.datetime, weeks: int, minutes: int, at: dt.datetime) -> Meeting:
    """Meet at another time, or in another rhythm from now on. The other one is told."""
    _guard(by, meeting.series)
    if meeting.held is not None:
        raise Refused(_("This meeting is over."), _("Move the next one."))
    series, moved = meeting.series, meeting.at != when
    if moved:
        _within_reach(when, at)
    meeting.at = when
    meeting.save(update_fields=["at"])
    series.weeks, series.minutes = _rhythm(weeks), minutes
    series.save(update_fields=["weeks", "minutes"])
    if moved:
        _tell(meeting, _("%(name)s moved your 1:1"), by=by, at=at, why=_("You are one of the two."))
    events.record("meetings.moved", by=by, about=meeting, at=at)
    return meeting


@deed("meetings.hold")
def hold(*, by: Person, meeting: Meeting, following: dt.datetime, at: dt.datetime) -> Meeting:
    """It took place; the next one is at `following`. What was not talked about comes along. Gives the next one."""
    _guard(by, meeting.series)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.held is not None:
        raise Refused(_("This meeting is over already."), _("The next one stands beside it."))
    if following <= min(row.at, at):
        raise Refused(_("The next meeting lies before this one."), _("Give a later day."))
    _within_reach(following, at)
    row.held, row.held_by = at, by
    row.save(update_fields=["held", "held_by"])
    events.record("meetings.held", by=by, about=row, at=at)
    return Meeting.objects.create(series=meeting.series, at=following)


@deed("meetings.end")
def end(*, by: Person, series: Series, at: dt.datetime) -> Series:
    """Meet no longer. What was written stays with those who met."""
    _guard(by, series)
    if series.ended is None:
        series.ended = at
        series.save(update_fields=["ended"])
        events.record("meetings.ended", by=by, about=series, at=at)
        other = series.other(by)
        notices.tell(
            [other],
            kind=KIND,
            text=_("%(name)s ended your 1:1s") % {"name": by},
            link=reverse("meetings:meetings"),
            why=_("You were one of the two. What was written stays with both of you."),
            at=at,
            but=by,
        )
    return series


def address(meeting: Meeting) -> str:
    return reverse("meetings:meeting", args=[meeting.public_id])


def initiative_address(decision: Decision) -> str:
    """Where a decision hangs that became an initiative; empty for any other."""
    if decision.initiative is None:
        return ""
    return reverse("goals:objective", args=[decision.initiative.key_result.objective.public_id]) + "?tab=work"


def _begin(
    *,
    by: Person,
    when: dt.datetime,
    weeks: int,
    minutes: int,
    at: dt.datetime,
    first: Person | None = None,
    second: Person | None = None,
    team: Team | None = None,
) -> Meeting:
    _within_reach(when, at)
    series = Series.objects.create(
        first=first,
        second=second,
        team=team,
        weeks=_rhythm(weeks),
        minutes=minutes,
        time_zone=by.time_zone,
        by=by,
        created=at,
    )
    events.record("meetings.begun", by=by, about=series, at=at)
    return Meeting.objects.create(series=series, at=when)


def _within_reach(when: dt.datetime, at: dt.datetime) -> None:
    """A slip of the year is found where it is typed, not on the page of a meeting in a thousand years."""
    if not at - dt.timedelta(days=1) <= when <= at + A_YEAR:
        raise Refused(
            _("%(day)s was given.") % {"day": date_format(when, "j F Y")},
            _("Give a day from today on, within a year."),
        )


def _rhythm(weeks: int) -> int:
    if weeks not in WEEKS:
        raise Refused(_("A rhythm of %(given)s weeks was given.") % {"given": weeks}, _("It goes from 1 to 4 weeks."))
    return weeks


def _guard(by: Person, series: Series) -> None:
    if not rules.may_take_part(by, series):
        raise Refused(_("This is not your meeting."), _("Whoever takes part can; ask them."))


def _tell(meeting: Meeting, words: str, *, by: Person, at: dt.datetime, why: str) -> None:
    """The other one of a 1:1, with the day on their own clocks. A team hears of its meetings on its own page."""
    other = meeting.series.other(by)
    if other is None:
        return
    day = date_format(clock.local(meeting.at, other.time_zone), "D j M, H:i")
    notices.tell(
        [other], kind=KIND, text=f"{words % {'name': by}}: {day}", link=address(meeting), why=why, at=at, but=by
    )
