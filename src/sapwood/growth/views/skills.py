"""For whoever is responsible for learning: published figures and rounded counts, on a page and as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.growth import skills as content
from sapwood.growth.models import Attribute
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels


@require_GET
def skills(request: HttpRequest) -> HttpResponse:
    person = reader(request)
    context = {
        "overview": content.overview(person),
        "is_asked": Attribute.objects.filter(retired=None).exists(),
        "panels": panels.panels_for("growth:skills", request, person),
    }
    return pages.show(request, "growth/skills.html", context)


@require_GET
def skills_file(request: HttpRequest) -> HttpResponse:
    """The same figures to take away, and no others."""
    answer = HttpResponse(
        content.to_xlsx(content.overview(reader(request))),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = 'attachment; filename="skills.xlsx"'
    return answer
