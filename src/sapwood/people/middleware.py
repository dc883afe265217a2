"""Two steps before every page: the person's zone and language, and the gate of the policy file."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation

from sapwood.people import policy
from sapwood.people.models import Person

Handler = Callable[[HttpRequest], HttpResponse]

OPEN_PREFIXES = ("/static/",)


def person_at_work(get_response: Handler) -> Handler:
    """Show times in the person's zone. Pages with content are never kept by a shared cache."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN_PREFIXES):
            return get_response(request)
        person = request.user
        if isinstance(person, Person):
            try:
                timezone.activate(zoneinfo.ZoneInfo(person.time_zone))
            except (zoneinfo.ZoneInfoNotFoundError, ValueError):
                timezone.deactivate()
            translation.activate(person.language)
        else:
            timezone.deactivate()
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return handle


class policy_gate:  # noqa: N801  (named like the function it is to the reader of settings)
    """Every route has a line in the policy file; strangers are sent to sign in, others find nothing."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or request.path.startswith(OPEN_PREFIXES):
            return None
        action = policy.load().action_of(match.view_name, request.method or "GET")
        if action is None:
            return None  # the view answers 405
        if policy.may_at_the_gate(request.user, action):
            return None
        if not request.user.is_authenticated:
            from django.contrib.auth.views import redirect_to_login

            if request.path == "/" and request.method == "GET":
                return redirect(settings.SAPWOOD_START_PAGE)
            return redirect_to_login(request.get_full_path())
        raise Http404
