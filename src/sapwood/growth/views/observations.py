"""Being observed: asking for it, and the page on which an observer answers in under a minute."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.growth import actions, rules
from sapwood.growth.forms.demonstrations import ObservationForm, ObserversForm
from sapwood.growth.models import Demonstration, Step
from sapwood.growth.queries import plans as queries
from sapwood.growth.views.plans import step_of
from sapwood.people.views.deeds import do
from sapwood.people.views.find import reader
from sapwood.ui import pages

ASK, PAGE = "growth/observers.html", "growth/observation.html"


@require_http_methods(["GET", "POST"])
def observers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask people by name to watch for the behaviour of a step."""
    person, step = reader(request), step_of(request, public_id)
    if not rules.may_keep_plan(person, step.plan) or step.kind != Step.Kind.DEMONSTRATION:
        raise Http404
    form = ObserversForm(request.POST or None, person=person, step=step)
    context: dict[str, Any] = {"form": form, "step": step, "plan": step.plan, "anchors": queries.anchors_of(step)}
    if request.method == "GET":
        return pages.show(request, ASK, context)
    if not form.is_valid():
        return pages.refused(request, ASK, context)
    try:
        actions.ask_to_observe(
            by=person, step=step, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        )
    except Refused as refusal:
        return pages.refused(request, ASK, {**context, "refusal": refusal})
    return pages.done(request, actions.plans.address(step.plan), _("They are asked."))


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def observation(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the observer: the behaviour, its levels, and who reads the answer."""
    person, found = reader(request), _demonstration(request, public_id)
    form = ObservationForm(request.POST or None, step=found.step)
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "asker": found.step.plan.person,
        "words": queries.level_words(found),
        "is_open": found.seen is None and found.declined is None and found.until >= clock.today(person.time_zone),
    }
    if request.method == "GET":
        return pages.show(request, PAGE, context)
    if not form.is_valid():
        return pages.refused(request, PAGE, context)
    return do(
        request,
        actions.demonstrations.address(found),
        lambda: actions.observe(
            by=person, demonstration=found, at=clock.now(), key=request.POST.get("submission"), **form.keywords()
        ),
        _("%(name)s can read it now.") % {"name": found.step.plan.person},
    )


@require_POST
def observation_refusal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say no."""
    found = _demonstration(request, public_id)
    return do(
        request,
        reverse("growth:plans"),
        lambda: actions.decline_to_observe(by=reader(request), demonstration=found, at=clock.now()),
        _("You said no. Nothing more comes of it."),
    )


@require_POST
def observation_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The observer takes back what they said; who asked takes back the request."""
    person = reader(request)
    rows = Demonstration.objects.select_related("step__plan__person", "step__plan__ending")
    found = get_object_or_404(rows, public_id=public_id)
    observes, asked = rules.observes(person, found), rules.asked_to_be_observed(person, found)
    if not (observes or asked):
        raise Http404
    return do(
        request,
        actions.plans.address(found.step.plan) if asked else reverse("growth:plans"),
        lambda: actions.end_observation(by=person, demonstration=found, at=clock.now()),
        _("It is taken back."),
    )


def _demonstration(request: HttpRequest, public_id: str) -> Demonstration:
    rows = Demonstration.objects.filter(observer=reader(request), step__dropped=None)
    return get_object_or_404(rows.select_related("step__plan__person", "step__plan__ending"), public_id=public_id)
