"""Cells of a goal file are corrected in place: the file stays, the corrections are read over it."""

from __future__ import annotations

import pytest

from sapwood.files import goals
from sapwood.files.goals import Corrections

TABLE = (
    "id,objective,owner,key_result,baseline,target,due\n"
    "A,Ships leave,Cranez,Hours,many,3,\n"
    "A,,Cranes,Stops,9,few,31.02.2026\n"
    "B,Ropes last,Cranez,,4,,\n"
    ",,,Torn,1,2,\n"
)


def read(text: str, corrections: Corrections) -> goals.GoalFile:
    return goals.read(text.encode(), corrections=corrections)


def cells(file: goals.GoalFile) -> dict[str, str]:
    return {one.cell: one.given for one in file.problems}


def test_every_problem_names_its_cell() -> None:
    assert cells(read(TABLE, Corrections())) == {
        "0.0/baseline": "many",
        "0/owner": "Cranes",
        "0.1/target": "few",
        "0.1/due": "31.02.2026",
        "1.0/key_result": "4",
    }


def test_corrected_cells_are_read_in_place_of_what_was_given() -> None:
    file = read(
        TABLE,
        Corrections(
            {"0.0/baseline": "12", "0/owner": "Cranes", "0.1/target": "2", "0.1/due": "", "1.0/key_result": "Knots"}
        ),
    )
    assert file.problems == ()
    ships, ropes = file.goals
    assert (ships.owner, [(one.baseline, one.target, one.due) for one in ships.key_results]) == (
        "Cranes",
        [(12, 3, None), (9, 2, None)],
    )
    assert [(one.key_result, one.baseline) for one in ropes.key_results] == [("Knots", 4), ("Torn", 1)]


def test_a_correction_that_is_wrong_is_a_problem_of_the_same_cell() -> None:
    file = read(TABLE, Corrections({"0.0/baseline": "still many", "1.0/key_result": " "}))
    assert cells(file)["0.0/baseline"] == "still many"
    assert [str(one.reason) for one in file.problems if one.cell == "1.0/key_result"] == ["Here words are needed."]


def test_one_word_is_corrected_wherever_it_stands() -> None:
    file = read(TABLE, Corrections({"*/owner/Cranez": "Quay", "1/owner": "Ropes"}))
    assert [goal.owner for goal in file.goals] == ["Quay", "Ropes"]


def test_a_goal_and_a_key_result_can_be_left_out_and_are_remembered() -> None:
    file = read(TABLE, Corrections(left_out=frozenset({"0", "1.0"})))
    assert [(goal.objective, [one.key_result for one in goal.key_results]) for goal in file.goals] == [
        ("Ropes last", ["Torn"])
    ]
    assert file.problems == ()
    assert [(one.place, one.line, one.words) for one in file.left_out] == [("0", 2, "Ships leave"), ("1.0", 4, "")]


@pytest.mark.parametrize(
    ("text", "leave"),
    [
        ("id,objective,key_result\nA,a,b\nB,c,d,e,f\n", "!3/"),
        ("goals:\n  - objective: a\n    colour: red\n    key_results: [b]\n", "!3/colour"),
        ("# a\n- b\n  why: c\n", "!3/why"),
        ("Once upon a time\n# a\n- b\n", "!1/"),
    ],
)
def test_a_line_that_belongs_nowhere_can_be_left_out(text: str, leave: str) -> None:
    (problem,) = (found := goals.read(("---\n---\n" * text.startswith("Once") + text).encode())).problems
    assert (problem.cell.partition("/")[2], len(found.goals)) == (leave.partition("/")[2], 1)
    file = goals.read(
        ("---\n---\n" * text.startswith("Once") + text).encode(),
        corrections=Corrections(left_out=frozenset({problem.cell})),
    )
    assert file.problems == () and len(file.left_out) == 1


def test_what_is_corrected_to_the_same_as_another_is_found() -> None:
    file = read("id,objective,key_result\nA,a,b\nB,c,d\n", Corrections({"1/id": "A"}))
    assert cells(file) == {"1/id": "A"}


@pytest.mark.parametrize("name", ["7/owner", "x", "", "0", "0/colour", "*/", "!", "0.9/target", "0/level"])
def test_a_correction_of_nothing_changes_nothing(name: str) -> None:
    asked = Corrections({name: "x"} if name != "0/level" else {}, frozenset({name} - {"0"}))
    assert read(TABLE, asked).goals == read(TABLE, Corrections()).goals


def test_pasted_text_and_documents_are_corrected_alike() -> None:
    file = goals.read_pasted(
        "O1: a\nKR1: b\ntarget: few", corrections=Corrections({"0.0/target": "3", "0/owner": "Quay"})
    )
    assert (file.problems, file.goals[0].owner, file.goals[0].key_results[0].target) == ((), "Quay", 3)


def test_cells_are_shown_as_they_were_given_with_corrections_in_them() -> None:
    file = read(TABLE, Corrections({"0.0/target": "7"}))
    assert dict(file.cells_of("0.0")) == {"key_result": "Hours", "baseline": "many", "target": "7"}
    assert dict(file.cells_of("nowhere")) == {}
