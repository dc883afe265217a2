"""A team's page: members with the lead first, what may be changed by whom, and two who save at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.people.models import Membership, OrganisationPolicy, Team
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def test_the_lead_comes_first_and_what_holds_above_is_said(company: Cast, client: Client) -> None:
    OrganisationPolicy.objects.create(name="Two under the hook").teams.add(company.quay)
    client.force_login(company.eve)
    answer = client.get(reverse("people:team", args=[company.cranes.public_id]))
    assert [row.person.name for row in answer.context["members"]] == ["Bo Ferreira", "Ada Okoye", "Cy Tanaka"]
    text = answer.content.decode()
    assert "Two under the hook" in text
    assert reverse("people:team", args=[company.quay.public_id]) in text


def test_one_member_or_many_the_same_number_of_queries(company: Cast, client: Client) -> None:
    client.force_login(company.bo)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("people:team", args=[company.cranes.public_id]))
        return len(asked)

    queries()
    before = queries()
    for number in range(4):
        cast.person(f"N{number} Crew", company.cranes, manager=company.bo)
    assert queries() == before <= 25


@pytest.mark.parametrize(
    ("who", "may"), [("bo", True), ("dee", True), ("ad", True), ("max", True), ("ada", False), ("eve", False)]
)
def test_those_who_may_change_the_text(company: Cast, client: Client, who: str, may: bool) -> None:
    client.force_login(company.people[who])
    assert client.get(reverse("people:team_text", args=[company.cranes.public_id])).status_code == (200 if may else 404)


def test_who_saves_second_sees_both_texts(company: Cast, client: Client) -> None:
    client.force_login(company.bo)
    address = reverse("people:team_text", args=[company.cranes.public_id])
    client.post(address, {"name": "Cranes", "purpose": "Nothing waits.", "version": "1"})
    answer = client.post(address, {"name": "Cranes", "purpose": "Ships first.", "version": "1"})
    assert answer.status_code == 409
    assert "Nothing waits." in answer.content.decode()
    assert "Ships first." in answer.content.decode()


def test_a_lead_adds_and_names(company: Cast, client: Client) -> None:
    client.force_login(company.bo)
    client.post(reverse("people:members", args=[company.cranes.public_id]), {"person": "eve@harbour.example"})
    row = Membership.objects.get(person=company.eve, team=company.cranes)
    client.post(reverse("people:membership_lead", args=[row.pk]))
    assert Membership.objects.get(person=company.eve, team=company.cranes, ends=None).is_lead


def test_a_team_is_opened_moved_and_closed(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    client.post(reverse("people:teams"), {"name": "Buoys", "level": "team", "parent": company.quay.public_id})
    buoys = Team.objects.get(name="Buoys")
    client.post(reverse("people:parent", args=[buoys.public_id]), {"parent": company.company.public_id})
    assert Team.objects.get(pk=buoys.pk).parent == company.company
    answer = client.post(
        reverse("people:parent", args=[company.quay.public_id]), {"parent": company.cranes.public_id}, follow=True
    )
    assert "circle: Quay → Cranes → Quay" in answer.content.decode()
    client.post(reverse("people:retirement", args=[buoys.public_id]))
    page = client.get(reverse("people:team", args=[buoys.public_id])).content.decode()
    assert "closed on 7 October 2026" in page
    assert "Buoys" not in client.get(reverse("people:teams")).content.decode()
