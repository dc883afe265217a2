"""Pulse programmes: they open by themselves, once, with questions that turn, and keep what every pulse promises."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections

from sapwood.activity import clock
from sapwood.activity.deeds import Conflict, Refused
from sapwood.activity.models import Delivery, Notice
from sapwood.feedback import actions, jobs, programmes, queries
from sapwood.feedback.actions import closing, opening
from sapwood.feedback.models import (
    Cell,
    Invitation,
    Item,
    PulseOpening,
    PulseProgramme,
    Questionnaire,
    SurveyUnit,
    Wave,
)
from sapwood.people.models import Membership, Person, Role, RoleGrant
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MONDAY = dt.date(2026, 10, 12)  # the cast lives on the Wednesday before
MORNING = dt.datetime(2026, 10, 12, 8, 0, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    rounds.hands(made.company, 6)
    return made


def pool(themes: int = 4, each: int = 3, *, words: bool = True) -> Questionnaire:
    paper = Questionnaire.objects.create(name="All we ask", kind=Questionnaire.Kind.PULSE, published=cast.NOW)
    for number in range(themes * each):
        theme = f"theme {number // each}"
        Item.objects.create(
            questionnaire=paper, key=f"q{number}", text=f"Question {number}", kind=Item.Kind.AGREEMENT, theme=theme,
            position=number,
        )  # fmt: skip
    if words:
        Item.objects.create(questionnaire=paper, key="words", text="What else?", kind=Item.Kind.TEXT, position=99)
    return paper


def set_up(by: Person, paper: Questionnaire | None = None, **more) -> PulseProgramme:
    given = {"name": "How the week was", "pool": paper or pool(), "starts": MONDAY, "at": cast.NOW, **more}
    return actions.set_up_programme(by=by, **given)


def planned(programme: PulseProgramme) -> PulseOpening:
    found = programmes.next_opening(programme)
    assert found is not None
    return found


def run(at: dt.datetime) -> int:
    with clock.frozen(at):
        return jobs.open_programmes(at)


def test_it_opens_on_its_day_for_everybody_who_may_be_asked_and_plans_the_next(told: cast.Cast) -> None:
    new = cast.person("Nia Holm", told.cranes)
    Membership.objects.filter(person=new).update(starts=MONDAY - dt.timedelta(days=20))
    programme = set_up(told.dee, has_words=True)
    first = planned(programme)
    assert first.day == MONDAY and first.questions == ["q0", "q3", "q6", "q9"]

    assert run(MORNING - dt.timedelta(minutes=5)) == 0
    assert run(MORNING) == 1

    first.refresh_from_db()
    wave = first.wave
    assert wave is not None and wave.is_open and wave.name == programme.name
    assert wave.closes == dt.datetime(2026, 10, 16, 23, 59, tzinfo=dt.UTC)
    assert [item.key for item in wave.questionnaire.items.all()] == [*first.questions, "words"]
    asked = set(wave.invitations.values_list("person_id", flat=True))
    assert told.ada.pk in asked and new.pk not in asked and told.lo.pk not in asked
    assert SurveyUnit.objects.filter(wave=wave).count() > 1  # units are frozen as in every pulse
    assert planned(programme).day == MONDAY + WEEK
    assert planned(programme).questions == ["q1", "q4", "q7", "q10"]
    assert run(MORNING + dt.timedelta(minutes=5)) == 0


def test_each_is_asked_at_an_hour_of_their_own_and_not_before(told: cast.Cast) -> None:
    Person.objects.filter(pk=told.ada.pk).update(time_zone="Asia/Tokyo")
    programme = set_up(told.dee, weekdays=[0, 2])
    early = dt.datetime(2026, 10, 11, 23, 0, tzinfo=dt.UTC)  # eight on Monday, in Tokyo
    assert run(early) == 1
    wave = programme.openings.get(number=1).wave
    hours = dict(Invitation.objects.filter(wave=wave).values_list("person_id", "asked"))

    assert clock.local(hours[told.ada.pk], "Asia/Tokyo").weekday() in {0, 2}
    for person, hour in hours.items():
        there = clock.local(hour, "Asia/Tokyo" if person == told.ada.pk else "UTC")
        assert 8 <= there.hour < 18 and there.weekday() in {0, 2}
    assert len(set(hours.values())) > 10
    with clock.frozen(hours[told.cy.pk] - dt.timedelta(minutes=1)):
        assert not queries.open_invitations(told.cy)
        jobs.invite(clock.now())
        assert not Delivery.objects.filter(person=told.cy)
    with clock.frozen(hours[told.cy.pk]):
        assert queries.open_invitations(told.cy).count() == 1
        jobs.invite(clock.now())
        assert Delivery.objects.get(person=told.cy).due == hours[told.cy.pk]


def test_no_reminder_comes_within_a_day_of_the_invitation(told: cast.Cast) -> None:
    programme = set_up(told.dee, weekdays=[0, 1, 2, 3])
    run(MORNING)
    wave = programme.openings.get(number=1).wave
    at = dt.datetime(2026, 10, 15, 10, 0, tzinfo=dt.UTC)
    Invitation.objects.filter(wave=wave).update(asked=at - dt.timedelta(days=2))
    Invitation.objects.filter(wave=wave, person=told.cy).update(asked=at - dt.timedelta(hours=20))
    with clock.frozen(at):
        jobs.invite(at)
    again = set(Delivery.objects.filter(unique__contains="-r-").values_list("person_id", flat=True))
    assert told.ada.pk in again and told.cy.pk not in again


def test_twelve_weeks_ask_each_question_in_turn_and_the_anchor_each_time(told: cast.Cast) -> None:
    programme = set_up(told.dee, anchor="q2", number=3)
    for week in range(6):
        assert run(MORNING + week * WEEK) == 1
        wave = programme.openings.get(number=week + 1).wave
        closing.close(wave, wave.closes + dt.timedelta(minutes=1))
    asked = programmes.asked_so_far(programme)
    assert all(keys[0] == "q2" for keys in asked)
    turning = [key for keys in asked for key in keys[1:]]
    assert len(set(turning[:11])) == 11  # twelve of the pool, less the anchor

    waves = [row.wave for row in programme.openings.exclude(wave=None)]
    assert [wave.follows for wave in waves] == [None, *waves[:-1]]
    assert {wave.questionnaire.line for wave in waves} == {programme.line}
    assert {paper.name for paper in Questionnaire.objects.kept()} == {"All we ask"}
    assert [line.shown.name for line in queries.lines()] == ["All we ask"]


def test_small_teams_stay_grouped_from_one_opening_to_the_next(told: cast.Cast) -> None:
    rounds.hands(told.ropes, 3, word="Rope")
    nets = cast.team("Nets", "team", told.quay)
    rounds.hands(nets, 5, word="Net")
    programme = set_up(told.dee)
    run(MORNING)
    first = programme.openings.get(number=1).wave
    closing.close(first, first.closes + dt.timedelta(minutes=1))
    rounds.hands(told.ropes, 3, word="New")  # now both are large enough to stand alone
    Membership.objects.filter(person__name__startswith="New").update(starts=cast.LONG_AGO)
    run(MORNING + WEEK)
    second = programme.openings.get(number=2).wave
    assert "Nets + Ropes" in set(first.units.values_list("name", flat=True))
    assert "Nets + Ropes" in set(second.units.values_list("name", flat=True))


def test_an_answered_opening_is_published_like_every_pulse(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    run(MORNING)
    wave = programme.openings.get(number=1).wave
    rounds.all_answer(wave, at=MORNING)
    closing.close(wave, wave.closes + dt.timedelta(minutes=1))
    assert Cell.objects.filter(publication__wave=wave, withheld="").exists()
    assert not Cell.objects.filter(publication__wave=wave).exclude(item__questionnaire__line=programme.line).exists()


def test_paused_nothing_opens_and_going_on_moves_the_day(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    actions.pause_programme(by=told.dee, programme=programme, at=cast.NOW)
    assert run(MORNING) == 0

    later = MORNING + dt.timedelta(days=2)
    actions.resume_programme(by=told.dee, programme=programme, at=later)
    assert planned(programme).day == MONDAY + WEEK
    assert run(later) == 0 and run(MORNING + WEEK) == 1


def test_one_opening_left_out_asks_its_questions_the_next_time(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    first = planned(programme)
    actions.leave_out_opening(by=told.dee, opening=first, why="Everybody is at the fair.", at=cast.NOW)
    assert planned(programme).day == MONDAY + WEEK
    assert planned(programme).questions == first.questions
    assert run(MORNING) == 0 and run(MORNING + WEEK) == 1
    with pytest.raises(Refused, match="no longer ahead"):
        actions.leave_out_opening(by=told.dee, opening=first, at=cast.NOW)


def test_a_question_is_exchanged_before_it_opens_never_after(told: cast.Cast) -> None:
    programme = set_up(told.dee, anchor="q2")
    first = planned(programme)
    actions.take_another_question(by=told.dee, opening=first, question="q3", instead="q11", at=cast.NOW)
    first.refresh_from_db()
    assert "q11" in first.questions and "q3" not in first.questions
    with pytest.raises(Refused, match="each time"):
        actions.take_another_question(by=told.dee, opening=first, question="q2", instead="q10", at=cast.NOW)
    with pytest.raises(Refused, match="changed meanwhile"):
        actions.take_another_question(by=told.dee, opening=first, question="q0", instead="q11", at=cast.NOW)

    run(MORNING)
    wave = programme.openings.get(number=1).wave
    assert [item.key for item in wave.questionnaire.items.all()] == first.questions
    assert planned(programme).questions[1] == "q3"  # it waited for this one
    with pytest.raises(Refused, match="no longer ahead"):
        actions.take_another_question(by=told.dee, opening=first, question="q11", instead="q10", at=cast.NOW)


def test_ended_it_opens_no_more(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    actions.end_programme(by=told.dee, programme=programme, at=cast.NOW)
    assert run(MORNING) == 0 and programmes.next_opening(programme) is None
    with pytest.raises(Refused, match="has ended"):
        actions.pause_programme(by=told.dee, programme=programme, at=cast.NOW)


def test_a_change_holds_from_the_next_opening_on(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    fields = {
        "name": "The fortnight", "purpose": "", "audience": "members", "cadence": "fortnightly", "weekdays": [2],
        "open_days": 6, "number": 5, "pool": programme.pool, "themes": ["theme 0", "theme 1"], "anchor": "q1",
        "has_words": False,
    }  # fmt: skip
    actions.change_programme(by=told.dee, programme=programme, version=1, at=cast.NOW, **fields)
    assert planned(programme).questions == ["q1", "q3", "q0", "q4", "q2"]
    assert planned(programme).day == dt.date(2026, 10, 14)
    with pytest.raises(Conflict):
        actions.change_programme(by=told.dee, programme=programme, version=1, at=cast.NOW, **fields)
    run(dt.datetime(2026, 10, 14, 8, 0, tzinfo=dt.UTC))
    assert programme.openings.get(number=1).wave.audience == Wave.Audience.MEMBERS
    assert planned(programme).day == dt.date(2026, 10, 28)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekdays": [5]}, "working days"),
        ({"weekdays": []}, "working days"),
        ({"open_days": 7}, "overlap"),
        ({"number": 6}, "6 questions"),
        ({"themes": ["theme 0"]}, "3 questions with a scale"),
        ({"anchor": "q11", "themes": ["theme 0", "theme 1"]}, "not among those"),
        ({"starts": cast.TODAY - dt.timedelta(days=1)}, "cannot begin"),
        ({"name": " "}, "name"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_kept(told: cast.Cast, wrong: dict, said: str) -> None:
    with pytest.raises(Refused, match=said):
        set_up(told.dee, **wrong)
    assert not PulseProgramme.objects.exists()


def test_only_the_okr_owner_runs_programmes(told: cast.Cast) -> None:
    for person in (told.ada, told.max, told.ad):
        with pytest.raises(Refused, match="run by the OKR owner"):
            set_up(person, PulseProgramme.objects.first() or pool())
        Questionnaire.objects.all().delete()


def test_with_fewer_than_five_people_it_is_left_out_and_its_keeper_told(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    Membership.objects.exclude(person__in=[told.ada, told.cy, told.bo, told.dee]).update(starts=MONDAY)
    assert run(MORNING) == 0
    first = programme.openings.get(number=1)
    assert first.left_out == MORNING and "five people" in first.why
    assert planned(programme).day == MONDAY + WEEK
    assert not Wave.objects.exists()
    assert "did not open" in Notice.objects.get(person=told.dee, kind="feedback").text


def test_when_its_keeper_no_longer_may_it_pauses_and_the_owners_hear_of_it(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    RoleGrant.objects.filter(person=told.dee).update(ends=cast.NOW)
    cast.grant(told.eve, Role.OKR_OWNER)
    assert run(MORNING) == 0
    programme.refresh_from_db()
    assert programme.paused == MORNING
    assert Notice.objects.get(person=told.eve).text.startswith("“How the week was” waits")
    actions.resume_programme(by=told.eve, programme=programme, at=MORNING)
    assert run(MORNING + WEEK) == 1
    assert programme.openings.get(number=1).wave.by == told.eve


def test_it_waits_while_another_pulse_is_open(told: cast.Cast) -> None:
    other = rounds.open_pulse(told.dee, at=MORNING - dt.timedelta(days=3))
    programme = set_up(told.dee)
    assert run(MORNING) == 0 and planned(programme).day == MONDAY
    closing.close(other, other.closes)
    at = other.closes + dt.timedelta(minutes=5)  # the Friday after, three days late
    assert run(at) == 1
    wave = programme.openings.get(number=1).wave
    assert planned(programme).day > wave.closes.date()


def test_when_nothing_ran_for_weeks_it_opens_once_and_goes_on(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    late = MORNING + 3 * WEEK + dt.timedelta(days=1)
    assert run(late) == 1 and run(late + dt.timedelta(minutes=5)) == 0
    assert planned(programme).day == MONDAY + 4 * WEEK


def test_whose_week_is_full_of_a_round_is_asked_on_the_last_day(told: cast.Cast, settings) -> None:
    wave = rounds.draft_round(told.dee, [told.cy, told.bo, told.eve])
    rounds.ask(told.dee, wave, [(told.ada, "peer")])
    rounds.open_round(told.dee, wave, MORNING - dt.timedelta(hours=1))
    settings.SAPWOOD_MINUTES_A_WEEK = 3  # a minute for each of three colleagues, and one for the pulse
    programme = set_up(told.dee, weekdays=[0, 1, 2])
    run(MORNING)
    hours = dict(programme.openings.get(number=1).wave.invitations.values_list("person_id", "asked"))
    assert hours[told.ada.pk].date() == MONDAY + dt.timedelta(days=2)
    assert len({hour.date() for hour in hours.values()}) == 3


def test_a_question_the_pool_has_lost_is_drawn_anew(told: cast.Cast) -> None:
    paper = pool()
    programme = set_up(told.dee, paper)
    draft = actions.open_edition(by=told.dee, questionnaire=paper, at=cast.NOW)
    actions.drop_item(by=told.dee, item=draft.items.get(key="q3"), at=cast.NOW)
    actions.publish_questionnaire(by=told.dee, questionnaire=draft, at=cast.NOW)
    run(MORNING)
    keys = [item.key for item in programme.openings.get(number=1).wave.questionnaire.items.all()]
    assert len(keys) == 4 and "q3" not in keys


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_open_one_twice(told: cast.Cast) -> None:
    programme = set_up(told.dee)
    row = planned(programme)
    ready, opened = threading.Barrier(4), []

    def work() -> None:
        ready.wait()
        try:
            opened.append(opening.open_one(row, MORNING))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _each in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert len(opened) == 4 and sum(wave is not None for wave in opened) == 1
    assert Wave.objects.count() == 1 and programme.openings.count() == 2
