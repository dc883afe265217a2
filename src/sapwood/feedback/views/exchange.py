"""Questionnaires in and out as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.feedback import actions, queries
from sapwood.feedback import questionnaires as papers
from sapwood.feedback.models import Questionnaire
from sapwood.files import questions
from sapwood.files.questions.questionnaires import COLUMNS
from sapwood.files.words import Unreadable
from sapwood.people.columns import told
from sapwood.people.forms.files import FileForm
from sapwood.people.views.find import reader
from sapwood.people.views.library import CONTENT_TYPES, as_file, problems_of
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Give a file of questionnaires, look at what it would do, then take it in as a whole: as drafts."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS}
    if request.method == "GET":
        return pages.show(request, "feedback/import.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/import.html", context)
    try:
        file = questions.read_questionnaires(form.cleaned_data["content"])
    except Unreadable as error:
        problem = {"reason": told(error.reason), "next_step": told(error.next_step)}
        return pages.refused(request, "feedback/import.html", {**context, "problem": problem})
    context |= {"papers": _fates(file), "problems": problems_of(file.problems), "kept": form.for_the_way}
    if "apply" not in request.POST or file.problems:
        return pages.show(request, "feedback/import.html", context, status=422 if file.problems else 200)
    try:
        actions.take_in_questionnaires(
            by=reader(request), file=file, at=clock.now(), key=request.POST.get("submission")
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/import.html", {**context, "refusal": refusal})
    count = len(file.questionnaires)
    words = ngettext("One draft is there.", "%(count)d drafts are there.", count) % {"count": count}
    return pages.done(request, "feedback:questionnaires", words)


@require_GET
def export(request: HttpRequest, kind: str, public_id: str = "") -> HttpResponse:
    """One questionnaire, or the newest edition of each, as a file."""
    if kind not in CONTENT_TYPES:
        return HttpResponse(status=404)
    rows = queries.with_items(public_id)
    if public_id and not rows:
        return HttpResponse(status=404)
    name = questions.slug(rows[0].name) if public_id else "questionnaires"
    return as_file(questions.write_questionnaires(papers.as_file(rows), kind), f"{name}.{kind}", kind)


def _fates(file: questions.QuestionnaireFile) -> list[dict[str, Any]]:
    """What would become of each questionnaire of a file."""
    newest: dict[str, Questionnaire] = {}
    for row in Questionnaire.objects.kept().order_by("edition"):
        newest[row.name.casefold()] = row
    found = []
    for paper in file.questionnaires:
        there = newest.get(paper.name.casefold())
        if there is None:
            fate = _("a new draft")
        elif there.published is None:
            fate = _("replaces the draft of edition %(number)d") % {"number": there.edition}
        else:
            fate = _("a draft of edition %(number)d") % {"number": there.edition + 1}
        found.append({"name": paper.name, "count": len(paper.questions), "fate": fate})
    return found
