"""The directory: found by name, role and team; leavers only for those who hand over; the same queries at any length."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.people import actions
from sapwood.people.models import Person
from tests import cast
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def shown(client: Client, who: Person, **asked: str) -> list[str]:
    client.force_login(who)
    answer = client.get(reverse("people:directory"), asked)
    return [row.person.name for row in answer.context["rows"]]


def test_everybody_at_work_is_listed_by_name(company: Cast, client: Client) -> None:
    assert shown(client, company.ada) == sorted(
        ["Ad Novak", "Ada Okoye", "Bo Ferreira", "Cy Tanaka", "Dee Lindqvist", "Eve Marsh", "Max Berg"]
    )


@pytest.mark.parametrize(("who", "sees"), [("ad", True), ("dee", True), ("max", False), ("bo", False), ("eve", False)])
def test_leavers_are_shown_to_administrators_and_okr_owners(
    company: Cast, client: Client, who: str, sees: bool
) -> None:
    assert ("Lo Brandt" in shown(client, company.people[who])) is sees
    answer = client.get(reverse("people:person", args=[company.lo.public_id]))
    assert answer.status_code == (200 if sees else 404)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("okoye", ["Ada Okoye"]),
        ("dock ropes", ["Eve Marsh"]),
        ("cranes", ["Ada Okoye", "Bo Ferreira", "Cy Tanaka"]),
        ("eve@harbour", ["Eve Marsh"]),
        ("nobody at all", []),
        ("%", []),
    ],
)
def test_words_are_found_in_name_role_address_and_team(
    company: Cast, client: Client, words: str, found: list[str]
) -> None:
    assert shown(client, company.ada, q=words) == found


def test_a_team_brings_those_of_the_teams_below(company: Cast, client: Client) -> None:
    assert shown(client, company.ada, team=company.quay.public_id) == [
        "Ada Okoye",
        "Bo Ferreira",
        "Cy Tanaka",
        "Eve Marsh",
    ]
    assert shown(client, company.ada, team=company.ropes.public_id) == ["Eve Marsh"]


def test_who_is_away_is_marked_and_why_is_nowhere(company: Cast, client: Client) -> None:
    actions.set_absence(by=company.cy, person=company.cy, starts=TODAY, ends=None, at=NOW)
    client.force_login(company.ada)
    assert client.get(reverse("people:directory"), {"q": "tanaka"}).content.decode().count("away") == 1


def test_only_an_administrator_is_offered_to_add_people(company: Cast, client: Client) -> None:
    for name, offered in (("ad", True), ("dee", False), ("ada", False)):
        client.force_login(company.people[name])
        assert (reverse("people:joiner") in client.get(reverse("people:directory")).content.decode()) is offered


def test_pages_hold_fifty_and_strange_page_numbers_are_answered(company: Cast, client: Client) -> None:
    for number in range(60):
        cast.person(f"N{number:02d} Crew", company.ropes, manager=company.eve)
    assert len(shown(client, company.ada)) == 50
    assert len(shown(client, company.ada, page="2")) == 17
    assert len(shown(client, company.ada, page="99999999999999999999")) == 17
    assert len(shown(client, company.ada, page="none")) == 50


def test_one_row_or_many_the_same_number_of_queries(company: Cast, client: Client) -> None:
    client.force_login(company.ada)

    def queries(words: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people:directory"), {"q": words})
        return len(asked)

    queries("warm")
    assert queries("okoye") == queries("cranes") <= 25


def test_the_tree_counts_a_team_with_those_below(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get(reverse("people:teams")).content.decode()
    assert "7 people" in page  # the whole company; Lo has left
    assert "4 people" in page  # the quay: three in Cranes, one in Ropes
    with CaptureQueriesContext(connection) as before:
        client.get(reverse("people:teams"))
    for number in range(5):
        cast.team(f"Shed {number}", "team", company.quay)
    with CaptureQueriesContext(connection) as after:
        client.get(reverse("people:teams"))
    assert len(before) == len(after)
