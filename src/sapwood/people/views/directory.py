"""Who works here."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.people import queries, rows, rules
from sapwood.people.models import Team
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = 50


@require_GET
def directory(request: HttpRequest) -> HttpResponse:
    """Everybody here, by name; found by name, role, address or team."""
    person = reader(request)
    asked = request.GET.get("q", "").strip()[:100]
    nodes = list(queries.in_order(queries.team_tree()))
    team = Team.objects.filter(public_id=request.GET.get("team", "")).first()
    page = Paginator(queries.directory(person, words=asked, team=team), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": queries.with_teams(page.object_list, clock.today(person.time_zone)),
        "today": clock.today(person.time_zone),
        "asked": asked,
        "team": team,
        "team_options": rows.team_options(nodes, chosen=team),
        "holders": queries.holders() if page.number == 1 else [],
        "may_create": rules.may_create_person(person),
        "sees_handovers": rules.sees_handovers(person),
    }
    return pages.show(request, "people/directory.html", context, parts=["found"])
