"""Reads of journals. One's own is opened with one's own key; what others show comes from their copies alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from sapwood.goals import queries as goals
from sapwood.goals.models import Objective
from sapwood.growth.journal import Page, Words
from sapwood.growth.journal.prompts import Prompt, offered
from sapwood.growth.models import EntrySharing, JournalEntry, SharedCopy
from sapwood.people.models import Person, unlocked

CLOSE = 0.15  # of a cycle: its end is near
WITH_OTHERS = ("entry__person", "entry__objective", "key")


@dataclass(frozen=True, slots=True)
class Entry:
    """One's own entry with its words; None when its key is not on this machine."""

    row: JournalEntry
    words: Words | None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody else shows: the copy, with its words."""

    copy: SharedCopy
    words: Words

    @property
    def row(self) -> JournalEntry:
        return self.copy.entry


def entries_of(person: Person, *, sought: str = "", objective: Objective | None = None) -> list[Entry]:
    """One's own entries, the newest first; with the words sought in them. Two queries and one key."""
    rows = JournalEntry.objects.filter(person=person).select_related("key", "objective")
    if objective is not None:
        rows = rows.filter(objective=objective)
    shown = set(
        EntrySharing.objects.filter(entry__person=person, revoked=None).values_list("entry_id", flat=True).distinct()
    )
    found = [
        Entry(row, None if text is None else Words.unpacked(text), row.pk in shown) for row, text in unlocked(rows)
    ]
    return [one for one in found if not sought.strip() or (one.words is not None and one.words.holds(sought))]


def newest_of(person: Person, count: int) -> list[Entry]:
    """The newest entries, without opening the others."""
    rows = JournalEntry.objects.filter(person=person).select_related("key")[:count]
    return [Entry(row, None if text is None else Words.unpacked(text)) for row, text in unlocked(rows)]


def entry_with_words(row: JournalEntry) -> Entry:
    ((_row, text),) = unlocked([row])
    is_shown = row.sharings.filter(revoked=None).exists()
    return Entry(row, None if text is None else Words.unpacked(text), is_shown)


def shown_to(reader: Person, *, objective: Objective | None = None) -> list[Shown]:
    """What others show this person, the newest first."""
    rows = SharedCopy.objects.shown_to(reader).select_related(*WITH_OTHERS)
    if objective is not None:
        rows = rows.filter(entry__objective=objective)
    return _opened(rows)


def copy_for(reader: Person, row: JournalEntry) -> Shown | None:
    """The copy of one entry, if it is shown to this person."""
    found = _opened(SharedCopy.objects.shown_to(reader).filter(entry=row).select_related(*WITH_OTHERS))
    return found[0] if found else None


def _opened(rows: Iterable[SharedCopy]) -> list[Shown]:
    return [Shown(row, Words.unpacked(text)) for row, text in unlocked(rows) if text is not None]


def goals_to_write_about(person: Person) -> QuerySet[Objective]:
    """One's own goals that are not over, then those of one's teams."""
    visible = Objective.objects.visible_to(person).open()
    return visible.filter(Q(owner_person=person) | Q(owner_team__in=person.team_ids)).order_by("owner_team", "id")


def pages_of(person: Person) -> list[Page]:
    """All of it, to take along. What cannot be opened is left out."""
    sharings = EntrySharing.objects.filter(entry__person=person, revoked=None).select_related("person", "team")
    names: dict[int, list[str]] = {}
    for one in sharings:
        names.setdefault(one.entry_id, []).append(str(one.person or one.team))
    found = entries_of(person)
    visible = goals.seen(person, [one.row.objective for one in found if one.row.objective is not None])
    return [
        Page(
            one.row.day,
            one.words,
            one.row.objective.title if one.row.objective is not None and one.row.objective_id in visible else "",
            tuple(names.get(one.row.pk, ())),
        )
        for one in found
        if one.words is not None
    ]


def prompts_for(objective: Objective | None, today: dt.date) -> list[Prompt]:
    """Questions that fit a goal as it stands, other ones each week."""
    return offered(frozenset() if objective is None else _fits(objective, today), week=today.isocalendar().week)


def _fits(objective: Objective, today: dt.date) -> frozenset[str]:
    found = set()
    if objective.nature == Objective.Nature.SOFT:
        found.add("soft")
    if objective.layer == Objective.Layer.PERSONAL:
        found.add("personal")
    status = goals.status_of(objective, today) if objective.stage == Objective.Stage.ACTIVE else ""
    if status in {"at_risk", "off_track"}:
        found.add("behind")
    if status in {"on_track", "done"}:
        found.add("ahead")
    if objective.cycle is not None and objective.cycle.elapsed(today) > 1 - CLOSE:
        found.add("ending")
    return frozenset(found)
