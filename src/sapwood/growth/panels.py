"""What the growth room shows on pages of the rooms below: a drill on My week, and answers to the doubts people have,
at the place where they have them."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.growth import queries
from sapwood.people.models import Person
from sapwood.ui.panels import Panel, PanelMaker

Doubt = tuple[str | Promise, str | Promise, str]  # the question, the answer, the lesson that says more

LIST = (
    _("I have a list of things to do. Is that not enough?"),
    _("Keep the list. A goal says what it is for, and which thing on it may wait when two collide."),
    "objective",
)
PAY = (
    _("Will this decide about my pay?"),
    _("No. How far a person's goals came goes into no review and into no file or interface made for pay."),
    "ambition",
)
EASIER = (
    _("If I miss it, should I choose an easier one next time?"),
    _("Not for that reason. A stretch is well landed at 0.7, and what you learned counts more than the last tenths."),
    "ambition",
)
YEARLY = (
    _("Would it not be enough to look at the end?"),
    _("By then nothing can be changed any more. A few minutes a week find out while there is still time."),
    "follow-up",
)
DECIDES = (
    _("Who decides what my goals are?"),
    _("You write them or you accept them. Your lead brings what the team must carry; the page keeps who agreed when."),
    "alignment",
)
SEES = (
    _("Who needs to see it?"),
    _("Goals of teams are open to everybody, or nobody could help. A goal of your own is yours until you share it."),
    "alignment",
)
DOUBTS: dict[str, tuple[Doubt, ...]] = {
    "goals:write": (LIST, SEES, PAY),
    "goals:check_in": (YEARLY,),
    "goals:closing": (EASIER, PAY),
    "goals:objective": (DECIDES, PAY),
}


def answers_to_doubts(place: str) -> PanelMaker:
    """The maker of a panel that answers the doubts of one place. On a goal's page only while it is proposed."""

    def make(request: HttpRequest, thing: object) -> Panel | None:
        if isinstance(thing, Objective) and thing.stage != Objective.Stage.PROPOSED:
            return None
        return Panel("growth/panels/doubts.html", {"doubts": DOUBTS[place]}, order=90)

    return make


def two_minutes(request: HttpRequest, person: Person) -> Panel | None:
    """Beside My week: one drill, the one that is due first or else a new one; one query."""
    drill, due = queries.one_drill(person, clock.now())
    return Panel("growth/panels/drill.html", {"drill": drill, "due": due}, order=60) if drill else None
