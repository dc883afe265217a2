"""What our leaders work on: goals about themselves that executives and team leads show to everybody, by their own choice.

Whoever leads goes first: a soft goal of a director that all can read says more than a poster.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from sapwood.goals.models import Objective, Sharing
from sapwood.goals.models.objective import ObjectiveQuerySet
from sapwood.people.models import Membership, Person, Role, RoleGrant, Team


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who leads, what they lead, and the goals they show."""

    person: Person
    is_executive: bool
    teams: tuple[Team, ...]
    goals: tuple[Objective, ...]


def shown() -> list[Leader]:
    """Those who show a goal: executives first, then by name. Four queries."""
    goals: dict[int, list[Objective]] = {}
    for goal in _developmental().filter(Exists(_to_everybody()), owner_person__in=_leading()).order_by("title"):
        assert goal.owner_person_id is not None  # filtered for
        goals.setdefault(goal.owner_person_id, []).append(goal)
    people = [one for one in Person.objects.filter(pk__in=goals) if one.is_active]
    led = _teams_led(goals)
    executives = set(RoleGrant.objects.filter(_executive(), person__in=goals).values_list("person", flat=True))
    found = [Leader(one, one.pk in executives, led.get(one.pk, ()), tuple(goals[one.pk])) for one in people]
    return sorted(found, key=lambda one: (not one.is_executive, one.person.name.casefold()))


def leads(person: Person) -> bool:
    """Whether this page is about them, too."""
    return bool(person.led_team_ids) or person.has_role(Role.EXECUTIVE)


def to_show(person: Person) -> list[Objective]:
    """Their own goals under way that they could show to everybody and do not yet."""
    return list(_developmental().filter(~Exists(_to_everybody()), owner_person=person).order_by("title"))


def _developmental() -> ObjectiveQuerySet:
    return Objective.objects.all().filter(layer=Objective.Layer.DEVELOPMENTAL, stage=Objective.Stage.ACTIVE)


def _to_everybody() -> QuerySet[Sharing]:
    return Sharing.objects.filter(objective=OuterRef("pk"), with_everybody=True, revoked=None)


def _executive() -> Q:
    return Q(role=Role.EXECUTIVE, ends=None)


def _leading() -> QuerySet[Person]:
    return Person.objects.filter(
        Q(pk__in=Membership.objects.filter(is_lead=True, ends=None).values("person"))
        | Q(pk__in=RoleGrant.objects.filter(_executive()).values("person"))
    )


def _teams_led(people: Iterable[int]) -> dict[int, tuple[Team, ...]]:
    rows = Membership.objects.filter(person__in=list(people), is_lead=True, ends=None).select_related("team")
    found: dict[int, list[Team]] = {}
    for row in rows.order_by("-is_primary", "team__name"):
        found.setdefault(row.person_id, []).append(row.team)
    return {pk: tuple(teams) for pk, teams in found.items()}
