"""The first week of whoever comes and the handover of whoever goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.people import actions, queries
from sapwood.people.models import Person
from tests import cast
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


@pytest.mark.parametrize(("days_here", "greeted"), [(0, True), (13, True), (14, False), (-1, False)])
def test_the_way_to_the_first_week_page_shows_for_fourteen_days(
    company: Cast, client: Client, days_here: int, greeted: bool
) -> None:
    Person.objects.filter(pk=company.ada.pk).update(starts=TODAY - dt.timedelta(days=days_here))
    client.force_login(company.ada)
    assert (reverse("people:first_week") in client.get("/").content.decode()) is greeted


def test_who_came_long_ago_is_not_greeted(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    assert reverse("people:first_week") not in client.get("/").content.decode()


def test_the_first_week_page_names_the_lead_and_three_steps(company: Cast, client: Client) -> None:
    cast.objective("Ships leave sooner", company.cranes, company.cycle)
    client.force_login(company.ada)
    answer = client.get(reverse("people:first_week"))
    text = answer.content.decode()
    assert [one.name for one in answer.context["leads"]] == ["Bo Ferreira"]
    assert [one.name for one in answer.context["peers"]] == ["Cy Tanaka"]
    for words in (
        "Look at what your team wants",
        "Say your part",
        "what colleagues should notice",
        "Ships leave sooner",
    ):
        assert words in text


def test_somebody_without_a_team_is_welcome_too(company: Cast, client: Client) -> None:
    company.ada.memberships.update(ends=TODAY)
    client.force_login(company.ada)
    assert client.get(reverse("people:first_week")).status_code == 200


@pytest.mark.parametrize(
    ("who", "sees"), [("ad", ["Bo Ferreira", "Lo Brandt"]), ("dee", ["Bo Ferreira", "Lo Brandt"]), ("max", ["Bo Ferreira"]), ("eve", ["Lo Brandt"]), ("bo", [])]
)  # fmt: skip
def test_administrators_and_okr_owners_see_all_leavers_and_managers_their_own(
    company: Cast, client: Client, who: str, sees: list[str]
) -> None:
    Person.objects.filter(pk=company.bo.pk).update(leaves=TODAY + dt.timedelta(days=30))
    Person.objects.filter(pk=company.cy.pk).update(leaves=TODAY + dt.timedelta(days=31))
    client.force_login(cast.fresh(company.people[who]))
    answer = client.get(reverse("people:handovers"))
    assert [row["person"].name for row in answer.context["leavers"]] == sees


def test_who_manages_nobody_finds_no_handovers(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    assert client.get(reverse("people:handovers")).status_code == 404


def test_reports_and_teams_of_a_leaver_are_handed_on_line_by_line(company: Cast, client: Client) -> None:
    Person.objects.filter(pk=company.bo.pk).update(leaves=TODAY + dt.timedelta(days=5))
    client.force_login(company.max)
    page = client.get(reverse("people:handovers"))
    (row,) = page.context["leavers"]
    assert [one["person"].name for one in row["reports"]] == ["Ada Okoye", "Cy Tanaka"]
    assert [one["team"].name for one in row["leads"]] == ["Cranes"]
    for person in (company.ada, company.cy):
        client.post(reverse("people:manager", args=[person.public_id]), {"manager": "Max Berg", "next": "handovers"})
    answer = client.post(
        reverse("people:lead_handover", args=[row["leads"][0]["membership"].pk]), {"person": "Ada Okoye"}
    )
    assert answer["Location"] == reverse("people:handovers")
    assert [one.name for one in queries.leads_of(company.cranes)] == ["Ada Okoye"]
    (row,) = client.get(reverse("people:handovers")).context["leavers"]
    assert (row["reports"], row["leads"]) == ([], [])


def test_a_manager_is_not_led_to_the_page_of_somebody_who_has_left(company: Cast, client: Client) -> None:
    client.force_login(company.eve)
    assert (
        reverse("people:person", args=[company.lo.public_id])
        not in client.get(reverse("people:handovers")).content.decode()
    )
    client.force_login(company.dee)
    assert (
        reverse("people:person", args=[company.lo.public_id])
        in client.get(reverse("people:handovers")).content.decode()
    )


def test_all_reports_are_handed_on_at_once_or_none(company: Cast, client: Client) -> None:
    Person.objects.filter(pk=company.bo.pk).update(leaves=TODAY + dt.timedelta(days=5))
    address = reverse("people:reports_handover", args=[company.bo.public_id])
    client.force_login(company.max)
    client.post(address, {"person": "Nobody Here"})
    assert cast.fresh(company.ada).manager == company.bo
    assert client.post(address, {"person": "Eve Marsh"}).status_code == 303
    assert {cast.fresh(one).manager.name for one in (company.ada, company.cy)} == {"Eve Marsh"}
    client.force_login(company.eve)
    assert client.post(address, {"person": "Eve Marsh"}).status_code == 404


def test_a_report_who_takes_over_gets_the_others(company: Cast) -> None:
    actions.hand_over_reports(by=company.ad, leaver=company.bo, to=company.ada, at=NOW)
    assert cast.fresh(company.cy).manager == company.ada
    assert cast.fresh(company.ada).manager == company.bo


def test_the_okr_owner_reads_the_list_and_hands_on_no_reports(company: Cast) -> None:
    with pytest.raises(Refused):
        actions.hand_over_reports(by=company.dee, leaver=company.bo, to=company.max, at=NOW)
    assert cast.fresh(company.ada).manager == company.bo
