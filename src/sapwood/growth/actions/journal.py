"""Deeds in one's journal. None of them leaves an event, and none is sent with a key of `@deed`: its digest would let
somebody who guesses a text see that they are right. A form that is sent twice brings the entry's own id."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.activity.deeds import Conflict, Refused, deed
from sapwood.goals.models import Objective
from sapwood.growth import rules
from sapwood.growth.journal import LONGEST, Words
from sapwood.growth.models import EntrySharing, JournalEntry, SharedCopy
from sapwood.people.identity import PUBLIC_ID_LENGTH, public_id
from sapwood.people.models import DurableKey, Person, Team

KIND = "journal"
ID = re.compile(rf"[A-Za-z0-9_-]{{8,{PUBLIC_ID_LENGTH}}}")


@deed("growth.write_entry")
def write_entry(
    *,
    by: Person,
    text: str,
    day: dt.date,
    at: dt.datetime,
    asked: str = "",
    objective: Objective | None = None,
    entry_id: str = "",
) -> JournalEntry:
    """Write something down. Sent again with the same `entry_id` it is the same entry, with the newer words."""
    words = _checked(text, asked)
    row = JournalEntry.objects.filter(person=by, public_id=entry_id).first() if ID.fullmatch(entry_id) else None
    if row is None:
        taken = not ID.fullmatch(entry_id) or JournalEntry.objects.filter(public_id=entry_id).exists()
        row = JournalEntry(person=by, public_id=public_id() if taken else entry_id, created=at)
    else:
        row.version += 1
    row.key, row.objective, row.day, row.changed = DurableKey.of(by, at), objective, day, at
    row.lock(words.packed())
    row.save()
    return row


@deed("growth.edit_entry")
def edit_entry(
    *, by: Person, entry: JournalEntry, text: str, day: dt.date, version: int, at: dt.datetime, objective: Objective | None = None
) -> JournalEntry:  # fmt: skip
    """Change an entry. Raises Conflict when it was changed since `version`, from another window. What others read of it
    stays as it was shown, until its author shows it anew."""
    _own(by, entry)
    now = JournalEntry.objects.select_related("key").get(pk=entry.pk)
    before = Words.unpacked(now.unlock())
    words = _checked(text, before.asked)
    if now.version != version:
        raise Conflict(current={"text": before.text}, given={"text": text})
    now.key = DurableKey.of(by, at)
    now.lock(words.packed())
    changed = JournalEntry.objects.filter(pk=now.pk, version=version).update(
        key=now.key, sealed=now.sealed, objective=objective, day=day, changed=at, version=F("version") + 1
    )
    if not changed:
        raise Conflict(current={"text": before.text}, given={"text": text})
    now.refresh_from_db()
    return now


@deed("growth.delete_entry")
def delete_entry(*, by: Person, entry: JournalEntry, at: dt.datetime) -> None:
    """Really delete it, with whatever others read of it. It cannot be brought back."""
    _own(by, entry)
    _take_copy_away(entry, at)
    entry.delete()


@deed("growth.delete_journal")
def delete_journal(*, by: Person, at: dt.datetime) -> None:
    """Really delete all of it."""
    for entry in JournalEntry.objects.filter(person=by):
        _take_copy_away(entry, at)
    JournalEntry.objects.filter(person=by).delete()


@deed("growth.share_entry")
def share_entry(
    *, by: Person, entry: JournalEntry, at: dt.datetime, person: Person | None = None, team: Team | None = None
) -> EntrySharing:
    """Show it to one person, or to whoever is in a team. They read it as it stands now."""
    _own(by, entry)
    if (person is None) == (team is None):
        raise Refused(_("Nobody was named."), _("Name one person, or a team."))
    if person is not None and (person.pk == by.pk or not person.is_active):
        raise Refused(_("You read it anyway, and whoever has left does not."), _("Name a colleague."))
    if team is not None and team.pk not in by.team_ids:
        raise Refused(_("You are not in %(team)s.") % {"team": team}, _("Show it to a team of yours, or to a person."))
    if not SharedCopy.objects.filter(entry=entry).exists():
        _copy(entry, at)
    row, created = EntrySharing.objects.get_or_create(
        entry=entry, person=person, team=team, revoked=None, defaults={"at": at}
    )
    if created:
        members = Person.objects.at_work(at.date()).filter(memberships__team=team, memberships__ends=None)
        notices.tell(
            [person] if person is not None else list(members.distinct()),
            kind=KIND,
            text=_("%(name)s shows you an entry of their journal") % {"name": by},
            link=address(entry),
            why=_("They chose you.") if person is not None else _("They chose %(team)s.") % {"team": team},
            at=at,
            but=by,
        )
    return row


@deed("growth.show_entry_anew")
def show_entry_anew(*, by: Person, entry: JournalEntry, at: dt.datetime) -> SharedCopy:
    """Let those to whom it is shown read it as it stands now."""
    _own(by, entry)
    if not entry.sharings.filter(revoked=None).exists():
        raise Refused(_("It is shown to nobody."), _("Show it first."))
    _take_copy_away(entry, at)
    return _copy(entry, at)


@deed("growth.unshare_entry")
def unshare_entry(*, by: Person, sharing: EntrySharing, at: dt.datetime) -> EntrySharing:
    """Take it back: from now on they find nothing. After the last one the copy is destroyed, with its key."""
    _own(by, sharing.entry)
    if sharing.revoke(at) and not sharing.entry.sharings.filter(revoked=None).exists():
        _take_copy_away(sharing.entry, at)
        notices.settle(kinds=[KIND], link=address(sharing.entry), at=at)
    return sharing


def address(entry: JournalEntry) -> str:
    return reverse("growth:entry", args=[entry.public_id])


def _checked(text: str, asked: str) -> Words:
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not text:
        raise Refused(_("Nothing was written yet."), _("A sentence is enough."))
    if len(text) > LONGEST:
        raise Refused(
            _("This has %(n)d letters; an entry holds %(most)d.") % {"n": len(text), "most": LONGEST},
            _("Make two entries of it."),
        )
    return Words(text, asked[:300])


def _own(by: Person, entry: JournalEntry) -> None:
    if not rules.may_write_entry(by, entry):
        raise Refused(_("This entry is not yours."), _("Nothing was changed."))


def _copy(entry: JournalEntry, at: dt.datetime) -> SharedCopy:
    now = JournalEntry.objects.select_related("key").get(pk=entry.pk)
    row = SharedCopy(entry=now, version=now.version, at=at, key=DurableKey.fresh(now.person, at, is_own=False))
    row.lock(now.unlock())
    row.save()
    return row


def _take_copy_away(entry: JournalEntry, at: dt.datetime) -> None:
    for row in SharedCopy.objects.filter(entry=entry).select_related("key"):
        row.delete()
        row.key.end(at)
