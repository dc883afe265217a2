"""Programs read what serves what: the graph, who carries which key result, loads, pairs, and the desk for its owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.goals.coverage import HEAVY
from sapwood.goals.models import Alignment, Contribution, Cycle, KeyResult, Objective, Pair
from tests import cast
from tests.api.conftest import Program

LISTS = ("alignment", "coverage", "loads", "pairs")


def serves(child: Objective, parent: Objective, result: KeyResult | None = None, kind: str = "contributes") -> None:
    Alignment.objects.create(child=child, parent=parent, parent_key_result=result, kind=kind, at=cast.NOW)


@pytest.fixture
def top(company: cast.Cast) -> Objective:
    return cast.objective("The harbour is trusted", company.company, company.cycle, results=3)


def by(rows: list[dict[str, Any]], name: str, value: str) -> dict[str, Any]:
    return next(row for row in rows if row[name] == value)


def test_the_graph_has_nodes_edges_and_what_deserves_a_look(
    top: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    hard = cast.objective("Ships leave on time", company.cranes, company.cycle)
    soft = cast.objective("People say it early", company.cranes, company.cycle, nature="soft")
    result = top.key_results.all()[1]
    serves(hard, top, result)
    Pair.objects.create(hard=hard, soft=soft, by=company.bo, at=cast.NOW)
    rows = program(company.eve).items("alignment")
    node = by(rows, "title", "Ships leave on time")
    assert node["serves"] == [{"objective": top.public_id, "key_result": result.public_id, "kind": "contributes"}]
    assert node["pairs"] == [soft.public_id] and node["status"] == "unknown"
    assert "orphan" not in node["signs"] and "unpaired" not in node["signs"]
    assert "orphan" in by(rows, "title", "People say it early")["signs"]
    assert "unpaired" in by(rows, "title", top.title)["signs"]


def test_what_one_does_not_see_is_neither_node_nor_edge(
    top: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    draft = cast.objective("Secret plan", company.ropes, company.cycle, stage="draft", proposed_by=company.eve)
    own = cast.objective("Listen", company.ada, company.cycle, layer="developmental", nature="soft")
    open_ = cast.objective("Ships leave on time", company.cranes, company.cycle)
    serves(open_, draft)
    serves(draft, top)
    Pair.objects.create(hard=open_, soft=own, by=company.ada, at=cast.NOW)
    for somebody, many in ((company.cy, 0), (company.eve, 1), (company.dee, 1)):
        rows = program(somebody).items("alignment")
        assert len(by(rows, "title", open_.title)["serves"]) == many, somebody
        assert ("Secret plan" in str(rows)) is bool(many)
        assert "Listen" not in str(rows) and own.public_id not in str(rows)
        assert program(somebody).items("pairs") == []


def test_who_carries_what(top: Objective, company: cast.Cast, program: Callable[..., Program]) -> None:
    first, second, third = top.key_results.all()
    agreed = cast.objective("Ships leave on time", company.cranes, company.cycle)
    offered = cast.objective("Ropes last", company.ropes, company.cycle, stage="proposed")
    hidden = cast.objective("Secret plan", company.ropes, company.cycle, stage="draft", proposed_by=company.eve)
    serves(agreed, top, first)
    serves(offered, top, second)
    serves(hidden, top, third)
    Contribution.objects.create(key_result=first, person=company.ada, part="the night shift", starts=cast.NOW)
    answers = {name: program(getattr(company, name)).items("coverage") for name in ("ada", "eve", "dee")}
    assert answers["ada"] == answers["eve"] == answers["dee"]  # a draft counts for nobody
    rows = answers["dee"]
    assert [row["carry"] for row in rows] == ["carried", "thin", "gap"]
    assert (rows[0]["owners"], rows[0]["people"], rows[0]["team"]["name"]) == (1, 1, "Harbour Works")
    assert [(one["title"], one["counts"]) for one in rows[1]["commitments"]] == [("Ropes last", False)]
    assert "Ada" not in str(rows) and "night shift" not in str(rows)


def test_one_page_of_coverage_says_the_same_as_the_whole(
    top: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    dee, whole = program(company.dee), cast.objective("Ships leave on time", company.cranes, company.cycle)
    serves(whole, top)
    every, place, seen = dee.items("coverage"), "", []
    for _page in range(3):
        answer = dee.get(f"coverage?limit=1{place}").json()
        seen += answer["items"]
        place = f"&cursor={answer['next_cursor']}"
    assert seen == every and not answer["has_more"]
    assert [row["of_the_whole"] for row in every] == [1, 1, 1]


def test_a_team_that_carries_a_lot_is_named_and_nobody_else(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    above = cast.objective("The harbour is trusted", company.company, company.cycle, results=HEAVY)
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle)
    light = cast.objective("Ropes last", company.ropes, company.cycle)
    for result in above.key_results.all():
        serves(goal, above, result)
    serves(light, above, above.key_results.all()[0])
    rows = program(company.ada).items("loads")
    assert [(row["team"]["name"], row["key_results"], row["is_heavy"]) for row in rows] == [
        ("Cranes", HEAVY, True),
        ("Ropes", 1, False),
    ]


def test_a_pair_says_what_the_one_cost_the_other(company: cast.Cast, program: Callable[..., Program]) -> None:
    hard = cast.objective("Ships leave on time", company.cranes, company.cycle)
    soft = cast.objective("People say it early", company.cranes, company.cycle, nature="soft")
    own = cast.objective("I say it early", company.ada, company.cycle, nature="soft")
    for goal, trail in ((hard, [0.1, 0.3, 0.5]), (soft, [0.5, 0.4, 0.2]), (own, [0.5, 0.4, 0.2])):
        goal.key_results.update(trail=trail)
    for other in (soft, own):
        Pair.objects.create(hard=hard, soft=other, by=company.bo, at=cast.NOW)
    found = program(company.eve).items("pairs")
    assert found[0]["fortune"] == "soft_falls" and "What is the rush teaching people?" in found[0]["sentence"]
    assert (found[1]["fortune"], found[1]["sentence"], found[1]["withheld"]) == (None, "", "figures_of_one_person")
    assert program(company.ada).items("pairs")[1]["fortune"] == "soft_falls"


def test_how_one_person_does_is_in_no_graph_of_others(company: cast.Cast, program: Callable[..., Program]) -> None:
    own = cast.objective("I answer the same day", company.ada, company.cycle)
    Objective.objects.filter(pk=own.pk).update(progress=0.4, measured=1)
    node = program(company.dee).items("alignment")[0]
    assert (node["status"], node["progress"], node["withheld"]) == (None, None, "figures_of_one_person")
    assert "stale" not in node["signs"] and "orphan" in node["signs"]
    assert program(company.ada).items("alignment")[0]["progress"] == 0.4


def test_the_desk_is_the_okr_owners(top: Objective, company: cast.Cast, program: Callable[..., Program]) -> None:
    cast.objective("Ships leave on time", company.cranes, company.cycle)
    own = cast.objective("I answer the same day", company.ada, company.cycle)
    own.key_results.update(target=None)
    Cycle.objects.update(stage=Cycle.Stage.PLANNING)
    for somebody in (company.ada, company.bo, company.max, company.ad):
        assert program(somebody).get("desk").status_code == 404, somebody
    shown = program(company.dee).get("desk").json()
    assert (shown["cycle"], shown["planned"]) == (company.cycle.public_id, company.cycle.public_id)
    assert [(row["team"]["name"], row["step"]) for row in shown["plans"]] == [("Quay", "nothing"), ("Ropes", "nothing")]
    assert by(shown["lacks"], "what", "with nobody who tells")["key_results"][0]["objective"]["owner"]["kind"] == "team"
    assert by(shown["checks"], "what", "key results that no team carries")["count"] == 3
    assert own.public_id not in str(shown) and "Ada" not in str(shown)


def test_the_desk_of_an_empty_house(company: cast.Cast, program: Callable[..., Program]) -> None:
    dee = program(company.dee)
    Cycle.objects.all().delete()
    shown = dee.get("desk").json()
    assert (shown["cycle"], shown["plans"], shown["open"]) == (None, [], 0)
    assert dee.get("alignment").json()["errors"][0]["at"] == "query.cycle"


def test_another_cycle_is_asked_for_by_its_id(
    top: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    earlier = Cycle.objects.create(
        name="Summer 2026", starts=company.cycle.starts.replace(month=5), ends=company.cycle.starts, stage="closed"
    )
    cast.objective("The harbour was trusted", company.company, earlier)
    rows = program(company.ada).items(f"coverage?cycle={earlier.public_id}")
    assert [row["title"] for row in rows] == ["The harbour was trusted, seen 1"]


def test_many_cost_as_many_questions_as_few(
    top: Objective, company: cast.Cast, program: Callable[..., Program]
) -> None:
    dee = program(company.dee)
    dee.get("me")
    counts: dict[str, list[int]] = {}
    for many in (2, 40):
        for number in range(many):
            above = cast.objective(f"{many} {number} above", company.quay, company.cycle, results=2)
            team = cast.team(f"Team {many} {number}", "team", company.quay)
            goal = cast.objective(f"{many} {number}", team, company.cycle)
            soft = cast.objective(f"{many} {number} soft", team, company.cycle, nature="soft")
            serves(goal, above, above.key_results.all()[0])
            Pair.objects.create(hard=goal, soft=soft, by=company.bo, at=cast.NOW)
        for address in LISTS:
            with CaptureQueriesContext(connection) as asked:
                found = dee.items(f"{address}?limit=100")
            assert len(found) >= many, address
            counts.setdefault(address, []).append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            assert dee.get("desk").status_code == 200
        counts.setdefault("desk", []).append(len(asked))
    assert all(few == more for few, more in counts.values()), counts
