"""What the feedback room shows on pages of the rooms below."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.feedback import between, links, moods, queries
from sapwood.feedback import rules as own_rules
from sapwood.feedback.models import Mood
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
    open_now = queries.open_invitations(person)
    if not open_now.exists():  # one small query for most people on most days
        return None
    rows = list(open_now[: MOST + 1])
    asked = [{"row": row, "href": links.address(row)} for row in rows[:MOST]]
    return Panel("feedback/panels/asked.html", {"asked": asked, "more": len(rows) > MOST}, order=20)


def own_mood(request: HttpRequest, person: Person) -> Panel | None:
    """Beside My week: one tap for today, seen by nobody else."""
    today = Mood.objects.filter(person=person, day=clock.today(person.time_zone)).first()
    return Panel("feedback/panels/mood.html", {"levels": moods.levels(), "today": today}, order=60)


def shown_mood(request: HttpRequest, person: Person) -> Panel | None:
    """On a person's page, for whom they show their days to."""
    reader = request.user
    if not isinstance(reader, Person) or not own_rules.sees_mood(reader, person):
        return None
    return Panel("feedback/panels/mood_shown.html", {"person": person}, order=80)


def asked_by_name(request: HttpRequest, person: Person) -> Panel | None:
    """Beside My week: what colleagues ask of this person by name, with the one tap of a watch."""
    rows = list(between.addressed(clock.today(person.time_zone), [person.pk])[: MOST + 1])
    if not rows:
        return None
    return Panel("feedback/panels/addressed.html", {"addressed": rows[:MOST], "more": len(rows) > MOST}, order=25)
