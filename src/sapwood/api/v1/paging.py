"""Lists in pages. A cursor says after which row to go on, and tells nothing else: not even how many rows there are.

Rows come in the order in which they were written, so the last cursor of a list stays good: asked again later it
brings what was written since.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as said
from pydantic import BaseModel, ConfigDict, Field

from sapwood.api import problems

T = TypeVar("T")
M = TypeVar("M", bound=Model)

MOST = 100


class Listed(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=MOST, description=said("How many at most."))
    cursor: str | None = Field(
        None, min_length=1, max_length=64, description=said("Go on after this place: next_cursor of the page before.")
    )


class Page(BaseModel, Generic[T]):
    """One page of a list."""

    items: list[T]
    next_cursor: str | None = Field(
        description=said(
            "The place after the last item. Kept and asked again later it brings what was written since; "
            "null when nothing was found yet."
        )
    )
    has_more: bool = Field(description=said("Whether there is more already."))


def cut(found: QuerySet[M], listed: Listed) -> tuple[list[M], dict[str, Any]]:
    """The rows of one page of `found`, and the two other fields of `Page`. Raises Problem for a cursor that is not one
    of this list's."""
    name = found.model._meta.label_lower
    after = _read(listed.cursor, name) if listed.cursor else 0
    rows = list(found.filter(pk__gt=after).order_by("pk")[: listed.limit + 1])
    more, rows = len(rows) > listed.limit, rows[: listed.limit]
    place = cursor(rows[-1].pk, name) if rows else listed.cursor
    return rows, {"next_cursor": place, "has_more": more}


def cut_list(found: Sequence[T], listed: Listed, name: str) -> tuple[list[T], dict[str, Any]]:
    """The same for what stands in no table: a place is how many come before it."""
    before = _read(listed.cursor, name) if listed.cursor else 0
    rows = list(found[before : before + listed.limit])
    place = cursor(before + len(rows), name) if rows else listed.cursor
    return rows, {"next_cursor": place, "has_more": before + len(rows) < len(found)}


def only(request: HttpRequest, filters: type[BaseModel]) -> None:
    """Refuse a filter that does not exist: passed over, it would bring more than was asked for."""
    known = list(filters.model_fields)
    unknown = [name for name in request.GET if name not in known]
    if unknown:
        raise problems.invalid(
            *(
                problems.of_field(
                    f"query.{name}",
                    _("There is no such filter."),
                    given=request.GET[name],
                    allowed=", ".join(sorted(known)),
                )
                for name in unknown
            )
        )


def cursor(pk: int, name: str) -> str:
    """The place after a row, sealed: its number would betray how many rows others have."""
    return base64.urlsafe_b64encode(_seal(_key()).encrypt(pk.to_bytes(8, "big"), [name.encode()])).decode()


def _read(text: str, name: str) -> int:
    from cryptography.exceptions import InvalidTag

    try:
        sealed = base64.urlsafe_b64decode(text.encode("ascii"))
        return int.from_bytes(_seal(_key()).decrypt(sealed, [name.encode()]), "big")
    except (ValueError, UnicodeEncodeError, binascii.Error, InvalidTag):
        raise problems.invalid(
            problems.of_field(
                "query.cursor", _("This is no place in this list."), given=text, allowed=_("next_cursor of a page")
            )
        ) from None


def _key() -> bytes:
    return salted_hmac("sapwood.api.cursor", "v1", secret=settings.SECRET_KEY, algorithm="sha512").digest()


@cache
def _seal(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(key)
