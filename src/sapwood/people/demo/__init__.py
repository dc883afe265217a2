"""The people of the demo company: Alder & Finch, who make heat pumps and fit them. All of it is invented.

The same seed and day give the same company. Rows are written in bulk, with the history the pages expect.
"""

from __future__ import annotations

import datetime as dt
import random

from django.contrib.auth.hashers import make_password

from sapwood.files.questions import slug
from sapwood.people.actions import furnish_library
from sapwood.people.demo import ladders, names
from sapwood.people.demo.company import Company
from sapwood.people.library import bank
from sapwood.people.models import (
    Absence,
    Behaviour,
    Competency,
    Membership,
    Organisation,
    OrganisationPolicy,
    Person,
    Priority,
    ReportingLine,
    Role,
    RoleGrant,
    Team,
    TeamContext,
    TeamPlacement,
    Value,
)

__all__ = ["COMPANY", "PASSWORD", "Company", "build"]

COMPANY = "Alder & Finch"
LONG_HERE = dt.timedelta(days=430)  # those one can be were there before the first feedback round
PASSWORD = "a-quiet-winter"  # noqa: S105  (of an invented company; the switcher needs none)

DEPARTMENTS: dict[str, list[str]] = {
    "Product": ["Home heating", "Controls & app", "Research", "Design"],
    "Engineering": ["Refrigeration", "Electronics", "Embedded software", "Cloud platform"],
    "Manufacturing": ["Assembly line", "Sourcing", "Quality", "Logistics"],
    "Field service": ["Installers North", "Installers South", "Service desk", "Training centre"],
    "Customers": ["Home sales", "Housing partners", "Brand", "Customer success"],
    "People & learning": ["Talent", "Learning", "Workplace", "People operations"],
    "Finance & operations": ["Finance", "IT services", "Legal & compliance", "Planning"],
}
SIZES = {
    "Assembly line": 16,
    "Installers North": 12,
    "Installers South": 11,
    "Service desk": 10,
    "Home sales": 8,
    "Embedded software": 7,
    "Cloud platform": 6,
    "Logistics": 7,
    "Quality": 6,
    "Customer success": 6,
    "Home heating": 6,
    "Electronics": 5,
    "Training centre": 5,
    "Housing partners": 6,
    "Finance": 5,
    "IT services": 6,
    "Planning": 6,
}
FIXED = {  # people the README and the tests know
    ("lead", "Alder & Finch"): ("Maren Holt", "Managing director"),
    ("lead", "Learning"): ("Tobias Adeyemi", "Head of learning, OKR owner"),
    ("lead", "Installers North"): ("Owen Pritchard", "Lead installer"),
    ("lead", "Service desk"): ("Priya Raman", "Service desk lead"),
    ("lead", "IT services"): ("Sanna Virtanen", "IT lead"),
    ("member", "Service desk"): ("Leila Haddad", "Service adviser"),
    ("member", "Embedded software"): ("Mikkel Sørensen", "Software engineer"),
    ("member", "Training centre"): ("Ruth Okafor", "Master installer and coach"),
}
ROLES = {
    "Maren Holt": [Role.EXECUTIVE],
    "Tobias Adeyemi": [Role.OKR_OWNER],
    "Sanna Virtanen": [Role.ADMINISTRATOR],
    "Ruth Okafor": [Role.COACH],
}
ZONES = {"Cloud platform": "Europe/Tallinn", "Customer success": "Europe/Lisbon"}


def build(*, seed: int, today: dt.date, at: dt.datetime) -> Company:
    """Write the company into an empty database."""
    chance = random.Random(f"people {seed}")
    founded = today - dt.timedelta(days=1100)
    _organisation(at)
    teams = _teams(founded)
    company = Company(root=teams[COMPANY], teams=teams, members={}, persons={})
    _people(company, chance, today)
    _memberships_and_lines(company, founded)
    _grants(company, at - dt.timedelta(days=400))
    _away(company, chance, today)
    ladders.build(company, today=today)
    return company


def _organisation(at: dt.datetime) -> None:
    Organisation.objects.create(pk=1, name=COMPANY, check_in_weekday=0, grace_days=3, minutes_a_week=5)
    Value.objects.bulk_create(
        Value(name=name, text=text, position=place) for place, (name, text) in enumerate(names.VALUES)
    )
    Priority.objects.bulk_create(
        Priority(name=name, text=text, position=place) for place, (name, text) in enumerate(names.PRIORITIES)
    )
    furnish_library(bank(), at=at)
    for word, (name, behaviours) in enumerate(names.OWN_COMPETENCIES.items()):
        own = Competency.objects.create(name=name, family=names.OWN_FAMILY, position=100 + word, key=slug(name))
        Behaviour.objects.bulk_create(
            Behaviour(competency=own, text=text, key=f"{own.key}.{slug(text, 30)}", position=place)
            for place, text in enumerate(behaviours)
        )


def _teams(founded: dt.date) -> dict[str, Team]:
    teams = {COMPANY: Team.objects.create(name=COMPANY, level=Team.Level.COMPANY, purpose=names.PURPOSES[COMPANY])}
    for department, below in DEPARTMENTS.items():
        teams[department] = Team.objects.create(
            name=department, level=Team.Level.DEPARTMENT, parent=teams[COMPANY], purpose=names.PURPOSES[department]
        )
        for name in below:
            teams[name] = Team.objects.create(
                name=name, level=Team.Level.TEAM, parent=teams[department], purpose=names.PURPOSES[name]
            )
    TeamPlacement.objects.bulk_create(
        TeamPlacement(team=team, parent=team.parent, starts=founded) for team in teams.values()
    )
    careful = OrganisationPolicy.objects.create(
        name="Nobody works alone on live refrigerant",
        text="Work on a charged circuit needs a second trained person. No goal may reward doing it faster alone.",
        forbids="alone, skip, faster than the checklist, without a second person",
    )
    careful.teams.set([teams["Refrigeration"], teams["Installers North"], teams["Installers South"]])
    for name in ("Refrigeration", "Electronics", "Installers North", "Installers South"):
        TeamContext.objects.create(team=teams[name], kind=TeamContext.Kind.SAFETY_CRITICAL)
    for name in ("Service desk", "Customer success", "Home sales"):
        TeamContext.objects.create(team=teams[name], kind=TeamContext.Kind.CUSTOMER_FACING)
    TeamContext.objects.create(team=teams["Finance"], kind=TeamContext.Kind.REGULATED)
    return teams


def _people(company: Company, chance: random.Random, today: dt.date) -> None:
    fresh = names.in_random_order(chance, taken={name for name, _job in FIXED.values()})
    password = make_password(PASSWORD)
    number = 1000
    for team in company.teams:
        size = 1 if team in DEPARTMENTS or team == COMPANY else SIZES.get(team, 4)
        seats = [_seat(team, place) for place in range(size)]
        people: list[Person] = []
        for part, job in seats:
            fixed = (
                FIXED.get((part, team))
                if not any(one.name == FIXED.get((part, team), ("",))[0] for one in people)
                else None
            )
            name, title = fixed or (next(fresh), job)
            number += chance.randint(1, 4)
            started = today - dt.timedelta(days=chance.randint(60, 3200))
            if fixed:
                started = min(started, today - LONG_HERE)
            people.append(
                Person(
                    name=name,
                    external_id=f"AF{number}",
                    email=names.address(name),
                    job_title=title,
                    time_zone=ZONES.get(team, "Europe/London"),
                    share=chance.choices(["1.000", "0.800", "0.600", "0.500"], weights=[80, 10, 6, 4])[0],
                    starts=started,
                    password=password,
                )
            )
        company.members[team] = people
    # Two joined last week, one leaves in three weeks: their pages have something to show.
    company.members["Service desk"][-1].starts = today - dt.timedelta(days=6)
    company.members["Assembly line"][-1].starts = today - dt.timedelta(days=3)
    company.members["Brand"][-1].leaves = today + dt.timedelta(days=19)
    Person.objects.bulk_create(person for people in company.members.values() for person in people)
    company.persons = {person.name: person for people in company.members.values() for person in people}


def _seat(team: str, place: int) -> tuple[str, str]:
    if place == 0:
        return "lead", "Head of department" if team in DEPARTMENTS else "Team lead"
    return "member", names.JOBS.get(team, ["Specialist"])[place % len(names.JOBS.get(team, ["Specialist"]))]


def _memberships_and_lines(company: Company, founded: dt.date) -> None:
    memberships, lines = [], []
    for name, people in company.members.items():
        team = company.teams[name]
        above = company.members[team.parent.name][0] if team.parent else None
        for place, person in enumerate(people):
            since = max(founded, person.starts or founded)
            memberships.append(Membership(person=person, team=team, is_lead=place == 0, starts=since))
            manager = above if place == 0 else people[0]
            if manager is not None:
                lines.append(ReportingLine(person=person, manager=manager, starts=since))
    Membership.objects.bulk_create(memberships)
    ReportingLine.objects.bulk_create(lines)


def _grants(company: Company, at: dt.datetime) -> None:
    administrator = company.persons["Sanna Virtanen"]
    RoleGrant.objects.bulk_create(
        RoleGrant(person=company.persons[name], role=role, granted_by=administrator, starts=at)
        for name, roles in ROLES.items()
        for role in roles
    )


def _away(company: Company, chance: random.Random, today: dt.date) -> None:
    fixed = {name for name, _job in FIXED.values()}
    for person in chance.sample([one for one in company.everybody if one.name not in fixed], 7):
        starts = today - dt.timedelta(days=chance.randint(0, 6))
        Absence.objects.create(person=person, starts=starts, ends=starts + dt.timedelta(days=chance.randint(5, 18)))
