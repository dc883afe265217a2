"""Exports of other goal programs are recognised by their headings, and what is not read is said."""

from __future__ import annotations

import pytest

from sapwood.files import goals, tables
from sapwood.files.words import Unreadable

VIVA = (
    "Id,Title,Team,Creator,Owner,Period,Start Date,End Date,Description,\"Aligned To (weight, Objective ID)\",Metric Name,Unit,Target,"
    "Object Type,Goal Type,Start,Created At,Last Check-in,Progress %,Actual Progress,Status,Last Check-in Note,Score,Checkins\n"
    "11,Ships leave on time,Cranes; Quay,Ada,Ada,Autumn 2026,2026-09-01,2026-12-18,Nothing waits,\"All is well(weight: 0%, Id: 3)\",,,,"
    "Objective,Aspirational Goal,,2026-08-01 10:00:00 UTC,,40,40,At Risk,,,\n"
    "21,Hours lost per week,Cranes,Ada,\"Ada, Bo\",Autumn 2026,2026-09-01,2026-12-01,,\"Ships leave on time(weight: 60.5%, Id: 11)\",Hours,"
    "hours,20,Key result,Committed Goal,40,,,50,50,On Track,,,\n"
    "12,Ropes last,,Bo,\"Bo Ek, Ada\",Autumn 2026,2026-09-01,2026-12-18,,\"Ships leave on time(weight: 10%, Id: 11)\",,,,Objective,Committed Goal,,,,,,,,,\n"
    "22,Ropes torn,,Bo,Bo,Autumn 2026,2026-09-01,2026-12-18,,\"Ropes last(weight: 0%, Id: 12)\",,%,3,Key result,Committed Goal,9,,,,,,,,\n"
    "31,Oil the cranes,,Bo,Bo,Autumn 2026,2026-09-01,2026-12-18,,\"Ropes last(weight: 0%, Id: 12)\",,,,Deliverable,,,,,,,,,,\n"
    "23,Gates opened late,Gates,Cy,Cy,Autumn 2026,2026-09-01,2026-12-18,,\"Gates open (weight: 0%, Id: 99)\",,,0,Key result,,5,,,,,,,,\n"
)  # fmt: skip
BETTERWORKS = (
    "name,type,progress,start_date,end_date,owner_email,categories,description\n"
    "Ships leave on time,goal,40,2026-09-01,2026-12-18,ada@quay.example,Speed;Calm,Nothing waits\n"
    "Hours lost per week down to 20,milestone,10,2026-09-01,2026-12-01,bo@quay.example,,\n"
    "Ropes last,goal,,2026-09-01,2026-12-18,bo@quay.example,,\n"
    "Ropes torn below 3,milestone,,2026-09-01,2026-12-18,bo@quay.example,,\n"
)


def outline(file: goals.GoalFile) -> list[tuple[str, list[str]]]:
    return [(goal.objective, [one.key_result for one in goal.key_results]) for goal in file.goals]


def remarks(file: goals.GoalFile) -> list[str]:
    return [str(one) for one in file.remarks]


def test_an_export_of_viva_goals() -> None:
    file = goals.read(VIVA.encode())
    assert file.problems == ()
    assert outline(file) == [
        ("Ships leave on time", ["Hours lost per week"]),
        ("Ropes last", ["Ropes torn"]),
        ("Gates open", ["Gates opened late"]),
    ]
    ships, ropes, gates = file.goals
    assert (ships.id, ships.owner, ships.cycle, ships.why, ships.ambition, ships.parent) == (
        "11", "Cranes", "Autumn 2026", "Nothing waits", "aspirational", (),
    )  # fmt: skip
    hours = ships.key_results[0]
    assert (hours.id, hours.baseline, hours.target, hours.unit, str(hours.weight), str(hours.due)) == (
        "21", 40, 20, "hours", "60.50", "2026-12-01",
    )  # fmt: skip
    assert (ropes.owner, ropes.ambition, ropes.parent) == ("Bo Ek", "committed", ("11",))
    assert (gates.id, gates.owner, gates.cycle) == ("99", "Gates", "Autumn 2026")
    said = remarks(file)
    assert said[:3] == [
        "This looks like an export of Viva Goals.",
        "Rows not read: deliverable (1).",
        "Links to objectives that are not in the file are left out: 1.",
    ]
    assert said[3].startswith("Not read: Creator, Start Date, Metric Name,")


def test_without_the_column_that_joins_them_it_is_said_which_to_export() -> None:
    head, rest = VIVA.replace("Id,Title", "Title").split("\n", 1)
    assert rest
    with pytest.raises(Unreadable, match="the column “Aligned To” is missing"):
        goals.read(f"{head.replace('Aligned To (weight, Objective ID)', 'Tags')}\n11,x\n".encode())


def test_a_file_for_betterworks() -> None:
    file = goals.read(BETTERWORKS.encode())
    assert file.problems == ()
    assert outline(file) == [
        ("Ships leave on time", ["Hours lost per week down to 20"]),
        ("Ropes last", ["Ropes torn below 3"]),
    ]
    assert (file.goals[0].owner, file.goals[0].why) == ("ada@quay.example", "Nothing waits")
    assert str(file.goals[0].key_results[0].due) == "2026-12-01"
    assert remarks(file) == [
        "This looks like an export of Betterworks.",
        "Not read: progress, start_date, categories.",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "Name,Type,Owner,Target\nShips leave,Goal,Cranes,\nHours,Key Result,,20\n",
        "Title;Item type;Parent;Target\nHours;Key result;Ships leave;20\nShips leave;Objective;;\n",
        "Goal ID,Title,Type,Parent ID,Target\nA,Ships leave,Objective,,\nB,Hours,Key result,A,20\n",
    ],
)
def test_a_table_of_that_shape_from_any_program(rows: str) -> None:
    file = goals.read(rows.encode())
    assert outline(file) == [("Ships leave", ["Hours"])]
    assert file.goals[0].key_results[0].target == 20
    assert "a row for each objective and each key result" in remarks(file)[0]
    assert outline(goals.read_pasted(rows)) == outline(file)


@pytest.mark.parametrize(
    ("rows", "column", "reason"),
    [
        ("Title,Type\nShips,Objective\nHours,Key result\nWhat,Wish\n", "Type", "This is neither an objective nor a key result."),
        ("Title,Type\nHours,Key result\nShips,Objective\n", "objective", "The row has no objective."),
        ("Title,Type\n,Objective\nHours,Key result\n", "objective", "The row has no words."),
        ("Title,Type\nShips,Objective\n,Key result\n", "key_result", "The row has no words."),
        ("Title,Type,Target\nShips,Objective,\nHours,Key result,few\n", "Target", "This is not a number."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_row(rows: str, column: str, reason: str) -> None:
    (problem,) = goals.read(rows.encode()).problems
    assert (problem.column, str(problem.reason)) == (column, reason)


def test_a_workbook_is_recognised_like_a_text() -> None:
    rows = tables.read(BETTERWORKS.encode()).rows
    file = goals.read(tables.write_xlsx([("Export", [row.cells for row in rows])]))
    assert len(file.goals) == 2 and file.format == "xlsx"


def test_our_own_tables_are_never_taken_for_an_export() -> None:
    given = (goals.Objective("a", key_results=(goals.KeyResult("b"),)),)
    assert goals.read(goals.write(given, "csv")).remarks == ()
