"""A plan to take away: PDF, Word or Markdown, with what was changed in it and why."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from sapwood.activity import clock
from sapwood.files import paper as files
from sapwood.growth import plan_paper
from sapwood.growth.views.plans import plan_of
from sapwood.people.views.find import reader

WRITERS = {
    "pdf": (files.to_pdf, "application/pdf"),
    "docx": (files.to_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "md": (files.to_markdown, "text/markdown; charset=utf-8"),
}


@require_GET
def plan_document(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    if kind not in WRITERS:
        raise Http404
    found = plan_of(request, public_id)
    write, content_type = WRITERS[kind]
    answer = HttpResponse(write(plan_paper.paper(found, clock.today(reader(request).time_zone))), content_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(found.title) or "plan"}.{kind}"'
    return answer
