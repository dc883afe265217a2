"""Ada asks to be watched. Cy says in under a minute what he saw, under his name; it moves no number."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.goals.models import Objective, Sharing
from sapwood.growth import actions
from sapwood.growth.actions import NewStep, Terms
from sapwood.growth.jobs import plans as jobs
from sapwood.growth.models import Demonstration, Step
from sapwood.people.models import Behaviour, Competency, Organisation
from tests import cast

DAY = dt.timedelta(days=1)
ANCHORS = ["Talks on", "Stops when asked", "Asks now and then", "Asks before answering", "Others learn it here"]


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def step(company: cast.Cast) -> Step:
    goal = cast.objective("People are heard", company.ada, company.cycle, layer="developmental", nature="soft")
    plan = actions.start_plan(
        by=company.ada, person=company.ada, kind="development", objective=goal, terms=Terms("My plan of hearing"),
        starts=cast.TODAY, at=cast.NOW,
    )  # fmt: skip
    listening = Competency.objects.create(key="hearing", name="Hearing")
    asks = Behaviour.objects.create(competency=listening, text="Asks before answering.", anchors=ANCHORS)
    seen = NewStep("demonstration", "Be seen in a stand-up", behaviour=asks)
    return actions.add_step(by=company.ada, plan=plan, step=seen, at=cast.NOW)


def ask(company: cast.Cast, step: Step, **fields: object) -> Demonstration:
    row = actions.ask_to_observe(
        by=company.ada, step=step, observers=[company.cy], request="In the stand-ups.", at=cast.NOW, **fields
    )
    assert row is not None
    return row


def test_cy_is_asked_and_says_what_he_saw(company: cast.Cast, step: Step, client: Client) -> None:
    client.force_login(company.ada)
    page = client.get(f"/growth/steps/{step.public_id}/observers/").content.decode()
    assert "Asks before answering" in page and "nothing else of your plan" in page
    client.post(
        f"/growth/steps/{step.public_id}/observers/",
        {"near": [company.cy.public_id], "people": "", "request": "In the stand-ups."},
    )
    row = Demonstration.objects.get()
    notice = Notice.objects.get(kind="observe")
    assert notice.person == company.cy and notice.link == f"/growth/observations/{row.public_id}/"

    client.force_login(company.cy)
    assert "You are asked to watch" in client.get("/week/aside/").content.decode()
    page = client.get(notice.link).content.decode()
    assert "Asks before answering." in page and "In the stand-ups." in page and all(one in page for one in ANCHORS)
    assert "Ada Okoye reads it with your name" in page and "shares the goal" in page
    assert "My plan of hearing" not in page and "People are heard" not in page and "Be seen in" not in page
    assert client.post(notice.link, {}).status_code == 422
    client.post(notice.link, {"level": "4", "words": "She let the new one finish."})
    row.refresh_from_db()
    assert row.level == 4 and row.seen == cast.NOW and "What you said" in client.get(notice.link).content.decode()
    with pytest.raises(Refused, match="answered it already"):
        actions.observe(by=company.cy, demonstration=row, level=1, words="", at=cast.NOW)
    assert client.get(f"/growth/plans/{step.plan.public_id}/").status_code == 404

    client.force_login(company.ada)
    page = client.get(f"/growth/plans/{step.plan.public_id}/").content.decode()
    assert "level 4 of 5" in page and "She let the new one finish." in page and "1 of 1 done" in page
    goal = Objective.objects.get()
    beside = client.get(f"/objectives/{goal.public_id}/aside/").content.decode()
    assert "She let the new one finish." in beside and "observed by Cy Tanaka, 7 October; level 4 of 5" in beside
    assert goal.progress is None and Notice.objects.get(kind="observed").person == company.ada


def test_those_with_whom_the_goal_is_shared_read_what_was_seen(company: cast.Cast, step: Step, client: Client) -> None:
    actions.observe(by=company.cy, demonstration=ask(company, step), level=5, words="Every time.", at=cast.NOW)
    goal = Objective.objects.get()
    Sharing.objects.create(objective=goal, with_person=company.eve, at=cast.NOW)
    client.force_login(company.eve)
    assert "Every time." in client.get(f"/objectives/{goal.public_id}/aside/").content.decode()
    client.force_login(company.bo)
    assert client.get(f"/objectives/{goal.public_id}/aside/").status_code == 404


def test_could_not_observe_is_an_answer_and_no_level(company: cast.Cast, step: Step, client: Client) -> None:
    row = ask(company, step)
    client.force_login(company.cy)
    client.post(f"/growth/observations/{row.public_id}/", {"level": "0"})
    row.refresh_from_db()
    step.refresh_from_db()
    assert row.seen == cast.NOW and row.level is None and step.done is None


def test_no_is_an_answer_and_a_word_can_be_taken_back(company: cast.Cast, step: Step, client: Client) -> None:
    row = ask(company, step)
    client.force_login(company.cy)
    client.post(f"/growth/observations/{row.public_id}/refusal/")
    row.refresh_from_db()
    assert row.declined == cast.NOW and Notice.objects.get(kind="observe").read is not None
    second = ask(company, step)
    client.post(f"/growth/observations/{second.public_id}/", {"level": "2", "words": "I was tired."})
    with pytest.raises(Refused, match="taken back by"):
        actions.end_observation(by=company.ada, demonstration=Demonstration.objects.get(pk=second.pk), at=cast.NOW)
    client.post(f"/growth/observations/{second.public_id}/end/")
    assert not Demonstration.objects.filter(pk=second.pk).exists()


def test_ada_takes_a_request_back(company: cast.Cast, step: Step, client: Client) -> None:
    row = ask(company, step)
    client.force_login(company.ada)
    client.post(f"/growth/observations/{row.public_id}/end/")
    assert not Demonstration.objects.exists()
    client.force_login(company.cy)
    assert client.get(f"/growth/observations/{row.public_id}/").status_code == 404


def test_nobody_is_asked_twice_or_for_more_than_a_week_holds(company: cast.Cast, step: Step) -> None:
    ask(company, step)
    with pytest.raises(Refused, match="asked already"):
        ask(company, step)
    with pytest.raises(Refused, match="among those you ask"):
        actions.ask_to_observe(by=company.ada, step=step, observers=[company.ada], request="", at=cast.NOW)
    minutes = Organisation.current().minutes_a_week
    for number in range(minutes):
        one = actions.add_step(
            by=company.ada, plan=step.plan, step=NewStep("demonstration", f"{number}", about="Waits"), at=cast.NOW
        )
        if number < minutes - 1:
            ask(company, one)
    with pytest.raises(Refused, match="ask enough of Cy Tanaka already"):
        ask(company, one)


def test_what_they_look_for_is_said_once(company: cast.Cast, step: Step, client: Client) -> None:
    bare = Step.objects.create(plan=step.plan, kind="demonstration", title="Be seen somewhere")
    with pytest.raises(Refused, match="Nothing says what"):
        ask(company, bare)
    client.force_login(company.ada)
    there = f"/growth/steps/{bare.public_id}/observers/"
    assert client.post(there, {"people": "Cy Tanaka"}).status_code == 422
    client.post(there, {"people": "Cy Tanaka", "about": "Waits for the end of a sentence"})
    bare.refresh_from_db()
    assert bare.about == "Waits for the end of a sentence" and bare.anchors == []
    client.force_login(company.cy)
    row = bare.demonstrations.get()
    page = client.get(f"/growth/observations/{row.public_id}/").content.decode()
    assert "To be seen when it is difficult too" in page


def test_an_observed_step_stays_in_the_plan(company: cast.Cast, step: Step) -> None:
    actions.observe(by=company.cy, demonstration=ask(company, step), level=3, words="", at=cast.NOW)
    step.refresh_from_db()
    with pytest.raises(Refused, match="what was seen stays"):
        actions.change_plan(
            by=company.ada, plan=step.plan, terms=Terms("My plan"), version=1, why="Too much.", at=cast.NOW,
            steps=[actions.StepChange(step, step.title, None, dropped=True)],
        )  # fmt: skip


def test_observers_are_reminded_once_and_not_told_of_what(company: cast.Cast, step: Step) -> None:
    ask(company, step)  # a Wednesday; the third day after it is a Saturday
    days = [n for n in range(1, 25) if jobs.observers_asked(cast.NOW + n * DAY, set())]
    assert days == [5]
    told = jobs.observers_asked(cast.NOW + 5 * DAY, set())[company.cy.pk]
    assert told.lines == ("Ada Okoye asks you",) and "Asks before" not in told.text


def test_after_its_last_day_a_request_is_over(company: cast.Cast, step: Step) -> None:
    row = ask(company, step)
    with pytest.raises(Refused, match="It is over"):
        actions.observe(by=company.cy, demonstration=row, level=3, words="", at=cast.NOW + 22 * DAY)
