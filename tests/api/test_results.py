"""Programs read published pulses as their holder does: the same units, the same figures, nothing of one person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sapwood.feedback import reading
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Wave
from tests import cast
from tests.api.conftest import Program
from tests.feedback import rounds


@pytest.fixture
def pulse(company: cast.Cast) -> Wave:
    rounds.hands(company.cranes, 11)
    rounds.hands(company.ropes, 9)
    rounds.hands(company.company, 4)
    wave = rounds.open_pulse(company.dee)
    rounds.all_answer(wave, words="Remark")
    closing.close(wave, rounds.AFTER)
    wave.refresh_from_db()
    return wave


def test_each_holder_gets_the_cells_of_their_page(
    company: cast.Cast, pulse: Wave, program: Callable[..., Program]
) -> None:
    told = pulse.publication
    for person in (company.dee, company.bo, company.ada):
        answer = program(person).get(f"results/{told.public_id}").json()
        shown = [one for one in reading.results_for(cast.fresh(person), told) if not one.is_withheld]
        expected = {
            (one.unit.name, cell.item.key): (cell.value, cell.low, cell.high, cell.count)
            for one in shown
            for cell in one.cells
            if cell.item
        }
        given = {
            (unit["name"], one["key"]): (float(one["value"]), float(one["low"]), float(one["high"]), one["answers"])
            for unit in answer["units"]
            for one in unit["figures"]
        }
        assert given == expected and expected


def test_a_service_reads_what_everybody_reads(company: cast.Cast, pulse: Wave, feed: Program) -> None:
    [row] = feed.items("results")
    units = feed.get(f"results/{row['id']}").json()["units"]
    assert [unit["name"] for unit in units] == ["Harbour Works"]


def test_a_wave_that_is_not_published_and_a_round_are_not_there(
    company: cast.Cast, program: Callable[..., Program]
) -> None:
    rounds.hands(company.cranes, 8)
    rounds.open_pulse(company.dee)
    assert program(company.dee).items("results") == []
