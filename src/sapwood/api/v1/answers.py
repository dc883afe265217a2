"""Writing an answer, and the two headers that make repeating a request safe."""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from sapwood.activity.models import Submission
from sapwood.api.middleware import token_of
from sapwood.api.problems import Problem
from sapwood.people.models import Person

MEDIA_TYPE = "application/json"
KEY = re.compile(r"[\x21-\x7e]{1,200}")


def holder_of(request: HttpRequest) -> Person:
    """Who the token acts as; the door lets nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def written(shown: BaseModel, *, status: int = 200, **headers: str) -> HttpResponse:
    answer = HttpResponse(shown.model_dump_json(exclude_unset=True), status=status, content_type=MEDIA_TYPE)
    for name, value in headers.items():
        answer[name.replace("_", "-")] = value
    return answer


def one(request: HttpRequest, shown: BaseModel) -> HttpResponse:
    """One thing with its ETag; 304 without a body when the asker has it as it is."""
    tag = etag(shown)
    if tag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers={"ETag": tag})
    return written(shown, ETag=tag)


def etag(shown: BaseModel) -> str:
    """A mark that changes whenever anything in the answer does."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def wants_unchanged(request: HttpRequest) -> bool:
    """Whether the sender asks that nothing changed since they read it (If-Match)."""
    return "If-Match" in request.headers


def must_match(request: HttpRequest, shown: BaseModel) -> None:
    """Raises Problem 412 when the thing is not as the sender read it."""
    given = request.headers.get("If-Match", "")
    if given.strip() != "*" and etag(shown) not in _tags(given):
        raise Problem(
            412,
            "changed",
            _("If-Match names %(given)s; it reads differently now.") % {"given": given[:80]},
            _("Read it again, decide again, and send with its new ETag."),
            headers={"ETag": etag(shown)},
        )


def idempotency_key(request: HttpRequest) -> str:
    """The key of this submission, as the house keeps it: one token's keys never meet another's."""
    given = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(given):
        raise Problem(
            422,
            "invalid",
            _("The header Idempotency-Key is missing, or is not 1 to 200 visible ASCII characters."),
            _("Send a key that is new for each thing you tell, such as a UUID, and the same one when you repeat it."),
            errors=[
                {
                    "at": "header.Idempotency-Key",
                    "problem": _("It is needed."),
                    "given": given[:80] or None,
                    "allowed": _("1 to 200 visible ASCII characters"),
                }
            ],
        )
    digest = hashlib.sha256(given.encode()).hexdigest()[:48]
    return f"{token_of(request).selector}:{digest}"


def was_sent(person: Person, key: str) -> bool:
    """Whether something came with this key before."""
    return Submission.objects.filter(by=person, key=key).exists()


def made(row: BaseModel | None, *, address: str, again: bool) -> HttpResponse:
    """What was written, 201; the same once more for a repeated key, which the header says."""
    if row is None:
        raise Problem(
            410,
            "gone",
            _("What this Idempotency-Key wrote does not exist any more: somebody took it back."),
            _("Send it with a new key if it should stand after all."),
        )
    return written(row, status=201, Location=address, **({"Idempotent_Replayed": "true"} if again else {}))


def _tags(header: str) -> list[str]:
    return [part.strip().removeprefix("W/") for part in header.split(",") if part.strip()]
