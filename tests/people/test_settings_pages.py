"""Settings: one's own for everybody, the organisation's to read for all and to change for few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from sapwood.activity import clock
from sapwood.people.models import Organisation, OrganisationPolicy, Value
from tests import cast
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


def test_the_chosen_look_is_on_every_page_from_then_on(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    client.post(
        reverse("people:settings"), {"time_zone": "Europe/Lisbon", "language": "en", "theme": "dark", "version": "1"}
    )
    assert 'data-theme="dark"' in client.get("/").content.decode()
    assert cast.fresh(company.ada).time_zone == "Europe/Lisbon"


def test_only_languages_that_exist_can_be_chosen(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    answer = client.get(reverse("people:settings"))
    assert [code for code, _name in answer.context["form"].fields["language"].choices] == [
        code for code, _name in settings.LANGUAGES
    ]
    refused = client.post(
        reverse("people:settings"), {"time_zone": "UTC", "language": "tlh", "theme": "dark", "version": "1"}
    )
    assert refused.status_code == 422


def test_it_leads_to_ones_own_page_and_to_signing_in(company: Cast, client: Client) -> None:
    client.force_login(company.ada)
    text = client.get(reverse("people:settings")).content.decode()
    for route in ("mfa_index", "account_change_password", "activity:preferences"):
        assert reverse(route) in text


@pytest.mark.parametrize("kind", ["values", "priorities", "policies", "competencies"])
def test_everybody_reads_what_the_organisation_says_and_few_write(company: Cast, client: Client, kind: str) -> None:
    address = reverse("people:statements", args=[kind])
    client.force_login(company.ada)
    assert "Write one more" not in client.get(address).content.decode()
    assert client.post(address, {"name": "Work less"}).status_code == 404
    client.force_login(company.dee)
    assert client.post(address, {"name": "Ask first", "text": "Then act."}).status_code == 303
    assert "Ask first" in client.get(address).content.decode()
    refused = client.post(address, {"name": "ask first", "text": "typed with care"})
    assert refused.status_code == 422
    assert "typed with care" in refused.content.decode()


def test_a_value_is_changed_and_taken_out_of_use(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    value = Value.objects.get()
    address = reverse("people:statement", args=["values", value.public_id])
    client.post(address, {"name": "Say it now", "text": "", "version": "1"})
    conflict = client.post(address, {"name": "Say it soon", "text": "", "version": "1"})
    assert conflict.status_code == 409
    assert "Say it now" in conflict.content.decode()
    assert 'value="Say it soon"' in conflict.content.decode()
    client.post(reverse("people:statement_retirement", args=["values", value.public_id]))
    assert Value.objects.get().retired is not None


def test_a_policy_names_its_teams_and_keeps_them(company: Cast, client: Client) -> None:
    client.force_login(company.dee)
    client.post(
        reverse("people:statements", args=["policies"]),
        {"name": "Two under the hook", "teams": [company.quay.public_id], "forbids": "alone"},
    )
    policy = OrganisationPolicy.objects.get()
    assert [team.name for team in policy.teams.all()] == ["Quay"]
    text = client.get(reverse("people:statement", args=["policies", policy.public_id])).content.decode()
    assert f'value="{company.quay.public_id}" selected' in text


def test_the_settings_of_the_organisation(company: Cast, client: Client) -> None:
    address = reverse("people:organisation")
    sent = {"name": "Harbour Works", "check_in_weekday": "2", "grace_days": "4", "minutes_a_week": "6", "version": "1"}
    client.force_login(company.ada)
    assert "Wednesday" not in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 404
    client.force_login(company.dee)
    assert client.post(address, {**sent, "minutes_a_week": "900"}).status_code == 422
    assert client.post(address, sent).status_code == 303
    assert Organisation.current().grace_days == 4
    assert client.post(address, {**sent, "name": "Harbour and Sons"}).status_code == 409
    client.force_login(company.ada)
    assert "Wednesday" in client.get(address).content.decode()


def test_roles_say_who_holds_them_since_when_and_from_whom(company: Cast, client: Client) -> None:
    client.force_login(company.ad)
    client.post(reverse("people:roles", args=[company.cy.public_id]), {"role": "coach"})
    client.force_login(company.eve)
    answer = client.get(reverse("people:role_list"))
    assert [(row.role, row.person.name, str(row.granted_by)) for row in answer.context["holders"]][-1] == (
        "coach",
        "Cy Tanaka",
        "Ad Novak",
    )
