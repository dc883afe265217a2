"""The big screen: a team's, a department's or everybody's goals, one at a time."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.goals import queries as goals
from sapwood.meetings import slides
from sapwood.meetings.models import Meeting
from sapwood.people.views.find import reader, team_of
from sapwood.ui import pages

A_WHILE = dt.timedelta(weeks=2)


@require_GET
def screen(request: HttpRequest, public_id: str) -> HttpResponse:
    """One slide; the next and the one before are links, and keys."""
    person, team = reader(request), team_of(public_id)
    today = clock.today(person.time_zone)
    last = Meeting.objects.filter(series__team=team).exclude(held=None).order_by("-at").first()
    since = last.held if last is not None and last.held is not None else clock.now() - A_WHILE
    shown = slides.of(team, goals.cycle_of(request, today), since=since, today=today)
    asked = request.GET.get("slide", "")
    number = min(max(1, int(asked)), len(shown)) if asked.isdecimal() and len(asked) < 5 else 1
    here = reverse("meetings:screen", args=[team.public_id])
    context = {
        "team": team,
        "slide": shown[number - 1],
        "number": number,
        "total": len(shown),
        "since": since,
        "cycle": goals.cycle_of(request, today),
        "before": f"{here}?slide={number - 1}" if number > 1 else "",
        "after": f"{here}?slide={number + 1}" if number < len(shown) else "",
    }
    return pages.show(request, "meetings/screen.html", context)
