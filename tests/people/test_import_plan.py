"""What a file would do is planned without a database, from its rows and from who is here."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.files import people, tables
from sapwood.people import importing
from sapwood.people.importing import Known, KnownTeam, State, Verdict

TODAY = dt.date(2026, 10, 7)
ADA = Known(
    1, "E1", "ada@harbour.example", "Ada Okoye", "dock hand", Decimal(1), "UTC", "en", None, None, manager=2, team=3
)
BO = Known(2, "E2", "bo@harbour.example", "Bo Ferreira", "lead", Decimal(1), "UTC", "en", None, None, manager=4, team=3)
CY = Known(
    3, None, "cy@harbour.example", "Cy Tanaka", "dock hand", Decimal(1), "UTC", "en", None, None, manager=2, team=3
)
AD = Known(4, "E4", "ad@harbour.example", "Ad Novak", "keeper", Decimal(1), "UTC", "en", None, None, team=1)
LO = Known(5, "E5", "lo@harbour.example", "Lo Brandt", "", Decimal(1), "UTC", "en", None, dt.date(2026, 10, 4), team=3)
TEAMS = (KnownTeam(1, "Harbour Works", None), KnownTeam(2, "Quay", 1), KnownTeam(3, "Cranes", 2))


def state(*them: Known, **changes: object) -> State:
    made = State(them or (ADA, BO, CY, AD, LO), TEAMS, frozenset({4}), importer=4, today=TODAY)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def plan(*rows: list[object], here: State | None = None, leave: bool = False) -> importing.Plan:
    file = people.read(tables.write_csv(rows))  # type: ignore[arg-type]
    return importing.plan(file, here or state(), missing_have_left=leave)


def verdicts(found: importing.Plan) -> list[str]:
    return [str(row.verdict) for row in found.rows]


def reasons(found: importing.Plan) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, str(one.reason)) for row in found.rejected for one in row.problems]


def test_new_changed_same_and_rejected() -> None:
    found = plan(
        ["external_id", "email", "name", "role"],
        ["E9", "eve@harbour.example", "Eve Marsh", "lead"],
        ["E1", "ada@harbour.example", "Ada Okoye", "crane driver"],
        ["E2", "", "", ""],
        ["E8", "not an address", "Max", ""],
    )
    assert verdicts(found) == ["new", "changed", "same", "rejected"]
    assert found.rows[1].changes == [importing.Change("role", "dock hand", "crane driver")]
    assert found.counts == {"new": 1, "changed": 1, "same": 1, "rejected": 1}


def test_columns_that_are_not_there_change_nothing() -> None:
    found = plan(["email", "name"], ["ada@harbour.example", "Ada Okoye"])
    assert verdicts(found) == ["same"]
    assert found.rows[0].fields == {}


def test_somebody_is_known_by_the_number_when_the_address_is_new() -> None:
    found = plan(["external_id", "email"], ["E1", "okoye@harbour.example"])
    assert (found.rows[0].key, found.rows[0].fields) == (1, {"email": "okoye@harbour.example"})


def test_somebody_known_by_address_only_gets_the_number() -> None:
    found = plan(["external_id", "email"], ["E3", "CY@harbour.example"])
    assert (found.rows[0].key, found.rows[0].fields) == (3, {"external_id": "E3"})


def test_an_address_with_another_number_is_somebody_elses() -> None:
    found = plan(["external_id", "email", "name"], ["E7", "ada@harbour.example", "Adam"])
    assert reasons(found) == [(2, "email", "This address belongs to Ada Okoye, whose staff number is E1.")]


def test_two_people_may_exchange_their_addresses() -> None:
    found = plan(["external_id", "email"], ["E1", "bo@harbour.example"], ["E2", "ada@harbour.example"])
    assert verdicts(found) == ["changed", "changed"]


def test_an_address_that_becomes_free_may_go_to_somebody_new() -> None:
    found = plan(
        ["external_id", "email", "name"], ["E1", "okoye@harbour.example", ""], ["", "ada@harbour.example", "Ada Young"]
    )
    assert verdicts(found) == ["changed", "new"]


def test_the_address_of_somebody_who_is_not_in_the_file_stays_theirs() -> None:
    found = plan(["external_id", "email"], ["E1", "bo@harbour.example"])
    assert reasons(found) == [(2, "email", "This address belongs to Bo Ferreira (E2).")]


def test_a_number_twice_in_the_file_is_told_once_with_the_other_line() -> None:
    found = plan(["external_id", "name"], ["E9", "Eve"], ["E9", "Eva"], ["E9", "Evi"])
    assert reasons(found) == [
        (3, "external_id", "The staff number is already in line 2."),
        (4, "external_id", "The staff number is already in line 2."),
    ]


def test_an_address_twice_in_the_file_does_not_make_a_manager_two() -> None:
    found = plan(
        ["email", "name", "manager"],
        ["eve@harbour.example", "Eve Marsh", ""],
        ["eve@harbour.example", "Eve Marsh", ""],
        ["max@harbour.example", "Max Berg", "Eve Marsh"],
    )
    assert reasons(found) == [(3, "email", "The address is already in line 2.")]


def test_somebody_new_needs_a_name() -> None:
    assert reasons(plan(["email"], ["eve@harbour.example"])) == [
        (2, "name", "The person is new here, and the row has no name.")
    ]


@pytest.mark.parametrize("manager", ["E2", "bo@harbour.example", "BO@Harbour.example", "Bo Ferreira", "bo  ferreira"])
def test_a_manager_is_found_by_number_address_or_name(manager: str) -> None:
    found = plan(["external_id", "manager"], ["E4", manager], ["E2", "-"])
    assert found.rows[0].manager == 2


def test_a_manager_may_come_further_down_in_the_file() -> None:
    found = plan(["external_id", "name", "manager"], ["E8", "Max", "E9"], ["E9", "Eve", ""])
    assert found.rows[0].manager == found.rows[1].key


def test_an_unknown_manager_is_named() -> None:
    found = plan(["external_id", "Vorgesetzte"], ["E1", "Zoe"])
    assert found.rejected[0].problems[0].given == "Zoe"
    assert reasons(found)[0][:2] == (2, "Vorgesetzte")


def test_a_name_that_two_people_have_is_told_with_both() -> None:
    other = dataclasses.replace(
        CY, pk=9, external_id="E9", email="bo2@harbour.example", name="Bo Ferreira", manager=None
    )
    found = plan(["external_id", "manager"], ["E1", "Bo Ferreira"], here=state(ADA, BO, AD, other))
    assert reasons(found) == [(2, "manager", "Several people have this name: Bo Ferreira (E2), Bo Ferreira (E9).")]


def test_nobody_is_their_own_manager() -> None:
    assert reasons(plan(["external_id", "manager"], ["E1", "Ada Okoye"])) == [
        (2, "manager", "Nobody can be their own manager.")
    ]


def test_a_circle_of_managers_is_told_once_with_its_chain() -> None:
    found = plan(["external_id", "name", "manager"], ["X1", "Una", "X2"], ["X2", "Val", "X3"], ["X3", "Wim", "X1"])
    assert reasons(found) == [
        (4, "manager", "The managers would form a circle (lines in brackets): Wim (4) → Una (2) → Val (3) → Wim (4).")
    ]


def test_a_circle_is_told_at_the_row_of_whoever_leads_the_others() -> None:
    found = plan(
        ["external_id", "name", "manager"],
        ["X1", "Una", "X3"], ["X2", "Val", "X1"], ["X3", "Wim", "X1"], ["X4", "Xia", "X1"],
    )  # fmt: skip
    assert [line for line, _column, _reason in reasons(found)] == [2]


def test_a_circle_goes_through_people_who_are_not_in_the_file() -> None:
    found = plan(["external_id", "manager"], ["E4", "E1"])
    assert reasons(found) == [
        (
            2,
            "manager",
            "The managers would form a circle (lines in brackets): Ad Novak (2) → Ada Okoye → Bo Ferreira → Ad Novak (2).",
        )
    ]


def test_a_circle_that_was_here_before_is_nobodys_mistake() -> None:
    here = state(dataclasses.replace(ADA, manager=2), dataclasses.replace(BO, manager=1), AD)
    assert verdicts(plan(["external_id", "role"], ["E1", "cook"], here=here)) == ["changed"]


def test_a_manager_who_has_left_is_no_new_manager() -> None:
    assert reasons(plan(["external_id", "manager"], ["E1", "E5"])) == [
        (2, "manager", "Lo Brandt (E5) has left (last day 2026-10-04).")
    ]


def test_new_teams_are_made_under_the_company_or_where_the_file_says() -> None:
    found = plan(
        ["external_id", "team", "parent_team"], ["E1", "Ropes", "Quay"], ["E2", "Sails", ""], ["E4", "Winches", "Ropes"]
    )
    assert {(team.name, team.parent) for team in found.teams} == {
        ("Ropes", "quay"), ("Sails", "harbour works"), ("Winches", "ropes"),
    }  # fmt: skip
    names = [team.name for team in found.teams]
    assert names.index("Ropes") < names.index("Winches")


def test_a_team_is_known_in_any_case_and_moved_only_when_the_file_says_so() -> None:
    assert plan(["external_id", "team"], ["E1", "CRANES"]).does_nothing
    found = plan(["external_id", "team", "parent_team"], ["E1", "Cranes", "Harbour Works"])
    assert [(team.pk, team.parent, team.parent_before) for team in found.teams] == [(3, "harbour works", "quay")]


def test_a_team_with_two_parents_is_told_with_the_other_line() -> None:
    found = plan(["external_id", "team", "parent_team"], ["E1", "Ropes", "Quay"], ["E2", "Ropes", "Cranes"])
    assert reasons(found) == [(3, "parent_team", "Line 2 puts the team “Ropes” under “Quay”.")]


def test_a_row_that_kept_the_parent_of_the_old_team_does_not_move_the_new_one() -> None:
    head = ["external_id", "name", "team", "parent_team"]
    rows = [["E1", "", "Cranes", "Sails"], ["X1", "Una", "Cranes", "Quay"], ["X2", "Val", "Cranes", "Quay"]]
    assert reasons(plan(head, *rows)) == [(2, "parent_team", "Line 3 puts the team “Cranes” under “Quay”.")]
    even = plan(head, rows[0], rows[1])  # one says so, one says otherwise: what holds now is believed
    assert reasons(even) == [(2, "parent_team", "Line 3 puts the team “Cranes” under “Quay”.")]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["E1", "Ropes", "ropes"]], "A team cannot be its own parent."),
        ([["E1", "", "Quay"]], "There is a parent team, but no team below it."),
        (
            [["E1", "Harbour Works", "Cranes"]],
            "The teams would hang under each other in a circle: Harbour Works → Cranes → Quay → Harbour Works.",
        ),
        (
            [["E1", "A", "B"], ["E2", "B", "C"], ["E4", "C", "A"]],
            "The teams would hang under each other in a circle: C → A → B → C.",
        ),
    ],
)
def test_a_tree_stays_a_tree(rows: list[list[object]], reason: str) -> None:
    assert [text for _line, _column, text in reasons(plan(["external_id", "team", "parent_team"], *rows))] == [reason]


def test_a_retired_team_does_not_come_back_by_a_file() -> None:
    here = state(teams=(*TEAMS, KnownTeam(9, "Sails", 1, retired=True)))
    assert "was retired" in reasons(plan(["external_id", "team"], ["E1", "Sails"], here=here))[0][2]


def test_half_a_file_lets_everybody_stay() -> None:
    found = plan(["external_id"], ["E1"])
    assert [one.name for one in found.missing] == ["Bo Ferreira", "Cy Tanaka", "Ad Novak"]
    assert found.leaving == frozenset()
    assert found.does_nothing


def test_the_missing_leave_only_when_it_is_said_and_never_the_importer() -> None:
    found = plan(["external_id", "manager"], ["E1", "-"], leave=True)
    assert found.leaving == {2, 3}
    assert found.protected == {4}


def test_the_last_administrator_stays_even_when_somebody_else_imports() -> None:
    found = plan(
        ["external_id", "manager"], ["E1", "-"], here=state(importer=1, administrators=frozenset({4})), leave=True
    )
    assert 4 in found.protected


def test_who_leads_people_of_the_file_cannot_leave_with_the_missing() -> None:
    found = plan(["external_id", "manager"], ["E1", "E2"], leave=True)
    assert reasons(found) == [(2, "manager", "Bo Ferreira (E2) is not in the file and would leave with the others.")]


def test_nobody_imports_themselves_or_the_last_administrator_away() -> None:
    assert "lock yourself out" in reasons(plan(["external_id", "leaves"], ["E4", "2026-10-06"]))[0][2]
    other = state(importer=1, administrators=frozenset({4}))
    assert "last administrator" in reasons(plan(["external_id", "leaves"], ["E4", "2026-12-06"], here=other))[0][2]


def test_a_last_day_before_a_first_day_known_only_here() -> None:
    here = state(dataclasses.replace(ADA, starts=dt.date(2026, 9, 1), manager=None), AD)
    assert (
        "before the first day (2026-09-01)"
        in reasons(plan(["external_id", "leaves"], ["E1", "2026-08-01"], here=here))[0][2]
    )


def test_somebody_who_left_comes_back_by_a_dash() -> None:
    found = plan(["external_id", "leaves"], ["E5", "-"])
    assert found.rows[0].fields == {"leaves": None}
    assert "brings them back" in str(plan(["external_id"], ["E5"]).remarks[0])


def test_an_absence_takes_the_place_of_the_one_it_overlaps() -> None:
    away = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    here = state(dataclasses.replace(ADA, away=(away,), manager=None), AD)
    head = ["external_id", "away_from", "away_until"]
    assert plan(head, ["E1", "2026-10-01", "2026-10-31"], here=here).does_nothing
    assert plan(head, ["E1", "2026-01-01", "2026-01-31"], here=here).does_nothing  # long over
    found = plan(head, ["E1", "2026-10-03", ""], here=here)
    assert found.rows[0].changes == [importing.Change("away_from", "2026-10-01 – 2026-10-31", "2026-10-03 – …")]
    assert plan(head, ["E1", "-", ""], here=here).rows[0].away is people.Emptied.IT


def test_the_fingerprint_tells_when_the_plan_would_do_something_else() -> None:
    rows: list[list[object]] = [["external_id", "role"], ["E1", "cook"]]
    assert plan(*rows).fingerprint == plan(*rows).fingerprint
    changed = state(dataclasses.replace(ADA, role="cook"), BO, CY, AD)
    assert plan(*rows).fingerprint != plan(*rows, here=changed).fingerprint


WORDS = st.sampled_from(
    [
        "",
        "-",
        "E1",
        "E2",
        "E4",
        "E7",
        "E8",
        "ada@harbour.example",
        "cy@harbour.example",
        "new@x.example",
        "Bo Ferreira",
        "Cranes",
        "Quay",
        "Ropes",
        "2026-10-01",
        "0.5",
        "=1",
        "x" * 200,
    ]
)


@given(st.lists(st.lists(WORDS, min_size=14, max_size=14), min_size=1, max_size=6), st.booleans())
def test_no_rows_end_in_a_traceback(rows: list[list[str]], leave: bool) -> None:
    try:
        file = people.read(tables.write_csv([people.COLUMNS, *rows]))
    except people.Unreadable:
        return
    found = importing.plan(file, state(), missing_have_left=leave)
    assert sum(found.counts.values()) == len(file.rows)
    assert found.can_apply == (not found.rejected)
    for row in found.rejected:
        assert row.problems
    assert all(row.verdict != Verdict.CHANGED or row.changes for row in found.rows)
