"""What needs whom: five lines at most, other people's waiting first, nothing that belongs to somebody else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from sapwood.goals import actions
from sapwood.goals.models import Blocker, CheckIn, Cycle, Initiative, KeyResult
from sapwood.people.models import Absence, Person
from tests import cast


@pytest.fixture
def week(client: Client):  # type: ignore[no-untyped-def]
    def of(person: Person) -> str:
        client.force_login(person)
        return client.get("/").content.decode()

    return of


def needs(page: str) -> list[str]:
    """The lines of “Needs you”, as words."""
    listed = re.search(r'<ul role="list" class="need rows">(.*?)</ul>', page, re.S)
    lines = re.findall(r"<a href=[^>]*>(.*?)</a>", listed.group(1), re.S) if listed else []
    return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]


def test_a_quiet_week_says_so(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    page = week(company.eve)
    assert needs(page) == [] and "Nothing needs you" in page


def test_everything_that_waits_for_the_lead(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.bo)
    row = CheckIn.objects.create(objective=goal, by=company.ada, at=cast.NOW)
    Blocker.objects.create(check_in=row, text="The hoist is locked.", person=company.bo)
    proposed = cast.objective(
        "Ropes dry at night", company.cranes, company.cycle, stage="proposed", proposed_by=company.cy
    )
    cast.objective("Half a thought", company.cranes, company.cycle, stage="draft", proposed_by=company.bo)
    result = goal.key_results.get()
    for title, days in (("Ask the yard", -3), ("Paint the pier", 60)):
        Initiative.objects.create(
            key_result=result, title=title, owner=company.bo, created=cast.NOW, due=cast.TODAY + dt.timedelta(days=days)
        )
    lines = needs(week(company.bo))
    assert lines == [
        "Help Cranes: The hoist is locked.",
        f"Answer the proposal “{proposed.title}” from Cy Tanaka",
        "Check in on 1 key result",
        "Do ask the yard",
        "Finish your draft “Half a thought”",
    ]
    assert needs(week(company.cy)) == []


def test_more_than_five_can_wait_and_is_counted(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    for number in range(4):
        cast.objective(f"Draft {number}", company.cranes, company.cycle, stage="draft", proposed_by=company.bo)
        cast.objective(f"Proposal {number}", company.cranes, company.cycle, stage="proposed", proposed_by=company.cy)
    page = week(company.bo)
    assert len(needs(page)) == 5 and "3 more can wait" in page


def test_goals_of_a_past_cycle_wait_to_be_closed_by_who_may(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    cast.objective("Ships leave on time", company.cranes, company.cycle)
    cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    Cycle.objects.update(stage=Cycle.Stage.SCORING)
    assert needs(week(company.bo)) == ["Close “Ships leave on time” with a score and what was learned"]
    assert needs(week(company.ada)) == ["Close “Ask first” with a score and what was learned"]


def test_a_leaver_with_a_load_is_handed_over_by_their_manager(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    assert needs(week(company.eve)) == []  # Lo has left and carries nothing
    cast.objective("Ropes last", company.ropes, company.cycle, updater=company.lo)
    page = week(company.eve)
    assert needs(page) == ["Hand over what Lo Brandt carries"] and reverse("people:handovers") in page
    assert needs(week(company.bo)) == []


def test_who_is_away_has_nothing_due(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    cast.objective("Ships leave on time", company.cranes, company.cycle, updater=company.ada)
    assert needs(week(company.ada)) == ["Check in on 1 key result"]
    Absence.objects.create(person=company.ada, starts=cast.TODAY, ends=cast.TODAY)
    page = week(company.ada)
    assert needs(page) == [] and "You are away" in page


def test_own_goals_say_who_sees_them(company: cast.Cast, week) -> None:  # type: ignore[no-untyped-def]
    own = cast.objective("Ask first", company.ada, company.cycle, layer="developmental")
    cast.objective("Sing", company.ada, None, layer="personal")
    page = week(company.ada)
    assert "Yours until you share it" in page and "Only you can see this one, anywhere" in page
    actions.share_objective(by=company.ada, objective=own, person=company.bo, at=cast.NOW)
    assert "Shared; its page says with whom" in week(company.ada)


def test_taps_and_no_change_work_from_the_week(company: cast.Cast, client: Client) -> None:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)
    counted, told = goal.key_results.all()
    KeyResult.objects.filter(pk=counted.pk).update(source="tally")
    KeyResult.objects.filter(pk=told.pk).update(current=4, trail=[0.4], progress=0.4)
    client.force_login(company.ada)
    assert "One more" in client.get("/").content.decode()
    assert client.post(f"/key-results/{counted.public_id}/tally/", {"submission": "a"}).status_code == 303
    client.post(f"/key-results/{counted.public_id}/tally/", {"submission": "b"})
    client.post(f"/key-results/{counted.public_id}/tally/", {"submission": "c", "back": "1"})
    client.post(f"/key-results/{told.public_id}/no-change/", {"submission": "d"})
    assert [int(row.value) for row in counted.readings.all()] == [1]
    assert [int(row.value) for row in told.readings.all()] == [4]


def test_search_finds_what_holds_all_words_and_may_be_seen(company: cast.Cast, client: Client) -> None:
    cast.objective("Ships leave on time", company.cranes, company.cycle, why="Nobody waits for a berth.")
    cast.objective("Ships of my own", company.ada, None, layer="personal")
    client.force_login(company.eve)
    found = client.get("/search/?q=ships+berth").content.decode()
    assert "Ships leave on time" in found and "of my own" not in found
    assert "None that you can see" in client.get("/search/?q=ships+moon").content.decode()
    assert "Ada Okoye" in client.get("/search/?q=okoye").content.decode()
    assert "Ropes" in client.get("/search/?q=rope").content.decode()
    client.force_login(company.ada)
    assert "Ships of my own" in client.get("/search/?q=ships").content.decode()


def test_help_is_one_key_away_and_says_what_is_not_done(company: cast.Cast, client: Client) -> None:
    client.force_login(company.ada)
    assert 'data-shortcut="?"' in client.get("/").content.decode()
    assert "Search goals, people and teams" in client.get("/help/").content.decode()
    assert "It does not rate people" in client.get("/about/").content.decode()
