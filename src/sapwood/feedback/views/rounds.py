"""A 360: beginning one, and the report, which is its subject's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.charts import interval_bar
from sapwood.feedback import actions, extracts, links, reports, rules, starts
from sapwood.feedback.forms.waves import ReaderForm, RoundForm
from sapwood.feedback.models import Cell, ReportSharing, Subject, Wave
from sapwood.feedback.views.choosing import find
from sapwood.feedback.views.results import taken_away
from sapwood.people.queries import near
from sapwood.people.views.deeds import do, unclear
from sapwood.people.views.find import reader
from sapwood.ui import pages, panels
from sapwood.ui.fields import field_of

SCALE = (1.0, 5.0)


@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    initial = {"questionnaire": request.GET.get("questionnaire", "")} | _continued(request.GET.get("follows", ""))
    form = RoundForm(request.POST or None, initial=initial)
    offered = field_of(form, "questionnaire", forms.ModelChoiceField).queryset
    context: dict[str, Any] = {
        "form": form,
        "none": offered is None or not offered.exists(),
        "ready": starts.ready(Wave.Kind.ROUND),
    }
    if request.method == "GET":
        return pages.show(request, "feedback/new_round.html", context)
    if not form.is_valid():
        return pages.refused(request, "feedback/new_round.html", context)
    try:
        wave = actions.draft_round(
            by=reader(request), at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        )
    except Refused as refusal:
        return pages.refused(request, "feedback/new_round.html", {**context, "refusal": refusal})
    return pages.done(request, "feedback:wave", "", wave.public_id)


@require_GET
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """The published cells about one person, for that person and for whom they let read."""
    found = _published(request, public_id)
    is_own = rules.subject_self(reader(request), found)
    told = reports.report(found.wave.publication, found, is_own=is_own)
    context = {
        "report": told,
        "subject": found,
        "wave": found.wave,
        "seen": [_drawn(request, found, one) for one in told.seen],
        "sharings": found.sharings.filter(revoked=None).select_related("person") if is_own else [],
        "meaning": reports.what_a_number_is(found.wave.least_relation),
        "form": ReaderForm(),
        "colleagues": near(found.person) if is_own else [],
    }
    return pages.show(request, "feedback/report.html", context)


@require_GET
def report_file(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The same to take away, as PDF or XLSX."""
    found = _published(request, public_id)
    is_own = rules.subject_self(reader(request), found)
    return taken_away(extracts.of_report(found.wave.publication, found, is_own=is_own), kind)


@require_POST
def report_sharings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody read it."""
    found = find(request, public_id, rules.sees_report)
    address = reverse("feedback:report", args=[public_id])
    form = ReaderForm(request.POST)
    if not form.is_valid():
        return unclear(request, address, form)
    return do(
        request,
        address,
        lambda: actions.share_report(
            by=reader(request), subject=found, person=form.cleaned_data["person"], at=clock.now()
        ),
        _("%(name)s may read it now.") % {"name": form.cleaned_data["person"]},
    )


@require_POST
def report_sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(ReportSharing.objects.select_related("subject"), pk=pk)
    if not rules.may_share_report(reader(request), row.subject):
        raise Http404
    return do(
        request,
        reverse("feedback:report", args=[row.subject.public_id]),
        lambda: actions.unshare_report(by=reader(request), sharing=row, at=clock.now()),
        _("Taken back."),
    )


@require_POST
def refusal(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody from outside does not want to be asked."""
    invitation = links.find(token)
    if invitation is None or invitation.guest is None:
        return pages.show(request, "feedback/answer_gone.html", status=410)
    actions.decline(guest=invitation.guest, at=clock.now())
    return pages.show(request, "feedback/answer_declined.html")


def _published(request: HttpRequest, public_id: str) -> Subject:
    found = find(request, public_id, rules.sees_report)
    if found.wave.stage != Wave.Stage.PUBLISHED:
        raise Http404
    return found


def _continued(public_id: str) -> dict[str, Any]:
    """What a follow-up begins with: the same questions about the same people, asked of the same raters."""
    before = Wave.objects.filter(public_id=public_id, kind=Wave.Kind.ROUND).select_related("questionnaire").first()
    if before is None:
        return {}
    people = before.subjects.select_related("person").order_by("person__name")
    return {
        "name": _("%(round)s: follow-up") % {"round": before.name[:100]},
        "questionnaire": before.questionnaire.public_id,
        "purpose": before.purpose,
        "people": "\n".join(one.person.email or one.person.name for one in people if one.person.is_active),
        "follows": before.public_id,
    }


def _drawn(request: HttpRequest, subject: Subject, seen: reports.Seen) -> dict[str, Any]:
    def onward(cell: Cell | None) -> list[panels.Panel]:
        """What other rooms make of what is told here."""
        return panels.panels_for("feedback:report", request, (subject, cell)) if cell and not cell.withheld else []

    return {
        "onward": onward(seen.everyone),
        "seen": seen,
        "name": seen.competency.said("name"),
        "verdict": reports.verdict(seen.change) if seen.change else "",
        "beside": reports.beside_a_change(seen),
        "everyone": _bar(seen.everyone, seen.competency.said("name")),
        "groups": [{"cell": cell, "name": reports.group_name(cell), "chart": _bar(cell, "")} for cell in seen.groups],
        "behaviours": [
            {"cell": cell, "text": cell.item.told(), "chart": _bar(cell, cell.item.told()), "onward": onward(cell)}
            for cell in seen.behaviours
            if cell.item
        ],
    }


def _bar(cell: Cell | None, title: str) -> str:
    if cell is None or cell.withheld:
        return ""
    name = title or reports.group_name(cell)
    return interval_bar(
        cell.value, title=name, baseline=None, target=None, low=cell.low, high=cell.high, scale=SCALE, height=28
    )
