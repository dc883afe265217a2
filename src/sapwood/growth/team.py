"""What whoever leads people sees of their growth: what was shared with them, and what is published of the team.

Never a rank, never who shared nothing, and no history of what came late.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import clock
from sapwood.feedback import asked, reading
from sapwood.feedback.models import Cell, Subject
from sapwood.goals import queries as goals
from sapwood.goals.measured import audience
from sapwood.goals.models import Objective
from sapwood.growth import queries
from sapwood.growth.models import Plan
from sapwood.growth.queries.plans import plans_shown_to
from sapwood.people.models import Person

LATELY = dt.timedelta(days=30)
MOST_PROMPTS = 4
IN_DOUBT = {"at_risk", "off_track"}


@dataclass
class Shared:
    """What one person shared with this reader."""

    person: Person
    goals: list[tuple[Objective, str]] = field(default_factory=list)  # with its status word
    reports: list[Subject] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)  # with counts of their steps


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to say or ask in a talk this week, and where to read on."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One published figure of a unit this reader reads, drawn."""

    text: str
    cell: Cell
    chart: str


@dataclass
class Team:
    people: int
    shared: list[Shared]
    prompts: list[Prompt]
    units: list[tuple[str, str, list[Seen]]]  # name, address, figures of the newest pulse


def of(reader: Person) -> Team:
    """In a fixed number of queries, however many people there are."""
    people = list(Person.objects.filter(pk__in=reader.report_ids).order_by("name", "pk"))
    shared = {one.pk: Shared(one) for one in people}
    today = clock.today(reader.time_zone)
    for goal in _goals(reader, people):
        assert goal.owner_person_id is not None
        shared[goal.owner_person_id].goals.append((goal, goals.status_of(goal, today)))
    for report in queries.reports_shared_with(reader, people):
        shared[report.person_id].reports.append(report)
    for plan in plans_shown_to(reader).filter(person__in=people):
        shared[plan.person_id].plans.append(plan)
    told = [one for one in shared.values() if one.goals or one.reports or one.plans]
    return Team(len(people), told, _prompts(told, people, today), _units(reader))


def _goals(reader: Person, people: list[Person]) -> list[Objective]:
    rows = Objective.objects.visible_to(reader).filter(
        owner_person__in=people, layer=Objective.Layer.DEVELOPMENTAL, stage=Objective.Stage.ACTIVE
    )
    found = list(goals.with_key_results(rows.select_related("cycle").order_by("pk")))
    audience.put_on_lists(reader, found)
    return found


def _prompts(shared: list[Shared], people: list[Person], today: dt.date) -> list[Prompt]:
    found = []
    for one in shared:
        for goal, status in one.goals:
            if status in IN_DOUBT:
                said = _("Ask %(name)s what would help with “%(goal)s”. It is shared with you and looks doubtful.")
                found.append(
                    Prompt(
                        said % {"name": one.person.first_name, "goal": goal.title},
                        reverse("goals:objective", args=[goal.public_id]),
                    )
                )
    since = clock.now() - LATELY
    for one in shared:
        for report in one.reports:
            if report.wave.publication.at >= since:
                said = _("%(name)s shared a report with you. Thank them, and ask what they want to do with it.")
                found.append(
                    Prompt(said % {"name": one.person.first_name}, reverse("feedback:report", args=[report.public_id]))
                )
    for person in people:
        if person.starts and dt.timedelta(0) <= today - person.starts <= LATELY:
            said = _("%(name)s is new. Ask what was clear in the first weeks, and what was not.")
            found.append(Prompt(said % {"name": person.first_name}, reverse("people:person", args=[person.public_id])))
    return found[:MOST_PROMPTS]


def _units(reader: Person) -> list[tuple[str, str, list[Seen]]]:
    """The newest pulse with results of this reader's own units, below the whole company."""
    publication = reading.published_pulses().order_by("-at").first() if reader.led_team_ids else None
    if publication is None:
        return []
    wave = publication.wave
    teams = asked.teams_of_units(wave)
    own = {
        row.pk: row
        for row in reading.units_read_by(reader, wave)
        if row.parent_id is not None and teams.get(row.pk, frozenset()) & reader.led_team_ids
    }
    figures: dict[int, list[Seen]] = defaultdict(list)
    cells = publication.cells.filter(unit__in=own, kind=Cell.Kind.LEVEL).select_related("item")
    for cell in cells.order_by("item__position", "item_id"):
        assert cell.item is not None and cell.unit_id is not None
        figures[cell.unit_id].append(Seen(cell.item.told(), cell, reading.picture_of(cell)))
    address = reverse("feedback:results", args=[wave.public_id])
    return [(own[pk].name, f"{address}#{own[pk].public_id}", rows) for pk, rows in figures.items()]
