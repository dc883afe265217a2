"""Pairs of a cycle: both courses beside each other, goals without a partner, soft goals that come second."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.goals import pairing, queries
from sapwood.goals.checks import Checks
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Role
from sapwood.ui import pages

PAGE = 12  # pairs with their pictures
MOST = 60  # goals without a partner


@require_GET
def pairs(request: HttpRequest, public_id: str) -> HttpResponse:
    """Those first where one goal falls while its partner rises. Whose soft goals come second is shown to the team itself,
    to those who lead it and to the OKR owner."""
    person, cycle = reader(request), cycle_of(request, public_id)
    today = clock.today(person.time_zone)
    found = queries.all_of_cycle(person, cycle)
    checks = Checks(found, today)
    page = Paginator(pairing.among(checks), PAGE).get_page(request.GET.get("page"))
    courses = pairing.courses([one for told in page.object_list for one in (told.hard, told.soft)])
    theirs = person.team_ids | person.teams_below_mine
    second = [
        one
        for one in pairing.secondary(checks)
        if person.has_role(Role.OKR_OWNER) or one.objective.owner_team_id in theirs
    ]
    alone = pairing.unpaired(checks)
    context = {
        "cycle": cycle,
        "page": page,
        "pairs": [{"told": told, "chart": pairing.chart(told.hard, told.soft, courses)} for told in page.object_list],
        "second": second,
        "alone": alone[:MOST],
        "alone_count": len(alone),
        "alone_more": max(0, len(alone) - MOST),
    }
    return pages.show(request, "goals/pairs.html", context)
