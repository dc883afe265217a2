"""One's own practice: what is due this week, what was told, pausing. Nobody else's page shows any of it."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.growth import actions, queries
from sapwood.growth.models import Focus
from sapwood.people.models import Competency
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages

HERE = "growth:practising"


@require_GET
def practising(request: HttpRequest) -> HttpResponse:
    """Every behaviour one practises, with what one said, week by week."""
    person = reader(request)
    today = clock.today(person.time_zone)
    context = {"drills": queries.practices_of(person, today), "goals": queries.without_focus(person), "today": today}
    context["competencies"] = Competency.objects.filter(retired=None).order_by("position") if context["goals"] else ()
    return pages.show(request, "growth/practising.html", context)


@require_POST
def practice_pause(request: HttpRequest, pk: int) -> HttpResponse:
    """For so many weeks (`weeks`), or going on now (`on`)."""
    focus, person = _own(request, pk), reader(request)
    weeks = request.POST.get("weeks", "")
    until = None
    if "on" not in request.POST:
        count = int(weeks) if weeks.isdigit() and len(weeks) < 3 else 0
        until = clock.today(person.time_zone) + dt.timedelta(weeks=count)
    return do(
        request,
        HERE,
        lambda: actions.pause_practice(by=person, focus=focus, until=until, at=clock.now()),
        _("You are not asked until %(day)s.") % {"day": until} if until else _("It goes on."),
    )


@require_POST
def practice_end(request: HttpRequest, pk: int) -> HttpResponse:
    focus = _own(request, pk)
    return do(
        request,
        HERE,
        lambda: actions.end_practice(by=reader(request), focus=focus, at=clock.now()),
        _("Ended. What you said stays here, for you."),
    )


@require_POST
def focuses(request: HttpRequest) -> HttpResponse:
    """Say what a goal of one's own is about, and begin to practise it."""
    person = reader(request)
    objective = get_object_or_404(queries.without_focus(person), public_id=request.POST.get("objective", ""))
    competency = get_object_or_404(Competency, public_id=request.POST.get("competency", ""), retired=None)
    wanted = request.POST.get("behaviour", "")
    behaviour = get_object_or_404(competency.behaviours, public_id=wanted, retired=None) if wanted else None
    return do(
        request,
        HERE,
        lambda: actions.focus_goal(
            by=person, objective=objective, competency=competency, behaviour=behaviour, at=clock.now()
        ),
        _("You practise it from this week on."),
    )


def _own(request: HttpRequest, pk: int) -> Focus:
    rows = Focus.objects.filter(objective__owner_person=reader(request))
    return get_object_or_404(rows.select_related("objective__owner_person"), pk=pk)
