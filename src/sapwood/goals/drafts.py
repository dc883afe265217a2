"""What somebody has written before it is saved: plain values that forms, files and the API hand to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from sapwood.people.models import Person, Priority, Value


@dataclass(frozen=True)
class KeyResultDraft:
    """One key result as written. `public_id` names the row it replaces; empty: a new one."""

    title: str
    public_id: str = ""
    external_id: str | None = None
    direction: str = "rise"
    indicator: str = "lagging"
    source: str = "manual"
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due: dt.date | None = None
    weight: Decimal = Decimal(1)
    updater: Person | None = None
    milestones: tuple[str, ...] = ()


@dataclass(frozen=True)
class ObjectiveDraft:
    """An objective as written, with all its key results in order."""

    title: str
    why: str = ""
    audience: str = ""
    nature: str = "hard"
    ambition: str = "aspirational"
    external_id: str | None = None
    key_results: tuple[KeyResultDraft, ...] = ()
    values: tuple[Value, ...] = field(default=())
    priorities: tuple[Priority, ...] = field(default=())
    asides: tuple[tuple[str, str], ...] = ()  # remarks put aside while writing: code, and the text it is about
