"""Closing an objective."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, rules
from sapwood.goals.forms import ClosingForm
from sapwood.goals.models import Closure
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
    form = ClosingForm(request.POST or None, results=results, initial={"next": Closure.Next.RETIRE})
    context = {"objective": found, "form": form, "scores": list(form.scores.items())}
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
    return pages.done(request, address(found), _("Closed. What you learned can be found by everybody."))
