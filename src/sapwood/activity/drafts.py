"""Keeping what was typed: drafts of forms on the server, one a person and form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import QueryDict

from sapwood.activity.models import FormDraft

LARGEST = 200_000  # letters of all fields together; more than any of our forms can hold


def keep(*, person: models.Model, form: str, data: Mapping[str, Any], at: dt.datetime) -> FormDraft | None:
    """Keep the fields of a form as typed. Returns None, and keeps nothing, beyond the largest size."""
    if isinstance(data, QueryDict):  # a field that was sent several times is kept as a list
        data = {name: values if len(values) > 1 else values[0] for name, values in data.lists() if values}
    plain = {name: _storable(value) for name, value in data.items() if not name.startswith("csrf")}
    if sum(len(str(value)) for value in plain.values()) > LARGEST:
        return None
    row, _created = FormDraft.objects.update_or_create(
        person_id=person.pk, form=form[:120], defaults={"data": plain, "at": at}
    )
    return row


def _storable(value: Any) -> Any:
    """Without null characters, which PostgreSQL stores nowhere."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.replace("\x00", "") if isinstance(value, str) else value


def kept(*, person: models.Model, form: str) -> FormDraft | None:
    return FormDraft.objects.filter(person_id=person.pk, form=form[:120]).first()


def as_sent(row: FormDraft) -> QueryDict:
    """What was kept in the shape in which a form is sent, so that a form can be filled from it."""
    sent = QueryDict(mutable=True)
    for name, value in row.data.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def forget(*, person: models.Model, form: str) -> None:
    """Really delete a draft: it was sent, or its writer threw it away."""
    FormDraft.objects.filter(person_id=person.pk, form=form[:120]).delete()
