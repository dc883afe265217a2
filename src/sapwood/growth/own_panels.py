"""What journal and personal space show elsewhere: on one's own growth page, and beside the goal an entry is about."""

from __future__ import annotations

from django.http import HttpRequest

from sapwood.activity import clock
from sapwood.goals.models import Objective
from sapwood.growth.evidence import is_told_for
from sapwood.growth.queries import journal, personal
from sapwood.people.models import Person
from sapwood.people.views.find import reader
from sapwood.ui import panels
from sapwood.ui.panels import Panel

NEWEST = 4


def furnish() -> None:
    panels.register("growth:mine", journal_desk)
    panels.register("growth:mine_aside", personal_desk)
    panels.register("goals:objective_aside", journal_beside)


def journal_desk(request: HttpRequest, person: Person) -> Panel:
    """The newest entries, and one question for a goal under way."""
    goals = journal.goals_to_write_about(person).filter(owner_person=person, stage=Objective.Stage.ACTIVE)
    goal = goals.select_related("cycle").first()
    prompts = journal.prompts_for(goal, clock.today(person.time_zone))
    context = {"entries": journal.newest_of(person, NEWEST), "prompt": prompts[0] if prompts else None, "goal": goal}
    return Panel("growth/panels/journal.html", context, order=60)


def personal_desk(request: HttpRequest, person: Person) -> Panel:
    """Personal goals under way."""
    return Panel("growth/panels/personal.html", {"space": personal.space_of(person)}, order=60)


def journal_beside(request: HttpRequest, objective: Objective) -> Panel | None:
    """Entries about a goal: those that are shown to this reader, and their own. What stands among the five kinds of
    evidence is not repeated."""
    person = reader(request)
    own = journal.entries_of(person, objective=objective)
    shown = journal.shown_to(person, objective=objective)
    if is_told_for(objective):
        own = [one for one in own if not one.is_shown or objective.owner_person_id != person.pk]
        shown = [one for one in shown if one.row.person_id != objective.owner_person_id]
    writes = objective.owner_person_id == person.pk or objective.owner_team_id in person.team_ids
    if not (own or shown or writes):
        return None
    context = {"own": own, "shown": shown, "objective": objective, "writes": writes}
    return Panel("growth/panels/journal_beside.html", context, order=70)
