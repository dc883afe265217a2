"""Goals to start from."""

from __future__ import annotations

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from sapwood.goals.gallery import AREAS, examples
from sapwood.ui import pages

PAGE = 30


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """The examples of an area, or those that mention some words; each starts a goal of one's own."""
    words, nature = request.GET.get("q", "")[:100].strip(), request.GET.get("nature", "")
    asked = request.GET.get("area", "")
    area = asked if asked in AREAS else ""
    found = [one for one in examples() if one.mentions(words) and nature in {"", one.goal.nature}]
    counts = Counter(one.area for one in found)
    shown = [one for one in found if area in {"", one.area}]
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "areas": [(key, name, counts[key]) for key, name in AREAS.items() if counts[key] or key == area],
        "area": area,
        "area_name": AREAS.get(area, ""),
        "all": len(found),
        "q": words,
        "nature": nature,
    }
    return pages.show(request, "goals/gallery.html", context)
