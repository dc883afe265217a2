"""Taking in a people file: kept as a draft while it is looked at, then applied as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.models import Event
from sapwood.files import people as people_file
from sapwood.files.people import PeopleFile, PersonRow
from sapwood.files.words import Unreadable
from sapwood.people import days, importing, locks, rules
from sapwood.people.actions.import_writing import Writer
from sapwood.people.actions.job_roles import follow_titles
from sapwood.people.importing import Known, KnownTeam, Plan, State
from sapwood.people.models import (
    Absence,
    ImportDraft,
    Membership,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
)

KEPT = dt.timedelta(days=1)


# ── reads ───────────────────────────────────────────────────────────────────


def state_for(by: Person, at: dt.datetime) -> State:
    """Who is here now, seen by the person who imports, on the day it is for them."""
    today = days.day_of(at, by)
    people = Person.objects.filter(erased=None)
    managers = dict(
        ReportingLine.objects.filter(ends=None, is_primary=True, manager__erased=None).values_list(
            "person_id", "manager_id"
        )
    )
    teams = dict(Membership.objects.filter(ends=None, is_primary=True).values_list("person_id", "team_id"))
    away: dict[int, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    for pk, starts, ends in Absence.objects.filter(Q(ends=None) | Q(ends__gte=today)).values_list(
        "person_id", "starts", "ends"
    ):
        away[pk].append((starts, ends))
    known = people.values_list(
        "pk", "external_id", "email", "name", "job_title", "share", "time_zone", "language", "starts", "leaves"
    )
    return State(
        people=tuple(
            Known(*row, managers.get(row[0]), teams.get(row[0]), tuple(away.get(row[0], ()))) for row in known
        ),
        teams=tuple(
            KnownTeam(pk, name, parent, retired is not None)
            for pk, name, parent, retired in Team.objects.values_list("pk", "name", "parent_id", "retired")
        ),
        administrators=frozenset(
            RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ends=None, person__erased=None).values_list(
                "person_id", flat=True
            )
        ),
        importer=by.pk,
        today=today,
        time_zone=by.time_zone,
        language=by.language,
    )


def plan_for(by: Person, file: PeopleFile, at: dt.datetime, *, missing_have_left: bool = False) -> Plan:
    """What the file would do now. Reads only."""
    return importing.plan(file, state_for(by, at), missing_have_left=missing_have_left)


def everybody(today: dt.date) -> list[PersonRow]:
    """Everybody at work as rows of a people file: what an import of it would leave as it is."""
    people = {one.pk: one for one in Person.objects.at_work(today)}
    managers = dict(ReportingLine.objects.filter(ends=None, is_primary=True).values_list("person_id", "manager_id"))
    teams = {
        pk: (name, above)
        for pk, name, above in Membership.objects.filter(ends=None, is_primary=True).values_list(
            "person_id", "team__name", "team__parent__name"
        )
    }
    away: dict[int, tuple[dt.date | None, dt.date | None]] = {}
    for pk, starts, ends in (
        Absence.objects.filter(Q(ends=None) | Q(ends__gte=today))
        .order_by("starts")
        .values_list("person_id", "starts", "ends")
    ):
        away.setdefault(pk, (starts, ends))
    rows = []
    for line, one in enumerate(people.values(), start=2):
        manager = people.get(managers.get(one.pk, 0))
        team, above = teams.get(one.pk, (None, None))
        first, last = away.get(one.pk, (None, None))
        rows.append(
            PersonRow(
                line, one.external_id, one.email, one.name,
                (manager.external_id or manager.email or manager.name) if manager else None,
                team, above, one.job_title or None, one.share, one.time_zone, one.language, one.starts, one.leaves, first, last,
            )
        )  # fmt: skip
    return rows


# ── drafts ──────────────────────────────────────────────────────────────────


@deed("people.keep_import")
def keep_draft(*, by: Person, filename: str, content: bytes, at: dt.datetime) -> ImportDraft:
    """Keep a file for its preview; an earlier one of the same person goes. Raises Unreadable or Refused.

    No event: nothing has happened to anybody yet.
    """
    _guard(by)
    people_file.read(content)
    ImportDraft.objects.filter(by=by).delete()
    return ImportDraft.objects.create(by=by, filename=filename[:200], content=content, at=at)


@deed("people.answer_import")
def answer_draft(*, by: Person, draft: ImportDraft, date_order: str, at: dt.datetime) -> ImportDraft:
    """Say how the file writes its days: dmy or mdy."""
    _guard(by)
    if date_order not in ("dmy", "mdy"):
        raise Refused(_("The order of day and month is not known."), _("Choose one of the two."))
    draft.date_order = date_order
    draft.save(update_fields=["date_order"])
    return draft


@deed("people.discard_import")
def discard_draft(*, by: Person, draft: ImportDraft, at: dt.datetime) -> None:
    """Throw the file away. Nothing was changed by it."""
    _guard(by)
    draft.delete()


def forget_drafts(at: dt.datetime) -> int:
    """Delete files that nobody applied within a day; returns how many."""
    count, _each = ImportDraft.objects.filter(at__lt=at - KEPT).delete()
    return count


# ── apply ───────────────────────────────────────────────────────────────────


@deed("people.apply_import")
def apply_draft(*, by: Person, draft: str, fingerprint: str, missing_have_left: bool = False, at: dt.datetime) -> Event:
    """Apply a kept file, if it would still do what was looked at (`fingerprint`), and delete it.

    Raises Refused when there are rejected rows or open questions, when somebody changed people in between,
    or when the file is gone.
    """
    _guard(by)
    locks.take()
    kept = ImportDraft.objects.filter(by=by, public_id=draft).first()
    if kept is None:
        raise Refused(
            _("This file was applied or thrown away already."), _("Give it again if it still has something new.")
        )
    try:
        file = people_file.read(bytes(kept.content), date_order=kept.date_order)
    except Unreadable as error:
        raise Refused(str(error)) from None
    looked_at = plan_for(by, file, at)
    if looked_at.fingerprint != fingerprint:
        raise Refused(
            _("People were changed since you looked at this preview."),
            _("Look at it again: this is what it would do now."),
        )
    event = _apply(by, file, kept.filename, missing_have_left, at, bytes(kept.content))
    kept.delete()
    return event


@deed("people.import")
def import_people(
    *, by: Person, file: PeopleFile, filename: str, missing_have_left: bool = False, at: dt.datetime
) -> Event:
    """Apply a people file as a whole. Raises Refused unless `by` is an administrator and every row can be taken.

    The same file a second time changes nothing; it is written down that it came.
    """
    _guard(by)
    return _apply(by, file, filename, missing_have_left, at, b"")


def _guard(by: Person) -> None:
    if not rules.may_import_people(by):
        raise Refused(_("People files are taken in by administrators."), _("Ask one; the People page says who it is."))


def _apply(
    by: Person, file: PeopleFile, filename: str, missing_have_left: bool, at: dt.datetime, content: bytes
) -> Event:
    locks.take()
    found = plan_for(by, file, at, missing_have_left=missing_have_left)
    if found.questions:
        raise Refused(_("It is open whether the day or the month comes first."), _("Say which, then apply the file."))
    if found.rejected:
        raise Refused(
            _("%(count)d rows cannot be taken, so nothing was changed.") % {"count": len(found.rejected)},
            _("Correct them in the file and give it again."),
        )
    writer = Writer(found, days.day_of(at, by))
    writer.write()
    follow_titles(writer.with_new_role(), writer.today)
    left = [one.name for one in found.missing if one.pk in found.leaving]
    made = [team.name for team in found.teams if team.pk is None]
    data = {
        "file": filename,
        "sha256": hashlib.sha256(content).hexdigest() if content else "",
        **found.counts,
        "left": len(left),
        "left_names": sorted(left)[:100],
        "teams_made": len(made),
        "team_names": sorted(made)[:100],
        "teams_moved": len(found.teams) - len(made),
    }
    return events.record("people.imported", by=by, about=None, at=at, data=data)
