"""Reads that more than one page of meetings shares. Each costs a fixed number of queries."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from sapwood.activity import clock, outbox
from sapwood.goals.models import Blocker, Cycle, KeyResult, Objective
from sapwood.meetings import rhythm
from sapwood.meetings.models import Decision, Meeting, Point, Series
from sapwood.people import queries as people
from sapwood.people.models import Absence, Person

TOGETHER = ("series__first", "series__second", "series__team")


def coming(person: Person) -> list[Meeting]:
    """The next meeting of each series this person takes part in, the earliest first; one query. With somebody who has
    left, or of a team that is no more, there is none."""
    rows = Meeting.objects.filter(held=None, series__ended=None, series__in=Series.objects.of(person))
    rows = rows.filter(series__team__retired=None).select_related(*TOGETHER).order_by("at", "id")
    found = [row for row in rows if takes_place(row)]
    for row in found:  # what is known of this person already is not read again
        if row.series.first_id == person.pk:
            row.series.first = person
        elif row.series.second_id == person.pk:
            row.series.second = person
    return found


def of(person: Person) -> QuerySet[Meeting]:
    """The meetings of the series this person takes part in: the next of each that goes on, and those that were held."""
    goes_on = Q(series__ended=None, series__team__retired=None)
    rows = Meeting.objects.filter(goes_on | ~Q(held=None), series__in=Series.objects.of(person))
    return rows.select_related(*TOGETHER)


def takes_place(meeting: Meeting) -> bool:
    """Whether it was held or can still be: with somebody who has left there is none."""
    return meeting.held is not None or all(one.is_active for one in meeting.series.pair)


def proposed_first(person: Person) -> dt.datetime:
    """When a first meeting is proposed: at ten on the next working day there."""
    tomorrow = outbox.in_working_hours(clock.now() + dt.timedelta(days=1), person.time_zone)
    return clock.local(tomorrow, person.time_zone).replace(hour=10, minute=0, second=0, microsecond=0)


def held_before(meeting: Meeting) -> Meeting | None:
    """The one before it in its series."""
    rows = Meeting.objects.filter(series=meeting.series).exclude(held=None).exclude(pk=meeting.pk)
    return rows.filter(at__lte=meeting.at).order_by("-at", "-id").first()


def since(meeting: Meeting, before: Meeting | None) -> dt.datetime:
    """From when on something is news for this meeting: the last one, or as long ago as its rhythm goes."""
    if before is not None:
        return before.held or before.at
    return meeting.at - dt.timedelta(weeks=meeting.series.weeks)


def proposed_after(meeting: Meeting) -> dt.datetime:
    """The date to propose for the one after this."""
    series = meeting.series
    away = list(Absence.objects.filter(person__in=series.pair).filter(Q(ends=None) | Q(ends__gte=meeting.at.date())))

    def is_away(day: dt.date) -> bool:
        return any(row.starts <= day and (row.ends is None or row.ends >= day) for row in away)

    return rhythm.after(meeting.at, weeks=series.weeks, zone=series.time_zone, is_away=is_away)


def points_of(meeting: Meeting) -> list[Point]:
    """What is on its agenda: while it is to come what was not talked about yet, and what was talked about in it."""
    here = Q(covered=meeting)
    if meeting.held is None and meeting.series.ended is None:
        here |= Q(covered=None)
    return list(meeting.series.points.filter(here).select_related("by"))


def present(series: Series, person: Person) -> list[Person]:
    """Who can be named as the one who does something: the two, or the team, and whoever asks."""
    found = [row.person for row in people.members_of(series.team)] if series.team else series.pair
    return found if person.pk in {one.pk for one in found} else [*found, person]


def decisions_of(meeting: Meeting) -> list[Decision]:
    rows = meeting.decisions.select_related("owner", "by", "initiative__key_result__objective", "meeting__series__team")
    return list(rows)


def left_open(meeting: Meeting) -> list[Decision]:
    """What was to be done from earlier meetings of the series and is not done yet."""
    rows = Decision.objects.filter(meeting__series=meeting.series, done=None).exclude(meeting=meeting)
    rows = rows.filter(Q(owner__isnull=False) | Q(initiative__isnull=False)).exclude(initiative__done__isnull=False)
    rows = rows.filter(meeting__at__lt=meeting.at)
    return list(rows.select_related("owner", "initiative__key_result__objective", "meeting__series__team")[:20])


def to_dos_of(person: Person) -> list[Decision]:
    """Open to-dos of this person from meetings that hang under no key result; those under one are initiatives."""
    rows = Decision.objects.filter(
        owner=person, done=None, initiative=None, meeting__series__in=Series.objects.of(person)
    )
    return list(rows.select_related(*(f"meeting__{name}" for name in TOGETHER)).order_by("due", "id")[:12])


def goals_of(series: Series) -> QuerySet[Objective]:
    """The goals under way that may be talked about in front of everybody who takes part.

    Of a team: its strategic ones, which everybody at work may read. Of two people: those both may see, and that one
    of them owns, reports on, or is asked for help with.
    """
    rows = Objective.objects.filter(stage=Objective.Stage.ACTIVE).exclude(cycle__stage=Cycle.Stage.CLOSED)
    if series.team_id is not None:
        return rows.filter(owner_team=series.team_id, layer=Objective.Layer.STRATEGIC).order_by("id")
    for person in series.pair:
        rows = rows.filter(pk__in=Objective.objects.visible_to(person).values("pk"))
    theirs = KeyResult.objects.filter(updater__in=series.pair, dropped=None).values("objective")
    asked = Blocker.objects.filter(person__in=series.pair, resolved=None).values("check_in__objective")
    return rows.filter(Q(owner_person__in=series.pair) | Q(pk__in=theirs) | Q(pk__in=asked)).order_by("id")


def open_for_work(series: Series, person: Person) -> list[KeyResult]:
    """The key results a decision can become an initiative of: goals of the meeting that this person may plan work in."""
    mine = Q(objective__owner_person=person) | Q(objective__owner_team__in=person.team_ids | person.teams_below_mine)
    rows = KeyResult.objects.filter(mine, dropped=None, objective__in=goals_of(series))
    return list(rows.select_related("objective__owner_team", "objective__cycle").order_by("objective_id", "position"))
