"""Who is asked about each subject when a round begins: themself and their manager, the raters of the round before, and
for executives a member of the board in the manager's place and everybody below them as one group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.activity.deeds import Refused
from sapwood.feedback.models import NAMED, Guest, Invitation, Relation, Subject, Wave
from sapwood.people.models import Person, ReportingLine

MOST_POOLED = 20  # of those below one executive, the direct reports first


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without an account, by name and address."""

    name: str
    email: str


def first_invitations(
    wave: Wave, today: dt.date, *, board: Person | Outsider | None, pools_reports: bool, at: dt.datetime
) -> None:
    """Write them. `board` answers by name as manager of every subject; `pools_reports`: direct reports and theirs are
    asked, all as reports, so that none of few can be picked out."""
    subjects = {subject.person_id: subject for subject in wave.subjects.all()}
    found = _Found(wave)
    for own, subject in subjects.items():
        found.ask(subject, Relation.SELF, person=own)
    if board is None:
        lines = ReportingLine.objects.filter(person__in=subjects, is_primary=True, ends=None)
        for report, manager in lines.values_list("person_id", "manager_id"):
            found.ask(subjects[report], Relation.MANAGER, person=manager)
    else:
        person, guest = (None, _guest(board, wave, at)) if isinstance(board, Outsider) else (board.pk, None)
        for subject in subjects.values():
            if subject.person_id != person:
                found.ask(subject, Relation.MANAGER, person=person, guest=guest)
    if pools_reports:
        _pool(found, subjects, today)
    if wave.follows is not None:
        here = Q(guest__declined=None) & (Q(person=None) | Q(person__in=Person.objects.at_work(today)))
        before = Invitation.objects.filter(here, wave=wave.follows, subject__person__in=subjects)
        for row in before.exclude(relation__in=NAMED).select_related("subject"):
            assert row.subject is not None
            found.ask(subjects[row.subject.person_id], row.relation, person=row.person_id, guest=row.guest_id)
    Invitation.objects.bulk_create(found.rows.values())


class _Found:
    """Invitations so far: each rater once a subject, in the first relation they were named in."""

    def __init__(self, wave: Wave) -> None:
        self.wave = wave
        self.rows: dict[tuple[int, str, int], Invitation] = {}

    def ask(self, subject: Subject, relation: str, *, person: int | None = None, guest: int | None = None) -> None:
        who = ("guest", guest) if guest is not None else ("person", person or 0)
        row = Invitation(wave=self.wave, subject=subject, relation=relation, person_id=person, guest_id=guest)
        self.rows.setdefault((subject.pk, *who), row)


def _pool(found: _Found, subjects: dict[int, Subject], today: dt.date) -> None:
    direct = _reports_of(subjects, today)
    below = _reports_of({person for people in direct.values() for person in people}, today)
    for manager, people in direct.items():
        further = (one for person in people for one in below.get(person, ()))
        for person in [*people, *further][:MOST_POOLED]:
            found.ask(subjects[manager], Relation.REPORT, person=person)


def _reports_of(managers: Collection[int], today: dt.date) -> dict[int, list[int]]:
    """manager id -> ids of the direct reports at work, by name."""
    found: dict[int, list[int]] = {}
    lines = ReportingLine.objects.filter(
        manager__in=managers, is_primary=True, ends=None, person__in=Person.objects.at_work(today)
    )
    for manager, person in lines.order_by("person__name").values_list("manager_id", "person_id"):
        found.setdefault(manager, []).append(person)
    return found


def _guest(board: Outsider, wave: Wave, at: dt.datetime) -> int:
    guest, _created = Guest.objects.get_or_create(
        email=board.email.strip().lower(), defaults={"name": board.name.strip(), "by": wave.by, "at": at}
    )
    if guest.declined is not None:
        raise Refused(_("%(name)s does not want to be asked from here.") % {"name": guest}, _("Choose somebody else."))
    return guest.pk
