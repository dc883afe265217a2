"""Reads that more than one page shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from sapwood.people.models import (
    Absence,
    Behaviour,
    Competency,
    Membership,
    OrganisationPolicy,
    Person,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
)
from sapwood.people.models.person import PersonQuerySet

HANDOVER_DAYS = 30
JOINER_DAYS = 14


@dataclass
class TeamNode:
    """A team in the tree with what hangs below it."""

    team: Team
    depth: int
    children: list[TeamNode] = field(default_factory=list)


@dataclass
class Row:
    """A person in the directory."""

    person: Person
    memberships: list[Membership] = field(default_factory=list)
    away: Absence | None = None


def team_tree() -> list[TeamNode]:
    """All teams that are not retired as trees, roots first, in one query."""
    nodes: dict[int, TeamNode] = {team.pk: TeamNode(team, 0) for team in Team.objects.filter(retired=None)}
    roots: list[TeamNode] = []
    for node in nodes.values():
        parent = nodes.get(node.team.parent_id) if node.team.parent_id else None
        (parent.children if parent else roots).append(node)
    for root in roots:
        _deepen(root)
    return roots


def in_order(roots: Iterable[TeamNode]) -> Iterable[TeamNode]:
    """The tree as a list: each team before those below it."""
    for node in roots:
        yield node
        yield from in_order(node.children)


def chain_ids(team: Team) -> frozenset[int]:
    """Ids of the team and of every team above it; of the topmost one without a query."""
    if team.parent_id is None:
        return frozenset({team.pk})
    parents = dict(Team.objects.values_list("id", "parent_id"))
    found: set[int] = set()
    step: int | None = team.pk
    while step is not None and step not in found:
        found.add(step)
        step = parents.get(step)
    return frozenset(found)


def chain(team: Team) -> list[Team]:
    """The team and every team above it, nearest first, in one query."""
    teams = {one.pk: one for one in Team.objects.all()}
    found: list[Team] = []
    step: Team | None = teams.get(team.pk)
    while step is not None and step not in found:
        found.append(step)
        step = teams.get(step.parent_id) if step.parent_id else None
    return found


def below_ids(team: Team) -> frozenset[int]:
    """Ids of the team and of every team below it."""
    children: dict[int | None, list[int]] = {}
    for pk, parent in Team.objects.values_list("id", "parent_id"):
        children.setdefault(parent, []).append(pk)
    found: set[int] = set()
    todo = [team.pk]
    while todo:
        step = todo.pop()
        if step not in found:
            found.add(step)
            todo.extend(children.get(step, ()))
    return frozenset(found)


def members_of(team: Team) -> list[Membership]:
    """Who is in the team now: leads first, then by name. Whoever has left is not among them."""
    rows = team.memberships.filter(ends=None).select_related("person")
    return sorted((row for row in rows if row.person.is_active), key=lambda row: (not row.is_lead, row.person.name))


def leads_of(team: Team) -> list[Person]:
    rows = Person.objects.filter(memberships__team=team, memberships__ends=None, memberships__is_lead=True)
    return [person for person in rows if person.is_active]


def reports_of(person: Person) -> list[Person]:
    lines = person.report_lines.filter(ends=None, is_primary=True).select_related("person")
    return sorted((line.person for line in lines if line.person.is_active), key=lambda one: one.name)


def _deepen(node: TeamNode) -> None:
    todo = [node]
    while todo:
        parent = todo.pop()
        for child in parent.children:
            child.depth = parent.depth + 1
            todo.append(child)


def directory(person: Person, *, words: str = "", team: Team | None = None) -> PersonQuerySet:
    """The people this person may see whose name, role, address or team holds all the words; by name."""
    found = Person.objects.visible_to(person)
    for word in words.split()[:6]:
        in_team = Membership.objects.filter(ends=None, team__name__icontains=word).values("person")
        found = found.filter(
            Q(name__icontains=word) | Q(job_title__icontains=word) | Q(email__istartswith=word) | Q(pk__in=in_team)
        )
    if team is not None:
        members = Membership.objects.filter(ends=None, team__in=below_ids(team)).values("person")
        found = found.filter(pk__in=members)
    return found.order_by("name", "id")


def with_teams(people: Iterable[Person], day: dt.date) -> list[Row]:
    """Rows of the directory: each person with their teams (primary first) and whether they are away, in two queries."""
    rows = {person.pk: Row(person) for person in people}
    memberships = Membership.objects.filter(person__in=rows, ends=None).select_related("team")
    for membership in memberships.order_by("-is_primary", "team__name"):
        rows[membership.person_id].memberships.append(membership)
    away = Absence.objects.filter(person__in=rows, starts__lte=day).filter(Q(ends=None) | Q(ends__gte=day))
    for absence in away:
        rows[absence.person_id].away = absence
    return list(rows.values())


def manager_line(person: Person) -> list[Person]:
    """The manager, their manager and so on, nearest first; by primary lines, in two queries."""
    above = dict(ReportingLine.objects.filter(ends=None, is_primary=True).values_list("person_id", "manager_id"))
    chain: list[int] = []
    step = above.get(person.pk)
    while step is not None and step not in chain and step != person.pk:
        chain.append(step)
        step = above.get(step)
    people = Person.objects.in_bulk(chain)
    return [people[pk] for pk in chain]


def holders() -> list[RoleGrant]:
    """Who holds which role now, in the order of roles, then by name."""
    rows = RoleGrant.objects.filter(ends=None).select_related("person", "granted_by")
    order = list(Role.values)
    return sorted(
        (row for row in rows if row.person.is_active), key=lambda row: (order.index(row.role), row.person.name)
    )


def leavers(person: Person, today: dt.date) -> list[Person]:
    """Who has left, or leaves within 30 days, and whom this person may hand over for; the last day first."""
    found = Person.objects.filter(leaves__lte=today + dt.timedelta(days=HANDOVER_DAYS), erased=None)
    if not person.has_role(Role.ADMINISTRATOR, Role.OKR_OWNER):
        found = found.filter(pk__in=person.report_ids)
    return list(found.order_by("-leaves", "name"))


def leads_and_sizes(today: dt.date) -> dict[int, tuple[list[Person], int]]:
    """Of each team its leads and how many people have their place in it now, in two queries."""
    rows = Membership.objects.filter(
        Q(person__leaves=None) | Q(person__leaves__gte=today), ends=None, person__erased=None
    )
    sizes = dict(rows.filter(is_primary=True).values_list("team_id").annotate(Count("id")).order_by())
    found: dict[int, tuple[list[Person], int]] = {team: ([], size) for team, size in sizes.items()}
    for row in rows.filter(is_lead=True).select_related("person").order_by("person__name"):
        found.setdefault(row.team_id, ([], 0))[0].append(row.person)
    return found


def policies_over(team: Team) -> list[OrganisationPolicy]:
    """Policies of this team and of those above it: what is forbidden for a department holds in its teams."""
    found = OrganisationPolicy.objects.filter(teams__in=chain_ids(team), retired=None)
    return list(found.distinct())


def ended_grants(*, limit: int = 30) -> list[RoleGrant]:
    """Roles that have ended, the latest first."""
    return list(RoleGrant.objects.exclude(ends=None).select_related("person", "ended_by").order_by("-ends")[:limit])


def near(person: Person) -> list[Person]:
    """Who could take over from somebody: their manager, and those who stay in their teams."""
    teams = Membership.objects.filter(person=person, ends=None).values("team")
    people = Person.objects.filter(memberships__team__in=teams, memberships__ends=None, leaves=None, erased=None)
    found = {one.pk: one for one in [*([person.manager] if person.manager else []), *people.order_by("name")[:30]]}
    found.pop(person.pk, None)
    return list(found.values())


def competencies_by_family(words: str = "") -> list[tuple[str, list[Competency]]]:
    """The competencies that hold now, family by family, in one query; each with `count`, its behaviours, and `shown` and
    `about`, its words in the reader's language. `words`: only those that say them, or whose behaviours do."""
    rows = Competency.objects.filter(retired=None).annotate(
        count=Count("behaviours", filter=Q(behaviours__retired=None))
    )
    for word in words.split()[:6]:
        saying = Behaviour.objects.filter(retired=None, text__icontains=word).values("competency")
        rows = rows.filter(
            Q(name__icontains=word) | Q(text__icontains=word) | Q(family__icontains=word) | Q(pk__in=saying)
        )
    families: dict[str, list[Competency]] = {}
    for row in rows.order_by("position", "name"):
        families.setdefault(row.said("family"), []).append(row)
    return list(families.items())
