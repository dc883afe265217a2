"""Programs read the holder's own meetings, put something on the agenda, write down what was decided. A 1:1 is the two
people's, and what one notes for oneself is in no answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.activity.models import Notice
from sapwood.api import scopes
from sapwood.goals.models import Initiative, Objective
from sapwood.meetings import actions
from sapwood.meetings.models import Decision, Meeting, Point
from sapwood.people.models import Person
from tests import cast
from tests.api.conftest import Program

TOMORROW = cast.NOW + dt.timedelta(days=1)


@pytest.fixture
def talk(company: cast.Cast) -> Meeting:
    return actions.begin_one_on_one(by=company.bo, person=company.ada, when=TOMORROW, weeks=2, at=cast.NOW)


@pytest.fixture
def round_(company: cast.Cast) -> Meeting:
    return actions.begin_team_meeting(by=company.bo, team=company.cranes, when=TOMORROW, at=cast.NOW)


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)


def test_one_reads_ones_meetings_and_nobody_elses(
    talk: Meeting, round_: Meeting, company: cast.Cast, program: Callable[..., Program]
) -> None:
    seen = {
        name: [row["series"]["kind"] for row in program(getattr(company, name)).items("meetings")]
        for name in ("ada", "bo", "cy", "max", "dee", "ad", "eve")
    }
    both = ["one_on_one", "team"]
    assert seen == {"ada": both, "bo": both, "cy": ["team"], "max": [], "dee": [], "ad": [], "eve": []}
    for somebody in (company.cy, company.max, company.dee, company.ad, company.eve):
        for address in (f"meetings/{talk.public_id}", f"meetings?series={talk.series.public_id}"):
            assert program(somebody).get(address).status_code in {404, 422}, somebody
    lead_above = program(company.max).get(f"meetings/{round_.public_id}")
    assert lead_above.status_code == 200  # as on the page


def test_the_agenda_the_decisions_and_never_a_private_note(
    talk: Meeting, goal: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    actions.add_point(by=company.bo, meeting=talk, text="The night shift", at=cast.NOW)
    actions.write_notes(by=company.bo, meeting=talk, text="We said little.", version=1, at=cast.NOW)
    actions.keep_private_note(by=company.bo, meeting=talk, text="worried about Ada", at=cast.NOW)
    actions.decide(by=company.bo, meeting=talk, text="Write to the yard", owner=company.ada, at=cast.NOW)
    for somebody in (company.ada, company.bo):
        answer = program(somebody).get(f"meetings/{talk.public_id}")
        shown = answer.json()
        assert [(row["text"], row["is_covered"]) for row in shown["points"]] == [("The night shift", False)]
        assert [(row["text"], row["owner"]["name"]) for row in shown["decisions"]] == [
            ("Write to the yard", "Ada Okoye")
        ]
        assert (shown["notes"], shown["goals"]) == ("We said little.", [goal.public_id])
        assert [one["name"] for one in shown["series"]["people"]] == [one.name for one in talk.series.pair]
        assert "worried" not in answer.content.decode()


def test_what_is_left_open_comes_along(talk: Meeting, company: cast.Cast, program: Callable[..., Program]) -> None:
    covered = actions.add_point(by=company.bo, meeting=talk, text="Rope", at=cast.NOW)
    actions.add_point(by=company.ada, meeting=talk, text="The night shift", at=cast.NOW)
    actions.cover_point(by=company.bo, point=covered, meeting=talk, at=cast.NOW)
    actions.decide(by=company.bo, meeting=talk, text="Write to the yard", owner=company.ada, at=cast.NOW)
    later = actions.hold(by=company.bo, meeting=talk, following=TOMORROW + dt.timedelta(days=14), at=cast.NOW)
    ada = program(company.ada)
    before, after = (ada.get(f"meetings/{one.public_id}").json() for one in (talk, later))
    assert [row["text"] for row in before["points"]] == ["Rope"] and before["held"] is not None
    assert [row["text"] for row in after["points"]] == ["The night shift"]
    assert [row["text"] for row in after["left_open"]] == ["Write to the yard"] and after["decisions"] == []
    assert [row["id"] for row in ada.items("meetings?held=false")] == [later.public_id]
    assert [row["id"] for row in ada.items("meetings?held=true")] == [talk.public_id]


def test_with_somebody_who_has_left_nothing_comes(
    talk: Meeting, company: cast.Cast, program: Callable[..., Program]
) -> None:
    ada = program(company.ada)
    Person.objects.filter(pk=company.bo.pk).update(leaves=cast.TODAY - dt.timedelta(days=1))
    assert ada.items("meetings") == []


def test_a_point_sent_twice_stands_once(talk: Meeting, company: cast.Cast, program: Callable[..., Program]) -> None:
    ada, address = program(company.ada), f"meetings/{talk.public_id}/points"
    first, again = ada.post(address, {"text": "The night shift"}), ada.post(address, {"text": "The night shift"})
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 201, "true")
    assert first["Location"] == f"/api/v1/meetings/{talk.public_id}" and first.json()["by"]["name"] == "Ada Okoye"
    assert Point.objects.get().text == "The night shift"
    assert ada.post(address, {"text": "Another"}).status_code == 409
    assert ada.post(address, {"text": "   "}, key="blank").json()["code"] == "refused"
    assert ada.post(address, {"text": "No key"}, key=None).status_code == 422
    assert program(company.dee).post(address, {"text": "From above"}).status_code == 404
    assert Point.objects.count() == 1


def test_a_decision_becomes_an_initiative(
    talk: Meeting, goal: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    result = goal.key_results.get()
    body = {
        "text": "Call the yard",
        "key_result": result.public_id,
        "owner": company.ada.public_id,
        "due": "2026-10-20",
    }
    answer = program(company.bo).post(f"meetings/{talk.public_id}/decisions", body)
    assert answer.status_code == 201, answer.content
    assert (answer.json()["key_result"], answer.json()["due"]) == (result.public_id, "2026-10-20")
    todo = Initiative.objects.get()
    assert (todo.title, todo.owner, todo.key_result) == ("Call the yard", company.ada, result)
    assert Notice.objects.filter(person=company.ada, text__contains="Call the yard").exists()


def test_a_decision_names_only_what_belongs_to_the_meeting(
    talk: Meeting, goal: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    bo, address = program(company.bo), f"meetings/{talk.public_id}/decisions"
    other = cast.objective("Ropes last", company.ropes, company.cycle).key_results.get()
    wrong = bo.post(address, {"text": "Buy rope", "key_result": other.public_id}, key="a").json()["errors"][0]
    assert wrong["at"] == "body.key_result" and goal.key_results.get().public_id in wrong["allowed"]
    wrong = bo.post(address, {"text": "Buy rope", "owner": company.cy.public_id}, key="b").json()["errors"][0]
    assert wrong["at"] == "body.owner" and company.ada.public_id in wrong["allowed"]
    assert Decision.objects.count() == 0
    plain = bo.post(address, {"text": "We wait"}, key="c").json()
    assert (plain["owner"], plain["key_result"], plain["is_done"]) == (None, None, False)


def test_a_meeting_that_is_over_takes_nothing_more(
    talk: Meeting, company: cast.Cast, program: Callable[..., Program]
) -> None:
    bo = program(company.bo)
    sent = bo.post(f"meetings/{talk.public_id}/points", {"text": "Rope"}, key="before")
    later = actions.hold(by=company.bo, meeting=talk, following=TOMORROW + dt.timedelta(days=14), at=cast.NOW)
    for part in ("points", "decisions"):
        answer = bo.post(f"meetings/{talk.public_id}/{part}", {"text": "Too late"}, key=part)
        assert (answer.status_code, answer.json()["code"]) == (422, "refused")
    again = bo.post(f"meetings/{talk.public_id}/points", {"text": "Rope"}, key="before")
    assert (sent.status_code, again.status_code) == (201, 201)  # a repeated one is answered as it was
    actions.end(by=company.bo, series=later.series, at=cast.NOW)
    assert bo.post(f"meetings/{later.public_id}/points", {"text": "Too late"}, key="end").status_code == 422


def test_if_match_holds_a_decision_back(talk: Meeting, company: cast.Cast, program: Callable[..., Program]) -> None:
    ada, address = program(company.ada), f"meetings/{talk.public_id}"
    tag = ada.get(address)["ETag"]
    actions.add_point(by=company.bo, meeting=talk, text="Wait, please", at=cast.NOW)
    answer = ada.post(f"{address}/decisions", {"text": "We go"}, **{"If-Match": tag})
    assert (answer.status_code, Decision.objects.count()) == (412, 0)
    fresh = ada.get(address)["ETag"]
    assert ada.post(f"{address}/decisions", {"text": "We go"}, key="two", **{"If-Match": fresh}).status_code == 201


def test_a_goal_one_sees_no_longer_is_not_named(
    talk: Meeting, company: cast.Cast, program: Callable[..., Program]
) -> None:
    """The words stay in the meeting; what they hang under is its owner's again."""
    own = cast.objective("Listen", company.ada, company.cycle, layer="developmental", nature="soft")
    todo = Initiative.objects.create(key_result=own.key_results.get(), title="Ask first", created=cast.NOW)
    Decision.objects.create(meeting=talk, text="Ask first", by=company.ada, at=cast.NOW, initiative=todo)
    shown = {name: program(getattr(company, name)).get(f"meetings/{talk.public_id}").json() for name in ("ada", "bo")}
    assert shown["ada"]["decisions"][0]["key_result"] == own.key_results.get().public_id
    assert shown["bo"]["decisions"][0]["key_result"] is None and shown["bo"]["goals"] == []


def test_a_service_meets_nobody() -> None:
    assert not {scope for scope in scopes.FOR_SERVICES if scope.startswith("meetings:")}


def test_many_rows_cost_as_many_questions_as_few(
    round_: Meeting, goal: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    ada = program(company.ada)
    ada.get("me")
    counts: dict[str, list[int]] = {}
    for many in (1, 15):
        for number in range(many):
            with_whom = cast.person(f"P{many}x{number} Colleague", company.ropes)
            actions.begin_one_on_one(by=company.ada, person=with_whom, when=TOMORROW, at=cast.NOW)
            actions.add_point(by=company.ada, meeting=round_, text=f"{many} {number}", at=cast.NOW)
            for result in (None, goal.key_results.get()):
                actions.decide(
                    by=company.ada, meeting=round_, text=f"{number}", key_result=result, owner=company.ada, at=cast.NOW
                )
        for address in ("meetings?limit=100", f"meetings/{round_.public_id}"):
            with CaptureQueriesContext(connection) as asked:
                assert ada.get(address).status_code == 200
            counts.setdefault(address, []).append(len(asked))
    assert all(few == more for few, more in counts.values()), counts
