"""The link in the mail of check-in day: whoever holds it may tell, for eight days, how one person's key results stand.

It shows and changes only strategic key results, which everybody at work may read anyway. Nothing happens on opening it:
mail programs open links by themselves.
"""

from __future__ import annotations

import datetime as dt

from django.core import signing

from sapwood.people.models import Person

SALT = "goals.check-in"
LASTS = dt.timedelta(days=8)


def token_for(person: Person, at: dt.datetime) -> str:
    """The token of a link made at a moment."""
    return signing.dumps([person.pk, int((at + LASTS).timestamp())], salt=SALT)


def person_of(token: str, at: dt.datetime) -> Person | None:
    """Whose link it is; None where it was changed, has run out, or the person is no longer at work."""
    try:
        pk, until = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if at.timestamp() > until:
        return None
    return Person.objects.at_work(at.date()).filter(pk=pk).first()
