"""Who answers to whom. Every change ends the old line and begins a new one, so that history stays."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.models import Organisation, Person, ReportingLine


@deed("people.set_manager")
def set_manager(*, by: Person, person: Person, manager: Person | None, at: dt.datetime) -> ReportingLine | None:
    """Give somebody their (primary) manager, or none. Raises Refused, with the chain, when it would go in a circle."""
    if not rules.may_set_manager(by, person):
        raise Refused(
            _("You cannot choose the manager of %(name)s.") % {"name": person},
            _("An administrator can, and so can the manager above."),
        )
    _take_turns()
    current = ReportingLine.objects.filter(person=person, ends=None, is_primary=True).first()
    if current is not None and manager is not None and current.manager_id == manager.pk:
        return current
    if manager is not None:
        _check_circle(person, manager)
        ReportingLine.objects.filter(person=person, manager=manager, ends=None).update(ends=at.date())
    if current is not None:
        current.ends = at.date()
        current.save(update_fields=["ends"])
    row = None if manager is None else ReportingLine.objects.create(person=person, manager=manager, starts=at.date())
    events.record("people.manager_set", by=by, about=person, at=at, data={"manager": str(manager or "")})
    return row


@deed("people.add_further_manager")
def add_further_manager(*, by: Person, person: Person, manager: Person, at: dt.datetime) -> ReportingLine:
    """Somebody may answer to more than one person: a project, a country, a craft."""
    if not rules.may_set_manager(by, person):
        raise Refused(_("You cannot choose the managers of %(name)s.") % {"name": person}, _("An administrator can."))
    if manager.pk == person.pk:
        raise Refused(_("Nobody manages themselves."), _("Choose another person."))
    row, created = ReportingLine.objects.get_or_create(
        person=person, manager=manager, ends=None, defaults={"is_primary": False, "starts": at.date()}
    )
    if created:
        events.record("people.further_manager_added", by=by, about=person, at=at, data={"manager": str(manager)})
    return row


@deed("people.end_further_manager")
def end_further_manager(*, by: Person, line: ReportingLine, at: dt.datetime) -> ReportingLine:
    if line.is_primary or not rules.may_set_manager(by, line.person):
        raise Refused(_("This line is not yours to end."), _("An administrator can."))
    if line.ends is None:
        line.ends = at.date()
        line.save(update_fields=["ends"])
        events.record("people.further_manager_ended", by=by, about=line.person, at=at)
    return line


def _check_circle(person: Person, manager: Person) -> None:
    above = dict(ReportingLine.objects.filter(ends=None, is_primary=True).values_list("person_id", "manager_id"))
    chain = [manager.pk]
    while chain[-1] != person.pk and (step := above.get(chain[-1])) is not None and step not in chain:
        chain.append(step)
    if chain[-1] == person.pk:
        names = dict(Person.objects.filter(pk__in=chain).values_list("pk", "name"))
        raise Refused(
            _("That would go in a circle: %(chain)s.")
            % {"chain": " → ".join([person.name, *(names[pk] for pk in chain)])},
            _("Change one of these lines first."),
        )


def _take_turns() -> None:
    """One change of the tree at a time, so that two together cannot close a circle."""
    list(Organisation.objects.select_for_update().filter(pk=1))
