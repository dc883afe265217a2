"""Pasted text: what people copy from a document, a mail, a chat or a spreadsheet becomes objectives and key results."""

from __future__ import annotations

from typing import Any

import pytest

from sapwood.files import goals
from sapwood.files.words import Unreadable

TWO = [("Ships leave on time", ["Hours lost per week", "Crane stops"]), ("Ropes last", ["Ropes torn"])]


def outline(file: goals.GoalFile) -> list[tuple[str, list[str]]]:
    return [(goal.objective, [one.key_result for one in goal.key_results]) for goal in file.goals]


@pytest.mark.parametrize(
    "text",
    [
        "Objective 1: Ships leave on time\nKR1: Hours lost per week\nKR2: Crane stops\n\nObjective 2: Ropes last\nKR1: Ropes torn",
        "O1: Ships leave on time\nKR1.1: Hours lost per week\nKR1.2: Crane stops\nO2: Ropes last\nKR2.1: Ropes torn",
        "O1 Ships leave on time\nKR 1 Hours lost per week\nKR 2 Crane stops\nO2 Ropes last\nKR 1 Ropes torn",
        "O1 - Ships leave on time\n  KR1 - Hours lost per week\n  KR2 - Crane stops\nO2 - Ropes last\n  KR1 - Ropes torn",
        "Objective:\nShips leave on time\nKey results:\n- Hours lost per week\n- Crane stops\nObjective:\nRopes last\nKey results:\n- Ropes torn",
        "Objective: Ships leave on time\nas measured by:\nHours lost per week\nCrane stops\n\nObjective: Ropes last\nKey Results: Ropes torn",
        "Objective 1\nShips leave on time\nKR 1\nHours lost per week\nKR 2\nCrane stops\nObjective 2\nRopes last\nKR 1\nRopes torn",
        "Objective: Ships leave on time KR1: Hours lost per week KR2: Crane stops\nObjective: Ropes last KR1: Ropes torn",
        "Objective: Ships leave on time\nKey results: Hours lost per week; Crane stops\nObjective: Ropes last\nKey result: Ropes torn",
        "Ziel 1: Ships leave on time\nSchlüsselergebnis 1: Hours lost per week\nSchlüsselergebnis 2: Crane stops\nZiel 2: Ropes last\nSchlüsselergebnis 1: Ropes torn",
        "Objectif 1 : Ships leave on time\nRésultat clé 1 : Hours lost per week\nRésultat clé 2 : Crane stops\nObjectif 2 : Ropes last\nRésultat clé 1 : Ropes torn",
        "**Objective 1:** Ships leave on time\n* **KR1:** Hours lost per week\n* **KR2:** Crane stops\n\n**Objective 2:** Ropes last\n* **KR1:** Ropes torn",
        "## Objective 1: Ships leave on time\n- KR1: Hours lost per week\n- KR2: Crane stops\n## Objective 2: Ropes last\n- KR1: Ropes torn",
        "[10:23] Ada: *Objective 1:* Ships leave on time\n[10:23] Ada: KR1: Hours lost per week\n[10:24] Ada: KR2: Crane stops\n[10:25] Bo: O2: Ropes last\n[10:25] Bo: KR1: Ropes torn",
        "> Hi Bo,\n>\n> O1: Ships leave on time\n> - Hours lost per week\n> - Crane stops\n> O2: Ropes last\n> - Ropes torn\n>\n> Best regards,\n> Ada Quist",
        "### O: Ships leave on time\n- [ ] KR: Hours lost per week\n- [ ] KR: Crane stops\n### O: Ropes last\n- [ ] KR: Ropes torn",
        "Objective\tShips leave on time\nKR1\tHours lost per week\nKR2\tCrane stops\nObjective\tRopes last\nKR1\tRopes torn",
        "Ships leave on time as measured by:\n- Hours lost per week\n- Crane stops\n\nRopes last:\n- Ropes torn",
        "*OKR 1*: Ships leave on time\n** KR: Hours lost per week\n** KR: Crane stops\n*OKR 2*: Ropes last\n** KR: Ropes torn",
        "* Ships leave on time\n** Hours lost per week\n** Crane stops\n* Ropes last\n** Ropes torn",
        "1. Ships leave on time\n   a. Hours lost per week\n   b. Crane stops\n2. Ropes last\n   a. Ropes torn",
        "1. Ships leave on time\n- Hours lost per week\n- Crane stops\n2. Ropes last\n- Ropes torn",
        "1. Ships leave on time\n1.1 Hours lost per week\n1.2 Crane stops\n2. Ropes last\n2.1 Ropes torn",
        "•\tShips leave on time\no\tHours lost per week\no\tCrane stops\n•\tRopes last\no\tRopes torn",
        "Goals of the quay\n1. Ships leave on time\n\t- Hours lost per week\n\t- Crane stops\n2. Ropes last\n\t- Ropes torn",
        "Ships leave on time\n• Hours lost per week\n• Crane stops\n\nRopes last\n• Ropes torn",
        "Ships leave on time\n- [ ] Hours lost per week\n- [x] Crane stops\nRopes last\n- [ ] Ropes torn",
        "Ships leave on time\nKR1: Hours lost per week\nKR2: Crane stops\n\nRopes last\nKR1: Ropes torn",
        "Ships leave on time\nHours lost per week\nCrane stops\n\nRopes last\nRopes torn",
        "# Ships leave on time\n- Hours lost per week\n- Crane stops\n# Ropes last\n- Ropes torn",
        "Goal\tKey result\nShips leave on time\tHours lost per week\n\tCrane stops\nRopes last\tRopes torn\n",
        "Ships leave on time\tHours lost per week\n\tCrane stops\nRopes last\tRopes torn\n",
        "| Objective | Key result |\n|:---|---|\n| Ships leave on time | Hours lost per week |\n| | Crane stops |\n| Ropes last | Ropes torn |",
        "goals:\n  - objective: Ships leave on time\n    key_results: [Hours lost per week, Crane stops]\n  - objective: Ropes last\n    key_results: [Ropes torn]",
    ],
)  # fmt: skip
def test_two_goals_are_read_however_they_are_written(text: str) -> None:
    file = goals.read_pasted(text)
    assert outline(file) == TWO
    assert file.problems == ()


def test_lines_with_numbers_belong_to_the_line_above_and_that_is_said_to_be_a_guess() -> None:
    file = goals.read_pasted("Ships leave on time\nHours lost from 40 to 20\nRopes last\nRopes torn below 3")
    assert outline(file) == [
        ("Ships leave on time", ["Hours lost from 40 to 20"]),
        ("Ropes last", ["Ropes torn below 3"]),
    ]
    assert "please check that" in str(file.remarks[0])
    assert outline(goals.read_pasted("Ships leave on time\nRopes last\n")) == [
        ("Ships leave on time", []),
        ("Ropes last", []),
    ]


def test_a_list_without_an_objective_is_taken_apart_from_what_is_missing() -> None:
    file = goals.read_pasted("- Hours lost from 40 to 20\n- Crane stops below 3")
    assert outline(file) == [("", ["Hours lost from 40 to 20", "Crane stops below 3"])]
    assert [(one.line, one.column, str(one.reason)) for one in file.problems] == [
        (1, "objective", "These key results stand below no objective.")
    ]


def test_owner_cycle_and_days_are_read_where_they_are_plain() -> None:
    file = goals.read_pasted(
        "Team: Cranes\nQuarter: Autumn 2026\n\nO1: Ships leave on time (due 2026-12-18)\nNothing waits for us.\n"
        "KR1: Hours lost per week [target: 20; unit: hours]\nKR2: Crane stops (by 2026-11-01)\n\n"
        "O2: Ropes last (owner: Ropes)\nAudience: sailors\n- Ropes torn | weight: 30\n  from: 9\n  to: 3\n"
    )
    assert file.problems == ()
    ships, ropes = file.goals
    assert (ships.owner, ships.cycle, ships.why) == ("Cranes", "Autumn 2026", "Nothing waits for us.")
    assert [(one.key_result, str(one.due)) for one in ships.key_results] == [
        ("Hours lost per week", "2026-12-18"),
        ("Crane stops", "2026-11-01"),
    ]
    assert (ships.key_results[0].target, ships.key_results[0].unit) == (20, "hours")
    assert (ropes.objective, ropes.owner, ropes.cycle, ropes.audience) == (
        "Ropes last",
        "Ropes",
        "Autumn 2026",
        "sailors",
    )
    torn = ropes.key_results[0]
    assert (torn.key_result, torn.weight, torn.baseline, torn.target) == ("Ropes torn", 30, 9, 3)


def test_an_owner_below_all_key_results_is_the_objectives_and_one_among_them_is_not() -> None:
    file = goals.read_pasted(
        "O1: Ships leave\nKR1: Hours\nKR2: Stops\nOwner: Cranes\n\nO2: Ropes last\nKR1: Torn\nOwner: Ada\nKR2: Knots"
    )
    assert [goal.owner for goal in file.goals] == ["Cranes", ""]
    assert [str(one) for one in file.remarks] == ["Not read: “Owner: Ada”."]


@pytest.mark.parametrize("tail", ["(see the plan)", "(owner: Bo)", "[1]", "(by Christmas)"])
def test_brackets_that_say_something_else_stay_where_they_are(tail: str) -> None:
    file = goals.read_pasted(f"O1: Ships leave\nKR1: Hours lost {tail}")
    assert file.goals[0].key_results[0].key_result == f"Hours lost {tail}"


def test_a_wrong_value_is_a_problem_of_its_line() -> None:
    file = goals.read_pasted("O1: Ships leave\nKR1: Hours lost\ntarget: many\nKR2: Stops (due: 31.02.2026)\n")
    assert [(one.line, one.column, one.given) for one in file.problems] == [
        (3, "target", "many"),
        (4, "due", "31.02.2026"),
    ]


def test_lines_broken_by_a_mail_program_are_put_together() -> None:
    file = goals.read_pasted(
        "Objective: Ships leave the harbour at the hour\nthat was told to their captains\nKR1: Hours lost from 40 to\n"
        "20 in a week\nKR2: Crane stops"
    )
    assert outline(file) == [
        (
            "Ships leave the harbour at the hour that was told to their captains",
            ["Hours lost from 40 to 20 in a week", "Crane stops"],
        )
    ]


def test_what_is_no_goal_is_left_out_and_said() -> None:
    file = goals.read_pasted(
        "Hello all,\nas promised:\n\nO1: Ships leave\n- KR1: Hours lost\n   - asks for a new crane\nProgress: 40 %\n"
        "Initiatives:\n- Oil the cranes\n\nThanks\nAda Quist\nHarbour office, room 4\n"
    )
    assert outline(file) == [("Ships leave", ["Hours lost"])]
    assert [str(one) for one in file.remarks] == [
        "Not read: “as promised:”, “asks for a new crane”, “Progress: 40 %”, “Oil the cranes”."
    ]


def test_an_id_is_only_what_is_called_so() -> None:
    """Every text has an O1; taken for an id it would change a stranger's goal."""
    file = goals.read_pasted("O1: Ships leave\nid: ships\nKR1: Hours lost\nid: hours")
    assert (file.goals[0].id, file.goals[0].key_results[0].id) == ("ships", "hours")
    assert goals.read_pasted("O1: Ships leave\nKR1: Hours lost").goals[0].id == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty."),
        (" \n\t\n", "The file is empty."),
        ("---\n***\n", "There is no goal in the file."),
        ("Hello Bo,\n", "There is no goal in the file."),
        ("Due: 2026-01-01", "There is no goal in the file."),
        ("objective,objective,key_result\na,b,c", "both mean the column objective"),
        ("goals: *a", "Anchors and aliases"),
        ("O1: x\n" * 20_001, "The text is longer than any list of goals."),
        ("<html><body>Objective</body></html>", "This is a web page or XML"),
        ("x" * 11_000_000, "The file is 10.5 MB large"),
    ],
)  # fmt: skip
def test_what_holds_no_goal_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        goals.read_pasted(text)


def test_a_text_file_is_told_by_its_front_words_and_a_table_by_its_headings() -> None:
    assert goals.read(b"Objective: Ships leave\nKR1: Hours lost").format == "text"
    assert goals.read(b"objective,key_result\nO1: Ships leave,KR1: Hours").format == "csv"
    assert goals.read(b"# Objective 1: Ships leave\n- KR1: Hours lost\n").goals[0].objective == "Ships leave"


def test_a_goal_whose_own_words_look_like_a_mark_survives_being_written() -> None:
    for words in ("O1: Ships leave", "Goal: Ships leave", "KR 3", "_KR1:_ x"):
        given = (goals.Objective(words, key_results=(goals.KeyResult(words),)),)
        for kind in goals.KINDS:
            assert goals.read(goals.write(given, kind)).goals == given


def places(file: goals.GoalFile) -> Any:
    return [str(file.place(goal.line)) for goal in file.goals]


def test_a_place_is_a_line() -> None:
    assert places(goals.read_pasted("\nO1: a\n\nO2: b")) == ["line 2", "line 4"]
