"""For the OKR owner: how the school is used, in aggregate, and the judgements that learners dispute."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.growth import actions, queries
from sapwood.growth.forms.school import DecisionForm
from sapwood.growth.models import Dispute
from sapwood.growth.school.judging import judge
from sapwood.people.views.find import reader
from sapwood.ui import pages

PAGE = "growth/oversight.html"


@require_GET
def oversight(request: HttpRequest) -> HttpResponse:
    return pages.show(request, PAGE, _context())


@require_POST
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = get_object_or_404(Dispute.objects.select_related("answer__person"), pk=pk), DecisionForm(request.POST)
    refusal: Refused | None = None
    if form.is_valid():
        agrees, note = form.cleaned_data["agrees"] == "yes", form.cleaned_data["note"]
        try:
            actions.decide_dispute(
                by=reader(request), dispute=found, agrees=agrees, note=note, at=clock.now(), key=request.POST.get("submission", "")
            )  # fmt: skip
            return pages.done(request, "growth:oversight", _("The learner is told."))
        except Refused as refused:
            refusal = refused
    context = {**_context(), "refusal": refusal, "failed": found.pk, "note": request.POST.get("note", "")}
    return pages.refused(request, PAGE, context)


def _context() -> dict[str, object]:
    rows = [(row, drill, judge(drill, row.answer.given)) for row in queries.disputes() if (drill := row.answer.drill)]
    return {"aggregate": queries.aggregate(), "disputes": rows, "decided": queries.decided_lately()}
