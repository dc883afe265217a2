"""Who works here: added, changed, away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Absence, Membership, Person, ReportingLine, Role, RoleGrant, Team


@deed("people.create_person")
def create_person(
    *,
    by: Person,
    name: str,
    email: str = "",
    external_id: str = "",
    job_title: str = "",
    team: Team | None = None,
    manager: Person | None = None,
    starts: dt.date | None = None,
    share: Decimal = Decimal(1),
    time_zone: str = "UTC",
    at: dt.datetime,
) -> Person:
    """Add somebody, in a team and under a manager. They cannot sign in until they are invited."""
    if not rules.may_create_person(by):
        raise Refused(_("People are added by an administrator."), _("The People page says who that is."))
    if not name.strip():
        raise Refused(_("The person needs a name."), _("First and last name, as people here say it."))
    _check_free(email, external_id)
    person = Person(
        name=name.strip(),
        email=email.strip().lower() or None,
        external_id=external_id.strip() or None,
        job_title=job_title.strip(),
        starts=starts,
        share=share,
        time_zone=time_zone,
    )
    person.set_unusable_password()
    person.save()
    since = starts or at.date()
    if team is not None:
        Membership.objects.create(person=person, team=team, starts=since)
    if manager is not None:
        ReportingLine.objects.create(person=person, manager=manager, starts=since)
    events.record("people.created", by=by, about=person, at=at)
    return person


@deed("people.edit_person")
def edit_person(
    *,
    by: Person,
    person: Person,
    version: int,
    name: str,
    email: str = "",
    external_id: str = "",
    job_title: str = "",
    starts: dt.date | None = None,
    leaves: dt.date | None = None,
    share: Decimal = Decimal(1),
    time_zone: str = "UTC",
    at: dt.datetime,
) -> Person:
    """Change what the directory says. Raises Conflict when somebody else saved since `version`."""
    if not rules.may_edit_person(by, person):
        raise Refused(_("The directory is kept by administrators."), _("Tell one of them what is wrong."))
    if not name.strip():
        raise Refused(_("The person needs a name."), _("First and last name, as people here say it."))
    if starts and leaves and leaves < starts:
        raise Refused(
            _("The last day (%(leaves)s) comes before the first (%(starts)s).") % {"leaves": leaves, "starts": starts},
            _("Change one of the two."),
        )
    if leaves is not None and leaves < at.date():
        _keep_an_administrator(person)
    _check_free(email, external_id, but=person)
    save_over(
        person,
        version,
        name=name.strip(),
        email=email.strip().lower() or None,
        external_id=external_id.strip() or None,
        job_title=job_title.strip(),
        starts=starts,
        leaves=leaves,
        share=share,
        time_zone=time_zone,
    )
    events.record("people.edited", by=by, about=person, at=at)
    return person


@deed("people.edit_own_profile")
def edit_own_profile(
    *, by: Person, person: Person, version: int, time_zone: str, language: str, theme: str, at: dt.datetime
) -> Person:
    """Change one's own time zone, language and theme."""
    if not rules.may_edit_own_profile(by, person):
        raise Refused(_("Everybody keeps their own profile."), _("Ask the person."))
    save_over(person, version, time_zone=time_zone, language=language, theme=theme)
    events.record("people.profile_edited", by=by, about=person, at=at)
    return person


@deed("people.set_absence")
def set_absence(
    *, by: Person, person: Person, starts: dt.date, ends: dt.date | None = None, at: dt.datetime
) -> Absence:
    """Say that somebody is away. No reason is asked or kept; nothing is due while they are."""
    if not rules.may_set_absence(by, person):
        raise Refused(
            _("You cannot say when %(name)s is away.") % {"name": person}, _("They can, and their manager can.")
        )
    if ends is not None and ends < starts:
        raise Refused(
            _("The last day away (%(ends)s) comes before the first (%(starts)s).") % {"ends": ends, "starts": starts},
            _("Change one of the two, or leave the last day empty."),
        )
    row = Absence.objects.create(person=person, starts=starts, ends=ends)
    events.record("people.absence_set", by=by, about=person, at=at)
    return row


@deed("people.remove_absence")
def remove_absence(*, by: Person, absence: Absence, at: dt.datetime) -> None:
    """Take an absence back: it was a mistake, or it ended early."""
    if not rules.may_set_absence(by, absence.person):
        raise Refused(_("You cannot change this absence."), _("The person can, and their manager can."))
    events.record("people.absence_removed", by=by, about=absence.person, at=at)
    absence.delete()


def _check_free(email: str, external_id: str, *, but: Person | None = None) -> None:
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    for given, field, what in ((email.strip(), "email__iexact", _("address")), (external_id.strip(), "external_id", _("staff number"))):
        taken: Any = others.filter(**{field: given}).first() if given else None
        if taken is not None:
            raise Refused(
                _("The %(what)s %(given)s belongs to %(name)s.") % {"what": what, "given": given, "name": taken},
                _("Give another one, or change that person first."),
            )


def _keep_an_administrator(person: Person) -> None:
    """Nobody locks the house from outside."""
    others = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ends=None).exclude(person=person).select_related("person")
    if person.has_role(Role.ADMINISTRATOR) and not any(row.person.is_active for row in others):
        raise Refused(
            _("%(name)s is the last administrator.") % {"name": person}, _("Make somebody else administrator first.")
        )
