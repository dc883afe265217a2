"""What somebody may do beyond their own work: granted by name, kept with who and when."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import locks, rules
from sapwood.people.models import Person, Role, RoleGrant


@deed("people.grant_role")
def grant_role(*, by: Person, person: Person, role: str, at: dt.datetime) -> RoleGrant:
    _guard(by)
    if role not in Role.values:
        raise Refused(
            _("There is no role “%(role)s”.") % {"role": role},
            _("Choose one of: %(roles)s.") % {"roles": ", ".join(str(label) for label in Role.labels)},
        )
    locks.take()
    if not person.is_active:
        raise Refused(_("%(name)s has left.") % {"name": person.name}, _("Choose somebody who works here."))
    if person.kind == Person.Kind.SERVICE:
        raise Refused(_("A service holds no role."), _("Roles are for people; a service reads what any colleague may."))
    row, created = RoleGrant.objects.get_or_create(
        person=person, role=role, ends=None, defaults={"granted_by": by, "starts": at}
    )
    if created:
        events.record("people.role_granted", by=by, about=person, at=at, data={"role": role})
    return row


@deed("people.end_role")
def end_role(*, by: Person, grant: RoleGrant, at: dt.datetime) -> RoleGrant:
    """End a grant. Raises Refused for the last administrator."""
    _guard(by)
    locks.take()
    grant.refresh_from_db()
    if grant.ends is None:
        others = RoleGrant.objects.filter(role=grant.role, ends=None, person__leaves=None, person__erased=None)
        if grant.role == Role.ADMINISTRATOR and not others.exclude(person_id=grant.person_id).exists():
            raise Refused(
                _("%(name)s is the last administrator.") % {"name": grant.person},
                _("Make somebody else administrator first."),
            )
        grant.ends, grant.ended_by = at, by
        grant.save(update_fields=["ends", "ended_by"])
        events.record("people.role_ended", by=by, about=grant.person, at=at, data={"role": grant.role})
    return grant


def _guard(by: Person) -> None:
    if not rules.may_grant_roles(by):
        raise Refused(_("Roles are given by an administrator."), _("The People page says who that is."))
