"""Who answers to whom. Every change ends the old line and begins a new one, so that history stays."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import days, locks, rules
from sapwood.people.models import Person, ReportingLine


@deed("people.set_manager")
def set_manager(*, by: Person, person: Person, manager: Person | None, at: dt.datetime) -> ReportingLine | None:
    """Give somebody their (primary) manager, or none. Raises Refused, with the chain, when it would go in a circle.

    The lock is taken first, so that two people changing lines at once cannot close a circle between them.
    """
    if not rules.may_set_manager(by, person):
        raise Refused(
            _("You cannot choose the manager of %(name)s.") % {"name": person},
            _("An administrator can, and so can the manager above."),
        )
    locks.take()
    day = days.day_of(at, by)
    current = ReportingLine.objects.filter(person=person, ends=None, is_primary=True).first()
    if current is not None and manager is not None and current.manager_id == manager.pk:
        return current
    if manager is not None:
        _check_at_work(manager)
        _check_circle(person, manager)
        for further in ReportingLine.objects.filter(person=person, manager=manager, ends=None):
            _end(further, day)
    if current is not None:
        _end(current, day)
    row = None if manager is None else ReportingLine.objects.create(person=person, manager=manager, starts=day)
    data = {"manager": manager.public_id if manager else None}
    events.record("people.manager_set", by=by, about=person, at=at, data=data)
    return row


@deed("people.hand_over_reports")
def hand_over_reports(*, by: Person, leaver: Person, to: Person, at: dt.datetime) -> Person:
    """Give everybody who answers to `leaver` to another manager: all of them or nobody.

    A manager who is among them takes over the others, and goes on answering to `leaver` until that is changed.
    """
    if not rules.may_hand_over_reports(by, leaver):
        raise Refused(
            _("You cannot hand on who answers to %(name)s.") % {"name": leaver.name},
            _("An administrator can, and so can their manager."),
        )
    found = [line.person for line in leaver.report_lines.filter(ends=None, is_primary=True).select_related("person")]
    for person in found:
        if person.is_active and person.pk != to.pk:
            set_manager(by=by, person=person, manager=to, at=at)
    return to


@deed("people.add_further_manager")
def add_further_manager(*, by: Person, person: Person, manager: Person, at: dt.datetime) -> ReportingLine:
    """Somebody may answer to more than one person: a project, a country, a craft."""
    if not rules.may_set_manager(by, person):
        raise Refused(_("You cannot choose the managers of %(name)s.") % {"name": person}, _("An administrator can."))
    if manager.pk == person.pk:
        raise Refused(_("Nobody manages themselves."), _("Choose another person."))
    _check_at_work(manager)
    row, created = ReportingLine.objects.get_or_create(
        person=person, manager=manager, ends=None, defaults={"is_primary": False, "starts": days.day_of(at, by)}
    )
    if created:
        data = {"manager": manager.public_id}
        events.record("people.further_manager_added", by=by, about=person, at=at, data=data)
    return row


@deed("people.end_further_manager")
def end_further_manager(*, by: Person, line: ReportingLine, at: dt.datetime) -> ReportingLine:
    if line.is_primary or not rules.may_set_manager(by, line.person):
        raise Refused(_("This line is not yours to end."), _("An administrator can."))
    if line.ends is None:
        _end(line, days.day_of(at, by))
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


def _check_at_work(manager: Person) -> None:
    if not manager.is_active:
        raise Refused(_("%(name)s has left.") % {"name": manager.name}, _("Choose somebody who works here."))


def _end(line: ReportingLine, day: dt.date) -> None:
    line.ends = max(day, line.starts)
    line.save(update_fields=["ends"])
