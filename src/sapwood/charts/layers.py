"""Places for the things of a graph without circles: a column for each step away from the top, branches kept together.

The rows follow the tree on one parent each, so that no two things ever lie on each other; other ties only pull
siblings nearer to what they are tied to.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)

SWEEPS = 3
AIR = 0.35  # rows between one tree and the next


@dataclass(frozen=True)
class Place:
    column: int
    row: float


def layout(
    keys: Sequence[Key], ties: Iterable[tuple[Key, Key]], near: Iterable[tuple[Key, Key]] = (), *, least: int = 3
) -> dict[Key, Place]:
    """Where each thing stands, in reading order: every one before those below it.

    `ties` are (child, parent); `near` pairs of things that should not lie far apart. What is tied to nothing fills
    rows of its own at the end, `least` columns or as many as the rest has.
    """
    above: dict[Key, list[Key]] = {key: [] for key in keys}
    beside: dict[Key, list[Key]] = {key: [] for key in keys}
    for child, parent in ties:
        if child in above and parent in above and child != parent:
            above[child].append(parent)
    for one, other in near:
        if one in beside and other in beside:
            beside[one].append(other)
            beside[other].append(one)
    column = columns(keys, above)
    below: dict[Key, list[Key]] = {key: [] for key in keys}
    roots = []
    for key in keys:
        on = tree_parent(key, above, column)
        if on is None:
            roots.append(key)
        else:
            below[on].append(key)
            for other in above[key]:
                if other != on:
                    beside[key].append(other)
                    beside[other].append(key)
    tied = {end for child, parents in above.items() for parent in parents for end in (child, parent)}
    roots = _beside_their_partner(roots, tied, below, beside, column)
    trees = [key for key in roots if key in tied]
    row = _rows(trees, below)
    for _sweep in range(SWEEPS if any(beside.values()) else 0):
        pulls = {key: [row[one] for one in beside[key] if one in row] for key in row}
        pull = {key: sum(rows) / len(rows) for key, rows in pulls.items() if rows}
        for siblings in below.values():
            siblings.sort(key=lambda key: (pull.get(key, row[key]) + row[key]) / 2)
        row = _rows(trees, below)
    found = {key: Place(column[key], row[key]) for key in row}
    wide = max([least, *(place.column + 1 for place in found.values())])
    first = max((place.row + 1 + AIR for place in found.values()), default=0.0)
    return found | _islands([key for key in roots if key not in tied], beside, wide, first)


def _islands(keys: Sequence[Key], beside: Mapping[Key, Sequence[Key]], wide: int, row: float) -> dict[Key, Place]:
    """What is tied to nothing, `wide` in a row, each pair one above the other."""
    groups: list[list[Key]] = []
    placed: set[Key] = set()
    own = set(keys)
    for key in keys:
        if key not in placed:
            group = [key, *(one for one in dict.fromkeys(beside[key]) if one not in placed and one != key)]
            group = [one for one in group if one in own]
            placed.update(group)
            groups.append(group)
    groups.sort(key=lambda group: -len(group))
    found: dict[Key, Place] = {}
    for start in range(0, len(groups), wide):
        shelf = groups[start : start + wide]
        for column, group in enumerate(shelf):
            found |= {key: Place(column, row + place) for place, key in enumerate(group)}
        row += len(shelf[0])
    return found


def _beside_their_partner(
    roots: Sequence[Key],
    tied: set[Key],
    below: dict[Key, list[Key]],
    beside: Mapping[Key, Sequence[Key]],
    column: dict[Key, int],
) -> list[Key]:
    """What hangs on nothing but stands in a pair goes next to its partner; returns the other roots."""
    home = {child: siblings for siblings in below.values() for child in siblings}
    staying = []
    for key in roots:
        partner = next((one for one in beside[key] if one in home), None) if key not in tied else None
        if partner is None:
            staying.append(key)
        else:
            home[partner].insert(home[partner].index(partner) + 1, key)
            column[key] = column[partner]
    return staying


def tree_parent(key: Key, above: Mapping[Key, Sequence[Key]], column: Mapping[Key, int]) -> Key | None:
    """The one parent a thing hangs on: the first that stands just before it."""
    return next((parent for parent in above[key] if column[parent] == column[key] - 1), None)


def columns(keys: Sequence[Key], above: Mapping[Key, Sequence[Key]]) -> dict[Key, int]:
    """The longest way up from each; what stands in a circle stays in the first column."""
    waits = {key: len(above[key]) for key in keys}
    below: dict[Key, list[Key]] = {key: [] for key in keys}
    for key, parents in above.items():
        for parent in parents:
            below[parent].append(key)
    column = dict.fromkeys(keys, 0)
    todo = [key for key in keys if not waits[key]]
    while todo:
        key = todo.pop()
        for child in below[key]:
            column[child] = max(column[child], column[key] + 1)
            waits[child] -= 1
            if not waits[child]:
                todo.append(child)
    for key in keys:
        if waits[key] > 0:
            column[key] = 0
    return column


def _rows(roots: Sequence[Key], below: dict[Key, list[Key]]) -> dict[Key, float]:
    """A row for each leaf; what is above stands beside the first below it, so that both are seen together however many
    follow. In reading order."""
    row: dict[Key, float] = {}
    order: list[Key] = []
    free = 0.0
    for root in roots:
        todo = [(root, False)]
        while todo:
            key, is_back = todo.pop()
            if is_back:
                row[key] = row[below[key][0]]
                continue
            order.append(key)
            if not below[key]:
                row[key] = free
                free += 1
            else:
                todo.append((key, True))
                todo.extend((child, False) for child in reversed(below[key]))
        free += AIR
    return {key: row[key] for key in order}
