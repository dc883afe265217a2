"""What the options of the goal commands name."""

from __future__ import annotations

from sapwood.activity import clock
from sapwood.goals import queries
from sapwood.goals.models import Cycle
from sapwood.people.models import Person, Role, Team


class NotFound(Exception):
    """An option names nothing that is here. Told by the command line in these words."""

    exit_status = 2

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.next_step = next_step


def somebody(address: str) -> Person:
    """The person of this address, else the OKR owner of longest standing: every deed is somebody's."""
    people = Person.objects.at_work(clock.today())
    if address:
        found = people.filter(email__iexact=address).first()
    else:
        found = (
            people.filter(role_grants__role=Role.OKR_OWNER, role_grants__ends=None)
            .order_by("role_grants__starts", "pk")
            .first()
        )
    if found is None:
        raise NotFound(
            f"Nobody at work has the address {address!r}." if address else "There is no OKR owner yet.",
            "Give the address of somebody with --by.",
        )
    return found


def cycle_named(name: str, *, otherwise_current: bool = False) -> Cycle | None:
    """The cycle of this name; without one none, or the one that is running."""
    if not name and not otherwise_current:
        return None
    found = Cycle.objects.filter(name__iexact=name).first() if name else queries.current_cycle(clock.today())
    if found is None:
        there = ", ".join(Cycle.objects.values_list("name", flat=True)[:10]) or "none"
        raise NotFound(f"There is no cycle {name!r}." if name else "There is no cycle yet.", f"Cycles here: {there}.")
    return found


def team_named(name: str) -> Team | None:
    if not name:
        return None
    found = Team.objects.filter(name__iexact=name, retired=None).first()
    if found is None:
        raise NotFound(f"There is no team {name!r}.", "Write its name as it stands here.")
    return found
