"""A company by chance: departments, teams of seven to twelve, leads who answer among their peers, a few people apart."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from functools import cache

from django.core.management.color import no_style
from django.db import connection

from sapwood.people.models import Membership, Organisation, Person, ReportingLine, Role, Team
from tests import cast

KEPT = ("django_migrations", "django_content_type")


@dataclass
class Company:
    """`places`: person id -> team; `leads`: team id -> person."""

    top: Team
    max: Person  # executive, leads the company
    dee: Person  # OKR owner
    ad: Person  # administrator
    people: dict[int, Person] = field(default_factory=dict)
    places: dict[int, Team] = field(default_factory=dict)
    leads: dict[int, Person] = field(default_factory=dict)

    def team_mates(self, person: Person) -> list[Person]:
        place = self.places[person.pk]
        return [self.people[pk] for pk, team in self.places.items() if team == place and pk != person.pk]


def clear() -> None:
    """Empty every table that a story fills, as fast as the database allows."""
    connection.ops.execute_sql_flush(_emptying(connection.vendor))


@cache
def _emptying(vendor: str) -> list[str]:
    """The statements, worked out once: which table refers to which is asked of the database table by table."""
    tables = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in KEPT]
    return connection.ops.sql_flush(no_style(), tables, allow_cascade=True)


def found(rng: random.Random) -> Company:
    """Write a company into the empty database."""
    Organisation.objects.get_or_create(pk=1, defaults={"name": "Harbour Works"})
    top = cast.team("Harbour Works", Team.Level.COMPANY, None)
    max_, dee, ad = (_person(f"{name} Berg") for name in ("Max", "Dee", "Ad"))
    made = Company(top, max_, dee, ad)
    rows: list[tuple[Person, Team, Person | None, bool]] = [
        (max_, top, None, True), (dee, top, max_, False), (ad, top, max_, False),
    ]  # fmt: skip
    rows += [(_person(f"Top{number} Berg"), top, max_, False) for number in range(rng.randint(1, 4))]
    for place in range(rng.randint(1, 2)):
        department = cast.team(f"Department {place}", Team.Level.DEPARTMENT, top)
        head = _person(f"Head{place} Berg")
        rows.append((head, department, max_, True))
        rows += [(_person(f"Staff{place}x{one} Berg"), department, head, False) for one in range(rng.randint(0, 1))]
        for number in range(rng.randint(2, 3)):
            team = cast.team(f"Team {place}.{number}", Team.Level.TEAM, department)
            lead = _person(f"Lead{place}x{number} Berg")
            rows.append((lead, team, head, True))
            size = rng.randint(7, 12)
            rows += [(_person(f"Hand{place}x{number}x{one} Berg"), team, lead, False) for one in range(size)]
    Person.objects.bulk_create(row[0] for row in rows)
    Membership.objects.bulk_create(
        Membership(person=person, team=team, is_lead=is_lead, starts=cast.LONG_AGO)
        for person, team, _boss, is_lead in rows
    )
    ReportingLine.objects.bulk_create(
        ReportingLine(person=person, manager=boss, starts=cast.LONG_AGO) for person, _team, boss, _lead in rows if boss
    )
    for person, team, _boss, is_lead in rows:
        made.people[person.pk], made.places[person.pk] = person, team
        if is_lead:
            made.leads[team.pk] = person
    for person, role in ((max_, Role.EXECUTIVE), (dee, Role.OKR_OWNER), (ad, Role.ADMINISTRATOR)):
        cast.grant(person, role)
    return made


def joiner(company: Company, team: Team, name: str, since: dt.date) -> Person:
    """Somebody who came lately."""
    person = _person(f"{name} Berg")
    person.save()
    Membership.objects.create(person=person, team=team, starts=since)
    company.people[person.pk], company.places[person.pk] = person, team
    return person


def _person(name: str) -> Person:
    person = Person(name=name, email=f"{name.split()[0].lower()}@harbour.example", job_title="dock hand")
    person.set_unusable_password()
    return person
