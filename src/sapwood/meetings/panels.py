"""What the meetings room shows on pages of other rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.meetings import queries, rules
from sapwood.meetings.forms import RhythmForm
from sapwood.meetings.models import Meeting, Series
from sapwood.people.models import Person, Team
from sapwood.people.views.find import reader
from sapwood.ui import panels
from sapwood.ui.panels import Panel, Suggestion

LINES = 4
SOON = dt.timedelta(days=7)


def furnish() -> None:
    """Offer the panels; called once when the room starts."""
    panels.register("overview:week_aside", next_meeting)
    panels.register("people:person", with_person)
    panels.register("people:team", of_team)
    panels.suggest("feedback:raters", met_alone)


def next_meeting(request: HttpRequest, person: Person) -> Panel | None:
    """The next 1:1 with the points put on its agenda, and the meetings of the next days; for a lead the next of many.
    What was told since stands on the meeting's page: it would double what My week asks of the database."""
    coming, to_dos = queries.coming(person), queries.to_dos_of(person)
    if not coming and not to_dos:
        return None
    now = clock.now()
    first = next((meeting for meeting in coming if meeting.series.team_id is None), None)
    context = {
        "meeting": first,
        "other": first.series.other(person) if first else None,
        "points": list(first.series.points.filter(covered=None)[:LINES]) if first else [],
        "others": [(row, row.series.other(person)) for row in coming if row != first and row.at < now + SOON][:5],
        "to_dos": to_dos,
        "now": now,
    }
    return Panel("meetings/panels/next.html", context, order=10)


def with_person(request: HttpRequest, person: Person) -> Panel | None:
    """On somebody's page: the 1:1 with them, or the way to one."""
    viewer = reader(request)
    if viewer.pk == person.pk or not person.is_active:
        return None
    found = next((row for row in queries.coming(viewer) if row.series.other(viewer) == person), None)
    return Panel("meetings/panels/with_person.html", {"person": person, "meeting": found}, order=60)


def of_team(request: HttpRequest, team: Team) -> Panel | None:
    """On a team's page: its big screen for everybody, its next meeting for those who meet."""
    if team.retired is not None:
        return None
    viewer = reader(request)
    found = (
        Meeting.objects.filter(series__team=team, series__ended=None, held=None).select_related("series__team").first()
    )
    may = rules.may_begin_for(viewer, team)
    context = {
        "team": team,
        "meeting": found if found and rules.may_take_part(viewer, found.series) else None,
        "form": RhythmForm(initial={"when": queries.proposed_first(viewer), "weeks": 1, "minutes": 30})
        if may and not found
        else None,
    }
    return Panel("meetings/panels/team.html", context, order=12)


def met_alone(request: HttpRequest, subject: Any) -> Iterable[Suggestion]:
    """For a 360: with whom its subject has 1:1s. Told to the subject only, as a 1:1 is the two people's."""
    person = reader(request)
    if person.pk != subject.person_id:
        return []
    rows = Series.objects.filter(Q(first=person) | Q(second=person), ended=None).select_related("first", "second")
    pairs = [row.second if row.first_id == person.pk else row.first for row in rows]
    return [Suggestion(other, _("has 1:1s with you"), strength=0.9) for other in pairs if other and other.is_active]
