"""What of meetings is a person's alone: the notes they kept for themselves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from sapwood.meetings.models import PrivateNote
from sapwood.people import belongings
from sapwood.people.belongings import Belonging
from sapwood.people.models import Person, unlocked


def furnish() -> None:
    belongings.register("notes", Belonging(_("Private notes of meetings"), _files, _erase, order=50))


def _files(person: Person) -> Mapping[str, str]:
    rows = PrivateNote.objects.filter(by=person).select_related("key", "meeting").order_by("meeting__at", "id")
    found = [{"meeting": row.meeting.at.isoformat(), "note": text} for row, text in unlocked(rows) if text is not None]
    return {"private-notes.json": json.dumps(found, indent=1, ensure_ascii=False)} if found else {}


def _erase(person: Person, at: dt.datetime) -> None:
    PrivateNote.objects.filter(by=person).delete()
