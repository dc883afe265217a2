"""Remarks of the coach that somebody puts aside: kept with a reason, read by those who review, back when the text changes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.goals import actions, asides
from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import Aside, Objective
from sapwood.goals.models.aside import digest
from tests import cast

WORKSHOPS = "Hold 12 workshops on knots"
WHY = "The harbour office counts workshops, and wants to."


@pytest.fixture
def draft(company: cast.Cast) -> Objective:
    return cast.objective(
        "Ropes are tied so that they hold", company.cranes, company.cycle, stage="draft", proposed_by=company.ada
    )


@pytest.fixture
def task(draft: Objective) -> Objective:
    result = draft.key_results.get()
    result.title, result.baseline, result.target = WORKSHOPS, None, None
    result.save()
    return draft


def heard(goal: Objective, code: str) -> Aside | None:
    found = asides.read(goal)
    every = [
        *(found.title.heard if found.title else ()),
        *(one for line in found.results for one in line.heard),
        *found.heard,
    ]
    return next(one.aside for one in every if one.code == code)


def put(company: cast.Cast, goal: Objective, text: str, reason: str = "") -> Aside:
    return actions.put_aside(
        by=company.ada, objective=goal, code="KR102", about=digest(text), reason=reason, at=cast.NOW
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hold 12 workshops", "hold  12 workshops.", True),
        ("Hold 12 workshops", "Hold 14 workshops", False),
        ("From 3.7 to 4.1", "From 37 to 41", False),
        ("Reach 40 %", "Reach 40", False),
        ("Drops to -5", "Drops to 5", False),
        ("", " … ", True),
    ],
)
def test_other_words_or_numbers_are_another_text(one: str, other: str, same: bool) -> None:
    assert (digest(one) == digest(other)) is same


def test_ada_puts_a_remark_aside_on_her_draft_without_a_reason(company: cast.Cast, task: Objective) -> None:
    assert heard(task, "KR102") is None
    row = put(company, task, WORKSHOPS)
    assert heard(task, "KR102") == row
    assert (row.by, row.at, row.code, row.text, row.reason) == (company.ada, cast.NOW, "KR102", WORKSHOPS, "")
    assert Event.objects.get(verb="goals.remark_put_aside").data == {}
    put(company, task, WORKSHOPS)
    assert Aside.objects.count() == 1


def test_other_words_bring_it_back_and_the_old_ones_put_it_away_again(company: cast.Cast, task: Objective) -> None:
    put(company, task, WORKSHOPS)
    task.key_results.update(title=WORKSHOPS.lower() + ".")
    assert heard(task, "KR102") is not None
    task.key_results.update(title="Hold 20 workshops on knots")
    assert heard(task, "KR102") is None
    task.key_results.update(title=WORKSHOPS)
    assert heard(task, "KR102") is not None


def test_it_can_be_asked_again(company: cast.Cast, task: Objective) -> None:
    row = put(company, task, WORKSHOPS)
    actions.take_up_again(by=company.cy, aside=row, at=cast.NOW)
    assert heard(task, "KR102") is None
    assert put(company, task, WORKSHOPS).pk != row.pk  # the first one stays, ended, as history


def test_who_may_not_write_may_not_put_aside(company: cast.Cast, task: Objective) -> None:
    Objective.objects.update(stage=Objective.Stage.ACTIVE)
    task.refresh_from_db()
    with pytest.raises(Refused):
        actions.put_aside(
            by=company.eve, objective=task, code="KR102", about=digest(WORKSHOPS), reason=WHY, at=cast.NOW
        )
    with pytest.raises(Refused, match="Others read this goal already"):
        put(company, task, WORKSHOPS)
    with pytest.raises(Refused, match="The text has changed"):
        put(company, task, "Something else", WHY)
    assert put(company, task, WORKSHOPS, WHY).reason == WHY


def test_a_goal_that_is_no_result_yet_goes_out_with_a_line_that_reviewers_read(
    company: cast.Cast, task: Objective, client: Client
) -> None:
    with pytest.raises(actions.ReasonMissing):
        actions.send_out(by=company.ada, objective=task, how="proposal", at=cast.NOW)
    put(company, task, WORKSHOPS)  # without a reason it does not count here
    with pytest.raises(actions.ReasonMissing):
        actions.send_out(by=company.ada, objective=task, how="proposal", reason="  ", at=cast.NOW)
    actions.send_out(by=company.ada, objective=task, how="proposal", reason=WHY, at=cast.NOW)
    task.refresh_from_db()
    assert task.stage == Objective.Stage.PROPOSED
    assert {row.reason for row in task.asides.filter(code__in=["KR102", "KR101", "KR103"])} == {WHY}
    client.force_login(company.bo)
    page = client.get(f"/objectives/{task.public_id}/").content.decode()
    assert WHY in page and "Remarks put aside" in page and "Ada Okoye" in page
    actions.send_out(by=company.bo, objective=task, how="agreement", at=cast.NOW)  # has read why, is not asked again
    task.refresh_from_db()
    assert task.stage == Objective.Stage.ACTIVE


def test_a_goal_of_results_goes_out_without_a_word(company: cast.Cast, draft: Objective) -> None:
    draft.key_results.update(
        title="Ropes that slip under load fall from 9 to 2 a month", baseline=Decimal(9), target=Decimal(2)
    )
    actions.send_out(by=company.ada, objective=draft, how="proposal", at=cast.NOW)
    assert not Aside.objects.exists()


def test_the_page_shows_each_remark_and_what_it_rests_on(company: cast.Cast, task: Objective, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get(f"/objectives/{task.public_id}/wording/").content.decode()
    assert WORKSHOPS.split()[0] in page and "a task" in page and "% sure" in page and "Why?" in page
    about = re.search(r'name="code" value="KR102"><input type="hidden" name="about" value="(\w+)"', page)
    assert about is not None
    answer = client.post(
        f"/objectives/{task.public_id}/asides/", {"code": "KR102", "about": about[1], "reason": WHY}, follow=True
    )
    assert WHY in answer.content.decode()
    row = Aside.objects.get()
    client.post(f"/asides/{row.pk}/end/")
    row.refresh_from_db()
    assert row.ended is not None
    gone = client.post(f"/objectives/{task.public_id}/asides/", {"code": "KR102", "about": "0" * 32})
    assert gone.status_code == 422 and "The text has changed since" in gone.content.decode()


def typed(**more: str) -> dict[str, str]:
    return {
        "title": "Ropes are tied so that they hold",
        "layer": "strategic",
        "nature": "hard",
        "ambition": "aspirational",
        "kr-TOTAL_FORMS": "1",
        "kr-INITIAL_FORMS": "0",
        "kr-0-title": WORKSHOPS,
        **more,
    }


def test_what_is_dismissed_while_writing_is_kept_with_the_draft(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    sent = typed(owner=company.cranes.public_id, cycle=str(company.cycle.pk))
    asked = client.post("/objectives/wording/", sent).content.decode()
    key = re.search(r'name="dismiss" value="(KR102-\w+)"', asked)
    assert key is not None
    client.post("/objectives/new/", {**sent, "dismissed": key[1], "save": "1"})
    goal = Objective.objects.get()
    assert [(row.code, row.text, row.reason) for row in goal.asides.all()] == [("KR102", WORKSHOPS, "")]
    page = client.get(f"/objectives/{goal.public_id}/text/").content.decode()
    assert f'name="dismissed" value="{key[1]}"' in page and "After the last of the workshops" not in page
    live = client.post("/objectives/wording/", {**sent, "objective": goal.public_id}).content.decode()
    assert "After the last of the workshops" not in live


def test_taking_it_on_with_a_task_in_it_keeps_the_draft_and_asks_for_the_line(
    company: cast.Cast, client: Client
) -> None:
    client.force_login(company.bo)
    sent = typed(owner=company.cranes.public_id, cycle=str(company.cycle.pk), agree="1", submission="a-key-of-its-own")
    answer = client.post("/objectives/new/", sent)
    goal = Objective.objects.get()
    assert answer["Location"] == f"/objectives/{goal.public_id}/wording/?then=agreement"
    assert goal.stage == Objective.Stage.DRAFT
    page = client.get(answer["Location"]).content.decode()
    assert "not a result yet" in page and 'name="reason"' in page


def test_a_draft_kept_by_an_action_keeps_its_asides_once(company: cast.Cast) -> None:
    words = ObjectiveDraft(
        "Ropes hold", key_results=(KeyResultDraft(WORKSHOPS),), asides=(("KR102", WORKSHOPS), ("XX999", "no such code"))
    )
    goal = actions.write_objective(
        by=company.ada, owner=company.cranes, layer="strategic", cycle=company.cycle, draft=words, at=cast.NOW
    )
    actions.edit_objective(by=company.ada, objective=goal, version=1, draft=words, at=cast.NOW)
    assert [row.code for row in goal.asides.all()] == ["KR102"]


def test_the_button_on_the_goals_page_leads_to_the_line_that_is_missing(
    company: cast.Cast, task: Objective, client: Client
) -> None:
    client.force_login(company.ada)
    address = f"/objectives/{task.public_id}/proposal/"
    asked = client.post(address, follow=True)
    page = asked.content.decode()
    assert asked.redirect_chain[-1][0] == f"/objectives/{task.public_id}/wording/?then=proposal"
    assert 'name="reason"' in page and "not a result yet" in page
    client.post(address, {"reason": WHY})
    task.refresh_from_db()
    assert task.stage == Objective.Stage.PROPOSED
    assert {row.reason for row in task.asides.all()} == {WHY}


def test_the_page_costs_the_same_for_one_key_result_and_three(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    costs = []
    for results in (1, 3):
        goal = cast.objective("Ropes hold", company.cranes, company.cycle, results=results, updater=company.ada)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/objectives/{goal.public_id}/wording/").status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 24, costs
