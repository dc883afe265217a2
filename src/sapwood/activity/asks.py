"""What is asked of a person this week, and its minutes. Rooms register who asks; the morning's bundle carries it.

Sapwood asks for little: what does not fit into the week's budget of minutes waits for the next bundle. The first thing
asked always fits, or it would wait for ever.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Ask:
    """One thing asked of one person: a line, the minutes it takes, where to go, why it comes, and more lines if wanted."""

    text: str
    minutes: int
    link: str
    why: str
    lines: tuple[str, ...] = ()


Asker = Callable[[dt.datetime, Collection[int]], Mapping[int, Ask]]
"""Given a moment and the people (keys) who need not be asked about, says of whom something is asked on this morning."""

_askers: list[tuple[int, Asker]] = []


def register(asker: Asker, *, order: int) -> None:
    """Let a room ask in the morning's bundle; the lower `order` comes first in the budget."""
    _askers.append((order, asker))
    _askers.sort(key=lambda pair: pair[0])


def due(at: dt.datetime, done: Collection[int]) -> dict[int, list[Ask]]:
    """What is asked of each person this morning, within the budget; those in `done` have had their bundle."""
    found: dict[int, list[Ask]] = defaultdict(list)
    for _order, asker in _askers:
        for person, ask in asker(at, done).items():
            if not found[person] or sum(one.minutes for one in found[person]) + ask.minutes <= budget():
                found[person].append(ask)
    return {person: asks for person, asks in found.items() if asks}


def budget() -> int:
    """Minutes that may be asked of a person in a week."""
    return int(settings.SAPWOOD_MINUTES_A_WEEK)
