"""Job roles: written, changed, retired, given to people; and which competencies build on which."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.actions.saving import save_over
from sapwood.people.models import (
    MOST_EXPECTED,
    Competency,
    Expectation,
    Foundation,
    JobAssignment,
    JobRole,
    Person,
)
from sapwood.people.models.behaviour import LEVELS

IN_PARTS = 500
Expected = Mapping[Competency, int]


@deed("people.write_job_role")
def write_job_role(
    *,
    by: Person,
    name: str,
    text: str = "",
    track: str = "",
    expected: Expected,
    next_roles: Collection[JobRole] = (),
    at: dt.datetime,
) -> JobRole:
    """Write a role with the levels it expects and the roles it can lead to."""
    _guard(by)
    _check(name, expected)
    row = JobRole.objects.create(
        name=name.strip(), text=text.strip(), track=track.strip(), position=JobRole.objects.count()
    )
    _expect(row, expected)
    _lead_to(row, next_roles)
    events.record("people.job_role_written", by=by, about=row, at=at)
    return row


@deed("people.change_job_role")
def change_job_role(
    *,
    by: Person,
    role: JobRole,
    version: int,
    name: str,
    text: str = "",
    track: str = "",
    expected: Expected,
    next_roles: Collection[JobRole] = (),
    at: dt.datetime,
) -> JobRole:
    """Change what it says and expects. Raises Conflict when somebody saved since `version`."""
    _guard(by)
    _check(name, expected, but=role)
    save_over(role, version, name=name.strip(), text=text.strip(), track=track.strip())
    role.expectations.all().delete()
    _expect(role, expected)
    _lead_to(role, next_roles)
    events.record("people.job_role_changed", by=by, about=role, at=at)
    return role


@deed("people.retire_job_role")
def retire_job_role(*, by: Person, role: JobRole, at: dt.datetime) -> JobRole:
    """Nobody gets it any more. Who has it is asked to be given another first."""
    _guard(by)
    holders = role.assignments.filter(ends=None).count()
    if holders:
        raise Refused(
            _("%(n)d people have this role.") % {"n": holders}, _("Give them another role, or end theirs, first.")
        )
    if role.retired is None:
        role.retired = at.date()
        role.version += 1
        role.save(update_fields=["retired", "version"])
        events.record("people.job_role_retired", by=by, about=role, at=at)
    return role


@deed("people.assign_job_role")
def assign_job_role(*, by: Person, role: JobRole, person: Person, at: dt.datetime) -> JobAssignment:
    """Give somebody this role from today; the one they had ends and is kept."""
    _guard(by)
    if role.retired is not None:
        raise Refused(_("“%(role)s” is given to nobody any more.") % {"role": role}, _("Choose a role that holds."))
    return give_role(person, role, by=by, at=at)


@deed("people.assign_job_role_by_title")
def assign_job_role_by_title(*, by: Person, role: JobRole, at: dt.datetime) -> JobRole:
    """Give it to everybody whose role in the people file is called the same and who has none yet."""
    _guard(by)
    if role.retired is not None:
        raise Refused(_("“%(role)s” is given to nobody any more.") % {"role": role}, _("Choose a role that holds."))
    for person in titled(role, at.date()):
        give_role(person, role, by=by, at=at)
    return role


@deed("people.end_job_assignment")
def end_job_assignment(*, by: Person, assignment: JobAssignment, at: dt.datetime) -> JobAssignment:
    _guard(by)
    if assignment.ends is None:
        _end(assignment, at.date())
        events.record("people.job_role_ended", by=by, about=assignment.person, at=at)
    return assignment


@deed("people.build_on")
def build_on(*, by: Person, competency: Competency, on: Collection[Competency], at: dt.datetime) -> Competency:
    """Say which competencies this one builds on, instead of those said before. A circle is refused."""
    _guard(by)
    circle = _circle(competency, on)
    if circle:
        raise Refused(
            _("That would close a circle: %(chain)s.") % {"chain": " → ".join(one.name for one in circle)},
            _("Leave one of these out."),
        )
    competency.foundations.all().delete()
    Foundation.objects.bulk_create([Foundation(competency=competency, on=one) for one in on])
    events.record("people.competency_built_on", by=by, about=competency, at=at)
    return competency


def titled(role: JobRole, today: dt.date) -> list[Person]:
    """People at work whose role in words is called like this one, and who have no job role yet."""
    having = JobAssignment.objects.filter(ends=None).values("person")
    return list(Person.objects.at_work(today).filter(job_title__iexact=role.name).exclude(pk__in=having))


def follow_titles(people: Sequence[int], day: dt.date) -> None:
    """Inside an import: of those whose role in words changed, whoever is called like a job role now has it; what they had
    ends. The import is the event of it."""
    roles = {role.name.casefold(): role.pk for role in JobRole.objects.filter(retired=None)}
    if not roles:
        return
    now: dict[int, int] = {}
    for start in range(0, len(people), IN_PARTS):
        rows = Person.objects.filter(pk__in=people[start : start + IN_PARTS]).values_list("pk", "job_title")
        now |= {pk: roles[title.casefold()] for pk, title in rows if title.casefold() in roles}
    having = dict(JobAssignment.objects.filter(ends=None).values_list("person", "role"))
    fresh = {pk: role for pk, role in now.items() if having.get(pk) != role}
    for pk in fresh.keys() & having.keys():
        JobAssignment.objects.filter(person=pk, ends=None).update(ends=Greatest(F("starts"), Value(day)))
    JobAssignment.objects.bulk_create(
        [JobAssignment(person_id=pk, role_id=role, starts=day) for pk, role in fresh.items()]
    )


def give_role(person: Person, role: JobRole, *, by: Person | None, at: dt.datetime) -> JobAssignment:
    """Inside another deed: end what they have, begin this one."""
    now = person.job_assignments.filter(ends=None).first()
    if now is not None and now.role_id == role.pk:
        return now
    if now is not None:
        _end(now, at.date())
    row = JobAssignment.objects.create(person=person, role=role, starts=at.date())
    events.record("people.job_role_assigned", by=by, about=person, at=at)
    return row


def _end(row: JobAssignment, day: dt.date) -> None:
    row.ends = max(day, row.starts)
    row.save(update_fields=["ends"])


def _expect(role: JobRole, expected: Expected) -> None:
    Expectation.objects.bulk_create(
        [Expectation(role=role, competency=competency, level=level) for competency, level in expected.items()]
    )


def _lead_to(role: JobRole, next_roles: Collection[JobRole]) -> None:
    role.next_roles.set([one for one in next_roles if one.pk != role.pk])


def _guard(by: Person) -> None:
    if not rules.may_run_organisation(by):
        raise Refused(
            _("Ladders are kept by the OKR owner or an administrator."), _("The People page says who that is.")
        )


def _check(name: str, expected: Expected, *, but: JobRole | None = None) -> None:
    if not name.strip():
        raise Refused(_("The role has no name."), _("Give the name people use for it."))
    same = JobRole.objects.filter(name__iexact=name.strip(), retired=None)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("“%(name)s” is there already.") % {"name": name.strip()}, _("Change that one instead."))
    if len(expected) > MOST_EXPECTED:
        raise Refused(
            _("%(n)d competencies were given; a role expects at most %(most)d.")
            % {"n": len(expected), "most": MOST_EXPECTED},
            _("Keep those without which the work would not get done. A list that nobody remembers guides nobody."),
        )
    if any(not 1 <= level <= LEVELS for level in expected.values()):
        raise Refused(_("A level is from 1 to 5."), _("Choose one of the five."))


def _circle(competency: Competency, on: Collection[Competency]) -> list[Competency]:
    """The chain from `competency` back to itself that these foundations would close, or nothing."""
    below: dict[int, list[Competency]] = {}
    for row in Foundation.objects.exclude(competency=competency).select_related("on"):
        below.setdefault(row.competency_id, []).append(row.on)
    todo = [[competency, one] for one in on]
    seen: set[int] = set()
    while todo:
        chain = todo.pop()
        if chain[-1].pk == competency.pk:
            return chain
        if chain[-1].pk not in seen:
            seen.add(chain[-1].pk)
            todo += [[*chain, one] for one in below.get(chain[-1].pk, ())]
    return []
