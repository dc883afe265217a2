"""Goals to take away: a document for a board."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.files import board as files
from sapwood.goals import documents
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Team

WRITERS = {
    "pdf": (files.to_pdf, "application/pdf"),
    "docx": (files.to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@require_GET
def document(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The cycle's goals, or with `?team=` those of one team and the teams below it, as PDF or Word."""
    if kind not in WRITERS:
        raise Http404
    person, cycle = reader(request), cycle_of(request, public_id)
    wanted = request.GET.get("team", "")
    team = get_object_or_404(Team, public_id=wanted) if wanted else None
    made = documents.board(person, cycle, team=team, today=clock.today(person.time_zone))
    write, content_type = WRITERS[kind]
    answer = HttpResponse(write(made), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(made.title) or "goals"}.{kind}"'
    return answer
