"""What everybody is told before they answer: who sees what, from how many on, until when, and what is not protected."""

from __future__ import annotations

from dataclasses import dataclass

from sapwood.feedback.models import Invitation, Relation, Wave
from sapwood.people.models import Person, ReportingLine, Role, RoleGrant


@dataclass(frozen=True, slots=True)
class Promise:
    """The facts behind the words on the page; every one was fixed when the wave opened."""

    wave: Wave
    is_pulse: bool
    is_named: bool  # one's own view of oneself, or the manager's: read under the name
    is_self: bool
    about: str
    several_roles: tuple[str, ...]  # names of those who both run the system and run waves
    operators: tuple[str, ...]  # names of those who run the system and have people answering to them

    @property
    def members_from(self) -> int:
        return self.wave.least_answers + 1


def promise(invitation: Invitation) -> Promise:
    """For one invitation, in two queries."""
    roles = RoleGrant.objects.filter(ends=None, role__in=[Role.ADMINISTRATOR, Role.OKR_OWNER])
    held: dict[int, set[str]] = {}
    for person, role in roles.values_list("person_id", "role"):
        held.setdefault(person, set()).add(role)
    operators = {person for person, mine in held.items() if Role.ADMINISTRATOR in mine}
    managing = set(ReportingLine.objects.filter(manager__in=operators, ends=None).values_list("manager_id", flat=True))
    several = {person for person, mine in held.items() if len(mine) > 1}
    names = dict(Person.objects.filter(pk__in=several | managing).values_list("pk", "name"))
    return Promise(
        wave=invitation.wave,
        is_pulse=invitation.wave.kind == Wave.Kind.PULSE,
        is_named=invitation.relation in {Relation.SELF, Relation.MANAGER},
        is_self=invitation.relation == Relation.SELF,
        about=invitation.subject.person.name if invitation.subject else "",
        several_roles=tuple(sorted(names[one] for one in several)),
        operators=tuple(sorted(names[one] for one in managing)),
    )
