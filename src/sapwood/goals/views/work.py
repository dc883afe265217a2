"""What people do for a key result."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions, carrying
from sapwood.goals.forms import HandOverForm, InitiativeForm, PartForm
from sapwood.goals.models import Contribution, Initiative, Objective
from sapwood.goals.views.find import key_result_of, objective_of, reader
from sapwood.goals.views.objective import address, page_of
from sapwood.people.models import Person
from sapwood.ui import pages


@require_POST
def initiatives(request: HttpRequest, public_id: str) -> HttpResponse:
    person, result = reader(request), key_result_of(request, public_id)
    form = InitiativeForm(request.POST)
    here = address(result.objective, "work")
    if not form.is_valid():
        found = objective_of(request, result.objective.public_id)
        context = {**page_of(request, person, found, "work"), "initiative_form": form, "form_of": result.pk}
        return pages.refused(request, "goals/objective.html", context)
    try:
        actions.add_initiative(
            by=person, key_result=result, at=clock.now(), key=request.POST.get("submission"), **form.cleaned_data
        )
    except Refused as refusal:
        return pages.said(request, here, refusal)
    return pages.done(request, here, _("On the list."))


@require_POST
def completion(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick a to-do off, or take the tick away."""
    person = reader(request)
    row = get_object_or_404(
        Initiative.objects.select_related("key_result__objective__cycle", "key_result__objective__owner_team"),
        public_id=public_id,
        key_result__objective__in=Objective.objects.visible_to(person),
    )
    here = "overview:my_week" if "from" in request.POST else address(row.key_result.objective, "work")
    action = actions.finish_initiative if row.done is None else actions.reopen_initiative
    try:
        action(by=person, initiative=row, at=clock.now())
    except Refused as refusal:
        return pages.said(request, here, refusal)
    return pages.done(request, here)


@require_POST
def contribution(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say one's part in a key result, or end it."""
    person, result = reader(request), key_result_of(request, public_id)
    here = address(result.objective, "work")
    form = PartForm(request.POST)
    form.is_valid()
    try:
        if "leave" in request.POST:
            row = get_object_or_404(Contribution, key_result=result, person=person, ends=None)
            actions.leave_key_result(by=person, contribution=row, at=clock.now())
            return pages.done(request, here, _("Your part has ended."))
        actions.join_key_result(by=person, key_result=result, part=form.cleaned_data.get("part", ""), at=clock.now())
    except Refused as refusal:
        return pages.said(request, here, refusal)
    return pages.done(request, here, _("Your part is written down."))


@require_POST
def handover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give ticked lines of what a leaver carries, or all of it, to somebody else; then back to the page it was on."""
    person = reader(request)
    leaver = get_object_or_404(Person, public_id=public_id, erased=None)
    carried = carrying.carried_by(person, leaver)
    back = pages.back(request, "overview:my_week")
    form = HandOverForm(request.POST, carried=carried)
    if not form.is_valid():
        problems = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return pages.said(request, back, Refused(_("Nothing was handed over."), problems))
    try:
        actions.hand_over(
            by=person,
            leaver=leaver,
            to=form.cleaned_data["to"],
            at=clock.now(),
            key=request.POST.get("submission"),
            **form.chosen(),
        )
    except Refused as refusal:
        return pages.said(request, back, refusal)
    return pages.done(request, back, _("%(name)s carries it now.") % {"name": form.cleaned_data["to"]})
