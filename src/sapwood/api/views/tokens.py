"""One's own tokens."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.api import actions, queries, rules
from sapwood.api.forms import TokenForm
from sapwood.api.models import Token
from sapwood.api.views import once
from sapwood.people.models import Person
from sapwood.ui import pages


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens one has, and the form for another."""
    person = reader(request)
    form = TokenForm(request.POST or None)
    if request.method == "GET":
        new = once.carried(request, Token.objects.filter(holder=person))
        return once.shown(request, pages.show(request, "api/tokens.html", {**_page(person, form), "new": new}))
    if not form.is_valid():
        return pages.refused(request, "api/tokens.html", _page(person, form))
    data = form.cleaned_data
    try:
        token = actions.make_token(
            by=person,
            name=data["name"],
            chosen=data["scopes"],
            days=data["days"],
            at=clock.now(),
            key=request.POST.get("submission"),
        )
    except Refused as refusal:
        return pages.refused(request, "api/tokens.html", {**_page(person, form), "refusal": refusal})
    return once.carry(pages.done(request, "api:tokens", _("Made.")), token)


@require_POST
def revocation(request: HttpRequest, public_id: str) -> HttpResponse:
    """End a token: one's own, or as an administrator anybody's."""
    person = reader(request)
    seen = Token.objects.select_related("holder")
    if not rules.may_run_services(person):
        seen = seen.filter(holder=person)
    token = get_object_or_404(seen, public_id=public_id)
    to = "api:tokens" if token.holder_id == person.pk else "api:services"
    try:
        actions.revoke_token(by=person, token=token, at=clock.now())
    except Refused as refusal:
        return pages.said(request, to, refusal)
    return pages.done(request, pages.back(request, reverse(to)), _("It works no longer."))


def reader(request: HttpRequest) -> Person:
    """The person who is signed in; the gate lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def _page(person: Person, form: TokenForm) -> dict[str, Any]:
    now = clock.now()
    rows = list(queries.tokens_of(person, now))
    return {
        "form": form,
        "working": [row for row in rows if row.revoked is None and row.expires > now],
        "ended": [row for row in rows if row.revoked is not None or row.expires <= now],
        "may_run_services": rules.may_run_services(person),
    }
