"""What two people wrote down about a talk: locked in the database, opened for the pages of the two."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sapwood.growth.models import Mentoring, MentoringSession, TalkNotes
from sapwood.people import durable
from sapwood.people.models import DurableKey, unlocked


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk with its words; `is_lost` where the key that locked them is gone."""

    row: MentoringSession
    notes: str = ""
    next_step: str = ""
    is_lost: bool = False


def of(mentoring: Mentoring) -> list[Talk]:
    """The latest first; two queries, and each key is read once."""
    rows = list(mentoring.sessions.select_related("initiative__key_result__objective"))
    kept = TalkNotes.objects.filter(session__in=rows).select_related("key")
    opened = {row.session_id: words for row, words in unlocked(kept)}
    return [_talk(row, opened.get(row.pk, "")) for row in rows]


def read(session: MentoringSession) -> Talk:
    """One of them."""
    found = unlocked(TalkNotes.objects.filter(session=session).select_related("key"))
    return _talk(session, found[0][1] if found else "")


def keep(session: MentoringSession, *, notes: str, next_step: str, at: dt.datetime) -> None:
    """Lock the words; no words, no row."""
    row = TalkNotes.objects.filter(session=session).first() or TalkNotes(session=session)
    if not notes and not next_step:
        if row.pk is not None:
            row.delete()
        return
    row.key = _key_of(session.mentoring, at)
    row.lock(json.dumps({"notes": notes, "next_step": next_step}, ensure_ascii=False))
    row.save()


def _talk(row: MentoringSession, words: str | None) -> Talk:
    if words is None:
        return Talk(row, is_lost=True)
    return Talk(row, **json.loads(words)) if words else Talk(row)


def _key_of(mentoring: Mentoring, at: dt.datetime) -> DurableKey:
    """The key of this mentoring. Where it is lost a new one takes its place: what it locked opens again if it comes back."""
    keys = DurableKey.objects.filter(pk__in=TalkNotes.objects.filter(session__mentoring=mentoring).values("key"))
    for key in keys.filter(ended=None).order_by("-pk"):
        try:
            durable.store().read(key.name)
            return key
        except durable.KeyLost:
            continue
    assert mentoring.learner is not None  # who has left writes nothing, and what was written went with them
    return DurableKey.fresh(mentoring.learner, at, is_own=False)
