"""A team talks its goals through: whoever is in it or leads it writes, and the big screen shows what all may read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity.deeds import Refused
from sapwood.goals.models import Objective
from sapwood.meetings import actions, slides
from sapwood.meetings.models import Meeting, Series
from sapwood.people.models import Person
from tests import cast
from tests.meetings.conftest import TOMORROW, tell

DAY = dt.timedelta(days=1)


@pytest.fixture
def meeting(company: cast.Cast) -> Meeting:
    return actions.begin_team_meeting(by=company.ada, team=company.cranes, when=TOMORROW, weeks=1, at=cast.NOW)


def page_of(person: Person, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("who", "may"), [("cy", True), ("bo", True), ("max", True), ("eve", False), ("dee", False)])
def test_the_team_and_those_above_read_its_meeting(company: cast.Cast, meeting: Meeting, who: str, may: bool) -> None:
    status, _page = page_of(company.people[who], f"/meetings/{meeting.public_id}/")
    assert status == (200 if may else 404)


def test_somebody_of_another_team_sets_none_up(company: cast.Cast) -> None:
    with pytest.raises(Refused, match="cannot set up"):
        actions.begin_team_meeting(by=company.eve, team=company.cranes, when=TOMORROW, at=cast.NOW)
    assert not Series.objects.exists()


def test_what_moved_what_is_in_the_way_and_what_is_overdue(
    company: cast.Cast, goal: Objective, meeting: Meeting
) -> None:
    first, second = goal.key_results.all()
    tell(company.ada, first, 3, cast.NOW - 2 * DAY, "The pilot helps", blockers=[("Wind", company.bo)])
    _status, page = page_of(company.cy, f"/meetings/{meeting.public_id}/")
    assert "The pilot helps" in page and "Wind" in page
    assert "Not told for a while" in page and second.title in page


def test_the_screen_shows_one_goal_at_a_time_those_in_trouble_first(company: cast.Cast, goal: Objective) -> None:
    calm = cast.objective("Ropes hold", company.cranes, company.cycle, updater=company.cy)
    for weeks in (5, 4, 3, 2, 1):
        tell(company.cy, calm.key_results.get(), 10, cast.NOW - weeks * 7 * DAY)
        for result in goal.key_results.all():
            tell(company.ada, result, 0, cast.NOW - weeks * 7 * DAY)
    shown = slides.of(company.cranes, company.cycle, since=cast.NOW - 14 * DAY, today=cast.TODAY)
    assert [slide.kind for slide in shown] == ["overview", "goal", "goal"]
    assert [slide.talk.objective for slide in shown[1:]] == [goal, calm]
    address = f"/screens/{company.cranes.public_id}/"
    _status, page = page_of(company.eve, address + "?slide=2")
    assert goal.title in page and calm.title not in page and "2 of 3" in page
    for odd in ("0", "99", "x", "²", "-1"):
        assert page_of(company.eve, f"{address}?slide={odd}")[0] == 200


def test_a_department_and_everybody_see_the_teams_below(company: cast.Cast, goal: Objective) -> None:
    cast.objective("The quay is safe", company.quay, company.cycle)
    kinds = [(s.kind, s.team.name) for s in slides.of(company.quay, company.cycle, since=cast.NOW, today=cast.TODAY)]
    assert kinds == [("overview", "Quay"), ("goal", "Quay"), ("below", "Cranes")]
    kinds = [(s.kind, s.team.name) for s in slides.of(company.company, company.cycle, since=cast.NOW, today=cast.TODAY)]
    assert kinds == [("overview", "Harbour Works"), ("below", "Quay")]


def test_the_screen_shows_nothing_that_is_not_open_to_all(company: cast.Cast, meeting: Meeting) -> None:
    own = {"layer": Objective.Layer.DEVELOPMENTAL, "nature": "soft"}
    cast.objective("We listen more", company.cranes, company.cycle, **own)
    cast.objective("A draft yet", company.cranes, company.cycle, stage=Objective.Stage.DRAFT)
    actions.write_notes(by=company.bo, meeting=meeting, text="Between us", version=1, at=cast.NOW)
    for number in (1, 2, 3):
        _status, page = page_of(company.bo, f"/screens/{company.cranes.public_id}/?slide={number}")
        assert "We listen more" not in page and "A draft yet" not in page and "Between us" not in page
