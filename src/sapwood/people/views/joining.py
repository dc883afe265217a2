"""The first week of whoever comes, and the handover of whoever goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.people import queries, rules
from sapwood.people.models import Person
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels

MOST = 20  # leavers on one page; the last day decides who comes first


@require_GET
def first_week(request: HttpRequest) -> HttpResponse:
    """Who is who, what the team wants, and three small steps."""
    person = reader(request)
    team = person.team
    members = queries.members_of(team) if team else []
    context = {
        "team": team,
        "leads": [row.person for row in members if row.is_lead and row.person_id != person.pk],
        "manager": person.manager,
        "peers": [row.person for row in members if not row.is_lead and row.person_id != person.pk][:12],
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
        "leavers": [_handover(request, person, one, today) for one in leavers[:MOST]],
        "more": max(0, len(leavers) - MOST),
    }
    return pages.show(request, "people/handovers.html", context)


def _handover(request: HttpRequest, viewer: Person, leaver: Person, today: dt.date) -> dict[str, Any]:
    """What one leaver carries in this room; the goals part comes as a panel."""
    led = leaver.memberships.filter(ends=None, is_lead=True, team__retired=None).select_related("team")
    return {
        "person": leaver,
        "has_left": leaver.leaves is not None and leaver.leaves < today,
        "has_page": Person.objects.visible_to(viewer).filter(pk=leaver.pk).exists(),
        "reports": [
            {"person": one, "may_set": rules.may_set_manager(viewer, one)} for one in queries.reports_of(leaver)
        ],
        "may_hand_all": rules.may_hand_over_reports(viewer, leaver),
        "leads": [
            {"membership": row, "team": row.team, "may_name": rules.may_add_member(viewer, row.team)} for row in led
        ],
        "near": queries.near(leaver),
        "panels": panels.panels_for("people:handover", request, leaver),
    }
