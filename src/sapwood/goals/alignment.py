"""The graph of objectives: pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def parents_of(links: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    """Links (child, parent) as a map from child to its parents."""
    found: dict[int, set[int]] = {}
    for child, parent in links:
        found.setdefault(child, set()).add(parent)
    return found


def closes_a_circle(parents: Mapping[int, set[int]], child: int, parent: int) -> list[int]:
    """The way from `parent` up to `child`, if a new link child → parent would close a circle; else empty."""
    way: dict[int, int | None] = {parent: None}
    todo = [parent]
    while todo:
        step = todo.pop()
        if step == child:
            path: list[int] = []
            at: int | None = step
            while at is not None:
                path.append(at)
                at = way[at]
            return path[::-1]
        for above in parents.get(step, ()):
            if above not in way:
                way[above] = step
                todo.append(above)
    return []
