"""What the feedback room shows on pages of the rooms below."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.feedback import links, queries
from sapwood.people import rules
from sapwood.people.models import Person, Team
from sapwood.ui.panels import Panel


def open_conversation(request: HttpRequest, team: Team) -> Panel | None:
    """On a team's page, for those who lead it: questions to talk with people, whatever the team's size."""
    person = request.user
    if not isinstance(person, Person) or not rules.lead_above(person, team):
        return None
    return Panel("feedback/panels/conversation.html", {"team": team}, order=70)


MOST = 5  # lines on My week; all of them stand on the Feedback page


def asked_of_you(request: HttpRequest, person: Person) -> Panel | None:
    """On My week: what is asked of this person in waves that are open, and was not answered."""
    rows = list(queries.open_invitations(person)[: MOST + 1])
    if not rows:
        return None
    asked = [{"row": row, "href": links.address(row)} for row in rows[:MOST]]
    return Panel("feedback/panels/asked.html", {"asked": asked, "more": len(rows) > MOST}, order=20)
