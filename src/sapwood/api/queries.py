"""Reads of the pages about tokens."""

from __future__ import annotations

import datetime as dt

from django.db.models import Prefetch, Q, QuerySet

from sapwood.api.models import Service, Token
from sapwood.people.models import Person

KEPT = dt.timedelta(days=60)
"""How long a token that works no longer stays on the page."""


def tokens_of(person: Person, at: dt.datetime) -> QuerySet[Token]:
    """One's own tokens: those that work, and those that ended lately."""
    mine = Token.objects.filter(holder=person).select_related("holder", "made_by", "revoked_by")
    return mine.filter(Q(revoked=None) | Q(revoked__gt=at - KEPT), expires__gt=at - KEPT)


def personal_tokens(at: dt.datetime) -> QuerySet[Token]:
    """Everybody's tokens that work, for whoever runs the house. What they are used for is not known here."""
    found = Token.objects.working(at).filter(holder__kind=Person.Kind.PERSON, holder__erased=None)
    return found.select_related("holder").order_by("holder__name", "-at", "-id")


def services(at: dt.datetime) -> list[Service]:
    """Every service, those that run first, each with its tokens that work as `working`."""
    working = Token.objects.working(at).order_by("expires", "id")
    rows = Service.objects.select_related("person", "made_by", "ended_by").prefetch_related(
        "teams", Prefetch("person__tokens", queryset=working, to_attr="working")
    )
    return sorted(rows, key=lambda row: (row.ended is not None, row.person.name.casefold()))


def working_count(person: Person, at: dt.datetime) -> int:
    return Token.objects.working(at).filter(holder=person).count()
