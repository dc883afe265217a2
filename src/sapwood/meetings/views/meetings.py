"""The list of one's meetings, and where new ones begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import queries as goals
from sapwood.meetings import actions, queries
from sapwood.meetings.forms import BeginForm, RhythmForm
from sapwood.meetings.models import Meeting, Series
from sapwood.people import queries as people
from sapwood.people.models import Person
from sapwood.people.views.deeds import unclear
from sapwood.people.views.find import reader, team_of
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def meetings(request: HttpRequest) -> HttpResponse:
    """What comes next, what was, and a new 1:1."""
    person = reader(request)
    form = BeginForm(request.POST or None, initial=_first(request, person))
    if request.method == "GET":
        return pages.show(request, "meetings/meetings.html", _page(person, form))
    if not form.is_valid():
        return pages.refused(request, "meetings/meetings.html", _page(person, form))
    try:
        found = actions.begin_one_on_one(
            by=person, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.refused(request, "meetings/meetings.html", {**_page(person, form), "refusal": refusal})
    words = _("The 1:1 is set up. Both of you find it under Meetings.")
    if found.at != form.cleaned_data["when"]:
        words = _("The two of you meet already; this is your next 1:1. Its time can be changed here.")
    return pages.done(request, actions.address(found), words)


@require_POST
def team_meetings(request: HttpRequest, public_id: str) -> HttpResponse:
    """A team meets from now on."""
    team = team_of(public_id)
    form, back = RhythmForm(request.POST), reverse("people:team", args=[public_id])
    if not form.is_valid():
        return unclear(request, back, form)
    try:
        found = actions.begin_team_meeting(
            by=reader(request), team=team, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.said(request, back, refusal)
    return pages.done(request, actions.address(found), _("The team meets from now on."))


def _first(request: HttpRequest, person: Person) -> dict[str, Any]:
    wanted = Person.objects.visible_to(person).filter(public_id=request.GET.get("with", "")).first()
    return {"person": wanted or person.manager, "when": queries.proposed_first(person), "weeks": 2, "minutes": 30}


def _page(person: Person, form: BeginForm) -> dict[str, Any]:
    coming = queries.coming(person)
    past = Meeting.objects.filter(series__in=Series.objects.of(person)).exclude(held=None)
    pairs = {one.pk for meeting in coming for one in meeting.series.pair}
    without = [one for one in [person.manager, *people.reports_of(person)] if one is not None and one.pk not in pairs]
    return {
        "form": form,
        "now": clock.now(),
        "coming": [(meeting, meeting.series.other(person)) for meeting in coming],
        "past": [
            (meeting, meeting.series.other(person))
            for meeting in past.select_related(*queries.TOGETHER).order_by("-at")[:20]
        ],
        "without": without[:12],
        "to_dos": queries.to_dos_of(person),
        "colleagues": _names(person, without),
        "teams": [team for team in {meeting.series.team for meeting in coming} if team is not None],
    }


def _names(person: Person, first: list[Person]) -> list[Person]:
    return list({one.pk: one for one in [*first, *goals.colleagues(person)] if one.pk != person.pk}.values())
