"""What the coach says of goals for one's own life: somebody else is asked for, and nobody there is a colleague."""

from __future__ import annotations

from sapwood.coach import Context, Reading, read_objective
from sapwood.goals.gallery import examples

PERSONAL = Context(layer="personal", level="individual")


def said(reading: Reading) -> str:
    found = [one for read in reading.statements for one in read.findings] + list(reading.findings)
    return " ".join(f"{one.message} {one.question}" for one in found)


def codes(reading: Reading) -> list[str]:
    return [one.code for read in reading.key_results for one in read.findings]


def test_a_goal_with_nobody_else_in_it_is_asked_once_for_whom_it_is() -> None:
    reading = read_objective(
        "I am a calmer father", ["Meditate 20 minutes a day", "Read 5 books on parenting"], PERSONAL
    )
    assert codes(reading).count("KR301") == 1
    assert "nobody else is in it" in said(reading) and "what would they do" in said(reading)


def test_one_result_of_somebody_elses_behaviour_is_enough() -> None:
    results = ["Meditate 20 minutes a day", "Evenings on which my son tells me about his day, from 1 to 4 a week"]
    assert "KR301" not in codes(read_objective("I am a calmer father", results, PERSONAL))


def test_nobody_at_home_is_called_a_colleague() -> None:
    for results in (["Read 5 books on parenting"], ["Run 3 times a week", "I swim every Sunday"]):
        words = said(read_objective("I am there for them", results, PERSONAL))
        assert "colleague" not in words and "close to you" in words


def test_at_work_nothing_has_changed() -> None:
    work = Context(layer="developmental", level="individual")
    assert "your colleagues" in said(read_objective("I listen", ["Read 5 books on listening"], work))


def test_the_examples_for_personal_goals_need_no_such_question() -> None:
    for one in examples():
        if one.area == "personal":
            results = [result.key_result for result in one.goal.key_results]
            assert "KR301" not in codes(read_objective(one.goal.objective, results, PERSONAL)), one.key
