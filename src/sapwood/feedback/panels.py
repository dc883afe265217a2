"""What the feedback room shows on pages of the rooms below."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.people import rules
from sapwood.people.models import Person, Team
from sapwood.ui.panels import Panel


def open_conversation(request: HttpRequest, team: Team) -> Panel | None:
    """On a team's page, for those who lead it: questions to talk with people, whatever the team's size."""
    person = request.user
    if not isinstance(person, Person) or not rules.lead_above(person, team):
        return None
    return Panel("feedback/panels/conversation.html", {"team": team}, order=70)
