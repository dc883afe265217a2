"""Keeping what was typed: drafts of forms on the server, one a person and form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from sapwood.activity.models import FormDraft

LARGEST = 200_000  # letters of all fields together; more than any of our forms can hold


def keep(*, person: models.Model, form: str, data: Mapping[str, Any], at: dt.datetime) -> FormDraft | None:
    """Keep the fields of a form as typed. Returns None, and keeps nothing, beyond the largest size."""
    plain = {name: value for name, value in data.items() if not name.startswith("csrf")}
    if sum(len(str(value)) for value in plain.values()) > LARGEST:
        return None
    row, _created = FormDraft.objects.update_or_create(person=person, form=form[:120], defaults={"data": plain, "at": at})
    return row


def kept(*, person: models.Model, form: str) -> FormDraft | None:
    return FormDraft.objects.filter(person=person, form=form[:120]).first()


def forget(*, person: models.Model, form: str) -> None:
    """Really delete a draft: it was sent, or its writer threw it away."""
    FormDraft.objects.filter(person=person, form=form[:120]).delete()
