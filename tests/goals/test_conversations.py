"""What somebody said about a goal stands beside its numbers, in words, under the name of who noted it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.feedback.bank import conversations as bank
from sapwood.goals import actions
from sapwood.goals.models import ConversationNote, Objective
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


@pytest.fixture
def goal(told: cast.Cast) -> Objective:
    return cast.objective("Ships leave on the hour", told.cranes, told.cycle, results=2, updater=told.ada)


def at(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def filled(**more) -> dict:
    return {
        "day": "2026-10-06", "question": "When did a plan last hold?", "said": "Since the board hangs by the gate.",
        "submission": "once", **more,
    }  # fmt: skip


def note(by, goal: Objective, **more) -> ConversationNote:
    given = {"question": "What helped?", "said": "The board.", "day": cast.TODAY, "at": cast.NOW, **more}
    return actions.note_conversation(by=by, objective=goal, **given)


def test_the_lead_notes_it_and_everybody_who_reads_the_goal_reads_it(told: cast.Cast, goal: Objective) -> None:
    result = goal.key_results.first()
    bo = at(told.bo)
    form = bo.get(f"/objectives/{goal.public_id}/conversations/").content.decode()
    assert form.index("Everybody here can read this goal") < form.index('name="question"')
    assert str(bank.TOPICS[0].questions[0]) in form

    bo.post(f"/objectives/{goal.public_id}/conversations/", filled(about=result.public_id))
    page = at(told.eve).get(f"/objectives/{goal.public_id}/").content.decode()
    assert "Since the board hangs by the gate." in page and "noted by Bo Ferreira, 6 October 2026" in page
    assert f"About: {result.title}" in page and "Withdraw" not in page
    assert "A conversation noted" in at(told.eve).get(f"/objectives/{goal.public_id}/?tab=history").content.decode()


def test_a_double_click_is_one_note(told: cast.Cast, goal: Objective) -> None:
    bo = at(told.bo)
    for _click in range(2):
        bo.post(f"/objectives/{goal.public_id}/conversations/", filled())
    assert ConversationNote.objects.count() == 1


def test_it_moves_no_value(told: cast.Cast, goal: Objective) -> None:
    before = Objective.objects.filter(pk=goal.pk).values().get()
    note(told.bo, goal, key_result=goal.key_results.first())
    after = Objective.objects.filter(pk=goal.pk).values().get()
    assert before == after and not goal.key_results.filter(readings__isnull=False).exists()


def test_nobody_is_named_unless_the_writer_says_so(told: cast.Cast, goal: Objective) -> None:
    at(told.bo).post(f"/objectives/{goal.public_id}/conversations/", filled())
    assert ConversationNote.objects.get().spoken_with == ""
    note(told.bo, goal, spoken_with="Cy Tanaka")
    assert "Said by Cy Tanaka" in at(told.eve).get(f"/objectives/{goal.public_id}/").content.decode()


@pytest.mark.parametrize("name", ["ada", "cy", "eve", "dee", "ad"])
def test_who_neither_owns_it_nor_leads_its_team_writes_none(told: cast.Cast, goal: Objective, name: str) -> None:
    person = getattr(told, name)
    with pytest.raises(Refused, match="owns the goal or leads its team"):
        note(person, goal)
    assert at(person).get(f"/objectives/{goal.public_id}/conversations/").status_code == 404
    assert "Note a conversation" not in at(person).get(f"/objectives/{goal.public_id}/").content.decode()


def test_on_a_developmental_goal_it_is_its_owners_and_theirs_with_whom_it_is_shared(told: cast.Cast) -> None:
    mine = cast.objective("I say early what will be late", told.ada, told.cycle, layer="developmental")
    ada = at(told.ada)
    form = ada.get(f"/objectives/{mine.public_id}/conversations/").content.decode()
    assert "those with whom you share this goal" in form
    ada.post(f"/objectives/{mine.public_id}/conversations/", filled(said="You told us on Monday."))
    assert at(told.bo).get(f"/objectives/{mine.public_id}/").status_code == 404
    assert not any("Monday" in str(event.data) for event in Event.objects.all())
    with pytest.raises(Refused):
        note(told.bo, mine)
    actions.share_objective(by=told.ada, objective=mine, person=told.bo, at=cast.NOW)
    assert "You told us on Monday." in at(told.bo).get(f"/objectives/{mine.public_id}/").content.decode()


def test_its_writer_withdraws_it_and_nobody_else_while_they_are_here(told: cast.Cast, goal: Objective) -> None:
    row = note(told.bo, goal)
    with pytest.raises(Refused, match="Whoever wrote"):
        actions.withdraw_conversation(by=told.max, note=row, at=cast.NOW)
    at(told.max).post(f"/conversations/{row.public_id}/end/")
    assert ConversationNote.objects.exists()
    at(told.bo).post(f"/conversations/{row.public_id}/end/")
    assert not ConversationNote.objects.exists()

    left = note(told.bo, goal)
    left.by = None
    left.save()
    actions.withdraw_conversation(by=told.max, note=ConversationNote.objects.get(), at=cast.NOW)
    assert not ConversationNote.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": cast.TODAY + dt.timedelta(days=1)}, "still to come"),
        ({"said": " "}, "what was said"),
        ({"question": ""}, "what was said"),
    ],
)
def test_what_is_no_note_is_refused_in_words(told: cast.Cast, goal: Objective, wrong: dict, said: str) -> None:
    with pytest.raises(Refused, match=said):
        note(told.bo, goal, **wrong)
    other = cast.objective("Ropes hold", told.ropes, told.cycle)
    with pytest.raises(Refused, match="another goal"):
        note(told.bo, goal, key_result=other.key_results.first())


def test_the_form_keeps_what_was_typed_when_something_is_missing(told: cast.Cast, goal: Objective) -> None:
    answer = at(told.bo).post(f"/objectives/{goal.public_id}/conversations/", filled(day="tomorrow"))
    assert answer.status_code == 422 and "Since the board hangs by the gate." in answer.content.decode()


def test_many_notes_cost_no_query_more(told: cast.Cast, goal: Objective, django_assert_num_queries) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    bo, address = at(told.bo), f"/objectives/{goal.public_id}/"
    note(told.bo, goal)
    bo.get(address)
    with CaptureQueriesContext(connection) as one:
        bo.get(address)
    for _each in range(6):
        note(told.bo, goal, key_result=goal.key_results.first())
    with django_assert_num_queries(len(one)):
        bo.get(address)
