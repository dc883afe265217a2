"""The interface put together: every address, and what is answered when something goes wrong.

django-ninja reads requests by their types and describes them. Its own pages of documentation are not used: they load
scripts from elsewhere, or bring eight megabytes of them; `/api/` is drawn from the same description in our look.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError, ValidationErrorContext

from sapwood.activity.deeds import KeyReused, Refused
from sapwood.api import problems
from sapwood.api.v1 import (
    alignment,
    bridges,
    desk,
    forecasts,
    goals,
    ladders,
    learning,
    meetings,
    observations,
    own,
    people,
    plans,
    results,
    wording,
)


class Interface(NinjaAPI):
    """ninja's, but an error keeps what was given: whoever sent it wants to see it."""

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        return ValidationError(
            [
                _field(context.model.__ninja_param_source__, dict(one))
                for context in error_contexts
                for one in context.pydantic_validation_error.errors(include_url=False)
            ]
        )


interface = Interface(title="Sapwood", version="1", urls_namespace="v1", docs_url=None, openapi_url=None)
for _router in (
    own.router,
    people.router,
    goals.router,
    observations.router,
    forecasts.router,
    alignment.router,
    desk.router,
    learning.router,
    meetings.router,
    plans.router,
    ladders.router,
    bridges.router,
    results.router,
    wording.router,
):
    interface.add_router("", _router)


def patterns() -> list[URLPattern | URLResolver]:
    """The addresses, without the empty one that ninja adds for itself."""
    return [one for one in interface.urls[0] if getattr(one, "name", "") != "api-root"]


@interface.exception_handler(problems.Problem)
def _problem(request: HttpRequest, problem: problems.Problem) -> HttpResponse:
    return problem.response()


@interface.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.not_found().response()


@interface.exception_handler(Refused)
def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problems.Problem(422, "refused", refusal.message, refusal.next_step).response()


@interface.exception_handler(KeyReused)
def _key_reused(request: HttpRequest, refusal: KeyReused) -> HttpResponse:
    return problems.Problem(
        409,
        "key_reused",
        _("The same Idempotency-Key came with another body before; nothing was written now."),
        _("Repeat a request exactly as it was, or give a new thing a new key."),
    ).response()


@interface.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.Problem(
        400, "bad_request", _("The body is not JSON."), _("Send one JSON object, in UTF-8.")
    ).response()


@interface.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.invalid(*error.errors).response()


def _field(source: str, one: dict[str, Any]) -> dict[str, Any]:
    """One of pydantic's errors in our words: the place without ninja's name of the parameter."""
    place = [part for part in one["loc"] if part not in {"given", "listed"}]
    at = source + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    limits = {name: value for name, value in (one.get("ctx") or {}).items() if name != "error"}
    allowed = ", ".join(f"{name} {value}" for name, value in limits.items())
    kind = one["type"]
    if kind == "missing":
        return problems.of_field(at, _("It is missing."), allowed=allowed)
    if kind == "extra_forbidden":
        return problems.of_field(at, _("There is no such field."), given=one["input"], allowed=_("see /api/"))
    problem = str(one["msg"]).removeprefix("Value error, ").rstrip(".")
    return problems.of_field(at, f"{problem}.", given=one["input"], allowed=allowed)
