"""What an objective serves, its partner, and whom it is shared with."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions
from sapwood.goals.forms import AlignForm, PairForm, ShareForm
from sapwood.goals.models import Alignment, Objective, Pair, Sharing
from sapwood.goals.views.find import objective_of, reader
from sapwood.goals.views.objective import address
from sapwood.ui import pages


@require_POST
def parents(request: HttpRequest, public_id: str) -> HttpResponse:
    person, found = reader(request), objective_of(request, public_id)
    form = AlignForm(request.POST, person=person)
    if not form.is_valid():
        return _choose_again(request, found, form)
    return _do(
        request,
        found,
        lambda: actions.align(
            by=person, child=found, parent=form.cleaned_data["parent"], kind=form.cleaned_data["kind"], at=clock.now()
        ),
        _("Linked."),
    )


@require_POST
def parent_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = reader(request)
    link = get_object_or_404(Alignment.objects.select_related("child"), pk=pk, child__in=_visible(request))
    return _do(
        request, link.child, lambda: actions.remove_alignment(by=person, link=link, at=clock.now()), _("Unlinked.")
    )


@require_POST
def partners(request: HttpRequest, public_id: str) -> HttpResponse:
    person, found = reader(request), objective_of(request, public_id)
    form = PairForm(request.POST, person=person)
    if not form.is_valid():
        return _choose_again(request, found, form)
    partner = form.cleaned_data["partner"]
    hard, soft = (found, partner) if found.nature == Objective.Nature.HARD else (partner, found)
    return _do(request, found, lambda: actions.pair(by=person, hard=hard, soft=soft, at=clock.now()), _("Paired."))


@require_POST
def partner_end(request: HttpRequest, pk: int) -> HttpResponse:
    person, visible = reader(request), _visible(request)
    row = get_object_or_404(Pair.objects.select_related("hard", "soft"), pk=pk, hard__in=visible, soft__in=visible)
    return _do(request, row.hard, lambda: actions.unpair(by=person, row=row, at=clock.now()), _("No longer a pair."))


@require_POST
def sharings(request: HttpRequest, public_id: str) -> HttpResponse:
    person, found = reader(request), objective_of(request, public_id)
    form = ShareForm(request.POST, viewer=person)
    if not form.is_valid():
        return _choose_again(request, found, form)
    data = form.cleaned_data
    return _do(
        request,
        found,
        lambda: actions.share_objective(
            by=person,
            objective=found,
            person=data["person"],
            team=data["team"],
            everybody=data["everybody"],
            at=clock.now(),
        ),
        _("Shared."),
    )


@require_POST
def sharing_end(request: HttpRequest, pk: int) -> HttpResponse:
    person = reader(request)
    sharing = get_object_or_404(Sharing.objects.select_related("objective"), pk=pk, objective__in=_visible(request))
    return _do(
        request,
        sharing.objective,
        lambda: actions.revoke_sharing(by=person, sharing=sharing, at=clock.now()),
        _("No longer shared there."),
    )


def _visible(request: HttpRequest) -> Any:
    return Objective.objects.visible_to(reader(request))


def _do(request: HttpRequest, found: Objective, deed: Any, words: str) -> HttpResponse:
    try:
        deed()
    except Refused as refusal:
        return pages.said(request, address(found), refusal)
    return pages.done(request, address(found), words)


def _choose_again(request: HttpRequest, found: Objective, form: Any) -> HttpResponse:
    problems = " ".join(error for errors in form.errors.values() for error in errors)
    return pages.said(request, address(found), Refused(_("That could not be linked."), problems))
