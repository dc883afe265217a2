"""A value beyond what its key result can be is asked about once, and then taken as it is meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from sapwood.goals import check_in_links, scale
from sapwood.goals.models import KeyResult, Objective, Reading
from tests import cast


@pytest.mark.parametrize(
    ("unit", "known", "value", "holds"),
    [
        ("of 10", [7, 9], 9.5, True),
        ("of 10", [7, 9], 35, False),
        ("out of 5", [3, 4], 5, True),
        ("points, 1–5", [3, 4], 0, False),
        ("1 to 5", [3, 4], 6, False),
        ("%", [20, 60], 100, True),
        ("%", [20, 60], 120, False),
        ("% of last year", [100, 140], 150, True),
        ("ships", [0, 10], 99, True),
        ("ships", [0, 10], 1000, False),
        ("ships", [0, 10], -1, False),
        ("degrees", [-5, 10], -8, True),
        ("", [], 12345, True),
        ("", [0], 12345, True),
    ],
)
def test_what_a_unit_can_be(unit: str, known: list[int], value: float, holds: bool) -> None:
    assert scale.of(unit, [Decimal(one) for one in known]).holds(Decimal(str(value))) is holds


@pytest.fixture
def result(company: cast.Cast) -> KeyResult:
    goal = cast.objective("Captains feel welcome", company.cranes, company.cycle, updater=company.ada)
    KeyResult.objects.filter(objective=goal).update(unit="of 10", baseline=6, target=9)
    return goal.key_results.get()


def test_thirty_five_of_ten_is_asked_about_and_taken_when_meant(company: cast.Cast, result: KeyResult) -> None:
    client = Client()
    client.force_login(company.ada)
    sent = {f"{result.public_id}-value": "35", f"{result.public_id}-confidence": "6"}
    answer = client.post("/check-in/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "35 is far above what this can be" in page and "up to 10" in page
    assert not Reading.objects.exists()
    other = client.post("/check-in/", {**sent, f"{result.public_id}-value": "36", f"{result.public_id}-sure": "35"})
    assert other.status_code == 422, "another value is asked about anew"
    assert client.post("/check-in/", {**sent, f"{result.public_id}-sure": "35"}).status_code == 303
    assert Reading.objects.get().value == 35


def test_the_link_in_the_mail_asks_too(company: cast.Cast, result: KeyResult) -> None:
    link = f"/check-in/by-mail/{check_in_links.token_for(company.ada, cast.NOW)}/"
    sent = {f"{result.public_id}-value": "35", f"{result.public_id}-confidence": "6"}
    answer = Client().post(link, sent)
    assert answer.status_code == 422 and "far above" in answer.content.decode()
    assert f'name="{result.public_id}-sure" value="35"' in answer.content.decode()
    Client().post(link, {**sent, f"{result.public_id}-value": "8"})
    assert Reading.objects.get().value == 8
    assert Objective.objects.get().progress is not None
