"""Which goals of many a map draws: level by level from the top while they fit, the rest folded by team. Pure rules."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)

MOST = 60
"""So many boxes are still read; more are a carpet."""

Grouping = Mapping[Key, Hashable]


@dataclass(frozen=True)
class Bundle(Generic[Key]):
    """Goals beside each other under one parent (None: at the top), drawn as one box. `group`: of which team; None: of
    many."""

    parent: Key | None
    group: Hashable | None
    goals: tuple[Key, ...]


@dataclass
class Folded(Generic[Key]):
    """What is drawn: goals, bundles, and of a goal how many below it are not."""

    goals: list[Key] = field(default_factory=list)
    bundles: list[Bundle[Key]] = field(default_factory=list)
    hidden: dict[Key, int] = field(default_factory=dict)

    @property
    def boxes(self) -> int:
        return len(self.goals) + len(self.bundles)

    def put(self, parts: Sequence[Bundle[Key]]) -> list[Key]:
        """Draw these; a bundle of one is that goal. Returns the goals among them."""
        alone = [part.goals[0] for part in parts if len(part.goals) == 1]
        self.goals += alone
        self.bundles += [part for part in parts if len(part.goals) > 1]
        return alone


def fold(
    roots: Sequence[Key], below: Mapping[Key, Sequence[Key]], groupings: Sequence[Grouping[Key]], *, most: int = MOST
) -> Folded[Key]:
    """Whole levels as long as they fit into `most` boxes. Where one does not, its goals are gathered by the first of
    `groupings` (by team, by department) that makes them fit; where none does, they are counted at the goal above.

    Of the roots those with something below them come first; the others are gathered as far as it takes.
    """
    found: Folded[Key] = Folded()
    heads = [key for key in roots if below.get(key)]
    level = found.put(_gathered(None, heads, groupings, most) or [Bundle(None, None, tuple(heads))] if heads else [])
    alone = [key for key in roots if not below.get(key)]
    if alone:
        found.put(_gathered(None, alone, groupings, most - found.boxes) or [Bundle(None, None, tuple(alone))])
    while level:
        families = {parent: list(below[parent]) for parent in level if below.get(parent)}
        level = []
        for parts in _ways(families, groupings):
            if found.boxes + len(parts) <= most:
                level = found.put(parts)
                break
        else:
            found.hidden |= {parent: count_below(parent, below) for parent in families}
    return found


def count_below(key: Key, below: Mapping[Key, Sequence[Key]]) -> int:
    """How many there are under it, at any depth."""
    todo, count = list(below.get(key, ())), 0
    while todo:
        count += 1
        todo.extend(below.get(todo.pop(), ()))
    return count


def _gathered(
    parent: Key | None, goals: Sequence[Key], groupings: Sequence[Grouping[Key]], room: int
) -> list[Bundle[Key]]:
    """In the first way that fits; empty if none does."""
    for grouping in (None, *groupings):
        parts = _parts(parent, goals, grouping)
        if len(parts) <= room:
            return parts
    return []


def _ways(families: Mapping[Key, Sequence[Key]], groupings: Sequence[Grouping[Key]]) -> list[list[Bundle[Key]]]:
    return [
        [part for parent, goals in families.items() for part in _parts(parent, goals, grouping)]
        for grouping in (None, *groupings)
    ]


def _parts(parent: Key | None, goals: Sequence[Key], grouping: Grouping[Key] | None) -> list[Bundle[Key]]:
    if grouping is None:
        return [Bundle(parent, None, (goal,)) for goal in goals]
    found: dict[Hashable, list[Key]] = {}
    for goal in goals:
        found.setdefault(grouping[goal], []).append(goal)
    return [Bundle(parent, group, tuple(kept)) for group, kept in found.items()]
