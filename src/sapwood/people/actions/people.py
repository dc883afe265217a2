"""Who works here: added, changed, away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import days, locks, rules
from sapwood.people.actions.saving import save_over
from sapwood.people.models import Absence, Membership, Person, ReportingLine, Role, RoleGrant, Team

LONGEST_ABSENCE = 3 * 366  # days; a longer one is most often a slip of the year


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
    locks.take()
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
    since = starts or days.day_of(at, by)
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
    locks.take()
    if leaves is not None:
        _keep_an_administrator(person)
    _check_free(email, external_id, but=person)
    address_before = person.email
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
    if person.email != address_before:
        # The old address must not open the door any more.
        EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email or "").delete()
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
    if ends is not None and (ends - starts).days > LONGEST_ABSENCE:
        raise Refused(
            _("%(starts)s to %(ends)s is longer than three years.") % {"starts": starts, "ends": ends},
            _("Check the year, or leave the last day empty."),
        )
    row, _new = Absence.objects.get_or_create(person=person, starts=starts, ends=ends)
    events.record("people.absence_set", by=by, about=person, at=at)
    return row


@deed("people.remove_absence")
def remove_absence(*, by: Person, absence: Absence, at: dt.datetime) -> None:
    """Back again, or it was a mistake: what has been stays until yesterday, what was to come goes."""
    if not rules.may_set_absence(by, absence.person):
        raise Refused(_("You cannot change this absence."), _("The person can, and their manager can."))
    events.record("people.absence_removed", by=by, about=absence.person, at=at)
    yesterday = days.day_of(at, absence.person) - dt.timedelta(days=1)
    if absence.starts > yesterday:
        absence.delete()
    elif absence.ends is None or absence.ends > yesterday:
        absence.ends = yesterday
        absence.save(update_fields=["ends"])


def _check_free(email: str, external_id: str, *, but: Person | None = None) -> None:
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    for given, field, what in (
        (email.strip(), "email__iexact", _("address")),
        (external_id.strip(), "external_id", _("staff number")),
    ):
        taken: Any = others.filter(**{field: given}).first() if given else None
        if taken is not None:
            raise Refused(
                _("The %(what)s %(given)s belongs to %(name)s.") % {"what": what, "given": given, "name": taken},
                _("Give another one, or change that person first."),
            )


def _keep_an_administrator(person: Person) -> None:
    """Nobody locks the house from outside: somebody else who stays must hold the role."""
    held = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ends=None)
    others = held.exclude(person=person).filter(person__leaves=None, person__erased=None)
    if held.filter(person=person).exists() and not others.exists():
        raise Refused(
            _("%(name)s is the last administrator.") % {"name": person}, _("Make somebody else administrator first.")
        )
