"""Closing and retiring an objective, and going on with it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock, drafts
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, continuing, rules
from sapwood.goals.forms import ClosingForm, RetirementForm, ReviewForm
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.people.models import Person
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def closure(request: HttpRequest, public_id: str) -> HttpResponse:
    """Scores suggested by the readings and one's own, what was learned, what now."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_close(person, found):
        raise Http404
    kept = drafts.kept(person=person, form=_draft_of(found)) if request.method == "GET" else None
    form = ClosingForm(
        request.POST or None,
        objective=found,
        results=counted(found),
        may_tell=may_tell(person, found),
        typed=drafts.as_sent(kept) if kept else None,
    )
    context = {"objective": found, "form": form, "kept": kept is not None, "draft": _draft_of(found)}
    if request.method == "GET":
        return pages.show(request, "goals/closing.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/closing.html", context)
    ending = form.ending()
    try:
        actions.close_objective(
            by=person,
            objective=found,
            outcomes=ending.outcomes,
            learned=ending.learned,
            next=ending.next,
            why=ending.why,
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "goals/closing.html", {**context, "refusal": refusal})
    drafts.forget(person=person, form=_draft_of(found))
    return pages.done(request, address(found), _("Closed. What you learned can be found by whoever may see the goal."))


@require_http_methods(["GET", "POST"])
def retirement(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a goal that has lost its reason, without a score."""
    person, found = reader(request), objective_of(request, public_id)
    if not rules.may_retire(person, found):
        raise Http404
    form = RetirementForm(request.POST or None)
    context = {"objective": found, "form": form}
    if request.method == "GET":
        return pages.show(request, "goals/retirement.html", context)
    if not form.is_valid():
        return pages.refused(request, "goals/retirement.html", context)
    try:
        actions.retire_objective(
            by=person,
            objective=found,
            reason=form.cleaned_data["reason"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "goals/retirement.html", {**context, "refusal": refusal})
    return pages.done(request, address(found), _("Retired. The reason stands on its page."))


@require_POST
def continuation(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write a closed goal anew for the next cycle, and go there to give its targets."""
    person, found = reader(request), objective_of(request, public_id)
    cycle = continuing.next_cycle(found.cycle)
    if cycle is None:
        return pages.said(
            request,
            address(found),
            Refused(_("The next cycle is not open yet."), _("The OKR owner opens it on the page of cycles.")),
        )
    try:
        later = actions.carry_on(
            by=person, objective=found, cycle=cycle, at=clock.now(), key=request.POST.get("submission")
        )
    except Refused as refusal:
        return pages.said(request, address(found), refusal)
    words = _("Written anew as a draft, from where it stands. Give each key result its target.")
    return pages.done(request, reverse("goals:edit", args=[later.public_id]), words)


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


def counted(found: Objective) -> list[KeyResult]:
    """The key results that count at the end, each knowing its objective."""
    results = list(found.key_results.filter(dropped=None).prefetch_related("milestones"))
    for result in results:
        result.objective = found
    return results


def may_tell(person: Person, found: Objective) -> bool:
    """Whether this person may tell a last value with the closing."""
    return rules.owns(person, found) or rules.in_owning_team(person, found) or rules.leads_owning_team(person, found)


def _draft_of(found: Objective) -> str:
    return f"closure-{found.public_id}"
