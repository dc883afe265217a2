"""Once a week, one tap: did you practise it? As private as the goal, and never a number on anybody's list."""

from __future__ import annotations

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.activity.models import Event
from sapwood.goals import actions
from sapwood.goals.models import Objective, Practice, Reading
from tests import cast


@pytest.fixture
def mine(company: cast.Cast) -> Objective:
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft", "proposed_by": company.ada}
    return cast.objective("I ask before I answer", company.ada, company.cycle, updater=company.ada, **own)


def test_a_week_is_told_once_and_the_newer_word_counts(company: cast.Cast, mine: Objective) -> None:
    for times in (0, 2):
        actions.practise(by=company.ada, objective=mine, times=times, at=cast.NOW)
    row = Practice.objects.get()
    assert (row.times, row.week.isoformat()) == (2, "2026-10-05")
    assert Event.objects.filter(verb="goals.practised").earliest("pk").subject_title == ""


def test_nobody_else_says_it_and_of_no_goal_of_a_team(company: cast.Cast, mine: Objective) -> None:
    mine.sharings.create(with_person=company.bo, at=cast.NOW)
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    for by, about in ((company.bo, mine), (company.ada, goal)):
        with pytest.raises(Refused, match="Only its owner"):
            actions.practise(by=by, objective=about, times=1, at=cast.NOW)
    with pytest.raises(Refused, match="7 was given"):
        actions.practise(by=company.ada, objective=mine, times=7, at=cast.NOW)


def test_it_is_asked_at_the_check_in_and_in_my_week(company: cast.Cast, mine: Objective) -> None:
    client = Client()
    client.force_login(company.ada)
    assert "Did you practise it this week?" in client.get("/check-in/").content.decode()
    answer = client.post("/check-in/", {f"practice-{mine.public_id}-practised": "1", "submission": "s"})
    assert answer.status_code == 303
    assert Practice.objects.get().times == 1 and not Reading.objects.exists()
    page = client.get("/").content.decode()
    assert 'value="1" aria-pressed="true"' in page
    client.post(f"/objectives/{mine.public_id}/practice/", {"practised": "2"})
    assert Practice.objects.get().times == 2


def test_a_team_goal_is_not_asked_about(company: cast.Cast) -> None:
    cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    client = Client()
    client.force_login(company.ada)
    assert "Did you practise" not in client.get("/check-in/").content.decode()
