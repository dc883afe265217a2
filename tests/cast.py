"""The people our tests tell stories about, and the small company they work in.

Harbour Works has a Quay department with two teams, Cranes and Ropes. Ada works in Cranes for Bo, who leads
it; Cy is her peer. Dee owns the OKRs, Ad keeps the system, Max is the executive. Eve works in Ropes and must
see nothing that is private in Cranes. Lo has left. Wednesday 7 October 2026, ten in the morning, is now.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sapwood.goals.models import Cycle, KeyResult, Objective
from sapwood.people.models import (
    Membership,
    Organisation,
    Person,
    Priority,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamPlacement,
    Value,
)

NOW = dt.datetime(2026, 10, 7, 10, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
LONG_AGO = dt.date(2025, 1, 6)
PASSWORD = "seven-grey-herons-at-dawn"  # noqa: S105  (of people who do not exist)


@dataclass(frozen=True)
class Cast:
    """The company after curtain up."""

    company: Team
    quay: Team
    cranes: Team
    ropes: Team
    max: Person
    dee: Person
    ad: Person
    bo: Person
    ada: Person
    cy: Person
    eve: Person
    lo: Person
    cycle: Cycle

    @property
    def people(self) -> dict[str, Person]:
        names = ("max", "dee", "ad", "bo", "ada", "cy", "eve", "lo")
        return {name: getattr(self, name) for name in names}


def gather() -> Cast:
    """Write the company into the test's database."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Harbour Works"})
    Value.objects.create(name="Say it early", text="Bad news is welcome while it can still be mended.")
    Priority.objects.create(name="Ships leave on time", text="Nothing waits for us.")
    company = team("Harbour Works", Team.Level.COMPANY, None)
    quay = team("Quay", Team.Level.DEPARTMENT, company)
    cranes = team("Cranes", Team.Level.TEAM, quay)
    ropes = team("Ropes", Team.Level.TEAM, quay)
    boss = person("Max Berg", company, is_lead=True)
    dee = person("Dee Lindqvist", company, manager=boss)
    ad = person("Ad Novak", company, manager=boss)
    bo = person("Bo Ferreira", cranes, manager=boss, is_lead=True)
    ada = person("Ada Okoye", cranes, manager=bo)
    cy = person("Cy Tanaka", cranes, manager=bo)
    eve = person("Eve Marsh", ropes, manager=boss, is_lead=True)
    lo = person("Lo Brandt", ropes, manager=eve)
    Person.objects.filter(pk=lo.pk).update(leaves=TODAY - dt.timedelta(days=3))
    lo.refresh_from_db()
    grant(boss, Role.EXECUTIVE)
    grant(dee, Role.OKR_OWNER)
    grant(ad, Role.ADMINISTRATOR)
    cycle = Cycle.objects.create(
        name="Autumn 2026",
        starts=dt.date(2026, 8, 31),
        ends=dt.date(2026, 11, 29),
        stage=Cycle.Stage.ACTIVE,
    )
    return Cast(company, quay, cranes, ropes, boss, dee, ad, bo, ada, cy, eve, lo, cycle)


def team(name: str, level: str, parent: Team | None) -> Team:
    found = Team.objects.create(name=name, level=level, parent=parent)
    TeamPlacement.objects.create(team=found, parent=parent, starts=LONG_AGO)
    return found


def person(name: str, in_team: Team, *, manager: Person | None = None, is_lead: bool = False) -> Person:
    """Somebody with an address, a place and a manager; no password, as after an import."""
    found = Person(name=name, email=f"{name.split()[0].lower()}@harbour.example", job_title="dock hand")
    found.set_unusable_password()
    found.save()
    Membership.objects.create(person=found, team=in_team, is_lead=is_lead, starts=LONG_AGO)
    if manager is not None:
        ReportingLine.objects.create(person=found, manager=manager, starts=LONG_AGO)
    return found


def grant(to: Person, role: str) -> RoleGrant:
    return RoleGrant.objects.create(person=to, role=role, starts=NOW)


def objective(
    title: str,
    owner: Team | Person,
    cycle: Cycle | None,
    *,
    results: int = 1,
    updater: Person | None = None,
    **fields: Any,
) -> Objective:
    """An agreed objective with key results that rise from 0 to 10."""
    values: dict[str, Any] = {
        "layer": Objective.Layer.STRATEGIC,
        "stage": Objective.Stage.ACTIVE,
        "created": NOW,
        "changed": NOW,
        **fields,
    }
    side = {"owner_team": owner} if isinstance(owner, Team) else {"owner_person": owner}
    found = Objective.objects.create(title=title, cycle=cycle, **side, **values)
    for number in range(results):
        KeyResult.objects.create(
            objective=found,
            title=f"{title}, seen {number + 1}",
            unit="ships",
            baseline=Decimal(0),
            target=Decimal(10),
            position=number,
            updater=updater,
        )
    return found


def fresh(someone: Person) -> Person:
    """The same person as a new request would load them, without what was cached about them."""
    return Person.objects.get(pk=someone.pk)
