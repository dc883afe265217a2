"""Who wants a skill, and how much of it. Subjects of this room say so by `source`: a function from the reader to wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from sapwood.growth.queries import strategic_wants
from sapwood.people.models import Person


@dataclass(frozen=True, slots=True)
class Want:
    """One wish for a competency: in what words, where it stands, and the level it expects where one is named."""

    competency: int
    words: str
    href: str = ""
    level: float | None = None


Source = Callable[[Person], Iterable[Want]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    if function not in _sources:
        _sources.append(function)
    return function


def wants(reader: Person) -> list[Want]:
    """All wishes this reader may see, each once, in the order of their sources."""
    return list(dict.fromkeys(want for one in _sources for want in one(reader)))


@source
def of_strategy(reader: Person) -> Iterable[Want]:
    """Goals of teams that are measured by a competency."""
    for competency, goal in strategic_wants(reader):
        yield Want(competency, goal.title, reverse("goals:objective", args=[goal.public_id]))
