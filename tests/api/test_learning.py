"""Programs read what was learned from goals that ended, and examples to start from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.goals.gallery import examples
from sapwood.goals.models import Closure, Objective, Retirement, Sharing
from sapwood.people.models import Person, Team
from tests import cast
from tests.api.conftest import Program


def ended(
    title: str, owner: Team | Person, company: cast.Cast, *, learned: str = "", retired: str = "", **fields: Any
) -> Objective:
    goal = cast.objective(title, owner, company.cycle, stage="closed", **fields)
    if learned:
        Closure.objects.create(objective=goal, learned=learned, score=0.6, by=company.bo, at=cast.NOW)
    if retired:
        Retirement.objects.create(objective=goal, reason=retired, by=company.bo, at=cast.NOW)
    return goal


def test_lessons_are_found_by_their_words(company: cast.Cast, program: Callable[..., Program]) -> None:
    ended("Sheds are dry", company.cranes, company, learned="Mend the roof before the rain.")
    ended("Ropes last", company.ropes, company, retired="The rope yard was sold.")
    cast.objective("Ships leave on time", company.cranes, company.cycle)
    ada = program(company.ada)

    def titles(query: str) -> list[str]:
        return [row["title"] for row in ada.items(f"lessons?{query}")]

    assert titles("") == ["Sheds are dry", "Ropes last"]
    assert titles("q=rain%20roof") == ["Sheds are dry"]
    assert titles("q=sold") == ["Ropes last"]
    assert titles("q=ships") == []
    assert titles(f"team={company.ropes.public_id}&cycle=current") == ["Ropes last"]
    first, second = ada.items("lessons")
    assert (first["score"], first["next"], first["retired"]) == (0.6, "retire", "")
    assert (second["score"], second["next"], second["retired"]) == (None, None, "The rope yard was sold.")


def test_what_somebody_learned_from_their_own_goal_is_theirs(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    own = ended("Listen", company.ada, company, learned="Wait for the end.", layer="developmental", nature="soft")
    Sharing.objects.create(objective=own, with_person=company.cy, at=cast.NOW)
    found = {name: len(program(getattr(company, name)).items("lessons")) for name in ("ada", "cy", "bo", "dee")}
    assert found == {"ada": 1, "cy": 0, "bo": 0, "dee": 0}


def test_many_lessons_cost_as_many_questions_as_one(company: cast.Cast, program: Callable[..., Program]) -> None:
    dee, counts = program(company.dee), []
    dee.get("me")
    for many in (1, 20):
        for number in range(many):
            ended(f"{many} {number}", company.cranes, company, learned="Begin early.", retired="It was sold.")
        with CaptureQueriesContext(connection) as asked:
            assert len(dee.items("lessons?q=early")) >= many
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_gallery_comes_in_pages(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada, seen, place = program(company.ada), [], ""
    for _page in range(40):
        answer = ada.get(f"examples?limit=25{place}").json()
        seen += [row["key"] for row in answer["items"]]
        place = f"&cursor={answer['next_cursor']}"
        if not answer["has_more"]:
            break
    assert seen == [one.key for one in examples()] and len(seen) >= 120
    after = ada.get(f"examples?limit=25{place}").json()
    assert (after["items"], after["has_more"]) == ([], False)


def test_examples_are_found_by_area_and_words(company: cast.Cast, program: Callable[..., Program]) -> None:
    ada = program(company.ada)
    rows = ada.items("examples?area=leadership&nature=soft")
    assert rows and all((row["area"], row["nature"]) == ("leadership", "soft") for row in rows)
    assert all(row["key_results"] and row["objective"] for row in rows)
    hard = ada.items("examples?nature=hard&limit=100")
    assert len(hard) == 100 and {row["nature"] for row in hard} == {"hard"}
    one = rows[0]["objective"]
    assert one in [row["objective"] for row in ada.items(f"examples?q={one.split()[-1]}&limit=100")]
    error = ada.get("examples?area=piracy").json()["errors"][0]
    assert error["given"] == "piracy" and "leadership" in error["allowed"]


@pytest.mark.parametrize("address", ["lessons", "objectives"])
def test_a_place_in_the_gallery_fits_no_other_list(
    company: cast.Cast, program: Callable[..., Program], address: str
) -> None:
    ada = program(company.ada)
    place = ada.get("examples?limit=1").json()["next_cursor"]
    assert ada.get(f"{address}?cursor={place}").status_code == 422
