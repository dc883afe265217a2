"""How goals and cycles end: scores with reasons, goals without an end reviewed, stages one after the other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import FormDraft
from sapwood.goals import actions
from sapwood.goals.actions import KeyResultOutcome, Observation
from sapwood.goals.models import Closure, Cycle, Objective, Review
from tests import cast


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    """Two key results: one told at 0.6, one never measured."""
    found = cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)
    first = found.key_results.all()[0]
    actions.check_in(by=company.ada, objective=found, observations={first: Observation(Decimal(6))}, at=cast.NOW)
    found.refresh_from_db()
    return found


def outcomes(goal: Objective, *pairs: tuple[float | None, str]) -> dict:  # type: ignore[type-arg]
    return {row: KeyResultOutcome(*pair) for row, pair in zip(goal.key_results.all(), pairs, strict=True)}


def close(
    company: cast.Cast, goal: Objective, *pairs: tuple[float | None, str], by: str = "bo", **more: Any
) -> Closure:
    said = {"learned": "Ask the pilot first.", "next": Closure.Next.KEEP, **more}
    return actions.close_objective(
        by=company.people[by], objective=goal, outcomes=outcomes(goal, *pairs), at=cast.NOW, **said
    )


def test_a_missing_one_has_a_reason_and_is_left_out_of_the_score(company: cast.Cast, goal: Objective) -> None:
    closure = close(company, goal, (0.6, ""), (None, "The counter was never built."))
    assert (closure.score, closure.suggested) == (0.6, 0.6)
    assert [row.score for row in closure.scores.order_by("key_result__position")] == [0.6, None]
    goal.refresh_from_db()
    assert (goal.stage, goal.version) == ("closed", 2)


def test_a_score_that_differs_says_why(company: cast.Cast, goal: Objective) -> None:
    with pytest.raises(Refused, match="was not measured"):
        close(company, goal, (0.6, ""), (None, ""))
    with pytest.raises(Refused, match="differs from what the readings say"):
        close(company, goal, (0.9, ""), (None, "no counter"))
    with pytest.raises(Refused, match=r"was given 1\.4"):
        close(company, goal, (1.4, "beyond"), (None, "no counter"))
    closure = close(company, goal, (0.64, ""), (0.2, "Counted by hand on Friday."))
    assert closure.score == pytest.approx(0.42) and closure.suggested == 0.6


@pytest.mark.parametrize(
    ("who", "may"), [("bo", True), ("max", True), ("dee", True), ("ada", False), ("eve", False), ("ad", False)]
)
def test_who_may_close(company: cast.Cast, goal: Objective, client: Client, who: str, may: bool) -> None:
    client.force_login(company.people[who])
    assert client.get(f"/objectives/{goal.public_id}/closure/").status_code == (200 if may else 404)
    if may:
        assert close(company, goal, (0.6, ""), (None, "x"), by=who).pk
        with pytest.raises(Refused, match="cannot close"):  # it is closed now
            close(company, goal, (0.6, ""), (None, "x"), by=who)
    else:
        with pytest.raises(Refused, match="cannot close"):
            close(company, goal, (0.6, ""), (None, "x"), by=who)


def test_the_page_keeps_what_was_typed_and_names_what_is_missing(
    company: cast.Cast, goal: Objective, client: Client
) -> None:
    client.force_login(company.bo)
    first, second = goal.key_results.all()
    address = f"/objectives/{goal.public_id}/closure/"
    typed = {f"{first.public_id}-score": "0.6", "learned": "Half a lesson", "next": "keep", "submission": "s"}
    client.post(f"/drafts/closure-{goal.public_id}/", typed)
    assert "Half a lesson" in client.get(address).content.decode()
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert (
        refused.status_code == 422
        and "Half a lesson" in page
        and second.title in page
        and "missing is not zero" in page
    )
    assert client.post(address, {**typed, f"{second.public_id}-reason": "no counter"}).status_code == 303
    assert not FormDraft.objects.exists()
    shown = client.get(f"/objectives/{goal.public_id}/").content.decode()
    assert "Closed at 0.60" in shown and "no counter" in shown


def test_a_goal_without_an_end_is_reviewed_in_each_cycle_and_keeps_its_history(
    company: cast.Cast, client: Client
) -> None:
    found = cast.objective("Nobody lifts alone", company.cranes, None)
    goal = cast.objective("Ships leave", company.cranes, company.cycle)
    said = {"by": company.bo, "cycle": company.cycle, "at": cast.NOW}
    with pytest.raises(Refused, match="says nothing"):
        actions.review_objective(objective=found, note=" ", **said)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="ends with its cycle"):
        actions.review_objective(objective=goal, note="Fine.", **said)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="cannot review"):
        actions.review_objective(objective=found, note="Fine.", **{**said, "by": company.cy})  # type: ignore[arg-type]
    for note in ("Two newcomers lifted alone.", "Two newcomers lifted alone, once each."):
        actions.review_objective(objective=found, note=note, **said)  # type: ignore[arg-type]
    assert Review.objects.get().note.endswith("once each.")
    later = Cycle.objects.create(name="Winter", starts=dt.date(2026, 11, 30), ends=dt.date(2027, 2, 28), stage="active")
    actions.review_objective(objective=found, note="Nobody did.", **{**said, "cycle": later})  # type: ignore[arg-type]
    client.force_login(company.eve)
    page = client.get(f"/objectives/{found.public_id}/").content.decode()
    assert "once each." in page and "Nobody did." in page


def test_the_cycle_page_takes_the_review(company: cast.Cast, client: Client) -> None:
    found = cast.objective("Nobody lifts alone", company.cranes, None)
    Cycle.objects.update(stage=Cycle.Stage.SCORING)
    client.force_login(company.bo)
    address = f"/cycles/{company.cycle.public_id}/"
    assert "not reviewed in this cycle" in client.get(address).content.decode()
    client.post(f"/objectives/{found.public_id}/review/", {"cycle": company.cycle.public_id, "note": "It holds."})
    page = client.get(address).content.decode()
    assert "It holds." in page and "Reviewed" in page


def test_stages_follow_each_other_and_nothing_strategic_is_left(company: cast.Cast, goal: Objective) -> None:
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    endless = cast.objective("Nobody lifts alone", company.cranes, None)

    def move(stage: str, by: str = "dee") -> Cycle:
        return actions.move_cycle(by=company.people[by], cycle=company.cycle, stage=stage, at=cast.NOW)

    with pytest.raises(Refused, match="run by the OKR owner"):
        move("scoring", by="bo")
    with pytest.raises(Refused, match="Stages follow|stage"):
        move("closed")
    move("scoring")
    with pytest.raises(Refused, match="1 objective of this cycle is not closed"):
        move("closed")
    close(company, goal, (0.6, ""), (None, "no counter"))
    with pytest.raises(Refused, match="1 continuous goal was not reviewed"):
        move("closed")
    actions.review_objective(by=company.bo, objective=endless, cycle=company.cycle, note="It holds.", at=cast.NOW)
    move("closed")
    assert [step.stage for step in company.cycle.steps.all()] == ["scoring", "closed"]
    own.refresh_from_db()
    assert own.stage == "active"  # a private goal is its owner's to end


def test_a_cycle_is_opened_and_edited_by_the_okr_owner(company: cast.Cast, client: Client) -> None:
    dates = {"starts": dt.date(2026, 11, 30), "ends": dt.date(2027, 2, 28)}
    with pytest.raises(Refused, match="run by the OKR owner"):
        actions.open_cycle(by=company.bo, name="Winter", at=cast.NOW, **dates)
    opened = actions.open_cycle(by=company.dee, name="Winter", at=cast.NOW, **dates)
    assert opened.stage == "planning"
    for words, said in (
        ("called “Winter” already", {"name": "Winter", **dates}),
        ("needs a name", {"name": " ", **dates}),
        ("not after the first", {"name": "Odd", "starts": dates["ends"], "ends": dates["starts"]}),
        ("1 to 92 days", {"name": "Slow", **dates, "cadence_days": 100}),
    ):
        with pytest.raises(Refused, match=words):
            actions.open_cycle(by=company.dee, at=cast.NOW, **said)  # type: ignore[arg-type]
    actions.edit_cycle(
        by=company.dee, cycle=opened, version=1, name="Winter 2027", cadence_days=14, at=cast.NOW, **dates
    )
    with pytest.raises(Conflict):
        actions.edit_cycle(by=company.dee, cycle=opened, version=1, name="Other", cadence_days=7, at=cast.NOW, **dates)
    client.force_login(company.dee)
    typed = {"name": "Mine", "starts": "2026-11-30", "ends": "2027-02-28", "cadence_days": "7", "version": "1"}
    both = client.post(f"/cycles/{opened.public_id}/", typed)
    page = both.content.decode()
    assert both.status_code == 422 and "It now reads: Winter 2027" in page and 'value="Mine"' in page


def test_a_proposal_nobody_agreed_to_neither_keeps_a_cycle_open_nor_begins_after_it(
    company: cast.Cast, now: dt.datetime
) -> None:
    proposal = cast.objective("Fewer idle cranes", company.cranes, company.cycle, stage=Objective.Stage.PROPOSED)
    for stage in (Cycle.Stage.SCORING, Cycle.Stage.CLOSED):
        actions.move_cycle(by=company.dee, cycle=company.cycle, stage=stage, at=now)
    company.cycle.refresh_from_db()
    proposal.refresh_from_db()

    with pytest.raises(Refused, match="takes no new goals"):
        actions.agree_to_objective(by=company.bo, objective=proposal, at=now)

    assert company.cycle.stage == Cycle.Stage.CLOSED
