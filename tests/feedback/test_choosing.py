"""Choosing raters for a whole round: filled in, handed on, agreed to, capped; who is left out is said before launch."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Notice
from sapwood.feedback import actions, raters
from sapwood.feedback.models import Invitation, Subject, Wave
from sapwood.feedback.outlook import round_outlook
from sapwood.people.models import Membership
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


def at(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_dee_fills_in_raters_for_a_team_of_six_agrees_and_opens_in_three_clicks(told: cast.Cast) -> None:
    hands = rounds.hands(told.cranes, 3)
    wave = rounds.draft_round(told.dee, [told.ada, told.bo, told.cy, *hands])
    page, dee = f"/feedback/waves/{wave.public_id}/", at(told.dee)
    dee.post(f"{page}raters/")
    told_now = dee.get(page).content.decode()
    assert "the raters of 6 people are not agreed" in told_now and "only the named views" in told_now
    dee.post(f"{page}agreement/")
    dee.post(f"{page}opening/", {"closes": "2026-10-20"})

    wave.refresh_from_db()
    assert wave.is_open
    unnamed = {
        one.person.name: one.invitations.exclude(relation__in=["self", "manager"]) for one in wave.subjects.all()
    }
    assert {rows.count() for rows in unnamed.values()} == {4, 5}
    assert {row.relation for row in unnamed["Bo Ferreira"]} == {"report"}  # five people report to Bo
    assert {row.relation for row in unnamed["Ada Okoye"]} == {"peer"}


def test_nobody_is_asked_about_more_than_eight_colleagues(told: cast.Cast) -> None:
    crowd = rounds.hands(told.cranes, 20)
    wave = rounds.draft_round(told.dee, [told.ada, told.cy, *crowd])
    actions.ask_suggested(by=told.dee, wave=wave, at=cast.NOW)

    chosen = Invitation.objects.filter(wave=wave, relation="peer")
    load = raters.load(list({row.person for row in chosen.select_related("person") if row.person}))
    assert max(load.values()) <= raters.MOST_ASKED
    assert {one.invitations.filter(relation="peer").count() for one in wave.subjects.all()} == {raters.USUAL}
    eve_rows = [Subject.objects.filter(wave=wave)[place] for place in range(raters.MOST_ASKED + 1)]
    for subject in eve_rows[:-1]:
        actions.add_rater(by=told.dee, subject=subject, rater=told.eve, relation="other", at=cast.NOW)
    with pytest.raises(Refused, match="Eve Marsh is asked about 8 colleagues already"):
        actions.add_rater(by=told.dee, subject=eve_rows[-1], rater=told.eve, relation="other", at=cast.NOW)


def test_everybody_is_told_to_choose_and_the_manager_that_it_was_done(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada, told.cy])
    at(told.dee).post(f"/feedback/waves/{wave.public_id}/choosing/")
    assert {row.person for row in Notice.objects.filter(text__startswith="Choose who")} == {told.ada, told.cy}

    mine = wave.subjects.get(person=told.ada)
    page, ada = f"/feedback/subjects/{mine.public_id}/", at(told.ada)
    assert "Hand it to my manager" in ada.get(page).content.decode()
    ada.post(f"{page}raters/", {"candidate": [f"{told.cy.public_id}:peer", f"{told.eve.public_id}:other"]})
    assert mine.invitations.count() == 4
    ada.post(f"{page}proposal/")
    assert Notice.objects.filter(person=told.bo, text__contains="Agree to the raters of Ada Okoye", read=None).exists()
    at(told.bo).post(f"{page}agreement/")
    assert not Notice.objects.filter(person=told.bo, read=None).exists()  # it is done, nobody is reminded
    assert "Agreed by Bo Ferreira" in ada.get(page).content.decode()


def test_a_joiner_is_named_before_launch_left_out_and_named_afterwards(told: cast.Cast) -> None:
    new = cast.person("Jo Newby", told.cranes, manager=told.bo)
    Membership.objects.filter(person=new).update(starts=cast.TODAY - dt.timedelta(days=9))
    wave = rounds.draft_round(told.dee, [told.ada, new])
    mine = wave.subjects.get(person=told.ada)
    actions.add_rater(by=told.dee, subject=mine, rater=new, relation="peer", at=cast.NOW)
    page, dee = f"/feedback/waves/{wave.public_id}/", at(told.dee)
    before = dee.get(page).content.decode()
    assert "Jo Newby: here for less than 30 days" in before and "leave them out" in before
    assert "is not asked when it opens" in dee.get(f"/feedback/subjects/{mine.public_id}/").content.decode()
    assert round_outlook(wave, cast.NOW).is_blocked

    dee.post(f"/feedback/subjects/{wave.subjects.get(person=new).public_id}/end/")
    dee.post(f"{page}agreement/")
    dee.post(f"{page}opening/", {"closes": "2026-10-20"})
    wave.refresh_from_db()
    assert wave.is_open and [one.person for one in wave.subjects.all()] == [told.ada]
    assert "Not asked, as they came within 30 days" in dee.get(page).content.decode()


def test_the_last_person_is_not_left_out(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    with pytest.raises(Refused, match="about somebody"):
        actions.leave_out(by=told.dee, subject=wave.subjects.get(), at=cast.NOW)


def test_the_outlook_costs_the_same_queries_for_two_people_and_for_twelve(
    told: cast.Cast, django_assert_max_num_queries
) -> None:
    crowd = rounds.hands(told.cranes, 10)
    wave = rounds.draft_round(told.dee, [told.ada, told.cy, *crowd])
    actions.ask_suggested(by=told.dee, wave=wave, at=cast.NOW)
    with django_assert_max_num_queries(9):
        assert len(round_outlook(Wave.objects.get(), cast.NOW).rows) == 12


def test_a_follow_up_begins_with_the_questions_and_the_people_of_its_baseline(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada], is_panel=True)
    rounds.ask(told.dee, wave, [(one, "peer") for one in rounds.hands(told.cranes, 5)])
    rounds.open_round(told.dee, wave)
    rounds.all_answer(wave)
    from sapwood.feedback.actions import closing

    closing.close(wave, rounds.AFTER)
    dee = at(told.dee)
    link = f"/feedback/rounds/new/?follows={wave.public_id}"
    assert link in dee.get(f"/feedback/waves/{wave.public_id}/").content.decode()
    page = dee.get(link).content.decode()
    assert "ada@harbour.example" in page and f'value="{wave.public_id}" selected' in page and "follow-up" in page


def test_who_works_on_the_same_key_result_is_suggested_with_the_reason(told: cast.Cast) -> None:
    from sapwood.goals.models import Contribution

    goal = cast.objective("Ships leave on time", told.cranes, told.cycle, updater=told.eve)
    result = goal.key_results.get()
    Contribution.objects.create(key_result=result, person=told.ada, starts=cast.NOW)
    hidden = cast.objective("Speak up more", told.max, told.cycle, updater=told.dee, layer="developmental")
    Contribution.objects.create(key_result=hidden.key_results.get(), person=told.ada, starts=cast.NOW)
    rounds.draft_round(told.dee, [told.ada])
    page = at(told.ada).get(f"/feedback/subjects/{Subject.objects.get().public_id}/").content.decode()

    assert f'value="{told.eve.public_id}:other"' in page and "works on “Ships leave on time, seen 1” too" in page
    assert f'value="{told.cy.public_id}:peer"' in page and f'value="{told.dee.public_id}:other"' not in page


def test_with_whom_ada_has_one_to_ones_is_suggested_to_her_and_to_nobody_else(told: cast.Cast) -> None:
    from sapwood.meetings.models import Series

    first, second = sorted([told.ada, told.eve], key=lambda one: one.pk)
    Series.objects.create(first=first, second=second, by=told.ada, created=cast.NOW)
    rounds.draft_round(told.dee, [told.ada])
    page = f"/feedback/subjects/{Subject.objects.get().public_id}/"

    assert "has 1:1s with you" in at(told.ada).get(page).content.decode()
    assert "1:1" not in at(told.dee).get(page).content.decode().split("<main")[1]
