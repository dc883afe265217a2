"""Words of colleagues beside a goal of one's own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapwood.activity import clock
from sapwood.feedback.models import Asking, Telling
from sapwood.goals import actions, rules
from sapwood.goals.models import Evidence
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.people.views.deeds import do


@require_POST
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lay one thing beside it: `thing` is `telling-…` or `asking-…`."""
    found, person = objective_of(request, public_id), reader(request)
    kind, _dash, chosen = request.POST.get("thing", "").partition("-")
    thing: Telling | Asking
    if kind == "asking":
        thing = get_object_or_404(Asking, public_id=chosen, by=person)
    else:
        thing = get_object_or_404(Telling, public_id=chosen, receiver=person)
    wanted = request.POST.get("key_result", "")
    result = get_object_or_404(found.key_results.all(), public_id=wanted) if wanted else None
    return do(
        request,
        address(found),
        lambda: actions.lay_evidence(by=person, objective=found, thing=thing, key_result=result, at=clock.now()),
        _("It lies beside the goal now."),
    )


@require_POST
def evidence_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Evidence.objects.select_related("objective"), pk=pk)
    if not rules.owns(reader(request), row.objective):
        raise Http404
    return do(
        request,
        address(row.objective),
        lambda: actions.take_evidence_away(by=reader(request), evidence=row, at=clock.now()),
        _("Taken away. What was told stays."),
    )
