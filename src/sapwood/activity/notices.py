"""Telling one person about something that concerns them: in the product at once, by mail in a bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import models

from sapwood.activity.models import Notice


def tell(
    people: Iterable[models.Model | None],
    *,
    kind: str,
    text: str,
    link: str,
    why: str,
    at: dt.datetime,
    but: models.Model | None = None,
) -> None:
    """Write a notice for each of the people once, leaving out `but` (who did it) and whoever is not there.

    `text` is one line, `link` the address it leads to, `why` says why it came to them.
    """
    wanted = {person.pk for person in people if person is not None} - {but.pk if but is not None else None}
    Notice.objects.bulk_create(
        Notice(person_id=pk, kind=kind, text=text[:300], link=link[:300], why=why[:200], at=at) for pk in sorted(wanted)
    )


def settle(*, kinds: Iterable[str], link: str, at: dt.datetime) -> int:
    """What these notices asked for is done, by whomever: mark those not yet read as read, so that nobody is reminded
    of it. Those that lead to `link`, or to a part of that page."""
    rows = Notice.objects.filter(kind__in=list(kinds), read=None)
    return rows.filter(models.Q(link=link) | models.Q(link__startswith=f"{link}?")).update(read=at)


def unread(person: models.Model) -> int:
    return Notice.objects.filter(person_id=person.pk, read=None).count()


def read(*, person: models.Model, public_id: str, at: dt.datetime) -> Notice | None:
    """Mark one notice as read; returns it, None when it is not this person's."""
    row = Notice.objects.filter(person_id=person.pk, public_id=public_id).first()
    if row is not None and row.read is None:
        row.read = at
        row.save(update_fields=["read"])
    return row


def read_all(*, person: models.Model, at: dt.datetime) -> int:
    return Notice.objects.filter(person_id=person.pk, read=None).update(read=at)
