"""Programs read bridges, and tell values where their holder may; a service for the teams it was given."""

from __future__ import annotations

import datetime as dt

import pytest

from sapwood.growth.models import Bridge, BridgeTeam, BridgeValue
from sapwood.people.models import Competency
from tests import cast
from tests.api.conftest import Program, token


@pytest.fixture
def bridge(company: cast.Cast) -> Bridge:
    goal = cast.objective("Answers come the same day", company.quay, company.cycle)
    row = Bridge.objects.create(
        problem="Customers wait too long for answers",
        key_result=goal.key_results.get(),
        competency=Competency.objects.create(name="Calling early", key="calling-early"),
        programme="A round each Monday",
        leading="First words the same day",
        business_owner=company.bo,
        measured_from=cast.TODAY - dt.timedelta(weeks=26),
        read_on=cast.TODAY + dt.timedelta(weeks=12),
        cost=4711,
        created=cast.NOW,
        begun=cast.NOW,
    )
    BridgeTeam.objects.create(bridge=row, team=company.cranes, starts=cast.TODAY)
    BridgeTeam.objects.create(bridge=row, team=company.ropes)
    return row


def test_it_says_what_it_says_and_its_cost_to_few(bridge: Bridge, company: cast.Cast, now: dt.datetime) -> None:
    seen = Program(token(company.ada, now)).items("bridges")[0]
    assert seen["lagging_finding"]["word"] == "too_early" and seen["lagging_finding"]["reading"] == 0
    assert "It is read on" in seen["lagging_finding"]["sentence"] and seen["cost"] is None
    assert [part["starts"] for part in seen["teams"]] in (["2026-10-07", None], [None, "2026-10-07"])
    assert Program(token(company.bo, now)).get(f"bridges/{bridge.public_id}").json()["cost"] == "4711"


def test_one_that_is_being_built_is_not_there_for_others(bridge: Bridge, company: cast.Cast, now: dt.datetime) -> None:
    Bridge.objects.update(begun=None)
    assert Program(token(company.ada, now)).get(f"bridges/{bridge.public_id}").status_code == 404
    assert Program(token(company.dee, now)).items("bridges")[0]["begun"] is None


def test_a_value_sent_twice_is_one_and_the_last_one_counts(
    bridge: Bridge, company: cast.Cast, now: dt.datetime
) -> None:
    dee, address = Program(token(company.dee, now)), f"bridges/{bridge.public_id}/values"
    body = {"team": company.cranes.public_id, "indicator": "lagging", "day": "2026-09-09", "value": "31.5"}
    first, again = dee.post(address, body), dee.post(address, body)
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert first.json()["period"] == "2026-09-07"
    assert dee.post(address, {**body, "value": "30"}, key="two").status_code == 201
    assert BridgeValue.objects.get().value == 30
    assert dee.post(address, {**body, "day": "2027-01-01"}, key="three").status_code == 422
    assert dee.post(address, {**body, "team": company.quay.public_id}, key="four").status_code == 422


def test_others_are_told_who_may(bridge: Bridge, company: cast.Cast, now: dt.datetime) -> None:
    body = {"team": company.cranes.public_id, "indicator": "lagging", "day": "2026-09-09", "value": 3}
    answer = Program(token(company.ada, now)).post(f"bridges/{bridge.public_id}/values", body)
    assert answer.status_code == 403 and "a service that was given the team" in answer.json()["next_step"]


def test_a_service_tells_values_of_its_team_alone(bridge: Bridge, company: cast.Cast, feed: Program) -> None:
    address = f"bridges/{bridge.public_id}/values"
    for team, status in ((company.cranes, 201), (company.ropes, 403)):
        body = {"team": team.public_id, "indicator": "leading", "day": "2026-09-09", "value": 3}
        assert feed.post(address, body, key=team.name).status_code == status
