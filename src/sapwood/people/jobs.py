"""What the clock does in the people room."""

from __future__ import annotations

import datetime as dt

from sapwood.activity.schedule import every
from sapwood.people.actions.importing import forget_drafts
from sapwood.people.models import destroy_ended


@every(name="people.forget_import_drafts", minutes=60)
def forget_import_drafts(at: dt.datetime) -> int:
    """A people file that nobody applied is deleted after a day."""
    return forget_drafts(at)


@every(name="people.destroy_ended_keys", minutes=60)
def destroy_ended_keys(at: dt.datetime) -> int:
    """A key whose words were deleted, and that was left over when the server fell in between."""
    return destroy_ended(at)
