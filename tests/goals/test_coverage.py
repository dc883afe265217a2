"""Who carries what from above: what counts as carried, thin and a gap, and that no count tells of what one may not see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.goals import coverage, queries
from sapwood.goals.models import Alignment, Contribution, Cycle, KeyResult, Objective
from tests import cast
from tests.cast import NOW, TODAY, Cast


@pytest.fixture
def above(company: Cast) -> Objective:
    """What the company wants, with five ways to see it."""
    return cast.objective("Ships leave on time", company.company, company.cycle, results=5)


def serve(child: Objective, parent: Objective | KeyResult, company: Cast, kind: str = "contributes") -> None:
    above = parent.objective if isinstance(parent, KeyResult) else parent
    result = parent if isinstance(parent, KeyResult) else None
    Alignment.objects.create(child=child, parent=above, parent_key_result=result, kind=kind, by=company.bo, at=NOW)


def read(company: Cast) -> list[coverage.CoveredObjective]:
    return coverage.of_cycle(cast.fresh(company.eve), company.cycle, today=TODAY)


def carries(company: Cast) -> list[str]:
    [goal] = [one for one in read(company) if one.objective.title == "Ships leave on time"]
    return [row.carry.value for row in goal.results]


def test_carried_thin_and_a_gap(company: Cast, above: Objective) -> None:
    first, second, third, fourth, fifth = above.key_results.all()
    serve(cast.objective("Cranes stand still less", company.cranes, company.cycle), first, company)
    serve(cast.objective("Ropes hold", company.ropes, company.cycle, stage="proposed"), second, company)
    serve(cast.objective("Ropes are cheap", company.ropes, company.cycle), third, company, kind="supports")
    Contribution.objects.create(key_result=fourth, person=company.ada, starts=NOW)
    assert carries(company) == ["carried", "thin", "thin", "gap", "gap"]
    [goal] = read(company)
    assert [row.people for row in goal.results] == [0, 0, 0, 1, 0]
    assert [row.why_thin for row in goal.results[1:3]] == ["proposed", "supports"]
    assert coverage.counts([goal]) == {"all": 5, "carried": 1, "thin": 2, "gap": 2}
    assert [row.result for one in coverage.only([goal], "gap") for row in one.results] == [fourth, fifth]


def test_a_goal_that_serves_the_whole_makes_no_key_result_carried(company: Cast, above: Objective) -> None:
    serve(cast.objective("Cranes stand still less", company.cranes, company.cycle), above, company)
    assert carries(company) == ["thin"] * 5
    [goal] = read(company)
    assert [one.objective.title for one in goal.whole] == ["Cranes stand still less"]
    assert {row.why_thin for row in goal.results} == {"whole"}


def test_teams_are_counted_once_and_people_of_the_goals_below_too(company: Cast, above: Objective) -> None:
    first = above.key_results.first()
    assert first is not None
    for title in ("Cranes stand still less", "Cranes are watched"):
        goal = cast.objective(title, company.cranes, company.cycle)
        serve(goal, first, company)
        for person in (company.ada, company.cy, company.lo):  # Lo has left
            Contribution.objects.create(key_result=goal.key_results.get(), person=person, starts=NOW)
    Contribution.objects.create(key_result=first, person=company.ada, starts=NOW)
    row = read(company)[0].results[0]
    assert (row.teams, len(row.commitments), row.people) == (1, 2, 2)


def test_what_is_not_open_to_all_is_neither_shown_nor_counted(company: Cast, above: Objective, client: Client) -> None:
    first, second, third, *_rest = above.key_results.all()
    serve(cast.objective("Marlin", company.cranes, company.cycle, stage="draft"), first, company)
    serve(cast.objective("Marlin", company.cranes, company.cycle, layer="developmental"), second, company)
    serve(cast.objective("Marlin", company.ada, company.cycle, layer="personal"), third, company)
    cast.objective("Marlin", company.quay, company.cycle, stage="draft")
    for person in (company.eve, company.ada, company.dee):  # for those who may see it the same
        client.force_login(person)
        said = client.get(f"/cycles/{company.cycle.public_id}/coverage/").content.decode()
        assert "Marlin" not in said.split("<aside")[0].replace('<option value="', "")
        assert 'carry=gap">Gaps <span class="num">5</span>' in said.replace("?", "").replace("&amp;", "")
    assert carries(company) == ["gap"] * 5


def test_a_goal_of_an_earlier_cycle_that_is_closed_carries_nothing_now(company: Cast, above: Objective) -> None:
    first, second, *_rest = above.key_results.all()
    before = Cycle.objects.create(
        name="Summer 2026", starts=dt.date(2026, 6, 1), ends=dt.date(2026, 8, 30), stage="closed"
    )
    serve(cast.objective("Old", company.cranes, before, stage="closed"), first, company)
    serve(cast.objective("Done early", company.cranes, company.cycle, stage="closed"), second, company)
    assert carries(company)[:2] == ["gap", "carried"]


def test_only_what_stands_above_teams_is_asked_about(company: Cast, above: Objective) -> None:
    cast.objective("The quay is calm", company.quay, company.cycle)
    cast.objective("Cranes stand still less", company.cranes, company.cycle)
    assert [one.objective.title for one in read(company)] == ["Ships leave on time", "The quay is calm"]


def test_a_team_that_carries_a_lot_is_said(company: Cast, above: Objective) -> None:
    more = cast.objective("The quay is calm", company.quay, company.cycle, results=2)
    goal = cast.objective("Cranes stand still less", company.cranes, company.cycle)
    for result in [*above.key_results.all(), *more.key_results.all()][:6]:
        serve(goal, result, company)
    [load] = coverage.loads(read(company))
    assert (load.team, load.count, load.heavy) == (company.cranes, 6, True)


def test_a_member_links_a_goal_of_the_team_from_the_gap(company: Cast, above: Objective, client: Client) -> None:
    goal = cast.objective("Cranes stand still less", company.cranes, company.cycle)
    first = above.key_results.first()
    assert first is not None
    client.force_login(company.ada)
    address = f"/cycles/{company.cycle.public_id}/coverage/?carry=gap"
    assert f'<option value="{goal.public_id}">' in client.get(address).content.decode()
    sent = client.post(f"/key-results/{first.public_id}/carriers/", {"child": goal.public_id})
    assert sent.status_code == 303 and sent["Location"].endswith(f"/coverage/#kr-{first.public_id}")
    assert goal.parent_links.get().parent_key_result == first
    client.force_login(company.eve)
    answer = client.post(f"/key-results/{first.public_id}/carriers/", {"child": goal.public_id}, follow=True)
    assert "You cannot say what this objective serves." in answer.content.decode()


def test_a_key_result_is_named_by_its_title_as_what_a_goal_serves(
    company: Cast, above: Objective, client: Client
) -> None:
    goal = cast.objective("Cranes stand still less", company.cranes, company.cycle)
    second = above.key_results.all()[1]
    client.force_login(company.bo)
    client.post(f"/objectives/{goal.public_id}/parents/", {"parent": second.title, "kind": "contributes"})
    assert goal.parent_links.get().parent_key_result == second
    answer = client.post(
        f"/objectives/{goal.public_id}/parents/", {"parent": "No such thing", "kind": "contributes"}, follow=True
    )
    assert "No goal is called “No such thing”" in answer.content.decode()


def test_the_goals_own_page_says_who_carries_it(company: Cast, above: Objective, client: Client) -> None:
    first = above.key_results.first()
    assert first is not None
    child = cast.objective("Cranes stand still less", company.cranes, company.cycle)
    serve(child, first, company)
    client.force_login(company.eve)
    said = client.get(f"/objectives/{above.public_id}/").content.decode()
    assert "Who carries it" in said and "One team carries it" in said and said.count("Nobody carries this yet") == 4
    assert "Who carries it" not in client.get(f"/objectives/{child.public_id}/").content.decode()


def test_one_goal_or_many_the_same_few_queries(company: Cast, above: Objective, client: Client) -> None:
    client.force_login(company.ada)
    address = f"/cycles/{company.cycle.public_id}/coverage/"

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as said:
            assert client.get(address).status_code == 200
        return len(said)

    for result in above.key_results.all()[:1]:
        serve(cast.objective("Cranes stand still less", company.cranes, company.cycle), result, company)
    few = asked()
    for number in range(3):
        more = cast.objective(f"Calm {number}", company.quay, company.cycle, results=3)
        for result in more.key_results.all():
            goal = cast.objective(f"Below {number} {result.pk}", company.cranes, company.cycle)
            serve(goal, result, company)
            Contribution.objects.create(key_result=result, person=company.ada, starts=NOW)
    assert asked() == few and few <= 24, few


def test_leaders_are_named_to_be_asked(company: Cast) -> None:
    goal = cast.objective("Cranes stand still less", company.cranes, company.cycle)
    assert [one.name for one in queries.leaders(goal)] == ["Bo Ferreira", "Max Berg"]
