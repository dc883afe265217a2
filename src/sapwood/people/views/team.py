"""A team's page: what it is for, who is in it, where it hangs, what holds for its goals."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.people import queries, rules
from sapwood.people.models import Team
from sapwood.people.views.find import reader, team_of
from sapwood.ui import pages, panels


@require_GET
def team(request: HttpRequest, public_id: str) -> HttpResponse:
    """Purpose, members with the lead first, the teams above and below, contexts and policies; goals as a panel."""
    return page(request, team_of(public_id))


def page(request: HttpRequest, found: Team, *, status: int = 200, **more: Any) -> HttpResponse:
    viewer = reader(request)
    members = queries.members_of(found)
    context = {
        "team": found,
        "members": members,
        "below": list(found.children.filter(retired=None)),
        "contexts": list(found.contexts.all()),
        "policies": queries.policies_over(found),
        "may_edit": rules.may_edit_team(viewer, found),
        "panels": panels.panels_for("people:team", request, found),
        **more,
    }
    return pages.show(request, "people/team.html", context, status=status)
