"""What the clock starts for feedback: waves close on time, panels end, leftovers go."""

from __future__ import annotations

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Collection

from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock
from sapwood.activity.schedule import every
from sapwood.feedback import between, keeping
from sapwood.feedback.actions import closing, inviting, opening
from sapwood.feedback.models import Addressee, WaveStep

log = logging.getLogger("sapwood.feedback")


@every(name="feedback.close", minutes=5)
def close_waves(at: dt.datetime) -> int:
    """Close what is due, and finish what was left half done. Returns how many waves reached their end."""
    ended = 0
    failed: Exception | None = None
    for wave in closing.due(at):
        try:
            closing.close(wave, at)
            ended += 1
        except closing.Waiting as waiting:
            log.warning("%s", waiting)
        except Exception as error:  # the other waves do not wait for this one
            log.exception("%s could not be closed", wave.public_id)
            failed = error
    if failed is not None:
        raise failed
    return ended


@every(name="feedback.open", minutes=5)
def open_programmes(at: dt.datetime) -> int:
    """Open the pulses of programmes whose day has come. Returns how many."""
    return sum(opening.open_one(row, at) is not None for row in opening.due(at))


@every(name="feedback.invite", minutes=5)
def invite(at: dt.datetime) -> int:
    """Invitations and reminders of open waves, a portion at a time. Returns how many were queued."""
    return inviting.invite(at) + inviting.remind(at)


@every(name="feedback.end_panels", at_local="03:10")
def end_panels(at: dt.datetime) -> int:
    """What was kept for a follow-up that did not come within 15 months is destroyed."""
    return closing.end_old_panels(at)


@every(name="feedback.forget_drafts", at_local="03:20")
def forget_drafts(at: dt.datetime) -> int:
    """Named views that were begun and never sent go when their wave is over."""
    return keeping.forget_ended()


@every(name="feedback.compact", at_local="03:30")
def compact(at: dt.datetime) -> bool:
    """After a day on which a wave was published SQLite's file, or PostgreSQL's tables of sealed answers once more, are
    written anew, without gaps where rows were."""
    lately = WaveStep.objects.filter(stage__in=["published", "voided"], at__gt=at - dt.timedelta(days=1))
    if connection.in_atomic_block or not lately.exists():
        return False
    if connection.vendor != "sqlite":
        closing.scrub_storage()
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    return True


def asked_by_name(at: dt.datetime, done: Collection[int]) -> dict[int, asks.Ask]:
    """What colleagues ask by name and this morning's bundle reminds of. It says who asks; what about stays in Sapwood."""
    rows: dict[int, list[Addressee]] = defaultdict(list)
    day = clock.local(at, "UTC").date()  # a day earlier or later elsewhere: each is looked at again below
    for row in between.addressed(day - dt.timedelta(days=1)).select_related("person", "asking__by"):
        today = clock.local(at, row.person.time_zone).date()
        if row.person_id in done or not row.asking.is_open(today) or not between.is_reminded(row.asking, today):
            continue
        rows[row.person_id].append(row)
    return {person: _asked_by_name(found) for person, found in rows.items()}


def _asked_by_name(rows: list[Addressee]) -> asks.Ask:
    minutes = sum(between.terms(row.asking.kind).minutes for row in rows)
    with translation.override(rows[0].person.language):
        return asks.Ask(
            text=_("Colleagues ask you by name, about %(n)d min") % {"n": minutes},
            minutes=minutes,
            link=reverse("feedback:colleagues"),
            why=_("It came because they named you. Say no on its page, and it stops."),
            lines=tuple(
                _("%(name)s: %(kind)s") % {"name": row.asking.by, "kind": row.asking.get_kind_display().lower()}
                for row in rows
            ),
        )


asks.register(asked_by_name, order=30)
