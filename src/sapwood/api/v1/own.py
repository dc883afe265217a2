"""The token itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as said
from ninja import Router

from sapwood.api import scopes
from sapwood.api.middleware import token_of
from sapwood.api.v1 import shapes, showing
from sapwood.api.v1.answers import holder_of, written

router = Router(tags=[said("Token")])


@router.get(
    "me",
    url_name="me",
    operation_id="get_me",
    response=shapes.Me,
    summary=said("Whose token this is"),
    description=said("Its holder, its scopes, when it runs out. Any token may ask."),
)
def get_me(request: HttpRequest) -> HttpResponse:
    token, holder = token_of(request), showing.sender(holder_of(request))
    assert holder is not None
    shown = shapes.Me(
        holder=holder,
        token=token.name,
        scopes=scopes.in_order(token.scopes),
        expires=token.expires,
        requests_a_minute=settings.SAPWOOD_API_PER_MINUTE,
    )
    return written(shown)
