"""From the header of a request to the token behind it. What was sent is never logged."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.api import keys
from sapwood.api.models import Token
from sapwood.api.problems import Problem


def token_of(header: str, at: dt.datetime) -> Token:
    """The token that `Authorization: Bearer …` names. Raises Problem with 401 and the way to get one."""
    scheme, _space, text = header.strip().partition(" ")
    if not header or scheme.lower() != "bearer":
        raise _refused("no_token", _("The header Authorization is missing, or does not begin with Bearer."))
    key = keys.read(text.strip())
    if key is None:
        raise _refused("bad_token", _("What was sent has not the shape of a token."))
    token = Token.objects.select_related("holder").filter(selector=key.selector).first()
    known = keys.matches(key, token.digest if token is not None else keys.digest_of(""))
    if token is None or not known:
        raise _refused("bad_token", _("There is no such token."))
    if token.revoked is not None:
        raise _refused("bad_token", _("The token was revoked."))
    if token.expires <= at:
        raise _refused("bad_token", _("The token ran out on %(day)s.") % {"day": f"{token.expires:%Y-%m-%d}"})
    if not token.holder.is_active:
        raise _refused("bad_token", _("Its holder does not work here any more."))
    return token


def note_use(token: Token, day: dt.date) -> None:
    """Remember the day it was used last; at most one write a day."""
    if token.last_used != day:
        Token.objects.filter(pk=token.pk).update(last_used=day)


def _refused(code: str, detail: str) -> Problem:
    return Problem(
        401,
        code,
        detail,
        _("Make a token under Settings, Tokens, and send it as: Authorization: Bearer sapwood_pat_…"),
        headers={"WWW-Authenticate": 'Bearer realm="Sapwood"'},
    )
