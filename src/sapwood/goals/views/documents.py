"""Goals to take away: a document for a board, or a goal file that can be given back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.files import board as files
from sapwood.files import goals as goal_files
from sapwood.goals import documents, exporting
from sapwood.goals.views.find import cycle_of, reader
from sapwood.people.models import Team

WRITERS = {
    "pdf": (files.to_pdf, "application/pdf"),
    "docx": (files.to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
    "md": "text/markdown; charset=utf-8",
}


@require_GET
def document(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The cycle's goals, or with `?team=` those of one team and the teams below it, as PDF, Word or a goal file."""
    if kind not in WRITERS and kind not in TYPES:
        raise Http404
    person, cycle = reader(request), cycle_of(request, public_id)
    wanted = request.GET.get("team", "")
    team = get_object_or_404(Team, public_id=wanted) if wanted else None
    if kind in TYPES:
        content, content_type = goal_files.write(exporting.goals_of(person, cycle, team=team), kind), TYPES[kind]
        name = f"{team}: {cycle}" if team else str(cycle)
    else:
        made = documents.board(person, cycle, team=team, today=clock.today(person.time_zone))
        (write, content_type), name = WRITERS[kind], made.title
        content = write(made)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "goals"}.{kind}"'
    return answer
