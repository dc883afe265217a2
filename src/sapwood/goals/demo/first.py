"""What waits for the people one can be on the first day, so that nobody meets an empty week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from sapwood.goals import actions
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.demo import Company
from sapwood.people.models import Person

TEAM = "Service desk"


def build(company: Company, *, cycle: Cycle, at: dt.datetime) -> None:
    """For the lead a proposal and a call for help, for the employee a draft and a to-do; all through the usual deeds."""
    lead, leila = company.persons["Priya Raman"], company.persons["Leila Haddad"]
    mate = next(person for person in company.members[TEAM] if person not in (lead, leila))
    goal = Objective.objects.filter(owner_team=company.teams[TEAM], cycle=cycle, nature="hard").order_by("id").first()
    if goal is None:
        return
    _propose(mate, company, cycle, at - dt.timedelta(hours=26))
    _draft(leila, company, cycle, at - dt.timedelta(hours=20))
    actions.check_in(
        by=mate,
        objective=goal,
        observations={},
        blockers=[("The parts hotline and we give callers different dates. Who decides which one counts?", lead)],
        at=at - dt.timedelta(hours=18),
    )
    result = goal.key_results.order_by("position").first()
    assert isinstance(result, KeyResult)
    actions.add_initiative(
        by=lead,
        key_result=result,
        title="Listen to six calls with Adele and note where callers repeat themselves",
        owner=leila,
        due=at.date() + dt.timedelta(days=2),
        at=at - dt.timedelta(days=3),
    )


def _propose(by: Person, company: Company, cycle: Cycle, at: dt.datetime) -> None:
    draft = ObjectiveDraft(
        title="Installers hear from us before they stand at the door",
        why="One visit in five begins with a question we had the answer to. The installer learns it from the customer.",
        audience="installers on their first visit",
        key_results=(
            KeyResultDraft(
                title="Visits at which the installer had the call notes beforehand",
                unit="%",
                baseline=Decimal(48),
                target=Decimal(80),
                updater=by,
            ),
            KeyResultDraft(
                title="Calls back from the doorstep",
                unit="a week",
                baseline=Decimal(31),
                target=Decimal(12),
                direction="fall",
                indicator="leading",
                updater=by,
            ),
        ),
    )
    written = actions.write_objective(
        by=by, owner=company.teams[TEAM], layer=Objective.Layer.STRATEGIC, cycle=cycle, draft=draft, at=at
    )
    actions.propose_objective(by=by, objective=written, at=at)


def _draft(by: Person, company: Company, cycle: Cycle, at: dt.datetime) -> None:
    """A goal that still reads like a task: the checklist beside it has something to ask."""
    draft = ObjectiveDraft(
        title="Introduce a new callback form",
        key_results=(KeyResultDraft(title="Form is live", baseline=Decimal(0), target=Decimal(1), direction="reach"),),
    )
    actions.write_objective(
        by=by, owner=company.teams[TEAM], layer=Objective.Layer.STRATEGIC, cycle=cycle, draft=draft, at=at
    )
