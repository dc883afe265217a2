"""Survey units: fine enough to mean something, large enough to be heard, and what they would show."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.feedback import units
from sapwood.feedback.units import Place, TeamFact

COMPANY = TeamFact(1, "Harbour", None)


def company(*sizes: int) -> tuple[list[TeamFact], list[Place]]:
    """Teams of these sizes under one company; person numbers are counted through."""
    teams = [COMPANY, *(TeamFact(place + 2, f"Team {place:02}", 1) for place in range(len(sizes)))]
    number = itertools.count(1)
    places = [Place(next(number), team.id) for team, size in zip(teams[1:], sizes, strict=True) for _one in range(size)]
    return teams, places


def test_large_teams_stand_alone_and_small_neighbours_are_grouped() -> None:
    plan = units.propose(*company(10, 4, 5, 9))

    assert [(unit.name, unit.people) for unit in plan.units] == [
        ("Harbour", 0), ("Team 00", 10), ("Team 01 + Team 02", 9), ("Team 03", 9),
    ]  # fmt: skip


def test_what_is_left_over_joins_the_smallest_group() -> None:
    plan = units.propose(*company(4, 4, 3))

    assert [(unit.name, unit.people) for unit in plan.units] == [("Harbour", 0), ("Team 00 + Team 01 + Team 02", 11)]


def test_a_small_team_without_small_neighbours_answers_as_part_of_the_unit_above() -> None:
    plan = units.propose(*company(12, 3))

    assert [(unit.name, unit.people) for unit in plan.units] == [("Harbour", 3), ("Team 00", 12)]
    assert plan.units[0].teams == {1, 3}


def test_a_lead_answers_in_the_unit_above_and_the_head_of_all_at_the_top() -> None:
    teams, places = company(9)
    plan = units.propose(teams, [*places, Place(90, 2, is_lead=True), Place(91, 1, is_lead=True)])

    assert plan.places[90] == plan.places[91] == "u1"
    assert plan.units[0].people == 2


def test_groups_fixed_earlier_in_the_year_stay() -> None:
    teams, places = company(4, 5, 6, 7)
    first = {unit.teams for unit in units.propose(teams, places).units if len(unit.teams) > 1}
    other = {frozenset({2, 4}), frozenset({3, 5})}
    assert first != other

    kept = units.propose(teams, places, kept=other)
    assert {unit.teams for unit in kept.units if len(unit.teams) > 1} == other


def test_a_fixed_group_that_has_become_too_small_is_grouped_anew() -> None:
    teams, places = company(2, 3, 6, 7)
    plan = units.propose(teams, places, kept=[frozenset({2, 3})])

    assert all(unit.people >= 8 for unit in plan.units if unit.parent)


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(-1, 20)), min_size=1, max_size=10), st.integers(2, 9))
def test_everybody_has_one_place_and_no_unit_below_the_top_is_small(shape, least) -> None:
    teams = [
        TeamFact(number, f"Team {number:02}", None if above < 0 or number == 0 else above % number)
        for number, (_size, above) in enumerate(shape)
    ]
    number = itertools.count(1)
    places = [
        Place(next(number), team.id, is_lead=one == 0)
        for team, (size, _above) in zip(teams, shape, strict=True)
        for one in range(size)
    ]
    plan = units.propose(teams, places, least=least)

    assert set(plan.places) == {place.person for place in places}
    whole = {unit.key: 0 for unit in plan.units}
    for key in plan.places.values():
        for unit in plan.chain(key):
            whole[unit] += 1
    assert all(whole[unit.key] >= least for unit in plan.units if unit.parent is not None)
    direct = [team for unit in plan.units for team in unit.teams]
    assert len(direct) == len(set(direct))


def test_who_reads_everything_counts_where_they_answered_and_above() -> None:
    teams, places = company(9, 9)
    plan = units.propose(teams, places)

    assert units.readers(plan, [1, 2, 999]) == {"u1": 2, "u2": 2, "u3": 0}
    assert units.readers(plan, [], members_read=True) == {"u1": 1, "u2": 1, "u3": 1}


@pytest.mark.parametrize(("rate", "shown"), [(0.60, set()), (0.70, {"u1", "u2"}), (0.85, {"u1", "u2"})])
def test_before_launch_it_is_said_what_each_response_rate_would_show(rate: float, shown: set[str]) -> None:
    """Eight in a team, three beside it: 60 % of them are four, 70 % five, and the whole has seven."""
    teams, places = company(8)
    plan = units.propose(teams, [*places, *(Place(90 + one, 1) for one in range(9))])
    told = {one.rate: one.shown for one in units.outlook(plan, units.readers(plan, []), least=5)}

    assert told[rate] == (shown or {"u1"})
