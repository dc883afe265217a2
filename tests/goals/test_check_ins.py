"""Ada and Cy tell how their key results stand; what is refused is refused in words, and nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from sapwood.activity import events
from sapwood.activity.deeds import KeyReused, Refused
from sapwood.activity.models import Event, FormDraft, Notice
from sapwood.goals import actions
from sapwood.goals.actions import Observation
from sapwood.goals.models import Blocker, CheckIn, KeyResult, Milestone, Objective, Reading
from tests import cast


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)


@pytest.fixture
def ada(company: cast.Cast, client: Client) -> Client:
    client.force_login(company.ada)
    return client


def test_one_check_in_groups_its_readings(company: cast.Cast, goal: Objective) -> None:
    first, second = goal.key_results.all()
    told = {first: Observation(Decimal(4), 8, "The pilot helps."), second: Observation(Decimal(2), 5)}
    row = actions.check_in(by=company.ada, objective=goal, observations=told, at=cast.NOW)
    assert (row.confidence, row.readings.count()) == (6, 2)
    goal.refresh_from_db()
    first.refresh_from_db()
    assert (first.current, first.progress, first.confidence) == (4, 0.4, 8)
    assert goal.progress == pytest.approx(0.3) and goal.checked_in == cast.NOW
    assert Event.objects.get().verb == "goals.checked_in" and events.verify_chain() is None


@pytest.mark.parametrize(
    ("who", "may"),
    [("ada", True), ("cy", True), ("bo", True), ("max", True), ("dee", False), ("eve", False), ("ad", False)],
)
def test_the_team_and_those_above_tell(company: cast.Cast, goal: Objective, who: str, may: bool) -> None:
    first = goal.key_results.all()[0]
    told = {first: Observation(Decimal(4))}
    if may:
        assert actions.check_in(by=company.people[who], objective=goal, observations=told, at=cast.NOW).pk
    else:
        with pytest.raises(Refused, match="cannot report"):
            actions.check_in(by=company.people[who], objective=goal, observations=told, at=cast.NOW)
        assert not Reading.objects.exists()


def test_what_makes_no_sense_is_refused_with_the_thing_named(company: cast.Cast, goal: Objective) -> None:
    first = goal.key_results.all()[0]
    other = cast.objective("Ropes hold", company.cranes, company.cycle).key_results.get()
    for told, words in (
        ({}, "nothing in this check-in"),
        ({other: Observation(Decimal(1))}, "Ropes hold, seen 1"),
        ({first: Observation(Decimal(1), 11)}, "confidence of 11"),
        ({first: Observation(Decimal("NaN"))}, "cannot be stored"),
        ({first: Observation(Decimal(10) ** 15)}, "cannot be stored"),
    ):
        with pytest.raises(Refused, match=words):
            actions.check_in(by=company.ada, objective=goal, observations=told, at=cast.NOW)
    first.source = KeyResult.Source.INSTRUMENT
    first.save()
    with pytest.raises(Refused, match="measured by feedback"):
        actions.check_in(by=company.ada, objective=goal, observations={first: Observation(Decimal(1))}, at=cast.NOW)
    assert not CheckIn.objects.exists()


def test_a_closed_goal_takes_no_reading(company: cast.Cast, goal: Objective) -> None:
    Objective.objects.filter(pk=goal.pk).update(stage=Objective.Stage.CLOSED)
    goal.refresh_from_db()
    first = goal.key_results.select_related("objective").all()[0]
    with pytest.raises(Refused):
        actions.check_in(by=company.ada, objective=goal, observations={first: Observation(Decimal(1))}, at=cast.NOW)


def test_a_double_click_makes_one_check_in(company: cast.Cast, goal: Objective) -> None:
    first = goal.key_results.all()[0]
    told = {first: Observation(Decimal(4), 7)}
    one, two = (
        actions.check_in(by=company.ada, objective=goal, observations=told, at=cast.NOW, key="k1")
        for _click in range(2)
    )
    assert one == two and Reading.objects.count() == 1
    with pytest.raises(KeyReused):
        actions.check_in(
            by=company.ada, objective=goal, observations={first: Observation(Decimal(5))}, at=cast.NOW, key="k1"
        )


def test_no_change_repeats_the_last_word_but_never_invents_one(company: cast.Cast, goal: Objective) -> None:
    first = goal.key_results.select_related("objective").all()[0]
    with pytest.raises(Refused, match="no value yet"):
        actions.name_no_change(by=company.ada, key_result=first, at=cast.NOW)
    actions.check_in(by=company.ada, objective=goal, observations={first: Observation(Decimal(4), 3)}, at=cast.NOW)
    first.refresh_from_db()
    actions.name_no_change(by=company.ada, key_result=first, at=cast.NOW)
    assert [(row.value, row.confidence) for row in first.readings.all()] == [(4, 3), (4, 3)]


def test_a_blocker_reaches_the_person_named_until_it_is_out_of_the_way(company: cast.Cast, goal: Objective) -> None:
    actions.check_in(
        by=company.ada, objective=goal, observations={}, blockers=[("The hoist is locked.", company.eve)], at=cast.NOW
    )
    blocker = Blocker.objects.get()
    assert Notice.objects.get().person == company.eve
    with pytest.raises(Refused, match="not yours"):
        actions.resolve_blocker(by=company.dee, blocker=blocker, at=cast.NOW)
    actions.resolve_blocker(by=company.eve, blocker=blocker, at=cast.NOW)
    actions.resolve_blocker(by=company.ada, blocker=blocker, at=cast.NOW)
    blocker.refresh_from_db()
    assert blocker.resolved_by == company.eve


def test_taps_count_one_by_one_and_a_slip_is_taken_back(company: cast.Cast, goal: Objective) -> None:
    result = goal.key_results.select_related("objective").all()[0]
    with pytest.raises(Refused, match="not counted by taps"):
        actions.tally(by=company.ada, key_result=result, at=cast.NOW)
    KeyResult.objects.filter(pk=result.pk).update(source=KeyResult.Source.TALLY)
    result.refresh_from_db()
    for key in ("a", "a", "b"):  # the second is a double click
        actions.tally(by=company.ada, key_result=result, at=cast.NOW, key=key)
    result.refresh_from_db()
    assert (result.current, result.progress) == (2, 0.2)
    with pytest.raises(Refused, match="not your tap"):
        actions.take_back_tally(by=company.cy, key_result=result, at=cast.NOW)
    actions.take_back_tally(by=company.ada, key_result=result, at=cast.NOW)
    result.refresh_from_db()
    assert result.current == 1
    with pytest.raises(Refused, match="cannot report"):
        actions.tally(by=company.eve, key_result=result, at=cast.NOW)


def test_steps_are_ticked_at_the_check_in(company: cast.Cast, goal: Objective, ada: Client) -> None:
    result = goal.key_results.all()[0]
    KeyResult.objects.filter(pk=result.pk).update(direction="reach", target=2)
    one, two = (Milestone.objects.create(key_result=result, title=title) for title in ("Moored", "Unloaded"))
    page = ada.get("/check-in/").content.decode()
    assert "Moored" in page and "Unloaded" in page
    prefix = result.public_id
    answer = ada.post(
        "/check-in/",
        {f"{prefix}-stepped": "True", f"{prefix}-steps": [one.pk], f"{prefix}-confidence": "7", "submission": "s"},
    )
    assert answer.status_code == 303
    one.refresh_from_db()
    two.refresh_from_db()
    result.refresh_from_db()
    assert (one.reached, two.reached) == (cast.NOW, None)
    assert (result.current, result.progress) == (1, 0.5)
    # A tick that was a slip can be taken away again.
    ada.post("/check-in/", {f"{prefix}-stepped": "True", f"{prefix}-confidence": "7", "submission": "t"})
    one.refresh_from_db()
    assert one.reached is None


def test_the_page_keeps_what_was_typed_and_says_what_to_mend(ada: Client, goal: Objective) -> None:
    first, second = goal.key_results.all()
    answer = ada.post(
        "/check-in/",
        {f"{first.public_id}-note": "Half a thought", f"{second.public_id}-value": "about six", "submission": "s"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Half a thought" in page and "about six" in page
    assert "There is a note but no value" in page and "Enter a number" in page
    assert not Reading.objects.exists()


def test_an_empty_check_in_is_not_sent(ada: Client, goal: Objective) -> None:
    answer = ada.post("/check-in/", {"submission": "s"})
    assert answer.status_code == 422 and "Nothing was told yet" in answer.content.decode()


def test_a_strong_disagreement_is_asked_about_once_and_never_blocks(
    company: cast.Cast, goal: Objective, ada: Client
) -> None:
    first = goal.key_results.all()[0]
    KeyResult.objects.filter(pk=first.pk).update(
        trail=[0.02, 0.03, 0.05], progress=0.05, current=Decimal("0.5"), confidence=6
    )
    typed = {f"{first.public_id}-value": "0.6", f"{first.public_id}-confidence": "9", "submission": "s"}
    asked = ada.post("/check-in/", typed)
    page = asked.content.decode()
    assert asked.status_code == 422 and "What do you see that the line does not show yet?" in page
    assert 'value="0.6"' in page and not Reading.objects.exists()
    assert ada.post("/check-in/", {**typed, "asked": "1"}).status_code == 303
    assert Reading.objects.get().confidence == 9


def test_with_a_word_about_it_nothing_is_asked(goal: Objective, ada: Client) -> None:
    first = goal.key_results.all()[0]
    KeyResult.objects.filter(pk=first.pk).update(trail=[0.02, 0.03, 0.05], progress=0.05, current=Decimal("0.5"))
    typed = {
        f"{first.public_id}-value": "0.6",
        f"{first.public_id}-confidence": "9",
        f"{first.public_id}-note": "Six signed today.",
    }
    assert ada.post("/check-in/", typed).status_code == 303


def test_sending_throws_the_kept_draft_away(company: cast.Cast, goal: Objective, ada: Client) -> None:
    first = goal.key_results.all()[0]
    assert ada.post("/drafts/check-in/", {f"{first.public_id}-note": "Half"}).status_code == 204
    assert "Half" in ada.get("/check-in/").content.decode()
    ada.post("/check-in/", {f"{first.public_id}-value": "3", "submission": "s"})
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0,5", "with a point before decimals"),
        ("1e99", "The largest number that can be kept"),
        ("  ", "Nothing was told"),
    ],
)
def test_a_number_that_cannot_be_kept_is_refused_in_one_sentence(
    ada: Client, goal: Objective, typed: str, said: str
) -> None:
    first = goal.key_results.first()
    assert first is not None
    answer = ada.post("/check-in/", {f"{first.public_id}-value": typed, "submission": "s"})
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Ensure" not in page
    assert not Reading.objects.exists()
