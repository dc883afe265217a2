"""The door of the API: tokens instead of cookies, the same policy file, errors in one dress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.api import bearer, limits, problems, scopes
from sapwood.api.models import Token
from sapwood.people import policy

Handler = Callable[[HttpRequest], HttpResponse]

PREFIX = "/api/v1/"
NAMESPACE = "v1"
LARGEST = 1024 * 1024
"""Bytes of a request's body."""


class machine_door:  # noqa: N801  (named like the function it is to the reader of settings)
    """Stands before every other step. For addresses of the API cookies are thrown away: whoever has only a session
    is a stranger there, so no page of somewhere else can make a browser write through it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        request.META.pop("HTTP_COOKIE", None)
        if (size := request.META.get("CONTENT_LENGTH") or "").isdigit() and int(size) > LARGEST:
            return problems.Problem(
                413,
                "too_large",
                _("%(size)s bytes were sent; %(most)d can be.") % {"size": size, "most": LARGEST},
                _("Send it in parts."),
            ).response()
        answer = problems.dressed(self.get_response(request))
        answer.headers.setdefault("Cache-Control", "no-store")
        allowance: limits.Allowance | None = getattr(request, "allowance", None)
        for name, value in allowance.headers().items() if allowance else ():
            answer[name] = value
        return answer

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace != NAMESPACE:
            return None
        file, route, method = policy.load(), match.view_name, request.method or "GET"
        file.action_of(route, method)  # a route without a line is a mistake of ours
        offered = file.routes[route]
        if method not in offered:
            return HttpResponseNotAllowed(sorted(offered))
        if policy.PUBLIC in file.relations_of(offered[method]):
            return None
        try:
            _let_in(request, offered[method], route, method, clock.now())
        except problems.Problem as problem:
            return problem.response()
        return None


def token_of(request: HttpRequest) -> Token:
    """The token of a request that was let in."""
    found: Any = getattr(request, "token", None)
    assert isinstance(found, Token)
    return found


def _let_in(request: HttpRequest, action: str, route: str, method: str, at: dt.datetime) -> None:
    token = bearer.token_of(request.headers.get("Authorization", ""), at)
    allowance = limits.spend(token, at)
    vars(request)["allowance"] = allowance  # the answer tells it, whatever comes of the request
    if allowance.is_spent:
        raise _too_many(allowance)
    scope = scopes.needed(route, method)
    if not scopes.allows(token.scopes, scope):
        raise problems.Problem(
            403,
            "scope_missing",
            _("This asks for the scope %(scope)s; the token has %(given)s.")
            % {"scope": scope, "given": ", ".join(token.scopes)},
            _("Make a token with this scope under Settings, Tokens."),
            allowed=[scope],
        )
    if not policy.may_at_the_gate(token.holder, action):
        raise problems.not_found()
    bearer.note_use(token, at.date())
    request.user = token.holder
    vars(request)["token"] = token
    timezone.deactivate()
    translation.activate(token.holder.language)


def _too_many(allowance: limits.Allowance) -> problems.Problem:
    return problems.Problem(
        429,
        "too_many",
        _("A token may ask %(n)d times a minute.") % {"n": allowance.limit},
        _("Wait %(n)d seconds, then go on.") % {"n": allowance.resets},
        headers={"Retry-After": str(allowance.resets)},
    )
