"""Survey units: which parts of the organisation a pulse can speak about, small teams grouped so that they are heard.

Pure: teams and places in, a plan out. A lead answers in the unit above their own, where they are one of several; so
whoever reads a team's result did not answer in it. A unit with fewer than `least` people is grouped with its neighbours
under the same parent, or answers as a part of the parent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LEAST = 8  # people a unit should have: 70 % of them answering are five
RATES = (0.60, 0.70, 0.85)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class TeamFact:
    """A team that is not retired, and the one it hangs under."""

    id: int
    name: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person works first of all."""

    person: int
    team: int
    is_lead: bool = False


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """`teams`: those whose people answer in it directly. `people`: how many of them are asked."""

    key: str
    name: str
    parent: str | None
    teams: frozenset[int]
    people: int


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """`units` with parents before their children; `places`: person -> key of the unit they answer in."""

    units: tuple[PlannedUnit, ...]
    places: Mapping[int, str]

    def parents(self) -> dict[str, str | None]:
        return {unit.key: unit.parent for unit in self.units}

    def chain(self, key: str | None) -> list[str]:
        """The unit and those above it."""
        above, found = self.parents(), []
        while key is not None:
            found.append(key)
            key = above[key]
        return found


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would be published if every unit answered at this rate: keys of the units, and the share of people heard."""

    rate: float
    shown: frozenset[str]
    covered: float


def propose(
    teams: Iterable[TeamFact],
    places: Iterable[Place],
    *,
    least: int = LEAST,
    kept: Collection[frozenset[int]] = (),
) -> UnitPlan:
    """The finest units with at least `least` people each. `kept`: groups of teams fixed earlier in the year."""
    return _Planner(list(teams), list(places), least, kept).plan()


def readers(plan: UnitPlan, everywhere: Iterable[int], *, members_read: bool = False) -> dict[str, int]:
    """unit -> how many who answer in it or below may read its result, and so could subtract their own answer.

    `everywhere`: person ids who read all results (OKR owner, executives). The top unit is read by everybody; with
    `members_read` every unit is read by its members.
    """
    tops = {unit.key for unit in plan.units if unit.parent is None}
    found = {unit.key: int(members_read or unit.key in tops) for unit in plan.units}
    counts: Counter[str] = Counter(
        key for person in everywhere if person in plan.places for key in plan.chain(plan.places[person])
    )
    return {key: max(one, counts[key]) for key, one in found.items()}


def outlook(
    plan: UnitPlan, readers: Mapping[str, int], *, least: int, rates: Sequence[float] = RATES
) -> tuple[Outlook, ...]:
    """Before launch: exactly the units that would be shown at each response rate (answers rounded down)."""
    from sapwood.measurement.disclosure import publishable

    found = []
    for rate in rates:
        expected = {unit.key: int(unit.people * rate + 1e-9) for unit in plan.units}
        choice = publishable(plan.parents(), expected, k=least, readers=readers)
        people = sum(expected.values())
        found.append(Outlook(rate, choice.shown, choice.covered / people if people else 0.0))
    return tuple(found)


@dataclass(slots=True)
class _Node:
    """A unit while it is planned: `own` people answer in it directly, `below` are the units under it."""

    name: str
    teams: set[int]
    own: list[int] = field(default_factory=list)
    below: list[_Node] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.own) + sum(node.size for node in self.below)

    def flat(self) -> _Node:
        """The same people without units below."""
        nodes = [node.flat() for node in self.below]
        people = [*self.own, *(person for node in nodes for person in node.own)]
        return _Node(self.name, self.teams.union(*(node.teams for node in nodes)), people)


class _Planner:
    def __init__(
        self, teams: list[TeamFact], places: list[Place], least: int, kept: Collection[frozenset[int]]
    ) -> None:
        self.least, self.kept = least, kept
        self.teams = {team.id: team for team in teams}
        self.children: dict[int | None, list[TeamFact]] = {}
        for team in sorted(teams, key=lambda one: one.name):
            parent = team.parent if team.parent in self.teams else None
            self.children.setdefault(parent, []).append(team)
        self.own: dict[int, list[int]] = {}
        for place in sorted(places, key=lambda one: one.person):
            if place.team in self.teams:
                self.own.setdefault(self._answers_in(place), []).append(place.person)

    def plan(self) -> UnitPlan:
        units: list[PlannedUnit] = []
        places: dict[int, str] = {}
        todo: list[tuple[_Node, str | None]] = [
            (node, None) for node in (self._node(team) for team in self.children.get(None, ())) if node.size
        ]
        while todo:
            node, parent = todo.pop(0)
            key = f"u{len(units) + 1}"
            name = node.name if len(node.name) <= LONGEST_NAME else f"{node.name[: LONGEST_NAME - 1]}…"
            units.append(PlannedUnit(key, name, parent, frozenset(node.teams), len(node.own)))
            places |= dict.fromkeys(node.own, key)
            todo = [
                *((child, key) for child in node.below),
                *todo,
            ]  # each unit before those below it, these beside each other
        return UnitPlan(tuple(units), places)

    def _answers_in(self, place: Place) -> int:
        parent = self.teams[place.team].parent
        return parent if place.is_lead and parent is not None and parent in self.teams else place.team

    def _node(self, team: TeamFact) -> _Node:
        node = _Node(team.name, {team.id}, list(self.own.get(team.id, ())))
        below = [child for child in (self._node(one) for one in self.children.get(team.id, ())) if child.size]
        large = [child for child in below if child.size >= self.least]
        small = [child.flat() for child in below if child.size < self.least]
        groups, left = self._grouped(small)
        node.below = sorted([*large, *groups], key=lambda one: one.name)
        for child in left:
            node.own += child.own
            node.teams |= child.teams
        return node

    def _grouped(self, small: list[_Node]) -> tuple[list[_Node], list[_Node]]:
        """Groups of at least `least` people, as many as a greedy filling finds, and what is left over."""
        groups: list[_Node] = []
        for kept in self.kept:
            fixed = [node for node in small if node.teams <= kept]
            if fixed and set().union(*(node.teams for node in fixed)) == kept:
                joined = _joined(fixed)
                if joined.size >= self.least:
                    groups.append(joined)
                    small = [node for node in small if node not in fixed]
        rest = sorted(small, key=lambda one: (-one.size, one.name))
        while sum(node.size for node in rest) >= self.least:
            group = [rest.pop(0)]
            while sum(node.size for node in group) < self.least:
                missing = self.least - sum(node.size for node in group)
                fits = [node for node in rest if node.size >= missing]
                chosen = min(fits, key=lambda one: (one.size, one.name)) if fits else rest[0]
                rest.remove(chosen)
                group.append(chosen)
            groups.append(_joined(group))
        if rest and groups:
            smallest = min(groups, key=lambda one: (one.size, one.name))
            groups.remove(smallest)
            groups.append(_joined([smallest, *rest]))
            rest = []
        return groups, rest


def _joined(nodes: Sequence[_Node]) -> _Node:
    ordered = sorted(nodes, key=lambda one: one.name)
    return _Node(
        " + ".join(node.name for node in ordered),
        set().union(*(node.teams for node in ordered)),
        [person for node in ordered for person in node.own],
    )
