"""Services and their tokens, for administrators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.api import actions, queries
from sapwood.api.forms import ServiceForm, ServiceTokenForm, TeamsForm
from sapwood.api.models import Service, Token
from sapwood.api.views import once
from sapwood.api.views.tokens import reader
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """Every service, everybody's tokens that work, and the form for another service."""
    form = ServiceForm(request.POST or None)
    if request.method == "GET":
        return pages.show(request, "api/services.html", _all(form))
    if not form.is_valid():
        return pages.refused(request, "api/services.html", _all(form))
    data = form.cleaned_data
    try:
        made = actions.make_service(
            by=reader(request),
            name=data["name"],
            purpose=data["purpose"],
            teams=list(data["teams"]),
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "api/services.html", {**_all(form), "refusal": refusal})
    return pages.done(request, "api:service", _("Made. Now it needs a token."), made.public_id)


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, public_id: str) -> HttpResponse:
    """One service; a POST says for which teams it may send readings."""
    found = _find(public_id)
    form = _teams_form(found, request.POST or None)
    if request.method == "GET":
        new = once.carried(request, Token.objects.filter(holder=found.person))
        context = {**_one(found, teams_form=form), "new": new}
        return once.shown(request, pages.show(request, "api/service.html", context))
    if not form.is_valid():
        return pages.refused(request, "api/service.html", _one(found, teams_form=form))
    try:
        actions.give_teams(by=reader(request), service=found, teams=list(form.cleaned_data["teams"]), at=clock.now())
    except Refused as refusal:
        return pages.said(request, _address(found), refusal)
    return pages.done(request, _address(found), _("Saved."))


@require_POST
def service_tokens(request: HttpRequest, public_id: str) -> HttpResponse:
    """Another token for a service."""
    found = _find(public_id)
    form = ServiceTokenForm(request.POST)
    if not form.is_valid():
        return pages.refused(request, "api/service.html", _one(found, token_form=form))
    data = form.cleaned_data
    try:
        token = actions.make_service_token(
            by=reader(request),
            service=found,
            name=data["name"],
            chosen=data["scopes"],
            days=data["days"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "api/service.html", {**_one(found, token_form=form), "refusal": refusal})
    return once.carry(pages.done(request, _address(found), _("Made.")), token)


@require_POST
def service_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a service with all its tokens."""
    found = _find(public_id)
    try:
        actions.end_service(by=reader(request), service=found, at=clock.now())
    except Refused as refusal:
        return pages.said(request, _address(found), refusal)
    return pages.done(request, "api:services", _("“%(name)s” is ended; what it sent stays.") % {"name": found})


def _find(public_id: str) -> Service:
    return get_object_or_404(Service.objects.select_related("person", "made_by", "ended_by"), public_id=public_id)


def _address(found: Service) -> str:
    return reverse("api:service", args=[found.public_id])


def _all(form: ServiceForm) -> dict[str, Any]:
    now = clock.now()
    rows = queries.services(now)
    return {
        "form": form,
        "running": [row for row in rows if row.ended is None],
        "ended": [row for row in rows if row.ended is not None],
        "personal": queries.personal_tokens(now),
    }


def _one(
    found: Service, *, teams_form: TeamsForm | None = None, token_form: ServiceTokenForm | None = None
) -> dict[str, Any]:
    return {
        "service": found,
        "teams": list(found.teams.all()),
        "tokens": Token.objects.working(clock.now()).filter(holder=found.person),
        "teams_form": teams_form or _teams_form(found),
        "token_form": token_form or ServiceTokenForm(),
    }


def _teams_form(found: Service, data: Any = None) -> TeamsForm:
    return TeamsForm(data, initial={"teams": list(found.teams.values_list("public_id", flat=True))})
