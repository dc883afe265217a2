"""A person's page and record: who sees what can be changed, what the forms say, and two who save at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.people import actions
from sapwood.people.models import Person, Role
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def page(client: Client, who: Person, of: Person) -> str:
    client.force_login(who)
    return client.get(reverse("people:person", args=[of.public_id])).content.decode()


def test_it_tells_the_team_the_whole_line_and_the_reports(company: Cast, client: Client) -> None:
    text = page(client, company.eve, company.ada)
    for words in ("Ada Okoye", "Cranes", "Bo Ferreira", "Max Berg", "dock hand", "10 a.m. in UTC"):
        assert words in text
    assert "Answer to Bo" in page(client, company.eve, company.bo)


@pytest.mark.parametrize(
    ("who", "route", "offered"),
    [
        ("ada", "people:absences", True),
        ("bo", "people:absences", True),
        ("ad", "people:absences", True),
        ("cy", "people:absences", False),
        ("max", "people:manager", True),
        ("bo", "people:manager", False),
        ("ad", "people:roles", True),
        ("dee", "people:roles", False),
        ("ad", "people:record", True),
        ("ada", "people:record", False),
    ],
)
def test_a_deed_is_offered_to_those_who_may_do_it(
    company: Cast, client: Client, who: str, route: str, offered: bool
) -> None:
    assert (reverse(route, args=[company.ada.public_id]) in page(client, company.people[who], company.ada)) is offered


def test_the_number_of_queries_does_not_grow_with_the_reports(company: Cast, client: Client) -> None:
    page(client, company.eve, company.bo)
    with CaptureQueriesContext(connection) as before:
        page(client, company.eve, company.bo)
    for number in range(4):
        cast.person(f"N{number} Crew", company.cranes, manager=company.bo)
    with CaptureQueriesContext(connection) as after:
        page(client, company.eve, company.bo)
    assert len(before) == len(after)


def test_an_unknown_manager_is_named_and_nothing_changes(company: Cast, client: Client) -> None:
    client.force_login(company.ad)
    answer = client.post(
        reverse("people:manager", args=[company.ada.public_id]), {"manager": "Bob Nobody"}, follow=True
    )
    assert "Nobody here is called “Bob Nobody”" in answer.content.decode()
    assert cast.fresh(company.ada).manager == company.bo


def test_a_person_is_added_by_the_form_and_mistakes_keep_what_was_typed(company: Cast, client: Client) -> None:
    client.force_login(company.ad)
    sent = {
        "name": "Nia Roth",
        "email": "ada@harbour.example",
        "share": "0.6",
        "time_zone": "Europe/Lisbon",
        "manager": "Bo Ferreira",
        "team": company.cranes.public_id,
    }
    answer = client.post(reverse("people:joiner"), sent)
    assert answer.status_code == 422
    assert "belongs to Ada Okoye" in answer.content.decode()
    assert 'value="Nia Roth"' in answer.content.decode()
    answer = client.post(reverse("people:joiner"), {**sent, "email": "nia@harbour.example", "time_zone": "Moon/Base"})
    assert "“Moon/Base” is not a time zone" in answer.content.decode()
    client.post(reverse("people:joiner"), {**sent, "email": "nia@harbour.example"})
    nia = Person.objects.get(name="Nia Roth")
    assert (nia.team, nia.manager, str(nia.share)) == (company.cranes, company.bo, "0.600")


def test_who_saves_a_record_second_sees_both(company: Cast, client: Client) -> None:
    client.force_login(company.ad)
    address = reverse("people:record", args=[company.cy.public_id])
    sent = {"name": "Cy Tanaka", "share": "1", "time_zone": "UTC", "version": "1"}
    assert client.post(address, {**sent, "job_title": "rigger"}).status_code == 303
    answer = client.post(address, {**sent, "job_title": "diver"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "rigger" in text
    assert 'value="diver"' in text
    assert (
        client.post(address, {**sent, "job_title": "diver", "version": str(answer.context["version"])}).status_code
        == 303
    )
    assert cast.fresh(company.cy).job_title == "diver"


def test_roles_and_places_change_on_the_page(company: Cast, client: Client) -> None:
    client.force_login(company.ad)
    client.post(reverse("people:roles", args=[company.cy.public_id]), {"role": "coach"})
    client.post(reverse("people:place", args=[company.cy.public_id]), {"team": company.ropes.public_id})
    client.post(reverse("people:further_managers", args=[company.cy.public_id]), {"manager": "Eve Marsh"})
    cy = cast.fresh(company.cy)
    assert cy.has_role(Role.COACH)
    assert cy.team == company.ropes
    assert cy.pk in cast.fresh(company.eve).report_ids


def test_oneself_says_when_one_is_away(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    answer = client.post(
        reverse("people:absences", args=[company.ada.public_id]),
        {"starts": "2026-10-07", "ends": "2026-10-09"},
        follow=True,
    )
    assert "away until 9 October" in answer.content.decode()
    absence = company.ada.absences.get()
    client.post(reverse("people:absence_end", args=[absence.pk]))
    assert not company.ada.absences.exists()


def test_the_page_never_tells_who_was_late(company: Cast, client: Client) -> None:
    cast.objective("Ships leave sooner", company.cranes, company.cycle, updater=company.ada)
    actions.set_absence(by=company.ada, person=company.ada, starts=NOW.date(), ends=None, at=NOW)
    for who in (company.bo, company.max, company.ad):
        text = page(client, who, company.ada).lower()
        assert not any(word in text for word in ("overdue", "missed", "days late", "rank"))
