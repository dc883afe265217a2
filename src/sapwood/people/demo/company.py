"""The demo company as the other rooms' demos build on it."""

from __future__ import annotations

from dataclasses import dataclass

from sapwood.people.models import Person, Team


@dataclass
class Company:
    """What the other rooms' demos build on."""

    root: Team
    teams: dict[str, Team]
    members: dict[str, list[Person]]  # by team name; the lead comes first
    persons: dict[str, Person]  # by name

    @property
    def everybody(self) -> list[Person]:
        return list(self.persons.values())
