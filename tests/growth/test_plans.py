"""Ada plans how she learns. Bo proposes how she arrives; she takes it on. What is done moves no key result."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity import asks
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice
from sapwood.goals import standing
from sapwood.goals.models import CheckIn, KeyResult, Objective, Reading, Sharing
from sapwood.growth import actions, ready_plans
from sapwood.growth.actions import NewStep, StepChange, Terms
from sapwood.growth.jobs import plans as jobs
from sapwood.growth.models import Plan, PlanChange, PlanSharing, Step
from sapwood.growth.queries import plans as queries
from tests import cast

DAY = dt.timedelta(days=1)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def goal(company: cast.Cast) -> Objective:
    return cast.objective(
        "People hear what I saw", company.ada, company.cycle, layer="developmental", nature="soft", updater=company.ada
    )


@pytest.fixture
def ada(company: cast.Cast, client: Client) -> Client:
    client.force_login(company.ada)
    return client


def plan_for(goal: Objective, **steps: dt.date | None) -> Plan:
    """Ada's plan of her goal, with a step of practice each."""
    person = goal.owner_person
    assert person is not None
    plan = actions.start_plan(
        by=person, person=person, kind="development", objective=goal, terms=Terms("How I get there"),
        starts=cast.TODAY, at=cast.NOW - 10 * DAY,
    )  # fmt: skip
    for title, due in steps.items():
        actions.add_step(by=person, plan=plan, step=NewStep("practice", title, due=due), at=cast.NOW - 10 * DAY)
    return plan


def changed(step: Step, *, due: dt.date | None = None, dropped: bool = False) -> StepChange:
    return StepChange(step, step.title, due or step.due, dropped)


def fall_behind(goal: Objective) -> KeyResult:
    """Five weeks of check-ins that hardly move."""
    result = goal.key_results.get()
    for week in range(5):
        at = cast.NOW - dt.timedelta(weeks=5 - week)
        row = CheckIn.objects.create(objective=goal, by=goal.owner_person, at=at, confidence=3)
        Reading.objects.create(key_result=result, check_in=row, value=Decimal("0.1"), confidence=3, at=at)
    standing.refresh(goal)
    return result


def test_ada_makes_a_plan_of_her_goal_and_ticks_a_step(ada: Client, company: cast.Cast, goal: Objective) -> None:
    page = ada.get(f"/objectives/{goal.public_id}/aside/").content.decode()
    assert f"/growth/plans/new/?objective={goal.public_id}" in page
    page = ada.get(f"/growth/plans/new/?objective={goal.public_id}&ready=one-behaviour").content.decode()
    assert "as private as its goal" in page and "Rehearse the hardest moment" in page
    answer = ada.post(
        f"/growth/plans/new/?objective={goal.public_id}&ready=one-behaviour",
        {"title": "Six weeks", "starts": "2026-10-07", "hours": "1.5", "agreed_with": "Bo Ferreira"},
    )
    plan = Plan.objects.get()
    assert answer["Location"] == f"/growth/plans/{plan.public_id}/"
    page = ada.get(answer["Location"]).content.decode()
    assert "1.5 working hours a week, agreed with Bo Ferreira" in page and "0 of 6 done" in page
    assert "moves no key result" in page and "9 October" in page
    step = plan.steps.first()
    assert step is not None
    ada.post(f"/growth/steps/{step.public_id}/completion/", {"done": "yes"})
    page = ada.get(answer["Location"]).content.decode()
    assert "1 of 6 done" in page and "done on 7 Oct 2026" in page
    goal.refresh_from_db()
    assert goal.progress is None and goal.measured == 0
    ada.post(f"/growth/steps/{step.public_id}/completion/", {"done": "no"})
    step.refresh_from_db()
    assert step.done is None and step.done_by is None
    assert "1.5 working hours a week" in ada.get(f"/objectives/{goal.public_id}/aside/").content.decode()


@pytest.mark.parametrize("stage", ["proposed", "closed"])
def test_a_plan_is_of_an_agreed_goal_of_ones_own(company: cast.Cast, goal: Objective, stage: str) -> None:
    Objective.objects.filter(pk=goal.pk).update(stage=stage)
    goal.refresh_from_db()
    with pytest.raises(Refused, match="not agreed, or it is over"):
        plan_for(goal)
    team = cast.objective("Ships leave", company.cranes, company.cycle)
    with pytest.raises(Refused, match="of your own"):
        actions.start_plan(
            by=company.ada, person=company.ada, kind="development", objective=team, terms=Terms("A plan"),
            starts=cast.TODAY, at=cast.NOW,
        )  # fmt: skip


def test_one_goal_has_one_plan(ada: Client, goal: Objective) -> None:
    plan = plan_for(goal)
    with pytest.raises(Refused, match="has a plan already"):
        plan_for(goal)
    assert ada.get(f"/growth/plans/new/?objective={goal.public_id}")["Location"].endswith(f"{plan.public_id}/")


def test_a_plan_is_as_private_as_its_goal(company: cast.Cast, goal: Objective, client: Client) -> None:
    plan = plan_for(goal, listen=cast.TODAY)
    for person in (company.bo, company.max, company.dee, company.ad):
        client.force_login(person)
        assert client.get(f"/growth/plans/{plan.public_id}/").status_code == 404
    sharing = Sharing.objects.create(objective=goal, with_person=company.cy, at=cast.NOW)
    client.force_login(company.cy)
    page = client.get(f"/growth/plans/{plan.public_id}/").content.decode()
    assert "shares its goal with you" in page and "Add a step" not in page and "Adjust" not in page
    assert client.get(f"/growth/plans/{plan.public_id}/changes/").status_code == 404
    sharing.revoke(cast.NOW)
    assert client.get(f"/growth/plans/{plan.public_id}/").status_code == 404
    with pytest.raises(Refused, match="shared with its goal"):
        actions.show_plan(by=company.ada, plan=plan, person=company.cy, at=cast.NOW)


def test_the_log_of_events_names_no_plan(company: cast.Cast, goal: Objective) -> None:
    plan_for(goal, listen=None)
    said = Event.objects.filter(verb__startswith="growth.plan")
    assert said.count() == 2 and not any(row.subject_title or row.data for row in said)


def test_a_key_result_at_risk_asks_for_another_plan_and_the_reason_is_kept(
    ada: Client, company: cast.Cast, goal: Objective
) -> None:
    plan, result = plan_for(goal, listen=cast.TODAY + 2 * DAY, ask=None), fall_behind(goal)
    page = ada.get(f"/growth/plans/{plan.public_id}/").content.decode()
    assert "A key result is at risk" in page and "Adjust the plan" in page
    assert jobs.plans_at_risk(cast.NOW) == 1 and jobs.plans_at_risk(cast.NOW + DAY) == 0
    notice = Notice.objects.get(kind="plan-at-risk")
    assert notice.person == company.ada and goal.title not in notice.text
    first, second = plan.steps.all()
    given = {
        "title": plan.title, "version": "1", "why": "The talks are too rare to practise in.",
        f"title_{first.pk}": "listen in stand-ups", f"due_{first.pk}": "2026-10-20",
        f"title_{second.pk}": second.title, f"drop_{second.pk}": "on",
    }  # fmt: skip
    assert ada.post(f"/growth/plans/{plan.public_id}/changes/", {**given, "why": ""}).status_code == 422
    ada.post(f"/growth/plans/{plan.public_id}/changes/", given)
    row = PlanChange.objects.get()
    assert row.by == company.ada and row.at == cast.NOW and list(row.key_results.all()) == [result]
    assert row.lines == [
        "“listen” became “listen in stand-ups”",
        "“listen in stand-ups”: from 9 October to 20 October",
        "Left out: “ask”",
    ]
    page = ada.get(f"/growth/plans/{plan.public_id}/").content.decode()
    assert "The talks are too rare" in page and "At risk then" in page and "A key result is at risk" not in page
    notice.refresh_from_db()
    assert notice.read is not None
    later = cast.TODAY + queries.QUIET + DAY
    plan = Plan.objects.select_related("person", "objective__cycle").get()
    assert queries.at_risk(plan, later) == [result]


def test_a_plan_looked_at_and_kept_is_kept_with_the_reason(company: cast.Cast, goal: Objective) -> None:
    plan, result = plan_for(goal), fall_behind(goal)
    actions.change_plan(
        by=company.ada, plan=plan, terms=Terms(plan.title), steps=[], why="Three weeks are too few.", version=1,
        because_of=[result], at=cast.NOW,
    )  # fmt: skip
    assert PlanChange.objects.get().lines == []
    assert queries.at_risk(Plan.objects.select_related("person", "objective__cycle").get(), cast.TODAY) == []


def test_who_comes_second_is_told_and_nothing_is_lost(ada: Client, goal: Objective) -> None:
    plan = plan_for(goal, listen=None)
    Plan.objects.filter(pk=plan.pk).update(version=2)
    step = plan.steps.get()
    answer = ada.post(
        f"/growth/plans/{plan.public_id}/changes/",
        {"title": "My words", "why": "Mine.", "version": "1", f"title_{step.pk}": "listen"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "Somebody else changed this plan" in page and "My words" in page
    assert 'name="version" value="2"' in page and not PlanChange.objects.exists()


def test_a_step_added_later_stands_among_the_changes(ada: Client, company: cast.Cast, goal: Objective) -> None:
    plan = plan_for(goal, listen=None)
    result = goal.key_results.get()
    ada.post(
        f"/growth/plans/{plan.public_id}/steps/",
        {"kind": "content", "title": "Hear a talk", "link": "https://example.org/talk", "key_result": result.public_id},
    )
    step = plan.steps.get(kind="content")
    assert step.key_result == result and PlanChange.objects.get().lines == ["New: “Hear a talk”"]
    other = cast.objective("Something else", company.ada, company.cycle, layer="developmental")
    with pytest.raises(Refused, match="another goal"):
        actions.add_step(
            by=company.ada, plan=plan, step=NewStep("practice", "x", key_result=other.key_results.get()), at=cast.NOW
        )
    answer = ada.post(f"/growth/plans/{plan.public_id}/steps/", {"kind": "demonstration", "title": "Be seen"})
    assert answer.status_code == 422 and "Name what an observer looks for" in answer.content.decode()


def propose(company: cast.Cast) -> Plan:
    return actions.start_plan(
        by=company.bo, person=company.ada, kind="onboarding", ready=ready_plans.ready_plan("first-ninety-days"),
        terms=Terms("Arriving at the cranes", hours=Decimal(6), agreed_with=company.bo), starts=cast.TODAY, at=cast.NOW,
    )  # fmt: skip


def test_bo_proposes_a_plan_and_ada_takes_it_on(ada: Client, company: cast.Cast, client: Client) -> None:
    client.force_login(company.bo)
    assert "Propose a plan" in client.get(f"/people/{company.ada.public_id}/").content.decode()
    answer = client.post(
        "/growth/plans/new/?ready=first-ninety-days",
        {"title": "Arriving", "starts": "2026-10-12", "person": company.ada.public_id, "hours": "6"},
    )
    assert "has not taken it on yet" in client.get(answer["Location"]).content.decode()
    plan = Plan.objects.get()
    assert plan.accepted is None and plan.steps.count() == 10
    assert Notice.objects.get(kind="plan-proposed").person == company.ada
    step = plan.steps.order_by("due").first()
    assert step is not None and step.due == dt.date(2026, 10, 14)
    client.post(f"/growth/steps/{step.public_id}/completion/", {"done": "yes"})
    step.refresh_from_db()
    assert step.done is None
    client.force_login(company.ada)
    assert "Take it on" in client.get(f"/growth/plans/{plan.public_id}/").content.decode()
    steps = {f"title_{one.pk}": one.title for one in plan.steps.all()}
    client.post(f"/growth/plans/{plan.public_id}/changes/", {"title": "My arriving", "version": "1", **steps})
    client.post(f"/growth/plans/{plan.public_id}/answer/", {"answer": "accept"})
    plan.refresh_from_db()
    assert plan.accepted == cast.NOW and plan.title == "My arriving" and not PlanChange.objects.exists()
    assert Notice.objects.get(kind="plan-accepted").person == company.bo
    client.force_login(company.bo)
    assert client.get(f"/growth/plans/{plan.public_id}/changes/").status_code == 404
    client.post(f"/growth/steps/{step.public_id}/completion/", {"done": "yes"})
    assert ", said Bo Ferreira" in client.get(f"/growth/plans/{plan.public_id}/").content.decode()
    client.force_login(company.ada)
    sharing = PlanSharing.objects.get()
    client.post(f"/growth/readers/{sharing.pk}/end/")
    client.force_login(company.bo)
    assert client.get(f"/growth/plans/{plan.public_id}/").status_code == 404


def test_ada_leaves_a_plan_with_a_word(company: cast.Cast) -> None:
    plan = propose(company)
    with pytest.raises(Refused, match="proposed to somebody else"):
        actions.accept_plan(by=company.bo, plan=plan, at=cast.NOW)
    actions.decline_plan(by=company.ada, plan=plan, words="I was here before.", at=cast.NOW)
    plan = Plan.objects.get()
    assert plan.ending.how == "declined" and Notice.objects.get(kind="plan-accepted").person == company.bo
    with pytest.raises(Refused, match="answered it already"):
        actions.accept_plan(by=company.ada, plan=plan, at=cast.NOW)


def test_nobody_plans_for_a_colleague_and_nobody_develops_another(company: cast.Cast, goal: Objective) -> None:
    with pytest.raises(Refused, match="answers to you"):
        actions.start_plan(
            by=company.cy, person=company.ada, kind="rotation", terms=Terms("Elsewhere"), starts=cast.TODAY, at=cast.NOW
        )
    with pytest.raises(Refused, match="of your own"):
        actions.start_plan(
            by=company.bo, person=company.ada, kind="development", objective=goal, terms=Terms("Better"),
            starts=cast.TODAY, at=cast.NOW,
        )  # fmt: skip


def test_a_plan_ends_with_what_was_learned_and_can_be_taken_up_again(
    ada: Client, company: cast.Cast, goal: Objective
) -> None:
    plan = plan_for(goal, listen=cast.TODAY)
    page = ada.post(f"/growth/plans/{plan.public_id}/end/", {"words": "Silence helps."}).content.decode()
    assert "How does it end?" in page
    ada.post(f"/growth/plans/{plan.public_id}/end/", {"how": "finished", "words": "Silence helps."})
    page = ada.get(f"/growth/plans/{plan.public_id}/").content.decode()
    assert "It has done what it was for" in page and "Silence helps." in page and "Add a step" not in page
    with pytest.raises(Refused, match="is over"):
        actions.add_step(by=company.ada, plan=Plan.objects.get(), step=NewStep("practice", "x"), at=cast.NOW)
    ada.post(f"/growth/plans/{plan.public_id}/resumption/")
    page = ada.get(f"/growth/plans/{plan.public_id}/").content.decode()
    assert "Taken up again" in page and "Add a step" in page and "Silence helps." in page


def test_a_plan_goes_along_as_a_file(ada: Client, goal: Objective) -> None:
    plan = plan_for(goal, listen=cast.TODAY)
    actions.keep_certificate(by=plan.person, name="Crane licence", until=cast.TODAY, plan=plan, at=cast.NOW)
    text = ada.get(f"/growth/plans/{plan.public_id}/plan.md").content.decode()
    assert "# How I get there" in text and "listen" in text and "Crane licence, valid until 7 Oct 2026" in text
    assert "moves no key result" in text and "No working time is agreed" in text
    assert ada.get(f"/growth/plans/{plan.public_id}/plan.docx").content[:2] == b"PK"
    assert ada.get(f"/growth/plans/{plan.public_id}/plan.exe").status_code == 404


def test_on_tuesday_the_steps_of_the_week_are_counted_in_the_mail_and_not_named(
    company: cast.Cast, goal: Objective
) -> None:
    plan_for(goal, listen=cast.TODAY + 9 * DAY, ask=cast.TODAY + 90 * DAY)
    tuesday = dt.datetime(2026, 10, 13, 9, 0, tzinfo=dt.UTC)
    ask = jobs.steps_asked(tuesday, set())[company.ada.pk]
    assert ask.text == "Your plan: one step this week" and ask.minutes == 1 and not ask.lines
    assert not jobs.steps_asked(tuesday + DAY, set()) and not jobs.steps_asked(tuesday, {company.ada.pk})
    assert company.ada.pk in asks.due(tuesday, set())
    assert not jobs.steps_asked(tuesday + 8 * 7 * DAY, set())  # long overdue: it is not spoken of again


def test_a_certificate_is_spoken_of_twice_before_it_runs_out(ada: Client, company: cast.Cast) -> None:
    ada.post("/growth/certificates/", {"name": "Crane licence", "issuer": "The harbour", "until": "2026-12-01"})
    page = ada.get("/growth/plans/").content.decode()
    assert "runs out on 1 Dec 2026" in page and "They count as no progress" in page
    end = dt.datetime(2026, 12, 1, 5, 40, tzinfo=dt.UTC)
    told = [days for days in range(70, -2, -1) if jobs.certificates(end - days * DAY)]
    assert told == [60, 14]
    assert {row.text for row in Notice.objects.filter(kind="certificate")} == {
        "A certificate of yours runs out in 60 days", "A certificate of yours runs out in 14 days",
    }  # fmt: skip
    row = company.ada.certificates.get()
    ada.post(f"/growth/certificates/{row.public_id}/", {"until": "2027-12-01"})
    assert "Valid until 1 Dec 2027" in ada.get("/growth/plans/").content.decode()
    ada.post(f"/growth/certificates/{row.public_id}/end/")
    assert not company.ada.certificates.exists()


def test_more_steps_and_plans_cost_no_more_queries(ada: Client, goal: Objective, company: cast.Cast) -> None:
    plan = plan_for(goal)
    counts = []
    for more in ("one", "two", "three"):
        actions.add_step(by=company.ada, plan=plan, step=NewStep("practice", more, due=cast.TODAY), at=cast.NOW)
        propose(company)
        for address in (f"/growth/plans/{plan.public_id}/", "/growth/plans/"):
            with CaptureQueriesContext(connection) as asked:
                assert ada.get(address).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:4] == counts[4:6] and max(counts) <= 20


def test_ready_plans_are_whole() -> None:
    kinds = [one.kind for one in ready_plans.ready_plans()]
    assert kinds.count("onboarding") >= 2 and kinds.count("rotation") >= 2 and kinds.count("development") >= 2
    keys = [one.key for one in ready_plans.ready_plans()]
    assert len(set(keys)) == len(keys)
    for one in ready_plans.ready_plans():
        days = [step.day for step in one.steps]
        assert days == sorted(days) and len(one.steps) >= 5 and one.purpose and one.hours > 0, one.key
        assert any(step.kind == "demonstration" for step in one.steps) or one.key == "back-again", one.key
        assert all(len(step.title) <= 200 for step in one.steps), one.key
    assert ready_plans.ready_plan("nothing") is None
