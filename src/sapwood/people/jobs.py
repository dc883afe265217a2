"""What the clock does in the people room."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.schedule import every
from sapwood.people.actions.importing import forget_drafts


@every(name="people.forget_import_drafts", minutes=60)
def forget_import_drafts(at: dt.datetime) -> int:
    """A people file that nobody applied is deleted after a day."""
    return forget_drafts(at)
