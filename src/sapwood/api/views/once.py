"""Showing a token's text once, on the page after it was made.

The page that made it ends in a redirect, so the text travels in a cookie of two minutes that only the pages of
settings get, and that the next page takes away. It is written into no session and no table.
"""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from sapwood.api import keys
from sapwood.api.models import Token

COOKIE = "sapwood-new-token"
PATH = "/settings/"
SECONDS = 120


def carry(answer: HttpResponse, token: Token) -> HttpResponse:
    """Give the text of a token that was just made to the next page. A repeated submission carries none."""
    if token.text:
        answer.set_cookie(
            COOKIE,
            token.text,
            max_age=SECONDS,
            path=PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer


def carried(request: HttpRequest, among: QuerySet[Token]) -> Token | None:
    """The token whose text came along, if it is one of these."""
    key = keys.read(request.COOKIES.get(COOKIE, ""))
    found = among.filter(selector=key.selector).first() if key else None
    if found is None or key is None or not keys.matches(key, found.digest):
        return None
    found.text = key.text
    return found


def shown(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """It was on this page; the next one has it no more."""
    if COOKIE in request.COOKIES:
        answer.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return answer
