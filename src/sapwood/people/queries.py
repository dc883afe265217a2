"""Reads that more than one page shares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sapwood.people.models import Membership, Person, Team


@dataclass
class TeamNode:
    """A team in the tree with what hangs below it."""

    team: Team
    depth: int
    children: list[TeamNode] = field(default_factory=list)


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
    """Ids of the team and of every team above it."""
    parents = dict(Team.objects.values_list("id", "parent_id"))
    found: set[int] = set()
    step: int | None = team.pk
    while step is not None and step not in found:
        found.add(step)
        step = parents.get(step)
    return frozenset(found)


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
    """Who is in the team now: leads first, then by name."""
    rows = team.memberships.filter(ends=None).select_related("person")
    return sorted(rows, key=lambda row: (not row.is_lead, row.person.name))


def leads_of(team: Team) -> list[Person]:
    return list(Person.objects.filter(memberships__team=team, memberships__ends=None, memberships__is_lead=True))


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
