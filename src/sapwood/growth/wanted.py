"""Who wants a skill, and how much of it. Subjects of this room say so by `source`: a function from the reader to wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.growth.models import Bridge
from sapwood.growth.queries import strategic_wants
from sapwood.people.models import Expectation, Person


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


@source
def of_bridges(reader: Person) -> Iterable[Want]:
    """Bridges that run: a business problem waits for this competency."""
    for row in Bridge.objects.visible_to(reader).filter(ended=None).exclude(begun=None).order_by("pk"):
        yield Want(row.competency_id, row.problem, reverse("growth:bridge", args=[row.public_id]))


@source
def of_job_roles(reader: Person) -> Iterable[Want]:
    """What job roles expect; ladders are open to everybody."""
    rows = (
        Expectation.objects.filter(role__retired=None).select_related("role").order_by("role__position", "role__name")
    )
    for row in rows:
        words = _("%(role)s expects %(level)d") % {"role": row.role.name, "level": row.level}
        yield Want(row.competency_id, words, reverse("people:job_role", args=[row.role.public_id]), float(row.level))
