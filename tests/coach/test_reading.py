"""One statement, read: type and labels with probabilities, and the words they rest on."""

from __future__ import annotations

import pytest

from sapwood.coach import Context, read_key_result, read_objective, read_statement
from sapwood.coach.language import language_of
from sapwood.coach.results import KEY_RESULT_LABELS, OBJECTIVE_LABELS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Guests who finish a booking without calling us rise from 54% to 75%", "outcome"),
        ("Uptime of 99.95%", "outcome"),
        ("Launch the partner portal", "output"),
        ("Hire two nurses", "output"),
        ("Hold 12 workshops", "activity"),
        ("Interview 20 customers", "activity"),
    ],
)
def test_an_outcome_is_told_from_an_output_and_an_activity(text: str, kind: str) -> None:
    found = read_statement(text).type
    assert found is not None and found.value == kind and 0.34 < found.p <= 1


def test_every_label_is_answered_with_a_probability_and_words() -> None:
    read = read_statement("Publish four articles a week")
    assert tuple(read.labels) == KEY_RESULT_LABELS
    assert read.says("gameable") and read.labels["gameable"].spans
    for judgement in read.labels.values():
        assert 0.5 <= judgement.p <= 1
        assert all(0 <= start < end <= len(read.text) for start, end in judgement.spans)
    assert tuple(read_statement("Improve our product", "objective").labels) == OBJECTIVE_LABELS


def test_the_same_topic_reads_differently_as_effort_thing_and_change() -> None:
    kinds = [
        read_statement(text).type.value  # type: ignore[union-attr]
        for text in (
            "Attend a course on feedback",
            "Write a guide on giving feedback",
            "Colleagues who say my feedback helped them rise from 3 to 7 of 9",
        )
    ]
    assert kinds == ["activity", "output", "outcome"]


def test_more_than_one_of_a_thing_is_never_yes_or_no() -> None:
    assert read_statement("Launch the shop").says("binary")
    assert not read_statement("Launch 4 shops").says("binary")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Zahl der Beschwerden sinkt von 40 auf 10 im Quartal", "de"),
        ("Réduire le nombre de plaintes de 40 à 10 par mois", "fr"),
        ("Уменьшить число жалоб до 10", "und"),
        ("Cut complaints from 40 to 10 a month", "en"),
        ("GDPR compliance", "en"),
        ("ARR 4M", "en"),
    ],
)
def test_languages_are_recognised(text: str, language: str) -> None:
    assert language_of(text) == language


def test_in_another_language_only_numbers_are_judged() -> None:
    read = read_key_result("Die Zahl der Beschwerden sinkt von 40 auf 10 im Quartal")
    assert read.language == "de" and read.type is None and not read.findings
    assert set(read.labels) == {"has_target", "has_baseline", "relative_change"}
    reading = read_objective("Kunden bleiben gern bei uns und empfehlen uns weiter", [])
    assert [one.code for one in reading.findings] == ["ST101"]


def test_what_a_form_says_counts_as_said() -> None:
    from decimal import Decimal

    from sapwood.coach import Result

    bare = read_key_result("Customer retention in the first year")
    told = read_key_result(Result("Customer retention in the first year", baseline=Decimal(70), target=Decimal(85)))
    assert "KR202" in {one.code for one in bare.findings}
    assert not {"KR201", "KR202"} & {one.code for one in told.findings}


def test_whose_goal_it_is_changes_who_is_asked() -> None:
    found = read_key_result("Read four books on leadership", context=Context(level="individual")).findings
    assert "your colleagues" in str(next(one.question for one in found if one.code == "KR102"))
