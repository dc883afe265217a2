"""Ada learns to write goals; nobody watches. Dee sees rounded counts, and decides where Ada disagrees."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client

from sapwood.activity import asks, clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event, Notice
from sapwood.growth import actions, queries
from sapwood.growth.models import Dispute, DrillAnswer, DrillCard, LessonRead
from sapwood.growth.school import drills, lesson
from sapwood.growth.school.spacing import reviewed
from sapwood.people.models import Person
from tests import cast

OUTPUT = drills()["price-list"]
TRUST = drills()["rewrite-trust"]


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def ada(company: cast.Cast, client: Client) -> Client:
    client.force_login(company.ada)
    return client


def practise(
    person: Person, *, right: bool = True, drill: str = "price-list", at: dt.datetime = cast.NOW
) -> DrillAnswer:
    found = drills()[drill]
    wrong = next(value for value, _words in found.choices("") if value != found.right)
    return actions.answer_drill(by=person, drill=found, given=found.right if right else wrong, at=at)


def test_ada_reads_a_lesson_and_practises_it(ada: Client, company: cast.Cast) -> None:
    page = ada.get("/school/").content.decode()
    assert "What an objective is for" in page and "Begin with the first lesson" in page
    page = ada.get("/school/lessons/outcome/").content.decode()
    assert "<strong>outcome</strong>" in page and "Now practise it" in page
    answer = ada.post("/school/lessons/outcome/reading/", {"submission": "one"})
    assert answer["Location"] == "/school/practice/?lesson=outcome"
    page = ada.get(answer["Location"]).content.decode()
    assert OUTPUT.text in page and page.count('class="choice"') == 3
    answer = ada.post("/school/drills/price-list/?lesson=outcome", {"given": "outcome", "submission": "two"})
    page = ada.get(answer["Location"]).content.decode()
    assert "Not yet" in page and "It is handed over." in page and "/school/practice/?lesson=outcome" in page
    page = ada.get("/school/").content.decode()
    assert "0 of 22 right" in page and LessonRead.objects.get().lesson == "outcome"


def test_a_rewrite_is_read_by_the_coach_at_once(ada: Client) -> None:
    answer = ada.post("/school/drills/rewrite-trust/", {"given": "Improve trust in my team"}, follow=True)
    page = answer.content.decode()
    assert "Not yet" in page and "KR205" in page and "<mark" in page and TRUST.example in page and "Try again" in page
    better = "Team members who say they admit a mistake at once rise from 4 of 11 to 8 of 11"
    page = ada.post("/school/drills/rewrite-trust/", {"given": better}, follow=True).content.decode()
    assert "Right" in page and "Try again" not in page


@pytest.mark.parametrize(
    ("drill", "given", "said"),
    [
        ("price-list", "", "not one of the answers"),
        ("price-list", "a guess", "not one of the answers"),
        ("rewrite-trust", "  ", "Nothing was written yet"),
    ],
)
def test_what_is_no_answer_is_said(ada: Client, drill: str, given: str, said: str) -> None:
    answer = ada.post(f"/school/drills/{drill}/", {"given": given})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not DrillAnswer.objects.exists()


def test_a_sentence_too_long_is_said_and_stays(ada: Client) -> None:
    answer = ada.post("/school/drills/rewrite-trust/", {"given": "trust " * 101})
    assert answer.status_code == 422 and "up to 600" in answer.content.decode()
    assert "trust trust trust" in answer.content.decode() and not DrillAnswer.objects.exists()


def test_a_double_click_is_one_answer(ada: Client) -> None:
    for _click in range(2):
        ada.post("/school/drills/price-list/", {"given": "output", "submission": "same"})
    assert DrillAnswer.objects.count() == 1


def test_what_is_missed_comes_back_the_next_day_and_what_sits_later(company: cast.Cast) -> None:
    practise(company.ada, right=False)
    missed = DrillCard.objects.get()
    assert missed.due.date() == cast.TODAY + dt.timedelta(days=1) and not missed.first_right
    practise(company.cy)
    sits = DrillCard.objects.get(person=company.cy)
    assert sits.due - cast.NOW >= dt.timedelta(days=2)
    tomorrow = cast.NOW + dt.timedelta(days=1)
    assert [one.key for one in queries.desk_of(company.ada, tomorrow).due] == ["price-list"]
    assert not queries.desk_of(company.cy, tomorrow).due
    practise(company.ada, at=tomorrow)
    missed.refresh_from_db()
    assert missed.was_right and not missed.first_right and missed.due > tomorrow + dt.timedelta(days=1)


def test_the_days_between_grow_with_each_right_answer() -> None:
    memory, gaps = None, []
    at = cast.NOW
    for _time in range(5):
        memory = reviewed(memory, is_right=True, at=at)
        gaps.append((memory.due - at).days)
        at = memory.due
    assert gaps == sorted(set(gaps)) and gaps[-1] <= 180
    assert (reviewed(memory, is_right=False, at=at).due - at).days < gaps[-1]


def test_lessons_begun_come_before_new_ones(company: cast.Cast) -> None:
    begun = lesson("guardrails")
    assert begun is not None
    actions.read_lesson(by=company.ada, lesson=begun, at=cast.NOW)
    desk = queries.desk_of(company.ada, cast.NOW)
    assert desk.next is not None and desk.next.lesson == "guardrails"
    assert desk.of("outcome") == OUTPUT and desk.of("nonsense") is None


def test_when_all_is_done_the_page_says_so(ada: Client, company: cast.Cast) -> None:
    for one in drills().values():
        if one.lesson == "debrief":
            actions.answer_drill(by=company.ada, drill=one, given=one.right or one.example, at=cast.NOW)
    assert "are done for now" in ada.get("/school/practice/?lesson=debrief").content.decode()
    assert 'class="choice"' in ada.get("/school/practice/?lesson=nonsense").content.decode()


def test_nobody_else_finds_an_answer_and_practice_leaves_no_event(company: cast.Cast, client: Client) -> None:
    row = practise(company.ada)
    for person in (company.bo, company.dee, company.max, company.ad):
        client.force_login(person)
        assert client.get(f"/school/answers/{row.pk}/").status_code == 404
        assert client.post(f"/school/answers/{row.pk}/dispute/", {"reason": "No."}).status_code == 404
    assert not Event.objects.filter(verb__startswith="growth").exists()


def test_a_dispute_goes_to_the_owner_and_comes_back(ada: Client, company: cast.Cast, client: Client) -> None:
    row = practise(company.ada, right=False)
    answer = ada.post(f"/school/answers/{row.pk}/dispute/", {"reason": ""})
    assert answer.status_code == 422 and "I see it differently" in answer.content.decode()
    ada.post(f"/school/answers/{row.pk}/dispute/", {"reason": "A list can be read aloud."})
    assert "has not decided yet" in ada.get(f"/school/answers/{row.pk}/").content.decode()
    assert Notice.objects.get(kind="dispute").person == company.dee
    client.force_login(company.dee)
    page = client.get("/school/oversight/").content.decode()
    assert "A list can be read aloud." in page and "Ada Okoye" in page
    dispute = Dispute.objects.get()
    refused = client.post(f"/school/disputes/{dispute.pk}/decision/", {"agrees": "no", "note": " "})
    assert refused.status_code == 422 and "gets no reason" in refused.content.decode()
    client.post(f"/school/disputes/{dispute.pk}/decision/", {"agrees": "yes", "note": "Fair."})
    row.refresh_from_db()
    assert row.is_right and DrillCard.objects.get().was_right
    client.force_login(company.ada)
    assert "You were right" in client.get(f"/school/answers/{row.pk}/").content.decode()
    dispute.refresh_from_db()
    with pytest.raises(Refused, match="decided already"):
        actions.decide_dispute(by=company.dee, dispute=dispute, agrees=False, note="No.", at=cast.NOW)


def test_only_ones_own_wrong_answer_can_be_disputed(company: cast.Cast) -> None:
    right, wrong = practise(company.ada), practise(company.cy, right=False)
    with pytest.raises(Refused, match="counts as right already"):
        actions.raise_dispute(by=company.ada, answer=right, reason="Why?", at=cast.NOW)
    with pytest.raises(Refused, match="not your answer"):
        actions.raise_dispute(by=company.ada, answer=wrong, reason="Why?", at=cast.NOW)
    with pytest.raises(Refused, match="reason is missing"):
        actions.raise_dispute(by=company.cy, answer=wrong, reason=" ", at=cast.NOW)
    held = actions.raise_dispute(by=company.cy, answer=wrong, reason="Because.", at=cast.NOW)
    with pytest.raises(Refused, match="OKR owner"):
        actions.decide_dispute(by=company.bo, dispute=held, agrees=True, note="", at=cast.NOW)


def test_the_owner_sees_rounded_numbers_of_five_and_more_only(company: cast.Cast) -> None:
    learners = [company.ada, company.cy, company.bo, company.eve]
    for person in learners:
        practise(person, right=False)
    few = queries.aggregate()
    assert few.learners is None and few.missed == ()
    for number in range(8):
        learners.append(cast.person(f"{chr(65 + number)}. Newcomer", company.cranes))
        practise(learners[-1], right=number < 2)
    many = queries.aggregate()
    assert many.learners == 10 and [(one.key, words) for one, words in many.missed] == [
        ("price-list", "more than half")
    ]
    assert all(n is None for _lesson, n in many.lessons)


@pytest.mark.parametrize(("n", "shown"), [(0, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15)])
def test_numbers_of_people_are_rounded_to_fives(n: int, shown: int | None) -> None:
    assert queries.rounded(n) == shown


def test_one_takes_it_along_and_has_it_forgotten(ada: Client, company: cast.Cast) -> None:
    practise(company.ada)
    practise(company.cy)
    kept = json.loads(ada.get("/school/own.json").content)
    assert [row["given"] for row in kept["answers"]] == ["output"]
    ada.post("/school/forgetting/", {"submission": "once"})
    assert [row.person for row in DrillAnswer.objects.all()] == [company.cy]
    assert [row.person for row in DrillCard.objects.all()] == [company.cy]


def test_on_wednesday_a_learner_is_asked_for_two_minutes_and_last(company: cast.Cast) -> None:
    from sapwood.growth.jobs.school import practice_asked

    long_ago = cast.NOW - dt.timedelta(days=30)
    for key in ("price-list", "bees", "colonies"):
        practise(company.ada, drill=key, at=long_ago)
    practise(company.cy, at=long_ago)  # one alone is no reason for a mail
    found = practice_asked(cast.NOW, set())
    assert list(found) == [company.ada.pk] and "3 drills" in found[company.ada.pk].text
    assert not practice_asked(cast.NOW, {company.ada.pk})
    assert not practice_asked(cast.NOW + dt.timedelta(days=1), set())
    assert asks.due(cast.NOW, set())[company.ada.pk][-1].minutes == 2


def test_the_week_offers_a_drill_and_doubts_are_answered_where_they_arise(ada: Client) -> None:
    page = ada.get("/week/aside/").content.decode()
    assert "Half a minute of practice" in page and "/school/drills/library-card/" in page
    assert "Will this decide about my pay?" in ada.get("/objectives/new/").content.decode()
    assert clock.now() == cast.NOW
