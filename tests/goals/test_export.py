"""A cycle's goals as a file: what the reader may read, the same in each kind, with links by id."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sapwood.activity import clock
from sapwood.files import goals as files
from sapwood.goals import exporting
from tests import cast
from tests.house import crawl, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[world.World]:
    with clock.frozen(cast.NOW):
        yield world.build()


def taken(client: Client, told: world.World, who: str, kind: str, **query: str) -> bytes:
    client.force_login(told.people[who])
    answer = client.get(reverse("goals:document", args=[told.cast.cycle.public_id, kind]), query)
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    return bytes(answer.content)


@pytest.mark.parametrize("kind", files.KINDS)
def test_each_kind_holds_what_everybody_may_read_and_no_draft(told: world.World, client: Client, kind: str) -> None:
    file = files.read(taken(client, told, "ada", kind))
    assert file.problems == ()
    assert crawl.tokens(repr(file.goals)) == {"strategic"}
    assert list(file.goals) == exporting.goals_of(told.people["ada"], told.cast.cycle)


def test_links_and_numbers_stand_in_it(told: world.World, client: Client) -> None:
    goals = {goal.objective: goal for goal in files.read(taken(client, told, "eve", "yaml")).goals}
    soft = goals["People say it early"]
    strategic = next(goal for goal in goals.values() if "strategic" in goal.objective)
    assert strategic.parent == (goals["Ships leave on time"].id,)
    assert strategic.pair == (soft.id,) and soft.pair == (strategic.id,)
    assert (strategic.key_results[0].current, strategic.key_results[0].target, strategic.owner) == (3, 10, "Cranes")


def test_a_team_takes_its_own_and_those_below(told: world.World, client: Client) -> None:
    file = files.read(taken(client, told, "eve", "csv", team=told.cast.ropes.public_id))
    assert [goal.objective for goal in file.goals] == ["Ropes last a winter"]


def test_more_goals_cost_no_more_queries(told: world.World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        exporting.goals_of(cast.fresh(told.people["ada"]), told.cast.cycle)
    for number in range(20):
        cast.objective(f"Buoy {number} shines", told.cast.ropes, told.cast.cycle, results=3)
    with CaptureQueriesContext(connection) as many:
        assert len(exporting.goals_of(cast.fresh(told.people["ada"]), told.cast.cycle)) > 20
    assert len(many) == len(few)
