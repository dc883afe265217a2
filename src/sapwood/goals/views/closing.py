"""Closing an objective."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, rules
from sapwood.goals.forms import ClosingForm, ReviewForm
from sapwood.goals.models import Closure, Cycle, Objective
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Scores suggested by the readings and one's own, what was learned, what now."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_close(person, found):
        raise Http404
    results = list(found.key_results.filter(dropped=None))
    kept = drafts.kept(person=person, form=_draft_of(found)) if request.method == "GET" else None
    typed = drafts.as_sent(kept) if kept else None
    form = ClosingForm(request.POST or typed, results=results, initial={"next": Closure.Next.RETIRE})
    context = {
        "objective": found,
        "form": form,
        "scores": list(form.scores.items()),
        "kept": kept is not None,
        "draft": _draft_of(found),
    }
    if request.method == "GET":
        return pages.show(request, "goals/closing.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/closing.html", context)
    try:
        actions.close_objective(
            by=person,
            objective=found,
            outcomes=form.outcomes(),
            learned=form.cleaned_data["learned"],
            next=form.cleaned_data["next"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "goals/closing.html", {**context, "refusal": refusal})
    drafts.forget(person=person, form=_draft_of(found))
    return pages.done(request, address(found), _("Closed. What you learned can be found by everybody."))


@require_POST
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """A continuous goal was looked at in this cycle."""
    person, found = reader(request), objective_of(request, public_id)
    cycle = Cycle.objects.filter(public_id=request.POST.get("cycle", "")).first()
    back = pages.back(request, address(found))
    if cycle is None:
        return pages.said(request, back, Refused(_("No cycle was named."), _("Review it on the page of a cycle.")))
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return pages.said(
            request, back, Refused(_("The review says nothing yet."), _("Write one thing you saw this cycle."))
        )
    try:
        actions.review_objective(
            by=person,
            objective=found,
            cycle=cycle,
            note=form.cleaned_data["note"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.said(request, back, refusal)
    return pages.done(request, back, _("Reviewed; it goes on."))


def _draft_of(found: Objective) -> str:
    return f"closure-{found.public_id}"
