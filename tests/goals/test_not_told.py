"""What was not told surfaces to who leads the team, after the days of grace, by goal; whoever is away is not missing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.goals import queries
from sapwood.goals.models import KeyResult, Objective
from sapwood.people.models import Absence, Person
from tests import cast

SEEN = "Not told for a while"


@pytest.fixture
def silent(company: cast.Cast) -> Objective:
    """A goal told about on the Monday two weeks ago, for the last time."""
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    told = dt.datetime(2026, 9, 21, 9, tzinfo=dt.UTC)
    KeyResult.objects.filter(objective=goal).update(measured_at=told, current=3, progress=0.3, trail=[0.3])
    return goal


def week_of(person: Person) -> str:
    client = Client()
    client.force_login(person)
    return client.get("/week/aside/").content.decode()


def test_it_waits_for_the_days_of_grace(company: cast.Cast, silent: Objective) -> None:
    due = dt.date(2026, 9, 28)
    assert queries.missed([silent], due + dt.timedelta(days=3)) == []
    assert queries.missed([silent], due + dt.timedelta(days=4)) == list(silent.key_results.all())


def test_the_lead_sees_it_by_goal_and_nobody_else_does(company: cast.Cast, silent: Objective) -> None:
    page = week_of(company.bo)
    part = page[page.index(SEEN) :].split("</section>")[0]
    assert "Ships leave on time, seen 1" in part and "Ada" not in part
    for who in (company.ada, company.max, company.eve, company.dee):
        assert SEEN not in week_of(who)


def test_who_is_away_is_not_missing(company: cast.Cast, silent: Objective) -> None:
    Absence.objects.create(person=company.ada, starts=cast.TODAY - dt.timedelta(days=2), ends=None)
    assert SEEN not in week_of(company.bo)


def test_a_team_that_tells_every_four_weeks_is_not_late(company: cast.Cast, silent: Objective) -> None:
    company.cranes.cadence_days = 28
    company.cranes.save()
    assert queries.missed(Objective.objects.all(), dt.date(2026, 9, 30)) == []
    [due] = queries.to_report(company.ada, dt.date(2026, 9, 26))
    assert not due.is_due, "told in this period of four weeks"
    assert not queries.is_stale(Objective.objects.get(), dt.date(2026, 10, 20))
