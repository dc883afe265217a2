"""For whoever others answer to: their growth, as far as they shared it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.growth import team as content
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels


@require_GET
def team(request: HttpRequest) -> HttpResponse:
    person = reader(request)
    context = {"team": content.of(person), "panels": panels.panels_for("growth:team", request, person)}
    return pages.show(request, "growth/team.html", context)
