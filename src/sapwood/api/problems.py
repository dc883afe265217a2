"""Errors as a program reads them: `application/problem+json` (RFC 9457).

Each says what was given, what is allowed and what to do next. `code` stays the same for ever; the words may change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEDIA_TYPE = "application/problem+json"
SHOWN = 120
"""How many letters of what was given are repeated."""

TITLES: dict[str, Any] = {
    "bad_request": gettext_lazy("The request cannot be read."),
    "no_token": gettext_lazy("A token is needed."),
    "bad_token": gettext_lazy("This token does not work."),
    "scope_missing": gettext_lazy("The token was not made for this."),
    "not_allowed": gettext_lazy("This may not be done."),
    "not_found": gettext_lazy("There is nothing here that you may see."),
    "method_not_allowed": gettext_lazy("This address does not answer that method."),
    "key_reused": gettext_lazy("This Idempotency-Key came with other content before."),
    "gone": gettext_lazy("What this key wrote was taken back later."),
    "changed": gettext_lazy("It changed since you read it."),
    "too_large": gettext_lazy("The request is too large."),
    "invalid": gettext_lazy("Something in the request does not fit."),
    "refused": gettext_lazy("This cannot be done as it stands."),
    "too_many": gettext_lazy("Too many requests."),
    "broken": gettext_lazy("Something broke on our side."),
}
"""Every code there is, with its title."""
CODE_OF_STATUS = {
    400: "bad_request",
    401: "no_token",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "invalid",
    429: "too_many",
}


class Problem(Exception):  # noqa: N818  (it is what the answer is called)
    """Raised where it is noticed, answered by `response`."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        next_step: str = "",
        *,
        allowed: Sequence[str] | None = None,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.next_step = status, code, detail, next_step
        self.allowed, self.errors, self.headers = allowed, list(errors), dict(headers or {})

    def response(self) -> HttpResponse:
        body: dict[str, Any] = {
            "type": f"/api/#{self.code}",
            "title": str(TITLES[self.code]),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "next_step": self.next_step,
        }
        if self.allowed is not None:
            body["allowed"] = list(self.allowed)
        if self.errors:
            body["errors"] = self.errors
        answer = HttpResponse(json.dumps(body, ensure_ascii=False), status=self.status, content_type=MEDIA_TYPE)
        for name, value in self.headers.items():
            answer[name] = value
        return answer


def of_field(at: str, problem: str, *, given: Any = None, allowed: str = "") -> dict[str, Any]:
    """One entry of `errors`: where, what is wrong, what was given, what is allowed."""
    return {"at": at, "problem": problem, "given": shown(given), "allowed": allowed}


def invalid(*fields: Mapping[str, Any]) -> Problem:
    """One or more fields that do not fit; nothing was done."""
    said = " ".join(f"{one['at']}: {one['problem']}" for one in fields)
    return Problem(422, "invalid", said, _("Mend what `errors` lists and send it again."), errors=fields)


def not_found(what: str = "") -> Problem:
    return Problem(
        404,
        "not_found",
        what or _("Nothing is found at this address, or it is not for the holder of this token to see."),
        _("Take ids from the lists; /api/ describes every address."),
    )


def shown(given: Any) -> str | None:
    """What was given, short enough to repeat; None where nothing was."""
    if given is None:
        return None
    text = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False, default=str)
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def dressed(answer: HttpResponse) -> HttpResponse:
    """An error that some other part of the house answered, in the same dress; anything else as it is."""
    if answer.status_code < 400 or answer.get("Content-Type", "").startswith(MEDIA_TYPE):
        return answer
    code = CODE_OF_STATUS.get(answer.status_code, "broken" if answer.status_code >= 500 else "bad_request")
    problem = Problem(
        answer.status_code,
        code,
        str(TITLES[code]),
        _("Try again later; if it stays, tell whoever runs this server.")
        if answer.status_code >= 500
        else _("/api/ describes every address, what it takes and what it answers."),
        allowed=[one.strip() for one in answer["Allow"].split(",")] if answer.has_header("Allow") else None,
        headers={"Allow": answer["Allow"]} if answer.has_header("Allow") else None,
    )
    return problem.response()
