"""The behaviour of the week: asked about when the scheduler says, seen by nobody but whoever practises."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sapwood.activity import asks, clock
from sapwood.activity.deeds import Refused
from sapwood.goals import actions as goals
from sapwood.goals.models import Objective
from sapwood.growth import actions, queries
from sapwood.growth.models import Focus
from sapwood.growth.practising import LONGEST, next_week
from sapwood.people.models import Behaviour, Competency
from tests import cast

MONDAY = dt.date(2026, 10, 5)
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def company(db: None, now: dt.datetime) -> cast.Cast:
    return cast.gather()


@pytest.fixture
def focus(company: cast.Cast) -> Focus:
    """Ada practises waiting, for a goal of her own that Bo may see."""
    listening = Competency.objects.create(name="Listening", key="listening", practise="Count to three.\nTake notes.")
    waits = Behaviour.objects.create(competency=listening, key="waits", text="Waits for the end of a sentence.")
    goal = cast.objective(
        "I let others finish", company.ada, company.cycle, layer="developmental", proposed_by=company.ada,
        updater=company.ada,
    )  # fmt: skip
    goal.sharings.create(with_person=company.bo, at=cast.NOW)
    return actions.focus_goal(by=company.ada, objective=goal, competency=listening, behaviour=waits, at=cast.NOW)


def test_what_was_not_practised_comes_back_next_week_and_what_goes_well_later_and_later() -> None:
    assert next_week([]) is None
    assert next_week([(MONDAY, 0)]) == MONDAY + WEEK
    told: list[tuple[dt.date, int]] = []
    gaps, week = [], MONDAY
    for _time in range(4):
        told.append((week, 2))
        due = next_week(told)
        assert due is not None
        gaps.append((due - week).days // 7)
        week = due
    assert gaps == sorted(gaps) and gaps[0] == 1 and gaps[-1] > 2
    missed = next_week([*told, (week, 0)])
    assert missed is not None and (missed - week).days // 7 < gaps[-1], "once missed, it is asked about sooner again"


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=20))
def test_it_is_always_a_monday_ahead_and_never_too_far(steps: list[tuple[int, int]]) -> None:
    week, told = MONDAY, []
    for gap, times in steps:
        week += gap * WEEK
        told.append((week, times))
    due = next_week(told)
    assert due is not None and due.weekday() == 0
    assert WEEK <= due - week <= dt.timedelta(days=LONGEST)


def test_telling_it_decides_when_it_is_asked_again(company: cast.Cast, focus: Focus) -> None:
    client = Client()
    client.force_login(company.ada)
    assert "Did you practise it this week?" in client.get("/check-in/").content.decode()
    address = f"/objectives/{focus.objective.public_id}/practice/"
    client.post(address, {"practised": "2"})
    first = Objective.objects.get(pk=focus.objective_id).practise_next
    assert first is not None and first > cast.TODAY
    assert "Did you practise it this week?" not in client.get("/check-in/").content.decode()
    client.post(address, {"practised": "0"})
    assert Objective.objects.get(pk=focus.objective_id).practise_next == MONDAY + WEEK


def test_a_goal_without_a_behaviour_is_asked_about_each_week(company: cast.Cast) -> None:
    goal = cast.objective("I read", company.ada, None, layer="personal", proposed_by=company.ada, updater=company.ada)
    goals.practise(by=company.ada, objective=goal, times=2, at=cast.NOW)
    assert Objective.objects.get(pk=goal.pk).practise_next is None


def test_pausing_and_going_on(company: cast.Cast, focus: Focus) -> None:
    until = cast.TODAY + 3 * WEEK
    actions.pause_practice(by=company.ada, focus=focus, until=until, at=cast.NOW)
    assert Objective.objects.get(pk=focus.objective_id).practise_next == until
    drilled = queries.of_the_week(company.ada, cast.TODAY)
    assert drilled is not None and drilled.rests and not drilled.is_due
    actions.pause_practice(by=company.ada, focus=focus, until=None, at=cast.NOW)
    assert Objective.objects.get(pk=focus.objective_id).practise_next is None
    with pytest.raises(Refused, match="next twelve weeks|was given"):
        actions.pause_practice(by=company.ada, focus=focus, until=cast.TODAY + 30 * WEEK, at=cast.NOW)
    actions.end_practice(by=company.ada, focus=focus, at=cast.NOW)
    assert queries.of_the_week(company.ada, cast.TODAY) is None


def test_what_is_due_first_is_the_behaviour_of_the_week(company: cast.Cast, focus: Focus) -> None:
    other = cast.objective("I ask", company.ada, None, layer="developmental", proposed_by=company.ada)
    second = actions.focus_goal(by=company.ada, objective=other, competency=focus.competency, at=cast.NOW)
    goals.practise(by=company.ada, objective=focus.objective, times=2, at=cast.NOW)
    found = queries.of_the_week(company.ada, cast.TODAY)
    assert found is not None and found.focus == second and found.words == "Listening"
    assert found.hint in {"Count to three.", "Take notes."}


def test_nobody_else_sees_what_was_told_or_changes_it(company: cast.Cast, focus: Focus) -> None:
    goals.practise(by=company.ada, objective=focus.objective, times=2, at=cast.NOW)
    own = Client()
    own.force_login(company.ada)
    page = own.get("/growth/practice/").content.decode()
    assert "Waits for the end of a sentence." in page and 'class="w2"' in page
    address = f"/objectives/{focus.objective.public_id}/"
    for who in (company.bo, company.cy, company.dee, company.ad, company.max):
        client = Client()
        client.force_login(who)
        for other in (
            "/growth/practice/",
            "/growth/",
            address,
            f"{address}aside/",
            f"/people/{company.ada.public_id}/",
        ):
            page = client.get(other).content.decode()
            assert 'class="w2"' not in page and "Did you practise" not in page, (who, other)
        assert client.post(f"/growth/practice/{focus.pk}/pause/", {"weeks": "3"}).status_code == 404
        assert client.post(f"/growth/practice/{focus.pk}/end/").status_code == 404
    with pytest.raises(Refused, match="Only its owner"):
        actions.end_practice(by=company.bo, focus=focus, at=cast.NOW)
    assert Focus.objects.get().practising_since is not None


def test_the_mail_asks_on_thursday_within_the_budget_and_names_nothing(company: cast.Cast, focus: Focus) -> None:
    thursday = dt.datetime(2026, 10, 8, 8, 30, tzinfo=dt.UTC)
    [ask] = [one for one in asks.due(thursday, ()).get(company.ada.pk, []) if one.link == "/growth/practice/"]
    assert ask.minutes == 1 and "Waits" not in ask.text + "".join(ask.lines)
    with clock.frozen(thursday):
        goals.practise(by=company.ada, objective=focus.objective, times=1, at=thursday)
    assert not [one for one in asks.due(thursday, ()).get(company.ada.pk, []) if one.link == "/growth/practice/"]
