"""A goal file says the same in every format, whoever wrote it, and what is wrong is said with its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sapwood.files import goals, tables
from sapwood.files.goals import KeyResult, Objective, cells
from sapwood.files.words import Said, Unreadable
from tests.files.goals_of import some_goals

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@pytest.mark.parametrize("kind", goals.KINDS)
def test_what_is_written_is_read_back(kind: str) -> None:
    @settings(quick, max_examples=30 if kind == "xlsx" else 70)
    @given(some_goals)
    def holds(given: tuple[Objective, ...]) -> None:
        file = goals.read(goals.write(given, kind))
        assert file.problems == ()
        assert file.goals == given

    holds()


def told(content: bytes) -> str:
    """What is said about a file: how many goals it has, or why it cannot be read."""
    try:
        return f"{len(goals.read(content).goals)} goals"
    except Unreadable as refusal:
        return f"{refusal.reason} {refusal.next_step}"


@quick
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    said = told(content)
    assert said


@quick
@given(
    st.text(st.sampled_from("-# :\n\t\"'&*!|>{}[],?%abgoalsidkey_result0.1/;"), max_size=120),
    st.sampled_from(["", "goals:\n", "# a\n", "---\n", "objective,key_result\n", "- objective: a\n", "{", "goals: ["]),
)
def test_broken_texts_are_read_or_refused_in_words(text: str, begins: str) -> None:
    said = told((begins + text).encode())
    assert said


# ── tables ──────────────────────────────────────────────────────────────────


def read(text: str, **options: str) -> goals.GoalFile:
    return goals.read(text.encode(), **options)


def test_rows_of_one_objective_are_put_together_under_headings_people_use() -> None:
    file = read(
        "Goal;Team;Quarter;Key results;From;To;Unit;Due date;Description\n"
        "Ships leave on time;Cranes;Autumn;Hours lost;40;20;hours;31.12.2026;Nothing waits\n"
        ";;;Crane stops;9;3;;;\n"
        "Ropes last;Ropes;Autumn;;;;;;\n"
    )
    assert file.problems == ()
    ships, ropes = file.goals
    assert (ships.owner, ships.cycle, ships.why) == ("Cranes", "Autumn", "Nothing waits")
    assert [one.key_result for one in ships.key_results] == ["Hours lost", "Crane stops"]
    assert str(ships.key_results[0].due) == "2026-12-31" and ships.key_results[0].line == 2
    assert ropes.key_results == ()


def test_an_id_with_a_slash_names_a_key_result() -> None:
    file = read(
        "id,objective,key_result\nO1/K1,Ships leave,Hours lost\nO1/K2,,Crane stops\n/K3,Ropes last,Ropes torn\n"
    )
    assert [(goal.id, [one.id for one in goal.key_results]) for goal in file.goals] == [
        ("O1", ["K1", "K2"]),
        ("", ["K3"]),
    ]


@pytest.mark.parametrize(
    ("row", "line", "column", "reason"),
    [
        ("A,Ships leave,Hours,many,,,", 2, "baseline", "This is not a number."),
        ("A,Ships leave,Hours,1 to 3,,,", 2, "baseline", "This is more than one number, or an abbreviated one."),
        ("A,Ships leave,Hours,3k,,,", 2, "baseline", "This is more than one number, or an abbreviated one."),
        ('A,Ships leave,Hours,"1,200",,,', 2, "baseline", "This can be read as 1200 and as 1.200."),
        ("A,Ships leave,Hours,,sideways,,", 2, "direction", "This is none of the words that are known here."),
        ("A,Ships leave,Hours,,,03/04/2026,", 2, "due", "Day and month can be read both ways."),
        ("A,Ships leave,Hours,,,,11", 2, "confidence", "Confidence is a whole number from 0 to 10."),
        ("A,Ships leave,,4,,,", 2, "key_result", "The row says something about a key result, but not which."),
        ("A,,Hours,4,,,", 2, "objective", "The objective has no words."),
        (",,Hours,4,,,", 2, "objective", "The row has no objective."),
        ("A,Ships leave,Hours,,,,,too much", 2, "", "The row has 8 cells, but there are 7 columns."),
        ("A,Ships leave,Hours,,,,\nA,Ships sink,Days,,,,", 3, "objective", "An earlier row of the same objective says something else here."),
        ("A/1,Ships leave,Hours,,,,\nA/1,,Days,,,,", 3, "id", "Two key results of one objective have this id."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(row: str, line: int, column: str, reason: str) -> None:
    (problem,) = read(f"id,objective,key_result,baseline,direction,due,confidence\n{row}\n").problems
    assert (problem.line, problem.column, str(problem.reason)) == (line, column, reason)
    assert str(problem.next_step)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1200", "", ("1200", "")), ("4.5", "", ("4.5", "")), ("4,5", "", ("4.5", "")), ("1,234.5", "", ("1234.5", "")),
        ("1.234,5", "", ("1234.5", "")), ("1 234,5", "", ("1234.5", "")), ("1\u2009234\u202f567", "", ("1234567", "")),
        ("1'200.50", "", ("1200.5", "")), ("1,200", ".", ("1200", "")), ("1,200", ",", ("1.2", "")), ("1.200", ",", ("1200", "")),
        ("0,125", "", ("0.125", "")), ("1,234,567", "", ("1234567", "")), ("75 %", "", ("75", "%")), ("75%", "", ("75", "%")),
        ("\u22124", "", ("-4", "")), ("€ 30", "", ("30", "€")), ("9 visits", "", ("9", "visits")),
    ],
)  # fmt: skip
def test_numbers_are_read_in_english_and_continental_notation(text: str, mark: str, value: tuple[str, str]) -> None:
    found = cells.number(text, mark)
    assert not isinstance(found, Said)
    assert (found[0], found[1]) == (Decimal(value[0]), value[1])


@pytest.mark.parametrize("text", ["", "x", "1..2", "1,23,4", "1.234.56", "1,2.3,4", "9" * 15, "1-2", "-"])
def test_what_is_no_number_is_said(text: str) -> None:
    assert isinstance(cells.number(text), Said)


def test_one_number_that_proves_the_notation_speaks_for_the_whole_file() -> None:
    file = read("objective;key_result;baseline;target\nShips leave;Hours;1.200;0,5\n")
    assert (file.goals[0].key_results[0].baseline, file.goals[0].key_results[0].target) == (1200, Decimal("0.5"))


def test_a_table_of_something_else_is_refused() -> None:
    with pytest.raises(Unreadable, match="No column for objective and key_result was found"):
        read("email,name\nada@x.example,Ada\n")
    with pytest.raises(Unreadable, match="There is no goal in the file"):
        goals.read(goals.write((), "csv"))


def test_formulas_are_neutralised_in_what_is_written() -> None:
    evil = (Objective("=cmd|' /C calc'!A0", key_results=(KeyResult("@SUM(1)", unit="+1"),)),)
    rows = tables.read(goals.write(evil, "csv")).rows
    assert [cell for cell in rows[1].cells if isinstance(cell, str) and cell.startswith(("=", "@", "+"))] == []
    assert goals.read(goals.write(evil, "csv")).goals == evil


# ── YAML ────────────────────────────────────────────────────────────────────


def test_yaml_is_read_as_people_write_it() -> None:
    file = read(
        "cycle: Autumn\ngoals:\n  - objective: Ships leave\n    owner: Cranes\n    parent: [warm, streets]\n    key_results:\n"
        "      - Hours lost\n      - key_result: Crane stops\n        from: 9\n        to: 3\n        due: 2026-12-31\n"
    )
    assert file.problems == () and file.format == "yaml"
    (goal,) = file.goals
    assert (goal.cycle, goal.owner, goal.parent, goal.line) == ("Autumn", "Cranes", ("warm", "streets"), 3)
    assert [(one.key_result, one.target, one.line) for one in goal.key_results] == [
        ("Hours lost", None, 7),
        ("Crane stops", 3, 8),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("goals: &a\n- objective: b", "Anchors and aliases"),
        ("goals:\n- objective: *a", "Anchors and aliases"),
        ("goals:\n- objective: !!python/object/apply:os.system [ls]", "Tags"),
        ("goals: " + "[" * 20, "deeper or larger"),
        ("goals:\n- objective: a\n  objective: b", "stands twice"),
        ("goals:\n- objective: 'a", "This is not YAML"),
        ("goals: 3", "no list of goals"),
    ],
)
def test_yaml_that_is_more_than_values_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(text)


def test_what_yaml_says_in_the_wrong_place_is_a_problem_of_its_line() -> None:
    file = read(
        "goals:\n  - objective: a\n    target: 3\n    colour: red\n    key_results:\n      - why: b\n  - just text\n"
    )
    assert [(one.line, one.column) for one in file.problems] == [
        (3, "target"),
        (4, "colour"),
        (6, "why"),
        (6, "key_result"),
        (7, ""),
    ]


# ── Markdown ────────────────────────────────────────────────────────────────


def test_markdown_is_read_as_people_write_it() -> None:
    file = read(
        "---\ncycle: Autumn\nowner: Cranes\n---\n# Goals of the quay\n\n## Ships leave on time\n\nNothing waits for us.\nNobody either.\n"
        "nature: hard\n\n* Hours lost,\n  per week\n  from: 40\n  to: 20\n  unit: hours\n* Crane stops\n\n## Ropes last\nowner: Ropes\n1. Ropes torn\n"
    )
    assert file.problems == () and file.format == "markdown"
    ships, ropes = file.goals
    assert (ships.objective, ships.owner, ships.why) == (
        "Ships leave on time",
        "Cranes",
        "Nothing waits for us.\nNobody either.",
    )
    assert [(one.key_result, one.target) for one in ships.key_results] == [
        ("Hours lost, per week", 20),
        ("Crane stops", None),
    ]
    assert (ropes.owner, ropes.cycle, ropes.key_results[0].key_result) == ("Ropes", "Autumn", "Ropes torn")


def test_what_markdown_says_in_the_wrong_place_is_a_problem_of_its_line() -> None:
    file = read("- lost\n# a\ntarget: 3\nid: x\nid: y\n- b\n  why: c\n# d\nid: x\n")
    assert [(one.line, one.column) for one in file.problems] == [
        (1, "key_result"),
        (3, "target"),
        (5, "id"),
        (7, "why"),
        (8, "id"),
    ]
