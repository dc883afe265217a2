"""Writing down what happened, in the same breath as the deed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models, transaction

from sapwood.activity.models import ChainHead, Event


def record(
    verb: str,
    *,
    by: models.Model | None,
    about: models.Model | None,
    at: dt.datetime,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Record one event in the running transaction.

    The title kept with it is the subject's `event_title` where it has one (empty for what is not open to
    all), else its name. Raises RuntimeError outside a transaction: an event without its deed is a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{verb}: record events inside the transaction of the deed.")
    ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update().get(pk=1)
    event = Event(
        actor_id=by.pk if by is not None else None,
        actor_name=str(by)[:160] if by is not None else "",
        verb=verb,
        subject_type=about._meta.label_lower if about is not None else "",
        subject_id=str(getattr(about, "public_id", about.pk)) if about is not None else "",
        subject_title=str(getattr(about, "event_title", about) if about is not None else "")[:300],
        data=dict(data or {}),
        at=at,
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.digest = event.digest
    head.save(update_fields=["digest"])
    return event


def history(about: models.Model, *, limit: int = 50) -> list[Event]:
    """What happened to one thing, newest first."""
    rows = Event.objects.filter(
        subject_type=about._meta.label_lower, subject_id=str(getattr(about, "public_id", about.pk))
    )
    return list(rows.order_by("-id")[:limit])


def verify_chain(*, using: str = DEFAULT_DB_ALIAS) -> int | None:
    """The id of the first event whose digest does not fit, None when the whole chain holds.

    When the newest ones were taken out, it is the id that follows the last one left.
    """
    previous, last = "0" * 64, 0
    for event in Event.objects.using(using).order_by("id").iterator(chunk_size=1000):
        if event.previous != previous or event.digest != digest_of(event):
            return event.pk
        previous, last = event.digest, event.pk
    head = ChainHead.objects.using(using).values_list("digest", flat=True).first()
    return None if head in (None, previous) else last + 1


def digest_of(event: Event) -> str:
    """SHA-256 over what the event says and the digest before it. The actor's row may go; the name stays."""
    said = [
        event.previous,
        event.verb,
        event.actor_name,
        event.subject_type,
        event.subject_id,
        event.subject_title,
        json.dumps(event.data, sort_keys=True, default=str),
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
    ]
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()
