"""What each actor is to each thing of the small world, written down by hand.

The test of rights holds the policy file and these relations against what the pages do. A relation that is
not named here does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.world import ACTORS, AT_WORK, CRANES, World

Who = frozenset[str]


def who(*names: str) -> Who:
    assert set(names) <= set(ACTORS), names
    return frozenset(names)


ALWAYS: dict[str, Who] = {
    "public": frozenset(ACTORS),
    "bearer": frozenset(ACTORS),
    "anyone": AT_WORK,
    "role:administrator": who("ad"),
    "role:okr_owner": who("dee"),
    "role:executive": who("max"),
    "role:analyst": who("ann"),
}


@dataclass(frozen=True)
class Situation:
    """A thing, who finds it at all, and who stands in which relation to it."""

    name: str
    found_by: Who = AT_WORK
    relations: Mapping[str, Who] = field(default_factory=dict)

    def allows(self, actor: str, relations: tuple[str, ...]) -> bool:
        held = {**ALWAYS, **self.relations}
        return actor in self.found_by and any(actor in held.get(name, frozenset()) for name in relations)


@dataclass(frozen=True)
class Target:
    """One address to ask for: the situation it shows, and the arguments of its route."""

    situation: Situation
    kwargs: Callable[[World], dict[str, Any]] = lambda world: {}
    data: Callable[[World], dict[str, Any]] = lambda world: {}


def _goal(prefix: str, *, member: Who, lead: Who, owner: Who, open_to_all: bool, visible: Who) -> dict[str, Who]:
    found = {f"{prefix}:visible": visible, f"{prefix}:team_member": member, f"{prefix}:team_lead": lead, f"{prefix}:owner": owner}
    if prefix == "objective":
        found["objective:strategic_okr_owner"] = who("dee") if open_to_all else who()
    return found


def goal(name: str) -> Situation:
    """An objective of the world, and with it its key result, comments, links and the rest."""
    bo_and_above = who("bo", "max")
    if name in {"strategic", "soft", "proposed"}:
        visible, sides = AT_WORK, {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": True}
    elif name == "draft":
        visible, sides = CRANES | who("dee"), {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": True}
    elif name == "team-developmental":
        visible, sides = CRANES, {"member": CRANES, "lead": bo_and_above, "owner": who(), "open_to_all": False}
    elif name == "shared":
        visible, sides = who("ada", "cy"), {"member": who(), "lead": who(), "owner": who("ada"), "open_to_all": False}
    else:  # developmental, personal
        visible, sides = who("ada"), {"member": who(), "lead": who(), "owner": who("ada"), "open_to_all": False}
    relations = {**_goal("objective", visible=visible, **sides), **_goal("key_result", visible=visible, **sides)}  # type: ignore[arg-type]
    relations["key_result:updater"] = who("ada")
    relations["objective:proposer"] = {"draft": who("bo"), "proposed": who("cy")}.get(name, who())
    return Situation(name, visible, relations)


EVERYWHERE = Situation("everywhere", frozenset(ACTORS))
PERSON = Situation("ada", AT_WORK, {"person:self": who("ada"), "person:manager": who("bo")})
TEAM = Situation("cranes", AT_WORK, {"team:member": CRANES, "team:lead": who("bo"), "team:lead_above": who("bo", "max")})
GOALS = ("strategic", "draft", "proposed", "developmental", "personal", "shared", "team-developmental")


def on_goals(*names: str, data: Callable[[World], dict[str, Any]] = lambda world: {}) -> list[Target]:
    return [
        Target(goal(name), lambda world, name=name: {"public_id": world.objectives[name].public_id}, data)  # type: ignore[misc]
        for name in names or GOALS
    ]


def on_results(*names: str, data: Callable[[World], dict[str, Any]] = lambda world: {}) -> list[Target]:
    return [
        Target(goal(name), lambda world, name=name: {"public_id": world.objectives[name].key_results.get().public_id}, data)  # type: ignore[misc]
        for name in names or GOALS
    ]


def row(situation: Situation, name: str, field_: str = "pk") -> list[Target]:
    return [Target(situation, lambda world: {field_: getattr(world.rows[name], field_)})]


def plain() -> list[Target]:
    return [Target(EVERYWHERE)]


def on_person() -> list[Target]:
    return [Target(PERSON, lambda world: {"public_id": world.people["ada"].public_id})]


def on_team() -> list[Target]:
    return [Target(TEAM, lambda world: {"public_id": world.cast.cranes.public_id})]


def on_cycle() -> list[Target]:
    return [Target(EVERYWHERE, lambda world: {"public_id": world.cast.cycle.public_id})]


TARGETS: dict[str, list[Target]] = {
    "overview:my_week": plain(),
    "overview:search": plain(),
    "overview:draft": [Target(EVERYWHERE, lambda world: {"form": "objective-new"})],
    "goals:objectives": plain(),
    "goals:alignment": plain(),
    "goals:check_in_week": plain(),
    "goals:no_change": on_results(),
    "goals:initiatives": on_results(data=lambda world: {"title": "Ask the yard"}),
    "goals:contribution": on_results(data=lambda world: {"part": "a hand"}),
    "goals:completion": row(goal("strategic"), "todo", "public_id"),
    "goals:resolution": row(goal("strategic"), "blocker"),
    "goals:write": plain(),
    "goals:check_wording": plain(),
    "goals:objective": on_goals(),
    "goals:edit": on_goals(),
    "goals:proposal": on_goals(),
    "goals:agreement": on_goals(),
    "goals:draft": on_goals(),
    "goals:comments": on_goals(data=lambda world: {"text": "Seen on Tuesday."}),
    "goals:parents": on_goals(data=lambda world: {"parent": world.objectives["other"].public_id, "kind": "supports"}),
    "goals:partners": on_goals(data=lambda world: {"partner": world.objectives["soft"].public_id}),
    "goals:sharings": on_goals(data=lambda world: {"everybody": "on"}),
    "goals:closure": on_goals(),
    "goals:parent_end": row(goal("strategic"), "link"),
    "goals:partner_end": row(goal("strategic"), "pair"),
    "goals:sharing_end": row(goal("shared"), "sharing"),
    "goals:cycles": plain(),
    "goals:cycle": on_cycle(),
    "goals:stage": on_cycle(),
}

ELSEWHERE: frozenset[str] = frozenset()
"""Routes that are asked in a test of their own, because they need more than a name to be tried."""
