"""Programs read where key results land, in the words of the page, and never where one person's own goal does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sapwood.goals import forecasts, standing
from sapwood.goals.models import CheckIn, KeyResult, Objective, Reading, Sharing
from tests import cast
from tests.api.conftest import Program


def told(goal: Objective, *values: float) -> KeyResult:
    """A reading a week from the start of the cycle, of its first key result."""
    result = goal.key_results.all()[0]
    assert goal.cycle is not None
    for week, value in enumerate(values):
        day = goal.cycle.starts + dt.timedelta(days=7 * week + 4)
        at = dt.datetime.combine(day, dt.time(10), tzinfo=dt.UTC)
        row = CheckIn.objects.create(objective=goal, at=at)
        Reading.objects.create(key_result=result, check_in=row, value=Decimal(str(value)), at=at)
    standing.refresh(goal)
    return KeyResult.objects.get(pk=result.pk)


@pytest.fixture
def slow(company: cast.Cast) -> KeyResult:
    goal = cast.objective("Ships leave on time", company.cranes, company.cycle, ambition="aspirational")
    return told(goal, 0, 0.5, 1, 1)


def test_it_says_what_the_page_says(slow: KeyResult, company: cast.Cast, program: Callable[..., Program]) -> None:
    shown = program(company.eve).get(f"forecasts/{slow.public_id}").json()
    goal = slow.objective
    readings = list(slow.readings.order_by("at"))
    seen = forecasts.outlook(slow, objective=goal, cycle=goal.cycle, readings=readings, rests_on=forecasts.known())
    assert seen is not None and shown["sentence"] == seen.words
    assert shown["low"] < shown["landing"] < shown["high"] and shown["landing"] == round(seen.landing, 4)
    assert float(shown["value"]) == pytest.approx(seen.value, rel=1e-5)
    assert (shown["enough"], shown["is_at_risk"], shown["unit"]) == (0.7, True, "ships")
    assert shown["rests_on"] == {"check_ins": 4, "finished": 0, "scored": 0, "held": None}


def test_no_chance_is_none_and_none_is_all(company: cast.Cast, program: Callable[..., Program]) -> None:
    there = told(cast.objective("Nearly there", company.cranes, company.cycle), 4, 7, 9, 9.9, 10, 10)
    nowhere = told(cast.objective("Nowhere", company.ropes, company.cycle, ambition="committed"), 0, 0, 0, 0, 0, 0)
    dee = program(company.dee)
    for result in (there, nowhere):
        shown = dee.get(f"forecasts/{result.public_id}").json()
        assert 0.01 <= shown["chance_of_all"] <= shown["chance"] <= 0.99
    told_of = [forecasts.chance_for_tables(chance) for chance in (0.00003, 0.99999, 0.424, None)]
    assert told_of == [0.01, 0.99, 0.42, None]


def test_one_told_twice_has_none_yet(company: cast.Cast, program: Callable[..., Program]) -> None:
    early = told(cast.objective("Ropes last", company.ropes, company.cycle), 1, 2)
    dee = program(company.dee)
    assert dee.items("forecasts") == []
    assert dee.get(f"forecasts/{early.public_id}").status_code == 404


def test_filters_narrow(slow: KeyResult, company: cast.Cast, program: Callable[..., Program]) -> None:
    told(cast.objective("Ropes last", company.ropes, company.cycle), 2, 4, 6)
    dee = program(company.dee)

    def titles(query: str) -> list[str]:
        return [row["title"] for row in dee.items(f"forecasts?{query}")]

    assert len(titles("cycle=current")) == 2
    assert titles(f"team={company.ropes.public_id}") == ["Ropes last, seen 1"]
    assert titles(f"team={company.quay.public_id}") == []
    assert len(titles(f"team={company.quay.public_id}&below=true")) == 2
    assert dee.get("forecasts?person=x").status_code == 422


def test_of_ones_own_goal_only_ones_own_program_hears(company: cast.Cast, program: Callable[..., Program]) -> None:
    """Cy sees the shared goal on its page, with its forecast; a program of his could only be for judging Ada."""
    for layer in ("developmental", "strategic"):
        goal = cast.objective("Listen", company.ada, company.cycle, layer=layer)
        Sharing.objects.create(objective=goal, with_person=company.cy, at=cast.NOW)
        result = told(goal, 1, 2, 3, 5)
        for somebody, status in ((company.ada, 200), (company.cy, 404), (company.bo, 404), (company.dee, 404)):
            assert program(somebody).get(f"forecasts/{result.public_id}").status_code == status, (layer, somebody)
    assert program(company.dee).items("forecasts") == []


def test_an_etag_spares_the_answer_until_it_is_told_again(
    slow: KeyResult, company: cast.Cast, program: Callable[..., Program]
) -> None:
    ada, address = program(company.ada), f"forecasts/{slow.public_id}"
    tag = ada.get(address)["ETag"]
    assert ada.get(address, **{"If-None-Match": tag}).status_code == 304
    told(slow.objective, 0, 0.5, 1, 1, 6)
    assert ada.get(address, **{"If-None-Match": tag}).status_code == 200


def test_many_cost_as_many_questions_as_one(company: cast.Cast, program: Callable[..., Program]) -> None:
    dee, counts = program(company.dee), []
    dee.get("me")  # the first request of a day notes that there was one
    for many in (1, 8):
        for number in range(many):
            told(cast.objective(f"{many} {number}", company.cranes, company.cycle), 1, 2, 3)
        with CaptureQueriesContext(connection) as asked:
            found = dee.items("forecasts")
        counts.append(len(asked))
    assert len(found) == 9 and counts[0] == counts[1] <= 12, counts
