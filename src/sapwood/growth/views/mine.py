"""One's own growth page: what every subject of this room has to say to the person themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.people.views.find import reader
from sapwood.ui import pages, panels


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Two columns of panels: what one works on (`growth:mine`), and what stands beside it (`growth:mine_aside`)."""
    person = reader(request)
    context = {
        "panels": panels.panels_for("growth:mine", request, person),
        "aside": panels.panels_for("growth:mine_aside", request, person),
    }
    return pages.show(request, "growth/mine.html", context)
