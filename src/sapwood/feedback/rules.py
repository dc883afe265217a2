"""Relations of the feedback room, and who may ask the organisation."""

from __future__ import annotations

from sapwood.people.models import Person
from sapwood.people.policy import may


def may_run_waves(person: Person) -> bool:
    """Set up, launch and void waves, and raise their thresholds."""
    return may(person, "wave.run")
