"""Pairs: the sentence when one falls while the other rises, goals without a partner, soft goals that come second."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from sapwood.goals import pairing, queries, standing
from sapwood.goals.checks import Checks
from sapwood.goals.models import CheckIn, KeyResult, Objective, Pair, Reading
from tests import cast
from tests.cast import NOW, TODAY, Cast


def tell(goal: Objective, *values: int, until: dt.datetime = NOW, every: int = 7) -> Objective:
    """A reading of its first key result each week, the last one `until`."""
    for back, value in enumerate(reversed(values)):
        at = until - dt.timedelta(days=back * every)
        check_in = CheckIn.objects.create(objective=goal, at=at)
        Reading.objects.create(key_result=goal.key_results.first(), check_in=check_in, value=Decimal(value), at=at)
    Objective.objects.filter(pk=goal.pk).update(checked_in=until if values else None)
    standing.rebuild(Objective.objects.filter(pk=goal.pk).select_related("cycle"))
    return Objective.objects.select_related("owner_team", "cycle").get(pk=goal.pk)


def goals(company: Cast) -> list[Objective]:
    return list(
        queries.of_cycle(cast.fresh(company.eve), company.cycle).select_related("owner_team", "owner_person", "cycle")
    )


def seconds(company: Cast) -> dict[str, pairing.Second]:
    return {one.objective.title: one for one in pairing.secondary(Checks(goals(company), TODAY))}


@pytest.fixture
def pair(company: Cast) -> tuple[Objective, Objective]:
    hard = cast.objective("Ships leave on time", company.cranes, company.cycle)
    soft = cast.objective("We say it early", company.cranes, company.cycle, nature="soft")
    Pair.objects.create(hard=hard, soft=soft, by=company.bo, at=NOW)
    return hard, soft


@pytest.mark.parametrize(
    ("hard", "soft", "fortune"),
    [
        ([0.1, 0.2, 0.3, 0.4], [0.5, 0.45, 0.4, 0.3], "soft_falls"),
        ([0.5, 0.4, 0.3, 0.2], [0.1, 0.2, 0.3, 0.4], "hard_falls"),
        ([0.1, 0.2], [0.1, 0.2], "both_rise"),
        ([0.3, 0.31], [0.3, 0.31], "even"),
        ([0.3], [0.1, 0.9], "unknown"),
        ([], [], "unknown"),
        ([0.9, 0.1, 0.1, 0.2, 0.3], [0.5, 0.5, 0.5, 0.5, 0.4], "soft_falls"),  # only the last four count
    ],
)
def test_what_two_courses_did_beside_each_other(hard: list[float], soft: list[float], fortune: str) -> None:
    assert pairing.fortune(hard, soft) == fortune


def test_a_pair_in_which_one_falls_stands_first_with_its_question(
    company: Cast, pair: tuple[Objective, Objective], client: Client
) -> None:
    tell(pair[0], 1, 3, 5, 7)
    tell(pair[1], 7, 5, 3, 1)
    calm = [
        cast.objective(f"{nature} and calm", company.ropes, company.cycle, nature=nature) for nature in ("hard", "soft")
    ]
    Pair.objects.create(hard=calm[0], soft=calm[1], by=company.eve, at=NOW)
    found = pairing.among(Checks(goals(company), TODAY))
    assert [one.fortune for one in found] == ["soft_falls", "unknown"]
    client.force_login(company.eve)
    said = client.get(f"/cycles/{company.cycle.public_id}/pairs/").content.decode()
    assert "“Ships leave on time” moves up while “We say it early” falls" in said
    assert said.index("Ships leave on time") < said.index("hard and calm")
    assert said.count('class="c wide"') == 1  # the other two have not been told


def test_a_goal_without_a_partner_is_listed_under_its_owner(
    company: Cast, pair: tuple[Objective, Objective], client: Client
) -> None:
    cast.objective("Ropes hold", company.ropes, company.cycle)
    cast.objective("Only proposed", company.ropes, company.cycle, stage="proposed")
    assert [one.title for one in pairing.unpaired(Checks(goals(company), TODAY))] == ["Ropes hold"]
    client.force_login(company.eve)
    assert "Ropes hold" in client.get(f"/cycles/{company.cycle.public_id}/pairs/").content.decode()


def test_stale_beside_fresh(company: Cast, pair: tuple[Objective, Objective]) -> None:
    tell(pair[0], 1, 2)
    tell(pair[1], 1, until=NOW - dt.timedelta(days=20))
    assert seconds(company)["We say it early"].stale_beside_fresh
    tell(pair[1], 2)
    assert not seconds(company)


def test_a_soft_goal_is_not_blamed_where_the_hard_one_is_stale_too(
    company: Cast, pair: tuple[Objective, Objective]
) -> None:
    for goal in pair:
        tell(goal, 1, until=NOW - dt.timedelta(days=20))
    assert not seconds(company)


def test_without_weight(company: Cast, pair: tuple[Objective, Objective]) -> None:
    for goal in pair:
        tell(goal, 1, 2)
    KeyResult.objects.filter(objective=pair[1]).update(weight=0)
    assert seconds(company)["We say it early"].without_weight


def test_always_last(company: Cast, pair: tuple[Objective, Objective]) -> None:
    tell(pair[0], 1, 2, 3, 4, until=NOW - dt.timedelta(days=3))
    tell(pair[1], 1, 2, 3, 4, until=NOW - dt.timedelta(days=1))
    assert seconds(company)["We say it early"].always_last
    CheckIn.objects.create(objective=pair[1], at=NOW - dt.timedelta(days=4))  # once it came first
    assert not seconds(company)


def test_twice_behind_is_no_habit(company: Cast, pair: tuple[Objective, Objective]) -> None:
    tell(pair[0], 1, 2, until=NOW - dt.timedelta(days=3))
    tell(pair[1], 1, 2, until=NOW - dt.timedelta(days=1))
    assert not seconds(company)


def test_a_persons_own_goals_are_never_judged_so(company: Cast) -> None:
    for nature in ("hard", "soft"):
        goal = cast.objective(f"Own {nature}", company.ada, company.cycle, nature=nature, results=0)
        Objective.objects.filter(pk=goal.pk).update(checked_in=NOW)
    assert not seconds(company)


def test_whose_soft_goals_come_second_is_for_the_team_its_leads_and_the_okr_owner(
    company: Cast, pair: tuple[Objective, Objective], client: Client
) -> None:
    KeyResult.objects.filter(objective=pair[1]).update(weight=0)
    sees = {}
    for name in ("ada", "bo", "max", "dee", "eve", "ad"):
        client.force_login(company.people[name])
        sees[name] = (
            "Soft goals that come second" in client.get(f"/cycles/{company.cycle.public_id}/pairs/").content.decode()
        )
    assert sees == {"ada": True, "bo": True, "max": True, "dee": True, "eve": False, "ad": False}
