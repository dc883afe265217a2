"""A step before every page: an address with a null character is refused, as no page has one and PostgreSQL stores none."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def plain_addresses(get_response: Handler) -> Handler:
    """Forms say themselves what is wrong with a field; this is for what stands in the address."""

    def handle(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or any("\x00" in value for values in request.GET.lists() for value in values[1]):
            raise BadRequest("A null character in the address.")
        return get_response(request)

    return handle
