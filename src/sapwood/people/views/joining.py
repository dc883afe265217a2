"""The first week of whoever comes, and the handover of whoever goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.people import queries
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels


@require_GET
def first_week(request: HttpRequest) -> HttpResponse:
    """Who is who, what the team wants, and three small steps."""
    person = reader(request)
    team = person.team
    context = {
        "team": team,
        "leads": queries.leads_of(team) if team else [],
        "manager": person.manager,
        "peers": [row.person for row in queries.members_of(team) if row.person_id != person.pk][:12] if team else [],
        "holders": queries.holders(),
        "panels": panels.panels_for("people:first_week", request, person),
    }
    return pages.show(request, "people/first_week.html", context)


@require_GET
def handovers(request: HttpRequest) -> HttpResponse:
    """What people who leave have open, so that it finds new hands."""
    person = reader(request)
    today = clock.today(person.time_zone)
    leavers = queries.leavers(person, today)
    context = {
        "leavers": [
            {
                "person": one,
                "has_left": one.leaves is not None and one.leaves < today,
                "reports": queries.reports_of(one),
                "leads": [row.team for row in one.memberships.filter(ends=None, is_lead=True).select_related("team")],
                "panels": panels.panels_for("people:handover", request, one),
            }
            for one in leavers[:20]
        ],
        "more": max(0, len(leavers) - 20),
    }
    return pages.show(request, "people/handovers.html", context)
