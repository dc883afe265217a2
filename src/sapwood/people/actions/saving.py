"""Saving under an optimistic lock."""

from __future__ import annotations

from typing import Any

from django.db import models

from sapwood.activity.deeds import Conflict


def save_over(row: models.Model, version: int, **fields: Any) -> None:
    """Write the fields over `row` if it still is at `version`. Raises Conflict with both texts when it is not."""
    manager = row.__class__._default_manager  # not type(): request.user is a lazy stand-in
    changed = manager.filter(pk=row.pk, version=version).update(version=version + 1, **fields)
    row.refresh_from_db()
    if not changed:
        raise Conflict(current={name: getattr(row, name) for name in fields}, given=fields)
