"""Programs tell: a sensor sends readings, Ada's script her check-in; sent twice, it is written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sapwood.activity import clock, events
from sapwood.activity.models import Event
from sapwood.goals.models import CheckIn, KeyResult, Milestone, Objective, Reading
from tests import cast
from tests.api.conftest import Program


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)


def _readings(goal: Objective, place: int = 0) -> str:
    return f"key-results/{goal.key_results.all()[place].public_id}/readings"


def test_a_sent_reading_moves_the_key_result(company: cast.Cast, goal: Objective, feed: Program) -> None:
    answer = feed.post(_readings(goal), {"value": "2.5", "low": 2, "high": 3, "note": "gate sensor"})
    assert answer.status_code == 201
    row = Reading.objects.get()
    assert (row.value, row.low, row.high, row.source) == (Decimal("2.5"), 2, 3, "feed")
    assert answer["Location"] == f"/api/v1/readings/{row.public_id}"
    goal.refresh_from_db()
    assert goal.progress == pytest.approx(0.25)
    assert Event.objects.filter(verb="goals.reading_sent").count() == 1
    assert events.verify_chain() is None


def test_the_same_key_and_body_answer_the_same_and_write_once(
    company: cast.Cast, goal: Objective, feed: Program
) -> None:
    first = feed.post(_readings(goal), {"value": 3}, key="night-40")
    feed.post(_readings(goal), {"value": 9}, key="night-41")
    again = feed.post(_readings(goal), {"value": 3}, key="night-40")
    assert (again.status_code, again.content) == (201, first.content)
    assert "Idempotent-Replayed" not in first.headers and again["Idempotent-Replayed"] == "true"
    assert Reading.objects.count() == 2


def test_the_same_key_with_another_body_is_refused(company: cast.Cast, goal: Objective, feed: Program) -> None:
    feed.post(_readings(goal), {"value": 3}, key="night-40")
    for address, body in ((_readings(goal), {"value": 4}), (_readings(goal, 1), {"value": 3})):
        answer = feed.post(address, body, key="night-40")
        assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert Reading.objects.count() == 1


def test_a_retry_a_day_later_is_still_the_same(company: cast.Cast, goal: Objective, feed: Program) -> None:
    first = feed.post(_readings(goal), {"value": 3}, key="night-40")
    with clock.frozen(cast.NOW + dt.timedelta(days=1)):
        assert feed.post(_readings(goal), {"value": 3}, key="night-40").content == first.content


def test_keys_of_two_tokens_never_meet(company: cast.Cast, goal: Objective, program: Callable[..., Program]) -> None:
    for value in (3, 4):
        assert program(company.ada).post(_readings(goal), {"value": value}, key="1").status_code == 201
    assert Reading.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", " ", "ü", "x" * 201])
def test_without_a_key_nothing_is_written(company: cast.Cast, goal: Objective, feed: Program, key: str | None) -> None:
    answer = feed.post(_readings(goal), {"value": 3}, key=None, **({"Idempotency-Key": key} if key else {}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"] == "header.Idempotency-Key"
    assert not Reading.objects.exists()


def test_what_was_taken_back_is_not_written_again(company: cast.Cast, goal: Objective, feed: Program) -> None:
    feed.post(_readings(goal), {"value": 3})
    Reading.objects.all().delete()
    assert feed.post(_readings(goal), {"value": 3}).status_code == 410


def test_nothing_is_written_on_what_was_not_read(company: cast.Cast, goal: Objective, feed: Program) -> None:
    """Two counters add one each to what they read; the second reads again instead of losing the first."""
    address = f"key-results/{goal.key_results.all()[0].public_id}"
    tag = feed.get(address)["ETag"]
    assert feed.post(_readings(goal), {"value": 1}, key="a", **{"If-Match": tag}).status_code == 201
    late = feed.post(_readings(goal), {"value": 1}, key="b", **{"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    assert late["ETag"] == feed.get(address)["ETag"]
    assert feed.post(_readings(goal), {"value": 1}, key="a", **{"If-Match": tag}).status_code == 201  # a repeat
    assert Reading.objects.count() == 1
    assert feed.post(_readings(goal), {"value": 2}, key="c", **{"If-Match": "*"}).status_code == 201


def test_a_reading_of_the_past_takes_its_place_there(company: cast.Cast, goal: Objective, feed: Program) -> None:
    feed.post(_readings(goal), {"value": 5}, key="a")
    feed.post(_readings(goal), {"value": 1, "observed_at": "2026-09-07T06:00:00+02:00"}, key="b")
    result = goal.key_results.all()[0]
    assert result.current == 5
    assert [reading.value for reading in result.readings.all()] == [1, 5]


BAD: list[tuple[Any, str]] = [
    ({"value": "many"}, "body.value"),
    ({"value": True}, "body.value"),
    ({"value": None}, "body.value"),
    ({"value": "1e400"}, "body.value"),
    ({"value": 10**14}, "body.value"),
    ({}, "body.value"),
    ({"value": 1, "confidence": 11}, "body.confidence"),
    ({"value": 1, "confidence": "7"}, "body.confidence"),
    ({"value": 1, "note": "x" * 501}, "body.note"),
    ({"value": 1, "note": "a\x00b"}, "body.note"),
    ({"value": 1, "observed_at": 1_790_000_000}, "body.observed_at"),
    ({"value": 1, "observed_at": "yesterday"}, "body.observed_at"),
    ({"value": 1, "obsreved_at": "2026-10-07T10:00:00Z"}, "body.obsreved_at"),
]


@pytest.mark.parametrize(("body", "at"), BAD)
def test_what_does_not_fit_is_named_with_its_place(
    company: cast.Cast, goal: Objective, feed: Program, body: Any, at: str
) -> None:
    answer = feed.post(_readings(goal), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [error["at"] for error in answer.json()["errors"]] == [at]
    assert not Reading.objects.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff", b'"x"', b"null"])
def test_what_is_no_object_is_refused(company: cast.Cast, goal: Objective, feed: Program, content: bytes) -> None:
    headers = {**feed._bearer, "Idempotency-Key": "once"}
    sent = feed._client.post(f"/api/v1/{_readings(goal)}", content, content_type="application/json", headers=headers)
    assert sent.status_code in {400, 422}
    assert sent["Content-Type"] == "application/problem+json"


def test_a_body_of_megabytes_is_not_even_read(company: cast.Cast, feed: Program) -> None:
    answer = feed.post("lint", {"statements": [{"kind": "objective", "text": "x" * 1_100_000}]})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        {"value": 1, "observed_at": "2026-10-08T10:00:00Z"},
        {"value": 1, "observed_at": "1999-12-31T10:00:00Z"},
        {"value": 1, "low": 2},
        {"value": 1, "high": 0},
    ],
)
def test_what_cannot_be_true_is_refused_in_words(
    company: cast.Cast, goal: Objective, feed: Program, body: dict[str, Any]
) -> None:
    answer = feed.post(_readings(goal), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    assert answer.json()["next_step"]


def test_what_feedback_measures_or_steps_tell_takes_no_value(
    company: cast.Cast, goal: Objective, feed: Program
) -> None:
    first, second = goal.key_results.all()
    KeyResult.objects.filter(pk=first.pk).update(source="instrument")
    Milestone.objects.create(key_result=second, title="first gate")
    for place in (0, 1):
        assert feed.post(_readings(goal, place), {"value": 1}, key=str(place)).json()["code"] == "refused"
    assert not Reading.objects.exists()


def test_who_does_not_report_on_it_sends_nothing(
    company: cast.Cast, goal: Objective, program: Callable[..., Program]
) -> None:
    answer = program(company.eve).post(_readings(goal), {"value": 1})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["next_step"]


def test_a_service_sends_for_its_teams_and_strategic_goals_alone(company: cast.Cast, feed: Program) -> None:
    ropes = cast.objective("Ropes last", company.ropes, company.cycle)
    own = cast.objective("We listen", company.cranes, company.cycle, layer="developmental")
    draft = cast.objective("Not yet", company.cranes, company.cycle, stage="proposed")
    answers = [feed.post(_readings(one), {"value": 1}, key=one.title[:2]).status_code for one in (ropes, own, draft)]
    assert answers == [403, 404, 403]


# ── check-ins ───────────────────────────────────────────────────────────────


def test_a_check_in_tells_all_of_it_or_nothing(
    company: cast.Cast, goal: Objective, program: Callable[..., Program]
) -> None:
    first, second = goal.key_results.all()
    bo = company.bo.public_id
    body = {
        "objective": goal.public_id,
        "note": "The new rota holds",
        "readings": [
            {"key_result": first.public_id, "value": 4, "confidence": 7, "note": "calm week"},
            {"key_result": second.public_id, "value": "0.5", "confidence": 4},
        ],
        "blockers": [{"text": "a part is late", "person": bo}],
    }
    ada = program(company.ada)
    answer = ada.post("check-ins", body)
    assert answer.status_code == 201
    shown = answer.json()
    assert [row["value"] for row in shown["readings"]] == ["4", "0.5"]
    assert shown["blockers"][0]["person"]["name"] == "Bo Ferreira"
    assert ada.get(answer["Location"].removeprefix("/api/v1/")).json() == shown
    assert ada.post("check-ins", body).json() == shown
    assert CheckIn.objects.count() == 1

    body["readings"][1]["key_result"] = "nobody"  # type: ignore[index]
    body["readings"][0]["value"] = "nothing"  # type: ignore[index]
    assert ada.post("check-ins", body, key="two").status_code == 422
    assert CheckIn.objects.count() == 1


def test_a_wrong_line_is_named_with_what_is_allowed(
    company: cast.Cast, goal: Objective, program: Callable[..., Program]
) -> None:
    first, second = goal.key_results.all()
    for title in ("gate one", "gate two"):
        Milestone.objects.create(key_result=second, title=title)
    one = {"key_result": first.public_id, "value": 1}
    lines: list[tuple[list[dict[str, Any]], str]] = [
        ([{"key_result": "nobody", "value": 1}], "body.readings[0].key_result"),
        ([one, one], "body.readings[1].key_result"),
        ([{"key_result": first.public_id}], "body.readings[0].value"),
        ([{"key_result": first.public_id, "reached": [1]}], "body.readings[0].reached"),
        ([{"key_result": second.public_id, "value": 1}], "body.readings[0].reached"),
        ([{"key_result": second.public_id, "reached": [3]}], "body.readings[0].reached"),
    ]
    ada = program(company.ada)
    for number, (readings, at) in enumerate(lines):
        answer = ada.post("check-ins", {"objective": goal.public_id, "readings": readings}, key=str(number))
        assert [error["at"] for error in answer.json()["errors"]] == [at]
    assert not CheckIn.objects.exists()


def test_steps_are_told_by_their_numbers(company: cast.Cast, goal: Objective, program: Callable[..., Program]) -> None:
    result = goal.key_results.all()[0]
    KeyResult.objects.filter(pk=result.pk).update(direction="reach", baseline=0, target=3)
    for place, title in enumerate(("one", "two", "three")):
        Milestone.objects.create(key_result=result, title=title, position=place)
    line = {"key_result": result.public_id, "reached": [1, 3], "confidence": 8}
    answer = program(company.ada).post("check-ins", {"objective": goal.public_id, "readings": [line]})
    assert answer.status_code == 201, answer.content
    assert [step.reached is not None for step in result.milestones.all()] == [True, False, True]
    assert answer.json()["readings"][0]["value"] == "2"


def test_a_bare_word_needs_somebody_who_reports_there(
    company: cast.Cast, goal: Objective, program: Callable[..., Program]
) -> None:
    body = {"objective": goal.public_id, "note": "I heard things"}
    assert program(company.eve).post("check-ins", body).status_code == 403
    assert program(company.ada).post("check-ins", body).status_code == 201
    assert program(company.ada).post("check-ins", {"objective": goal.public_id}).json()["code"] == "refused"


def test_a_check_in_on_a_private_goal_is_its_owners(company: cast.Cast, program: Callable[..., Program]) -> None:
    own = cast.objective("Listen", company.ada, company.cycle, layer="personal", nature="soft")
    body = {"objective": own.public_id, "readings": [{"key_result": own.key_results.get().public_id, "value": 2}]}
    refused = program(company.bo).post("check-ins", body)
    assert refused.json()["errors"][0]["at"] == "body.objective"
    assert program(company.ada).post("check-ins", body).status_code == 201
