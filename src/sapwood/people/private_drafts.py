"""Drafts of what is private: like `activity.drafts`, but locked with the writer's own key before it is stored."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from sapwood.activity.drafts import LARGEST
from sapwood.people.durable import KeyLost
from sapwood.people.models import DurableKey, Person, SealedDraft

PREFIX = "private-"  # the name of a form that is kept here begins so


def is_private(form: str) -> bool:
    return form.startswith(PREFIX)


def keep(*, person: Person, form: str, data: Mapping[str, str], at: dt.datetime) -> SealedDraft | None:
    """Keep the fields of a form as typed. Returns None, and keeps nothing, beyond the largest size."""
    plain = {name: str(value).replace("\x00", "") for name, value in data.items() if not name.startswith("csrf")}
    if sum(len(value) for value in plain.values()) > LARGEST:
        return None
    row = SealedDraft.objects.filter(person=person, form=form[:120]).first() or SealedDraft(
        person=person, form=form[:120]
    )
    row.key, row.at = DurableKey.of(person, at), at
    row.lock(json.dumps(plain))
    row.save()
    return row


def kept(*, person: Person, form: str) -> dict[str, str]:
    """What was typed, empty when nothing is kept or its key is gone."""
    row = SealedDraft.objects.select_related("key").filter(person=person, form=form[:120]).first()
    if row is None:
        return {}
    try:
        found: dict[str, str] = json.loads(row.unlock())
    except KeyLost:
        return {}
    return found


def forget(*, person: Person, form: str) -> None:
    """Really delete a draft: it was kept for good, or its writer threw it away."""
    SealedDraft.objects.filter(person=person, form=form[:120]).delete()
