"""Finding what an address or a filter names. What the holder may not see is not there."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.api import problems
from sapwood.goals import queries
from sapwood.goals.models import Cycle
from sapwood.people import queries as people
from sapwood.people.models import Person, Team

M = TypeVar("M", bound=Model)


def by_id(rows: QuerySet[M], public_id: str) -> M:
    """The row of an address. Raises Problem 404."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise problems.not_found()
    return found


def named_in(rows: QuerySet[M], public_id: str, *, at: str, what: str) -> M:
    """The row that a filter or a body names. Raises Problem 422 with where it stands."""
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise problems.invalid(
            problems.of_field(at, _("There is none with this id, or none you may see."), given=public_id, allowed=what)
        )
    return found


def cycle(holder: Person, given: str) -> Cycle:
    """The cycle with this id; `current` is the one under way."""
    if given == "current":
        found = queries.current_cycle(clock.today(holder.time_zone))
        if found is not None:
            return found
    return named_in(
        Cycle.objects.all(), given, at="query.cycle", what=_("the id of a cycle, or the word current, from /cycles")
    )


def team_ids(given: str, *, below: bool) -> frozenset[int]:
    """The team with this id; with `below` those under it too."""
    team = named_in(Team.objects.filter(retired=None), given, at="query.team", what=_("the id of a team, from /teams"))
    return people.below_ids(team) if below else frozenset({team.pk})
