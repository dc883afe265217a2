"""Taking in a people file: give it, look at what it would do, apply it as a whole. Administrators only."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.files import people as people_file
from sapwood.files.words import Unreadable
from sapwood.people import columns, days
from sapwood.people.actions import importing as actions
from sapwood.people.forms.importing import ImportForm
from sapwood.people.importing import Plan, RowPlan, Verdict
from sapwood.people.models import ImportDraft
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = 50
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Give a file or paste rows."""
    person = reader(request)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    context: dict[str, Any] = {
        "form": form,
        "waiting": ImportDraft.objects.filter(by=person).defer("content").first(),
        "guide": columns.guide(),
    }
    if request.method == "GET":
        return pages.show(request, "people/import.html", context)
    if not form.is_valid():
        return pages.refused(request, "people/import.html", context)
    try:
        draft = actions.keep_draft(
            by=person,
            filename=form.cleaned_data["filename"],
            content=form.cleaned_data["content"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Unreadable as error:
        problem = {"reason": columns.told(error.reason), "next_step": columns.told(error.next_step)}
        return pages.refused(request, "people/import.html", {**context, "problem": problem})
    if draft is None:  # sent twice, and applied in between
        return pages.done(request, "people:import")
    return pages.done(request, "people:import_preview", "", draft.public_id)


@require_http_methods(["GET", "POST"])
def import_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the file would do, row by row; the order of day and month is answered here."""
    person = reader(request)
    draft = get_object_or_404(ImportDraft, by=person, public_id=public_id)
    if request.method == "POST":
        try:
            actions.answer_draft(by=person, draft=draft, date_order=request.POST.get("date_order", ""), at=clock.now())
        except Refused as refusal:
            return pages.said(request, "people:import_preview", refusal, public_id)
        return pages.done(request, "people:import_preview", "", public_id)
    return pages.show(request, "people/import_preview.html", _preview(request, draft))


@require_POST
def import_application(request: HttpRequest, public_id: str) -> HttpResponse:
    """Apply the file. A refusal shows the preview again, with what was ticked."""
    person = reader(request)
    leave = "missing_have_left" in request.POST
    try:
        event = actions.apply_draft(
            by=person,
            draft=public_id,
            fingerprint=request.POST.get("fingerprint", ""),
            missing_have_left=leave,
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        draft = ImportDraft.objects.filter(by=person, public_id=public_id).first()
        if draft is None:
            return pages.said(request, "people:import", refusal)
        context = {**_preview(request, draft, leave=leave), "refusal": refusal}
        return pages.refused(request, "people/import_preview.html", context)
    return pages.done(request, "people:import_result", "", event.pk)


@require_POST
def import_withdrawal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Throw the file away."""
    person = reader(request)
    draft = get_object_or_404(ImportDraft, by=person, public_id=public_id)
    actions.discard_draft(by=person, draft=draft, at=clock.now())
    return pages.done(request, "people:import", _("The file was thrown away. Nothing was changed."))


@require_GET
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What an applied file has done, for as long as the history is kept."""
    if pk > 2**62:
        raise Http404
    event = get_object_or_404(Event, pk=pk, verb="people.imported")
    return pages.show(request, "people/import_result.html", {"event": event, "done": event.data})


@require_GET
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty people file with its headings."""
    return _file(people_file.template(kind, columns.guide()) if kind in KINDS else b"", "people-template", kind)


@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """Everybody at work as a people file, to be changed and given back."""
    rows = actions.everybody(days.day_of(clock.now(), reader(request)))
    return _file(people_file.write(rows, kind) if kind in KINDS else b"", "people", kind)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    answer = HttpResponse(content, content_type=KINDS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _preview(request: HttpRequest, draft: ImportDraft, *, leave: bool = False) -> dict[str, Any]:
    """Everything the preview shows. Only one page of rows is put into words."""
    person, now = reader(request), clock.now()
    try:
        file = people_file.read(bytes(draft.content), date_order=draft.date_order)
    except Unreadable as error:  # the answer about its days can make nothing else unreadable; a newer version may
        return {"draft": draft, "unreadable": columns.told(error.reason)}
    found = actions.plan_for(person, file, now, missing_have_left=leave)
    counts = found.counts
    asked = request.GET.get("show", "")
    chosen = Verdict(asked) if asked in counts else _first_to_look_at(counts)
    page = Paginator([row for row in found.rows if row.verdict == chosen], PAGE).get_page(request.GET.get("page"))
    given = {row.line: row for row in file.rows}
    return {
        "draft": draft,
        "plan": found,
        "counts": [(verdict, counts[verdict], verdict == chosen) for verdict in _ORDER],
        "chosen": str(chosen),
        "page": page,
        "rows": [_line(row, given[row.line]) for row in page.object_list],
        "rejected": counts[Verdict.REJECTED],
        "problems": sum(len(row.problems) for row in found.rejected),
        "doing": counts[Verdict.NEW] + counts[Verdict.CHANGED],
        "teams_made": sorted(team.name for team in found.teams if team.pk is None),
        "teams_moved": sorted(team.name for team in found.teams if team.pk is not None),
        "missing": _missing(found),
        "missing_count": len(found.missing) - len(found.protected),
        "left_ticked": leave,
        "remarks": [columns.told(remark) for remark in found.remarks],
        "questions": found.questions,
    }


_ORDER = (Verdict.REJECTED, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
MISSING_SHOWN = 500


def _first_to_look_at(counts: dict[str, int]) -> Verdict:
    return next((verdict for verdict in _ORDER if counts[verdict]), Verdict.SAME)


def _line(row: RowPlan, given: people_file.PersonRow) -> dict[str, Any]:
    return {
        "line": row.line,
        "name": row.name,
        "mark": given.external_id or given.email or "",
        "problems": [
            (one.column, one.given, columns.told(one.reason), columns.told(one.next_step)) for one in row.problems
        ],
        "changes": [(columns.label(one.column), one.before, one.after) for one in row.changes],
        "team": given.team or "",
        "manager": given.manager if isinstance(given.manager, str) else "",
        "role": given.role if isinstance(given.role, str) else "",
    }


def _missing(found: Plan) -> list[tuple[str, bool]]:
    """Names of those who are not in the file, and whether each stays in any case."""
    people = sorted(found.missing, key=lambda one: one.name)[:MISSING_SHOWN]
    return [(one.name, one.pk in found.protected) for one in people]
