"""A person's page: who they are here, and what they carry. It never ranks and keeps no history of lateness."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.people import queries, rules
from sapwood.people.models import Person
from sapwood.people.views.find import person_of, reader
from sapwood.ui import pages, panels


@require_GET
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name, role, teams, managers, reports, away, local time; what they carry comes from the goals room."""
    return page(request, person_of(request, public_id))


def page(request: HttpRequest, found: Person, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page, with the forms of what the reader may change; `more` replaces a form that has something to mend."""
    viewer = reader(request)
    today = clock.today(found.time_zone)
    line = queries.manager_line(found)
    further = found.reporting_lines.filter(ends=None, is_primary=False).select_related("manager")
    absences = found.absences.filter(Q(ends=None) | Q(ends__gte=today)).order_by("starts")
    context = {
        "person": found,
        "is_self": viewer.pk == found.pk,
        "memberships": list(
            found.memberships.filter(ends=None).select_related("team__parent").order_by("-is_primary", "team__name")
        ),
        "line": line,
        "further": list(further),
        "reports": queries.reports_of(found),
        "absences": list(absences),
        "away": next((one for one in absences if one.starts <= today), None),
        "now": clock.now(),
        "today": today,
        "grants": list(found.role_grants.filter(ends=None).select_related("granted_by")),
        "has_left": not found.is_active,
        "may_edit": rules.may_edit_person(viewer, found),
        "panels": panels.panels_for("people:person", request, found),
        **more,
    }
    return pages.show(request, "people/person.html", context, status=status)
