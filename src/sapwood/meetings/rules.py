"""Relations of the meetings room. A 1:1 belongs to the two people; no role and no line above opens it."""

from __future__ import annotations

from sapwood.meetings.models import Decision, Series
from sapwood.people import rules as people_rules
from sapwood.people.models import Person, Team
from sapwood.people.policy import may, relation


@relation("meeting:participant")
def talks(person: Person, series: Series) -> bool:
    """One of the two of a 1:1."""
    return person.pk in (series.first_id, series.second_id)


@relation("meeting:team_member")
def in_team(person: Person, series: Series) -> bool:
    return series.team_id is not None and series.team_id in person.team_ids


@relation("meeting:team_lead")
def leads_team(person: Person, series: Series) -> bool:
    """Leads the team that meets, or one above it."""
    return series.team is not None and people_rules.lead_above(person, series.team)


def may_take_part(person: Person, series: Series) -> bool:
    """Read it, add to it, decide in it."""
    return may(person, "meeting.take_part", series)


def may_begin_for(person: Person, team: Team) -> bool:
    """Let a team meet: whoever is in it, or leads it or one above it."""
    return team.retired is None and may(person, "meeting.begin_for_team", team)


def may_tick(person: Person, decision: Decision) -> bool:
    return decision.owner_id == person.pk or may_take_part(person, decision.meeting.series)
