"""Ada looks for help with listening. Eve, of another team, offers it; they talk, keep notes nobody else reads, and end well."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps
from django.test import Client

from sapwood.activity import asks
from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Event, Notice
from sapwood.growth import actions, matching, mentors, talks
from sapwood.growth.jobs.mentoring import next_working_day
from sapwood.growth.models import Mentoring, MentoringSession, MentorSearch, Recognition, TalkNotes
from sapwood.people import belongings, durable
from sapwood.people.models import Absence, Behaviour, Competency, DurableKey, Person, Role
from tests import cast

WISH = "I answer before people have finished."
NOTES = "We listened to one call together."
TOMORROW = cast.NOW + dt.timedelta(days=1)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    found = cast.gather()
    for key, name in (("listening", "Listening"), ("coaching", "Coaching")):
        one = Competency.objects.create(name=name, key=key, family="Talking")
        Behaviour.objects.create(competency=one, key=f"{key}.first", text=f"Does the first of {key}.")
    return found


def competency(key: str = "listening") -> Competency:
    return Competency.objects.get(key=key)


def offer(person: Person, places: int = 1, note: str = "ten years of calls") -> None:
    actions.offer_mentoring(by=person, competencies=[competency()], places=places, note=note, at=cast.NOW)


def seek(person: Person) -> MentorSearch:
    return actions.seek_mentor(by=person, competency=competency(), wish=WISH, at=cast.NOW)


def ask(learner: Person, mentor: Person) -> Mentoring:
    return actions.ask_mentor(by=learner, search=seek(learner), mentor=mentor, at=cast.NOW)


def begin(company: cast.Cast) -> Mentoring:
    offer(company.eve)
    row = ask(company.ada, company.eve)
    return actions.answer_asking(by=company.eve, mentoring=row, accepts=True, at=cast.NOW)


def names(search: MentorSearch) -> list[str]:
    return [person.name for person, _one in mentors.suggestions(search, cast.NOW)]


def page_of(client: Client, person: Person, address: str) -> str:
    client.force_login(person)
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"


def test_ada_finds_eve_with_reasons_and_asks_her_on_the_pages(company: cast.Cast, client: Client) -> None:
    client.force_login(company.eve)
    data = {"competencies": competency().public_id, "places": "1", "note": "ten years of calls"}
    client.post("/mentoring/offer/", data)
    client.force_login(company.ada)
    answer = client.post("/mentoring/", {"competency": competency().public_id, "wish": WISH}, follow=True)
    page = answer.content.decode()
    for reason in (
        "knows Listening from: ten years of calls",
        "offers help with Listening since October 2026",
        "not in your reporting line",
        "on the same clock as you",
        "has room for one more",
    ):
        assert reason in page
    search = MentorSearch.objects.get()
    client.post(f"/mentoring/searches/{search.public_id}/mentors/{company.eve.public_id}/")
    row = Mentoring.objects.get()
    assert Notice.objects.get(person=company.eve).text == "Ada Okoye asks whether you would help with something"
    assert WISH in page_of(client, company.eve, f"/mentoring/{row.public_id}/")
    client.post(f"/mentoring/{row.public_id}/answer/", {"accepts": "yes", "note": "Gladly."})
    assert Notice.objects.get(person=company.ada).text == "Eve Marsh will help you"
    assert "Gladly." in page_of(client, company.ada, f"/mentoring/{row.public_id}/")
    search.refresh_from_db()
    assert search.ended == cast.NOW and not Event.objects.filter(verb__startswith="growth").exists()


def test_nobody_of_the_reporting_line_is_suggested_or_can_be_asked(company: cast.Cast) -> None:
    for person in (company.bo, company.max, company.eve, company.cy):
        offer(person)
    assert names(seek(company.ada)) == ["Cy Tanaka", "Eve Marsh"]  # not Bo, her manager, nor Max above him
    assert names(seek(company.bo)) == ["Eve Marsh"]  # neither Max above nor Cy below
    with pytest.raises(Refused, match="Bo Ferreira is in your reporting line"):
        ask(company.ada, company.bo)


def test_coaches_can_be_asked_for_anything_and_who_is_full_is_said_to_be(company: cast.Cast) -> None:
    cast.grant(company.dee, Role.COACH)
    found = mentors.suggestions(seek(company.ada), cast.NOW)
    assert [(one.name, each.reasons) for one, each in found] == [
        ("Dee Lindqvist", ("is a coach here", "not in your reporting line", "on the same clock as you"))
    ]
    begin(company)
    search = seek(company.cy)
    found = mentors.suggestions(search, cast.NOW)
    assert [(one.name, each.has_room) for one, each in found] == [("Dee Lindqvist", True), ("Eve Marsh", False)]
    with pytest.raises(Refused, match="Eve Marsh has no room now"):
        actions.ask_mentor(by=company.cy, search=search, mentor=company.eve, at=cast.NOW)


def test_the_order_is_room_then_clocks_then_names() -> None:
    def one(name: str, zone: str, places: int = 1, taken: int = 0) -> matching.Candidate:
        return matching.Candidate(hash(name), name, zone, False, None, "", places, taken)

    people = [
        one("Bea", "Asia/Tokyo"),
        one("Cem", "Europe/Lisbon"),
        one("Ann", "Europe/Berlin", taken=1),
        one("Abe", "Europe/Lisbon"),
    ]
    said = matching.suggest(people, competency="X", time_zone="Europe/Berlin", line=(), at=cast.NOW)
    assert [each.key for each in said] == [hash(name) for name in ("Abe", "Cem", "Bea", "Ann")]
    assert "time zone near, 1 h apart" in said[0].reasons and "7 h apart: early or late talks" in said[2].reasons
    assert "has no room now" in said[3].reasons


def test_who_is_away_comes_later_and_says_until_when(company: cast.Cast) -> None:
    offer(company.cy)
    offer(company.eve)
    Absence.objects.create(person=company.cy, starts=cast.TODAY, ends=cast.TODAY + dt.timedelta(days=7))
    found = mentors.suggestions(seek(company.ada), cast.NOW)
    assert [person.name for person, _one in found] == ["Eve Marsh", "Cy Tanaka"]
    assert found[1][1].reasons[-1] == "away until 14 October"


def test_a_no_is_kind_and_is_not_asked_again(company: cast.Cast, client: Client) -> None:
    offer(company.eve)
    row = ask(company.ada, company.eve)
    client.force_login(company.eve)
    page = client.post(f"/mentoring/{row.public_id}/answer/", {"accepts": "no"}, follow=True).content.decode()
    assert "they are told kindly" in page
    assert Notice.objects.get(person=company.ada).text == "Eve Marsh cannot take it on now"
    search = MentorSearch.objects.get()
    assert search.ended is None and names(search) == []
    assert "not this time" in page_of(client, company.ada, f"/mentoring/searches/{search.public_id}/")


def test_what_is_taken_back_is_gone_for_whoever_was_asked(company: cast.Cast, client: Client) -> None:
    offer(company.eve)
    row = ask(company.ada, company.eve)
    client.force_login(company.ada)
    client.post(f"/mentoring/{row.public_id}/withdrawal/")
    assert page_of(client, company.eve, f"/mentoring/{row.public_id}/") == "404"
    assert WISH not in page_of(client, company.eve, "/mentoring/")


def test_whoever_looks_is_told_of_a_new_offer_and_the_mentor_is_not(company: cast.Cast) -> None:
    seek(company.ada)
    offer(company.bo)  # her manager: nobody she could ask
    assert not Notice.objects.exists()
    offer(company.eve)
    assert [row.person_id for row in Notice.objects.all()] == [company.ada.pk]
    offer(company.eve, places=2)
    assert Notice.objects.count() == 1


def test_the_notes_are_read_by_the_two_alone(company: cast.Cast, client: Client) -> None:
    row = begin(company)
    address = f"/mentoring/{row.public_id}/"
    client.force_login(company.ada)
    client.post(f"{address}sessions/", {"when": "2026-10-08T15:00"})
    talk = MentoringSession.objects.get()
    said = {"notes": NOTES, "next_step": "Count to three", "when": "2026-10-08T15:00"}
    data = {f"talk-{talk.pk}-{key}": value for key, value in said.items()}
    client.post(f"/mentoring/sessions/{talk.pk}/", {**data, "version": "1"})
    for reader in (company.ada, company.eve):
        page = page_of(client, reader, address)
        assert NOTES in page and "Count to three" in page and "locked in the database" in page
    for stranger in (company.bo, company.max, company.dee, company.ad, company.cy):
        assert page_of(client, stranger, address) == "404"
        client.force_login(stranger)
        assert client.post(f"/mentoring/sessions/{talk.pk}/", {**data, "version": "2"}).status_code == 404
    client.force_login(company.eve)
    answer = client.post(f"/mentoring/sessions/{talk.pk}/", {**data, f"talk-{talk.pk}-notes": "Mine", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and NOTES in page and "Mine" in page
    with pytest.raises(Conflict):
        actions.write_session(
            by=company.eve, session=talk, when=talk.at, notes="x", next_step="", version=1, at=cast.NOW
        )


def talked(company: cast.Cast) -> MentoringSession:
    """A talk of Ada and Eve with notes."""
    row = begin(company)
    talk = actions.plan_session(by=company.eve, mentoring=row, when=TOMORROW, at=cast.NOW)
    return actions.write_session(
        by=company.eve, session=talk, when=TOMORROW, notes=NOTES, next_step="Count to three", version=1, at=cast.NOW
    )


def test_the_database_holds_no_word_of_the_notes(company: cast.Cast) -> None:
    talk = talked(company)
    held = [value for model in apps.get_models() for row in model._base_manager.values_list() for value in row]
    assert not any(NOTES in str(value) or "Count to three" in str(value) for value in held)
    assert not any(NOTES.encode() in bytes(value) for value in held if isinstance(value, bytes | memoryview))
    assert talks.read(talk).notes == NOTES
    again = actions.plan_session(by=company.ada, mentoring=talk.mentoring, when=TOMORROW, at=cast.NOW)
    actions.write_session(
        by=company.ada, session=again, when=TOMORROW, notes="More", next_step="", version=1, at=cast.NOW
    )
    assert DurableKey.objects.count() == 1  # one key a mentoring
    actions.write_session(by=company.ada, session=again, when=TOMORROW, notes="", next_step="", version=2, at=cast.NOW)
    assert TalkNotes.objects.count() == 1


def test_where_the_key_is_lost_the_page_says_so_and_a_new_one_takes_its_place(
    company: cast.Cast, client: Client
) -> None:
    talk = talked(company)
    durable.store().destroy(DurableKey.objects.get().name)
    page = page_of(client, company.ada, f"/mentoring/{talk.mentoring.public_id}/")
    assert "the key that locked them is lost" in page and NOTES not in page
    actions.write_session(
        by=company.ada, session=talk, when=TOMORROW, notes="Anew", next_step="", version=2, at=cast.NOW
    )
    assert talks.read(talk).notes == "Anew"


def test_the_notes_go_along_with_the_learner(company: cast.Cast, client: Client) -> None:
    talk = talked(company)
    assert NOTES in belongings.files_of(company.ada)["mentoring.json"]
    assert NOTES not in belongings.files_of(company.eve)["mentoring.json"]
    belongings.erase(company.eve, cast.NOW)
    assert talks.read(talk).notes == NOTES  # the mentor's leaving takes nothing from the learner
    belongings.erase(company.ada, cast.NOW)
    assert not TalkNotes.objects.exists()
    assert page_of(client, company.eve, f"/mentoring/{talk.mentoring.public_id}/").count(NOTES) == 0


def test_the_next_step_becomes_an_initiative_of_the_learners_own_goal(company: cast.Cast, client: Client) -> None:
    row = begin(company)
    talk = actions.plan_session(by=company.eve, mentoring=row, when=TOMORROW, at=cast.NOW)
    actions.write_session(
        by=company.eve, session=talk, when=TOMORROW, notes="", next_step="Count to three", version=1, at=cast.NOW
    )
    own = cast.objective("I let others finish", company.ada, company.cycle, layer="developmental")
    result = own.key_results.get()
    with pytest.raises(Refused, match="The step is the learner's"):
        actions.step_to_initiative(by=company.eve, session=talk, key_result=result, at=cast.NOW)
    client.force_login(company.ada)
    client.post(f"/mentoring/sessions/{talk.pk}/initiative/", {"key_result": result.public_id})
    todo = result.initiatives.get()
    assert (todo.title, todo.owner) == ("Count to three", company.ada)
    assert own.public_id in page_of(client, company.ada, f"/mentoring/{row.public_id}/")
    page = page_of(client, company.eve, f"/mentoring/{row.public_id}/")
    assert own.public_id not in page and "I let others finish" not in page  # Eve sees no goal she was not shown


def test_a_talk_tomorrow_stands_in_both_bundles_without_its_subject(company: cast.Cast) -> None:
    row = begin(company)
    actions.plan_session(by=company.ada, mentoring=row, when=TOMORROW, at=cast.NOW)
    found = asks.due(cast.NOW, frozenset())
    assert {person: [one.text for one in asked] for person, asked in found.items()} == {
        company.ada.pk: ["Thu 8 Oct, 10:00: a talk with Eve Marsh"],
        company.eve.pk: ["Thu 8 Oct, 10:00: a talk with Ada Okoye"],
    }
    assert not any(WISH in str(ask) or "Listening" in str(ask) for asked in found.values() for ask in asked)
    assert asks.due(cast.NOW - dt.timedelta(days=2), frozenset()) == {}
    actions.end_mentoring(by=company.ada, mentoring=row, at=cast.NOW)
    assert asks.due(cast.NOW, frozenset()) == {}


def test_on_a_friday_monday_is_tomorrow() -> None:
    assert next_working_day(dt.date(2026, 10, 9)) == dt.date(2026, 10, 12)
    assert next_working_day(dt.date(2026, 10, 7)) == dt.date(2026, 10, 8)


def test_it_ends_well_and_one_click_thanks_the_mentor(company: cast.Cast, client: Client) -> None:
    row = begin(company)
    address = f"/mentoring/{row.public_id}/"
    client.force_login(company.ada)
    said = {"learned": "To count to three.", "thanks": "In each talk you let me find it myself."}
    page = client.post(f"{address}end/", said, follow=True).content.decode()
    assert "To count to three." in page and "Say thank you to Eve" in page
    first = Behaviour.objects.get(key="coaching.first").public_id
    data = {"text": said["thanks"], "behaviour": first, "audience": "wall"}
    client.post(f"{address}recognition/", data)
    word = Recognition.objects.get()
    assert word.as_mentor and word.is_public and word.recognised.get().person == company.eve
    assert "Say thank you to Eve" not in page_of(client, company.ada, address)
    assert "as a mentor" in page_of(client, company.cy, "/recognition/")
    with pytest.raises(Refused, match="Only whoever was helped"):
        actions.recognise_mentor(
            by=company.eve, mentoring=row, behaviour=word.behaviour, text="Me", is_public=True, at=cast.NOW
        )
    row.refresh_from_db()
    with pytest.raises(Refused, match="not under way"):
        actions.plan_session(by=company.eve, mentoring=row, when=TOMORROW, at=cast.NOW)


def test_the_mentor_ends_it_and_the_learner_adds_the_words(company: cast.Cast, client: Client) -> None:
    row = begin(company)
    client.force_login(company.eve)
    client.post(f"/mentoring/{row.public_id}/end/", {"learned": "What I taught"})
    row.refresh_from_db()
    assert row.ended == cast.NOW and row.learned == ""
    assert "Say how it was" in page_of(client, company.ada, f"/mentoring/{row.public_id}/")
    client.post(f"/mentoring/{row.public_id}/end/", {"learned": "To wait."})
    row.refresh_from_db()
    assert (row.learned, row.ended_by) == ("To wait.", company.eve)


@pytest.mark.parametrize(
    ("keys", "places", "said"),
    [((), 1, "0 competencies are named"), (("listening",), 9, "9 people at a time")],
)
def test_what_is_no_offer_is_refused(company: cast.Cast, keys: tuple[str, ...], places: int, said: str) -> None:
    with pytest.raises(Refused, match=said):
        actions.offer_mentoring(
            by=company.eve, competencies=[competency(key) for key in keys], places=places, at=cast.NOW
        )


def test_it_stands_on_the_growth_page_and_beside_my_week(company: cast.Cast, client: Client) -> None:
    assert "Find or offer help" in page_of(client, company.ada, "/growth/")
    offer(company.eve)
    row = ask(company.ada, company.eve)
    assert row.public_id in page_of(client, company.eve, "/week/aside/")
    assert row.public_id not in page_of(client, company.ada, "/week/aside/")
    actions.answer_asking(by=company.eve, mentoring=row, accepts=True, at=cast.NOW)
    actions.plan_session(by=company.eve, mentoring=row, when=TOMORROW, at=cast.NOW)
    assert "8 Oct" in page_of(client, company.ada, "/week/aside/")
