"""Feedback outside waves: by name, between two, within the week's minutes, and it ends by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity import asks, clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.feedback import actions, between, jobs
from sapwood.feedback.models import Addressee, Asking, Telling, TellingSharing
from sapwood.goals.models import Objective, Sharing
from sapwood.people.models import Behaviour, Competency, Person
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SEEN = "You let the yard finish on Tuesday, and the order was right the first time."


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


BESIDE = "/week/aside/"  # My week fetches its second column by itself


def at(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: Person, address: str) -> str:
    answer = at(person).get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def behaviour() -> Behaviour:
    listening = Competency.objects.create(name="Listening", key="listening", family="Talking")
    return Behaviour.objects.create(competency=listening, key="listening.waits", text="Lets others finish.")


def tell(told: cast.Cast) -> Telling:
    return actions.tell(by=told.cy, to=told.ada, about="Lets others finish", text=SEEN, at=cast.NOW)


def ask(told: cast.Cast, kind: str, *people: Person, **more) -> Asking:
    fields = {"about": "Lets others finish", "until": cast.TODAY + dt.timedelta(days=7), "at": cast.NOW} | more
    return actions.ask(by=told.ada, kind=kind, people=people, **fields)


def mine(asking: Asking, person: Person) -> Addressee:
    return Addressee.objects.select_related("asking__by").get(asking=asking, person=person)


# ── telling ─────────────────────────────────────────────────────────────────


def test_cy_tells_ada_what_he_saw_and_only_the_two_of_them_read_it(told: cast.Cast) -> None:
    sent = {"i-to": "Ada Okoye", "i-behaviour": behaviour().public_id, "i-text": SEEN, "submission": "once"}
    first, again = (at(told.cy).post("/feedback/tellings/new/", sent) for _once in range(2))
    row = Telling.objects.get()
    address = f"/feedback/tellings/{row.public_id}/"

    assert first["Location"] == again["Location"] == address
    assert row.about == "Lets others finish."
    assert SEEN in page(told.ada, address) and SEEN in page(told.cy, address)
    assert "Lets others finish." in page(told.ada, "/feedback/colleagues/")
    for person in (told.bo, told.max, told.dee, told.ad, told.eve):
        assert at(person).get(address).status_code == 404
    notice = Notice.objects.get(person=told.ada)
    assert notice.link == address and SEEN not in notice.text and "Only the two of you" in notice.why


def test_what_is_missing_is_said_and_nothing_typed_is_lost(told: cast.Cast) -> None:
    answer = at(told.cy).post("/feedback/tellings/new/", {"i-to": "Ada Okoye", "i-text": SEEN})
    assert answer.status_code == 422
    assert "Name one behaviour" in answer.content.decode() and SEEN in answer.content.decode()
    assert not Telling.objects.exists()


def test_nobody_tells_themself(told: cast.Cast) -> None:
    with pytest.raises(Refused, match="to yourself"):
        actions.tell(by=told.ada, to=told.ada, about="Asks", text=SEEN, at=cast.NOW)


def test_the_coach_reads_the_text_on_request_and_keeps_nothing(told: cast.Cast) -> None:
    written = page(told.cy, "/feedback/tellings/new/")
    assert 'name="i-text"' in written and 'hx-params="asked,i-text,csrfmiddlewaretoken"' in written
    said = at(told.cy).post("/answers/wording/", {"asked": "i-text", "i-text": "You are a great communicator."})
    assert "Nothing is written yet" not in said.content.decode() and 'class="ask"' in said.content.decode()
    assert not Telling.objects.exists()


def test_ada_shows_it_to_bo_and_takes_it_back(told: cast.Cast) -> None:
    address = f"/feedback/tellings/{tell(told).public_id}/"
    at(told.ada).post(f"{address}sharings/", {"person": "Bo Ferreira"})
    assert SEEN in page(told.bo, address) and "Bo Ferreira" in page(told.ada, address)
    assert "Shown to you" in page(told.bo, "/feedback/colleagues/")
    at(told.bo).post(f"{address}sharings/", {"person": "Max Berg"})
    assert TellingSharing.objects.count() == 1  # whom it was shown to cannot show it on

    at(told.ada).post(f"/feedback/telling-sharings/{TellingSharing.objects.get().pk}/end/")
    assert at(told.bo).get(address).status_code == 404
    assert "Shown to you" not in page(told.bo, "/feedback/colleagues/")


def test_only_whom_it_was_told_throws_it_away(told: cast.Cast) -> None:
    address = f"/feedback/tellings/{tell(told).public_id}/"
    at(told.cy).post(f"{address}removal/")
    assert Telling.objects.exists()
    at(told.ada).post(f"{address}removal/")
    assert not Telling.objects.exists()
    assert at(told.cy).get(address).status_code == 404


# ── asking ──────────────────────────────────────────────────────────────────


def test_ada_asks_by_name_cy_answers_and_bo_says_no(told: cast.Cast) -> None:
    ada = at(told.ada)
    answer = ada.post(
        "/feedback/askings/new/words/",
        {"about": "Lets others finish", "question": "In Monday's meeting?", "people": "Cy Tanaka\nEve Marsh",
         "near": [told.bo.public_id], "until": "2026-10-14"},
    )  # fmt: skip
    asking = Asking.objects.get()
    address = f"/feedback/askings/{asking.public_id}/"
    assert answer["Location"] == address
    assert {row.person for row in asking.addressees.all()} == {told.cy, told.bo, told.eve}
    assert Notice.objects.filter(person=told.cy, link=address).exists()
    assert "Monday" in page(told.cy, address) and "Asked of you by name" in page(told.cy, BESIDE)

    at(told.cy).post(f"{address}answer/", {"i-text": SEEN})
    at(told.bo).post(f"{address}refusal/")
    shown = page(told.ada, address)
    assert SEEN in shown and "said no" in shown and "not yet" in shown
    assert SEEN not in page(told.eve, address)
    assert at(told.max).get(address).status_code == 404
    assert "Asked of you by name" not in page(told.cy, BESIDE)  # answered
    at(told.cy).post(f"{address}answer/", {"i-text": "Once more"})
    at(told.bo).post(f"{address}answer/", {"i-text": "After all"})
    assert Telling.objects.count() == 1


def test_an_answer_without_words_comes_back_with_what_to_mend(told: cast.Cast) -> None:
    address = f"/feedback/askings/{ask(told, 'words', told.cy).public_id}/"
    answer = at(told.cy).post(f"{address}answer/", {"i-text": ""})
    assert answer.status_code == 422 and not Telling.objects.exists()


@pytest.mark.parametrize(("kind", "number"), [("words", 6), ("watch", 4), ("poll", 2), ("poll", 9)])
def test_how_many_may_be_named_depends_on_what_is_asked(told: cast.Cast, kind: str, number: int) -> None:
    with pytest.raises(Refused, match=f"{number} people are named"):
        ask(told, kind, *rounds.hands(told.cranes, number))
    assert not Asking.objects.exists()


@pytest.mark.parametrize("days", [-1, between.LONGEST + 1])
def test_the_last_day_is_near_and_not_past(told: cast.Cast, days: int) -> None:
    with pytest.raises(Refused, match="no last day"):
        ask(told, "words", told.cy, until=cast.TODAY + dt.timedelta(days=days))


def test_nobody_is_asked_for_more_than_a_weeks_minutes_at_once(told: cast.Cast, settings) -> None:
    settings.SAPWOOD_MINUTES_A_WEEK = 4
    for _time in range(2):
        ask(told, "words", told.cy)
    with pytest.raises(Refused, match="enough of Cy Tanaka"):
        ask(told, "words", told.cy, told.eve)
    first = Asking.objects.first()
    assert first is not None
    actions.decline_asking(by=told.cy, addressee=mine(first, told.cy), at=cast.NOW)
    ask(told, "words", told.cy, told.eve)


def test_a_watch_is_answered_with_one_tap_again_and_again_until_it_ends(told: cast.Cast) -> None:
    asking = ask(told, "watch", told.cy)
    address = f"/feedback/askings/{asking.public_id}/"
    assert "I saw it" in page(told.cy, BESIDE)
    for words in ("", "In the yard, before the night shift"):
        at(told.cy).post(f"{address}answer/", {"i-text": words})
    assert Telling.objects.filter(addressee__asking=asking).count() == 2
    assert "I saw it" in page(told.cy, BESIDE)

    with clock.frozen(cast.NOW + dt.timedelta(days=8)):
        assert "I saw it" not in page(told.cy, BESIDE)
        at(told.cy).post(f"{address}answer/", {"i-text": "Late"})
    assert Telling.objects.count() == 2
    with pytest.raises(Refused, match="It is over"):
        actions.answer_asking(by=told.cy, addressee=mine(asking, told.cy), at=cast.NOW + dt.timedelta(days=8))


def test_ada_ends_it_herself_and_nobody_else_can(told: cast.Cast) -> None:
    asking = ask(told, "watch", told.cy)
    at(told.cy).post(f"/feedback/askings/{asking.public_id}/end/")
    asking.refresh_from_db()
    assert asking.ended is None
    at(told.ada).post(f"/feedback/askings/{asking.public_id}/end/")
    asking.refresh_from_db()
    assert asking.ended == cast.NOW
    assert "I saw it" not in page(told.cy, BESIDE)


def test_a_poll_shows_names_and_says_how_little_it_can_show(told: cast.Cast) -> None:
    asking = ask(told, "poll", told.cy, told.bo, told.eve)
    address = f"/feedback/askings/{asking.public_id}/"
    at(told.cy).post(f"{address}answer/", {"i-value": "4", "i-text": ""})
    at(told.bo).post(f"{address}answer/", {"i-value": "0", "i-text": "We met once."})
    assert at(told.eve).post(f"{address}answer/", {"i-text": "no step"}).status_code == 422

    shown = page(told.ada, address)
    assert "Most of the time" in shown and "Could not observe it" in shown
    assert "2 answers say what 2 people saw" in shown and "No mean is shown" in shown
    assert "Most of the time" not in page(told.bo, address).split("What you told")[-1]


# ── the morning's bundle ────────────────────────────────────────────────────


def test_a_watch_is_spoken_of_on_tuesdays_and_an_asking_once_before_its_end(told: cast.Cast) -> None:
    watch = ask(told, "watch", told.cy, until=cast.TODAY + dt.timedelta(days=27))
    words = ask(told, "words", told.cy, until=dt.date(2026, 10, 12))  # a Monday
    days = [cast.TODAY + dt.timedelta(days=ahead) for ahead in range(14)]
    assert {day for day in days if between.is_reminded(watch, day)} == {day for day in days if day.weekday() == 1}
    assert [day for day in days if between.is_reminded(words, day)] == [dt.date(2026, 10, 9)]  # the Friday before


def test_the_bundle_says_who_asks_and_not_what_about(told: cast.Cast) -> None:
    ask(told, "watch", told.cy, until=cast.TODAY + dt.timedelta(days=27))
    tuesday = dt.datetime(2026, 10, 13, 8, tzinfo=dt.UTC)
    asked = jobs.asked_by_name(tuesday, ())[told.cy.pk]
    assert asked.minutes == 1 and asked.lines == ("Ada Okoye: tell me when you see it",)
    assert "finish" not in repr(asked)
    assert jobs.asked_by_name(tuesday, {told.cy.pk}) == {}
    assert jobs.asked_by_name(tuesday + dt.timedelta(days=1), ()) == {}
    assert any(told.cy.pk in {person} for person in asks.due(tuesday, ()))


# ── beside a goal ───────────────────────────────────────────────────────────


def goal(told: cast.Cast) -> Objective:
    return cast.objective(
        "I let others finish", told.ada, told.cycle, layer="developmental", nature="soft", proposed_by=told.ada
    )


def test_what_was_told_lies_beside_adas_goal_and_sharing_the_goal_does_not_share_it(told: cast.Cast) -> None:
    row, objective = tell(told), goal(told)
    Sharing.objects.create(objective=objective, with_person=told.bo, at=cast.NOW)
    address = f"/objectives/{objective.public_id}/"
    assert "Lay it beside" in page(told.ada, f"/feedback/tellings/{row.public_id}/")
    at(told.ada).post(f"{address}evidence/", {"thing": f"telling-{row.public_id}"})

    assert SEEN in page(told.ada, address)
    assert SEEN not in page(told.bo, address) and "What colleagues saw" not in page(told.bo, address)
    actions.share_telling(by=told.ada, telling=row, person=told.bo, at=cast.NOW)
    assert SEEN in page(told.bo, address)


def test_all_answers_to_an_asking_lie_beside_a_key_result(told: cast.Cast) -> None:
    asking, objective = ask(told, "poll", told.cy, told.bo, told.eve), goal(told)
    actions.answer_asking(by=told.cy, addressee=mine(asking, told.cy), value=4, text=SEEN, at=cast.NOW)
    result = objective.key_results.first()
    assert result is not None
    address = f"/objectives/{objective.public_id}/"
    sent = {"thing": f"asking-{asking.public_id}", "key_result": result.public_id}
    at(told.ada).post(f"{address}evidence/", sent)
    at(told.ada).post(f"{address}evidence/", sent)
    shown = page(told.ada, address)
    assert SEEN in shown and "Most of the time" in shown and "they count in no number" in shown

    at(told.ada).post(f"/evidence/{objective.evidence.get().pk}/end/")
    assert SEEN not in page(told.ada, address)
    assert Telling.objects.exists()


def test_nobody_lays_what_was_told_to_somebody_else(told: cast.Cast) -> None:
    row = tell(told)
    his = cast.objective("I listen", told.cy, told.cycle, layer="developmental", nature="soft", proposed_by=told.cy)
    sent = {"thing": f"telling-{row.public_id}"}
    assert at(told.cy).post(f"/objectives/{his.public_id}/evidence/", sent).status_code == 404
    assert not his.evidence.exists()


def test_a_team_goal_takes_no_words_about_one_person(told: cast.Cast) -> None:
    row = tell(told)
    team = cast.objective("Cranes wait less", told.cranes, told.cycle)
    at(told.ada).post(f"/objectives/{team.public_id}/evidence/", {"thing": f"telling-{row.public_id}"})
    assert not team.evidence.exists()


def test_the_page_costs_the_same_queries_for_one_row_and_many(told: cast.Cast, django_assert_max_num_queries) -> None:
    for number in range(12):
        actions.tell(by=told.cy, to=told.ada, about=f"Asks {number}", text=SEEN, at=cast.NOW)
    client = at(told.ada)
    with django_assert_max_num_queries(22):
        client.get("/feedback/colleagues/")
    with django_assert_max_num_queries(18):
        client.get("/feedback/tellings/new/")
