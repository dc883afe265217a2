"""Dee's script gathers goals: in pages, filtered, in few questions to the database, and never more than she sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity import clock
from sapwood.goals.actions import Observation, check_in
from sapwood.goals.models import Alignment, Milestone, Pair, Sharing
from tests import cast
from tests.api.conftest import Program


def test_pages_hold_everything_once(company: cast.Cast, program: Callable[..., Program]) -> None:
    for number in range(7):
        cast.objective(f"Goal {number}", company.cranes, company.cycle)
    dee, seen, place, rounds = program(company.dee), [], "", 0
    while rounds < 9:
        answer = dee.get(f"objectives?limit=3{place}").json()
        seen += [row["title"] for row in answer["items"]]
        place, rounds = f"&cursor={answer['next_cursor']}", rounds + 1
        if not answer["has_more"]:
            break
    assert seen == [f"Goal {number}" for number in range(7)]
    assert rounds == 3


def test_the_last_place_brings_what_was_written_since(company: cast.Cast, program: Callable[..., Program]) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    ada = program(company.ada)
    address = f"key-results/{goal.key_results.get().public_id}/readings"
    ada.post(address, {"value": 1}, key="a")
    place = ada.get("readings").json()["next_cursor"]
    late = {"value": 2, "observed_at": "2026-09-01T08:00:00Z"}  # of the past, and yet it is not missed
    ada.post(address, late, key="b")
    found = ada.get(f"readings?cursor={place}").json()
    assert [row["value"] for row in found["items"]] == ["2"]
    after = ada.get(f"readings?cursor={found['next_cursor']}").json()
    assert (after["items"], after["next_cursor"]) == ([], found["next_cursor"])


@pytest.mark.parametrize("given", ["nonsense", "AAAA", "é", "'", "s6x1YjjZYyHeDWZMNceiow3WgjrRrgcX"])
def test_a_place_of_another_list_is_refused_in_words(
    company: cast.Cast, program: Callable[..., Program], given: str
) -> None:
    answer = program(company.dee).get(f"objectives?cursor={given}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"] == "query.cursor"


def test_a_place_of_one_list_fits_no_other(company: cast.Cast, program: Callable[..., Program]) -> None:
    dee = program(company.dee)
    place = dee.get("people").json()["next_cursor"]
    assert dee.get(f"teams?cursor={place}").status_code == 422


def test_a_filter_that_does_not_exist_is_refused_and_the_known_ones_named(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    error = program(company.dee).get("objectives?team_id=7").json()["errors"][0]
    assert error["given"] == "7"
    assert "updated_since" in error["allowed"]


def test_filters_narrow(company: cast.Cast, program: Callable[..., Program]) -> None:
    cast.objective("Of Cranes", company.cranes, company.cycle)
    cast.objective("Of Ropes", company.ropes, company.cycle, nature="soft")
    cast.objective("Of Quay, always", company.quay, None)
    dee, quay = program(company.dee), company.quay.public_id

    def titles(query: str) -> list[str]:
        return [row["title"] for row in dee.items(f"objectives?{query}")]

    assert titles(f"team={company.cranes.public_id}") == ["Of Cranes"]
    assert titles(f"team={quay}") == ["Of Quay, always"]
    assert titles(f"team={quay}&below=true") == ["Of Cranes", "Of Ropes", "Of Quay, always"]
    assert titles("nature=soft") == ["Of Ropes"]
    assert titles("cycle=current") == ["Of Cranes", "Of Ropes", "Of Quay, always"]
    assert titles("stage=draft") == []
    assert [row["name"] for row in dee.items(f"people?team={company.ropes.public_id}")] == ["Eve Marsh"]


def test_updated_since_finds_what_was_checked_in_on(company: cast.Cast, program: Callable[..., Program]) -> None:
    old = cast.objective("Quiet", company.cranes, company.cycle)
    told = cast.objective("Told of", company.cranes, company.cycle)
    for goal in (old, told):
        type(goal).objects.filter(pk=goal.pk).update(changed=cast.NOW - dt.timedelta(days=30))
    since = "2026-10-07T09:00:00%2B00:00"
    dee = program(company.dee)
    assert dee.items(f"objectives?updated_since={since}") == []
    observations = {told.key_results.get(): Observation(Decimal(3))}
    check_in(by=company.bo, objective=told, observations=observations, at=cast.NOW)
    assert [row["title"] for row in dee.items(f"objectives?updated_since={since}")] == ["Told of"]
    assert [row["objective"] for row in dee.items(f"key-results?updated_since={since}")] == [told.public_id]
    assert len(dee.items(f"check-ins?since={since}&team={company.cranes.public_id}")) == 1
    assert dee.items("check-ins?since=2026-10-07T11:00:00Z") == []


@pytest.mark.parametrize("given", ["2026-10-07T09:00:00", "2026-10-07", "2", "1790000000", "9999-12-31T23:59:59-12:00"])
def test_what_is_no_moment_with_its_zone_is_refused(
    company: cast.Cast, program: Callable[..., Program], given: str
) -> None:
    answer = program(company.dee).get(f"objectives?updated_since={given}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["given"] == given


def test_a_hundred_goals_cost_as_many_questions_as_one(company: cast.Cast, program: Callable[..., Program]) -> None:
    """One row or a hundred, the same number of queries; and a small one."""
    dee = program(company.dee)
    dee.get("me")  # the first request of a day notes that there was one
    top = cast.objective("Top", company.company, company.cycle)
    counts = {}
    for many in (1, 99):
        for number in range(many):
            goal = cast.objective(f"{many} {number}", company.cranes, company.cycle, results=3, updater=company.ada)
            soft = cast.objective(f"{many} {number} soft", company.ada, company.cycle, layer="developmental")
            Alignment.objects.create(child=goal, parent=top, by=company.bo, at=cast.NOW)
            Pair.objects.create(hard=goal, soft=soft, by=company.bo, at=cast.NOW)
            Milestone.objects.create(key_result=goal.key_results.all()[0], title="first")
        for address in ("objectives", "key-results", "people", "teams", "readings", "check-ins"):
            with CaptureQueriesContext(connection) as asked:
                found = dee.items(f"{address}?limit=100")
            counts.setdefault(address, []).append(len(asked))
    assert len(dee.items("objectives?limit=100")) == 100
    assert all(few == many for few, many in counts.values()), counts
    assert counts["objectives"][0] <= 14, counts
    assert found == []


def test_readings_and_check_ins_in_bulk_cost_the_same(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada, counts = program(company.ada), []
    ada.get("me")
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, results=2)
    for many in (1, 20):
        for week in range(many):
            told = {result: Observation(Decimal(week)) for result in goal.key_results.all()}
            check_in(by=company.ada, objective=goal, observations=told, blockers=[("rain", company.bo)], at=cast.NOW)
        with CaptureQueriesContext(connection) as asked:
            assert ada.items("check-ins?limit=100") and ada.items("readings?limit=100")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_links_to_what_is_not_seen_are_left_out(company: cast.Cast, program: Callable[..., Program]) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    hidden = cast.objective("Secret plan", company.ropes, company.cycle, stage="draft", proposed_by=company.eve)
    own = cast.objective("Listen", company.ada, company.cycle, layer="developmental", nature="soft")
    Alignment.objects.create(child=goal, parent=hidden, by=company.dee, at=cast.NOW)
    Pair.objects.create(hard=goal, soft=own, by=company.ada, at=cast.NOW)
    for somebody, parents, pairs in ((company.cy, 0, 0), (company.ada, 0, 1), (company.eve, 1, 0)):
        shown = program(somebody).get(f"objectives/{goal.public_id}").json()
        assert (len(shown["parents"]), len(shown["pairs"])) == (parents, pairs), somebody


def test_an_etag_spares_the_answer_until_something_changes(company: cast.Cast, program: Callable[..., Program]) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    ada, address = program(company.ada), f"objectives/{goal.public_id}"
    tag = ada.get(address)["ETag"]
    spared = ada.get(address, **{"If-None-Match": tag})
    assert (spared.status_code, spared.content) == (304, b"")
    told = {goal.key_results.get(): Observation(Decimal(3))}
    check_in(by=company.ada, objective=goal, observations=told, at=cast.NOW)
    assert ada.get(address, **{"If-None-Match": tag}).status_code == 200


def test_a_goal_taken_back_from_somebody_is_gone_for_their_program(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    own = cast.objective("Listen", company.ada, company.cycle, layer="developmental", nature="soft")
    share = Sharing.objects.create(objective=own, with_person=company.cy, at=cast.NOW)
    cy = program(company.cy)
    shown = cy.get(f"objectives/{own.public_id}").json()
    assert (shown["title"], shown["standing"], shown["withheld"]) == ("Listen", None, "figures_of_one_person")
    share.revoked = cast.NOW
    share.save()
    assert cy.get(f"objectives/{own.public_id}").status_code == 404


def test_no_filter_and_no_field_lists_check_ins_by_person(company: cast.Cast, program: Callable[..., Program]) -> None:
    """Who reports late is no business of a program: check-ins are found by goal, never by who sent them."""
    dee = program(company.dee)
    for address in ("check-ins", "readings"):
        assert dee.get(f"{address}?by={company.ada.public_id}").status_code == 422
        assert dee.get(f"{address}?person={company.ada.public_id}").status_code == 422


def test_leavers_are_in_no_list(company: cast.Cast, program: Callable[..., Program]) -> None:
    for somebody in (company.ad, company.ada):
        names = [row["name"] for row in program(somebody).items("people?limit=100")]
        assert "Lo Brandt" not in names and "Ada Okoye" in names


def test_steps_and_numbers_are_written_as_they_are(company: cast.Cast, program: Callable[..., Program]) -> None:
    goal = cast.objective("Gates", company.cranes, company.cycle)
    result = goal.key_results.get()
    type(result).objects.filter(pk=result.pk).update(baseline="0.100000", target="123456789.567890")
    Milestone.objects.create(key_result=result, title="first", reached=cast.NOW)
    shown = program(company.ada).get(f"key-results/{result.public_id}").json()
    assert (shown["baseline"], shown["target"]) == ("0.1", "123456789.56789")
    assert shown["steps"] == [{"number": 1, "title": "first", "is_reached": True}]


def test_an_address_that_is_not_there_answers_like_all_others(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    ada = program(company.ada)
    for address in ("", "nothing", "objectives/", "objectives/no-such-id", "people/%00"):
        answer = ada.get(address)
        assert answer.status_code in {400, 404}, address
        assert answer["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "code", "detail", "next_step"} <= answer.json().keys()
    refused = ada.post("people", {})
    assert (refused.status_code, refused["Allow"], refused.json()["allowed"]) == (405, "GET", ["GET"])


def test_the_day_is_the_holders(company: cast.Cast, program: Callable[..., Program]) -> None:
    """Who leaves today is at work until midnight where the holder lives."""
    type(company.cy).objects.filter(pk=company.cy.pk).update(leaves=cast.TODAY)
    type(company.ada).objects.filter(pk=company.ada.pk).update(time_zone="Pacific/Auckland")
    ada, bo = program(company.ada), program(company.bo)
    with clock.frozen(cast.NOW.replace(hour=20)):  # Thursday morning in Auckland
        assert "Cy Tanaka" in [row["name"] for row in bo.items("people?limit=100")]
        assert "Cy Tanaka" not in [row["name"] for row in ada.items("people?limit=100")]


def test_a_mistake_of_ours_is_said_without_its_details(
    company: cast.Cast, program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("sapwood.api.v1.goals.showing.objectives", broken)
    headers = {"Authorization": f"Bearer {program(company.ada).token.text}"}
    answer = Client(raise_request_exception=False).get("/api/v1/objectives", headers=headers)
    assert (answer.status_code, answer.json()["code"], answer["Cache-Control"]) == (500, "broken", "no-store")
    assert "secret" not in answer.content.decode()
