"""Which questions of a pool come next: each once before any comes again, from as many themes as there is room for.

Pure and without chance: the same history gives the same questions, so the page can show the next ones beforehand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question of the pool: its key across editions, and the theme it is one question of."""

    key: str
    theme: str


def draw(pool: Sequence[Candidate], asked: Iterable[Sequence[str]], number: int, *, anchor: str = "") -> list[str]:
    """The keys of the next `number` questions, fewer when the pool is smaller.

    `asked`: the keys of each opening so far, in the order they were drawn. `anchor`: a question of the pool that comes
    first every time. The order matters: a draw that ends one turn and begins the next says so by it.
    """
    first = [one for one in pool if one.key == anchor]
    turning = [one for one in pool if one not in first]
    wanted = min(number - len(first), len(turning))
    done = _done(turning, asked)
    left = [one for one in turning if one.key not in done]
    chosen = _spread(left, wanted, first)
    if len(chosen) < wanted:  # the turn is over: the next one begins, without what ended this one
        fresh = [one for one in turning if one not in chosen]
        chosen += _spread(fresh, wanted - len(chosen), [*first, *chosen])
    return [one.key for one in (*first, *chosen)]


def _done(turning: Sequence[Candidate], asked: Iterable[Sequence[str]]) -> set[str]:
    """The keys that had their turn already in the present round of the pool."""
    all_keys = {one.key for one in turning}
    done: set[str] = set()
    for keys in asked:
        for key in keys:
            if key in all_keys:
                done = {key} if done >= all_keys else done | {key}
    return set() if done >= all_keys else done


def _spread(left: Sequence[Candidate], number: int, beside: Sequence[Candidate]) -> list[Candidate]:
    """`number` of those left: a theme not in this draw before one that is, the one with most left before the others,
    so that the last draws of a turn are spread as well."""
    rest = list(left)
    chosen: list[Candidate] = []
    used = Counter(one.theme for one in beside)
    while rest and len(chosen) < number:
        waiting = Counter(one.theme for one in rest)
        best = min(rest, key=lambda one: (used[one.theme], -waiting[one.theme]))  # the first of the pool among equals
        rest.remove(best)
        chosen.append(best)
        used[best.theme] += 1
    return chosen
