"""Drills: one at a time, judged at once."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.growth import actions, queries, rules
from sapwood.growth.forms.school import DisputeForm
from sapwood.growth.models import DrillAnswer
from sapwood.growth.school import Drill, drills, lesson
from sapwood.growth.school.judging import LONGEST, judge
from sapwood.people.views.find import reader
from sapwood.ui import pages


@require_GET
def practice(request: HttpRequest) -> HttpResponse:
    """What comes next: in one lesson if it is named, else of all. When nothing is left the page says when more comes."""
    desk = queries.desk_of(reader(request), clock.now())
    wanted = _wanted(request)
    found = desk.of(wanted) if wanted else desk.next
    if found is None:
        return pages.show(request, "growth/practised.html", {"desk": desk, "lesson": lesson(wanted)})
    return pages.show(request, "growth/drill.html", _asked(request, found, wanted))


@sensitive_post_parameters("given")
@require_http_methods(["GET", "POST"])
def drill(request: HttpRequest, key: str) -> HttpResponse:
    """One drill by its name: to repeat it, to show it somebody, and to answer it."""
    found, wanted = drills().get(key), _wanted(request)
    if found is None:
        raise Http404
    if request.method == "GET":
        return pages.show(request, "growth/drill.html", _asked(request, found, wanted))
    given = request.POST.get("given", "")
    try:
        row = actions.answer_drill(
            by=reader(request), drill=found, given=given, at=clock.now(), key=request.POST.get("submission", "")
        )
    except Refused as refusal:
        context = {**_asked(request, found, wanted), "given": given, "refusal": refusal}
        return pages.refused(request, "growth/drill.html", context)
    return pages.done(request, _with(reverse("growth:answer", args=[row.pk]), wanted))


@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What the answer is worth and why, one good wording beside it, and the way to say that the judgement is wrong."""
    return _judged(request, _own_answer(request, pk), DisputeForm())


@require_POST
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _own_answer(request, pk), DisputeForm(request.POST)
    if not form.is_valid():
        return _judged(request, row, form, status=422)
    to = _with(reverse("growth:answer", args=[row.pk]), _wanted(request))
    try:
        actions.raise_dispute(
            by=reader(request), answer=row, reason=form.cleaned_data["reason"], at=clock.now(), key=request.POST.get("submission", "")
        )  # fmt: skip
    except Refused as refusal:
        return pages.said(request, to, refusal)
    return pages.done(request, to, _("The OKR owner reads it and tells you what they decide."))


def _judged(request: HttpRequest, row: DrillAnswer, form: DisputeForm, *, status: int = 200) -> HttpResponse:
    found = row.drill
    if found is None:  # the school has dropped it since
        raise Http404
    verdict = judge(found, row.given)
    context = {
        "answer": row,
        "drill": found,
        "verdict": verdict,
        "choices": [(value, words, value == found.right) for value, words in found.choices(str(row.person_id))],
        "dispute": getattr(row, "dispute", None),
        "form": form,
        "wanted": _wanted(request),
        "of": lesson(found.lesson),
    }
    return pages.show(request, "growth/answer.html", context, status=status)


def _asked(request: HttpRequest, found: Drill, wanted: str) -> dict[str, Any]:
    return {
        "drill": found,
        "of": lesson(found.lesson),
        "choices": found.choices(str(reader(request).pk)),
        "wanted": wanted,
        "longest": LONGEST,
    }


def _own_answer(request: HttpRequest, pk: int) -> DrillAnswer:
    row = get_object_or_404(DrillAnswer.objects.select_related("dispute"), pk=pk)
    if not rules.may_read_answer(reader(request), row):
        raise Http404
    return row


def _wanted(request: HttpRequest) -> str:
    """The lesson that is being practised, if it is one."""
    key = request.GET.get("lesson", "")
    return key if lesson(key) is not None else ""


def _with(address: str, wanted: str) -> str:
    return f"{address}?lesson={wanted}" if wanted else address
