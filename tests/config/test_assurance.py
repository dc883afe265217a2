"""The pack for a works council says what is in force here: when a setting changes, so does the paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import docx
import pytest

from sapwood import cli
from sapwood.activity import clock, jobs
from sapwood.config import assurance
from sapwood.config.assurance import figures
from sapwood.feedback import asked, bank, units
from sapwood.feedback.actions import launching, waves
from sapwood.feedback.models import Wave
from sapwood.files import paper
from sapwood.measurement import rounding
from sapwood.people import policy
from sapwood.people.models import Role
from tests import cast
from tests.feedback import rounds
from tests.house import crawl, world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def words(name: str) -> str:
    return paper.to_markdown(assurance.papers(cast.TODAY)[name]).decode()


def shown(name: str) -> dict[str, str]:
    """Rule -> figure, as the tables of a paper say it."""
    rows = [line.strip("| ").split(" | ") for line in words(name).splitlines() if line.startswith("| ")]
    return {row[0]: row[1] for row in rows if len(row) == 3}


def test_each_figure_of_the_papers_is_the_one_in_force() -> None:
    cast.gather()
    for name, rules in (
        ("2-thresholds", figures.thresholds_in_force()),
        ("4-retention", figures.times_in_force()),
    ):
        told = shown(name)
        assert rules and {rule.what: told.get(rule.what) for rule in rules} == {
            rule.what: f"{rule.value} {rule.unit}" for rule in rules
        }
    for rule in figures.thresholds_in_force():
        assert f"{rule.what}: {rule.value} {rule.unit}." in words("6-impact-assessment-draft")


@pytest.mark.parametrize(
    ("where", "name", "value", "file", "said"),
    [
        (units, "LEAST", 11, "2-thresholds", "11 people"),
        (asked, "JOINER_DAYS", 47, "2-thresholds", "47 days"),
        (asked, "QUIET_DAYS", 123, "2-thresholds", "123 days"),
        (rounding, "COARSE_BELOW", 33, "2-thresholds", "33 answers"),
        (launching, "PANEL_LIFE", dt.timedelta(days=399), "4-retention", "399 days"),
        (jobs, "MAILS_KEPT", dt.timedelta(days=77), "4-retention", "77 days"),
    ],
)
def test_a_changed_setting_changes_the_paper(
    monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: object, file: str, said: str
) -> None:
    cast.gather()
    assert said not in shown(file).values()
    monkeypatch.setattr(where, name, value)
    assert said in shown(file).values()


def test_defaults_of_a_wave_and_minutes_of_a_week_are_those_of_the_product(settings) -> None:
    settings.SAPWOOD_MINUTES_A_WEEK = 17
    told = cast.gather()
    wave = waves.draft_pulse(by=told.dee, name="P", questionnaire=rounds.pulse_questions(), at=cast.NOW)
    said = shown("2-thresholds")
    assert said["Answers that a shown number of a pulse rests on, at least"] == f"{wave.least_answers} answers"
    assert said["Raters in a group of a 360, at least"] == f"{wave.least_relation} raters"
    assert said["Answers from which remarks of a pulse are shown"] == f"{wave.comments_from} answers"
    assert said["Minutes that may be asked of a person in a week"] == "17 minutes"


def test_raised_thresholds_of_a_wave_stand_beside_it() -> None:
    told = cast.gather()
    rounds.hands(told.cranes, 9)
    wave = rounds.open_pulse(told.dee)
    Wave.objects.filter(pk=wave.pk).update(least_answers=9)
    assert f"| {wave.name}, open | 9 |" in words("2-thresholds")


def test_the_role_matrix_has_every_deed_of_the_policy_and_every_address() -> None:
    cast.gather()
    text = words("3-role-matrix").replace("\\", "")
    file = policy.load()
    for action, relations in file.actions.items():
        assert f"| {action.split('.')[-1].replace('_', ' ')} |" in text
        assert all(policy.words_of(name) for name in relations)
    for route, methods in file.routes.items():
        assert all(f"{method} {route}" in text for method in methods)
    assert f"| {Role.ADMINISTRATOR.label} | 1 |" in text


def test_the_catalogue_has_every_question_of_the_bank_and_of_questionnaires_in_use() -> None:
    cast.gather()
    asked_here = rounds.pulse_questions()
    text = words("1-question-catalogue")
    for question in bank.pulse_items():
        assert question.text in text
    for item in asked_here.items.all():
        assert item.text in text


def test_the_statement_says_where_mail_goes_here(settings) -> None:
    cast.gather()
    assert "none: no mail server is set" in words("5-no-ai-statement")
    settings.EMAIL_HOST = "post.harbour.example"
    assert "post.harbour.example" in words("5-no-ai-statement")


def test_no_paper_names_a_person_or_quotes_what_somebody_wrote() -> None:
    told = world.build()
    with clock.frozen(cast.NOW):
        for name in assurance.papers(cast.TODAY):
            text = words(name)
            assert crawl.tokens(text) == set(), name
            assert not [one.name for one in told.people.values() if one.name in text], name


def test_the_command_writes_each_paper_three_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.gather()
    assert cli.main(["export", "assurance", "--to", str(tmp_path / "pack")]) == 0
    assert "6 papers" in capsys.readouterr().out
    files = sorted(file.name for file in (tmp_path / "pack").iterdir())
    assert len(files) == 18
    for file in (tmp_path / "pack").iterdir():
        content = file.read_bytes()
        assert content.startswith({".pdf": b"%PDF-", ".docx": b"PK", ".md": b"# "}[file.suffix])
    document = docx.Document(str(tmp_path / "pack" / "2-thresholds.docx"))
    assert document.core_properties.author == "" and document.tables
