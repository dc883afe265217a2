"""Libraries and questionnaires on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from sapwood import cli
from sapwood.activity import clock
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Item, Questionnaire
from sapwood.files.questions import read_library, write_library
from sapwood.people.library import bank
from sapwood.people.models import Competency
from tests import cast
from tests.cast import NOW, Cast
from tests.feedback import rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Iterator[Cast]:
    with clock.frozen(NOW):
        yield cast.gather()


@pytest.mark.parametrize("kind", ["yaml", "xlsx"])
def test_a_library_goes_in_and_comes_out_the_same(
    company: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    given, got = tmp_path / f"in.{kind}", tmp_path / f"out.{kind}"
    given.write_bytes(write_library(bank(), kind))
    assert cli.main(["import", "competencies", str(given), "--dry-run"]) == 0
    assert "34 new" in capsys.readouterr().out
    assert not Competency.objects.exists()
    assert cli.main(["import", "competencies", str(given)]) == 0
    assert "Applied, by Dee Lindqvist." in capsys.readouterr().out
    assert cli.main(["import", "competencies", str(given), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["applied"] is False, "there is nothing left to do"
    assert cli.main(["export", "competencies", str(got)]) == 0
    assert read_library(got.read_bytes()) == bank()


def test_questionnaires_go_in_as_drafts_and_out_again(
    company: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, got = tmp_path / "in.csv", tmp_path / "out.xlsx"
    given.write_text(
        "questionnaire,kind,text,scale,theme\nWeekly,pulse,I know what comes first.,agreement,goal_clarity\n"
    )
    assert cli.main(["import", "questionnaires", str(given), "--dry-run"]) == 0
    assert not Questionnaire.objects.exists()
    assert cli.main(["import", "questionnaires", str(given)]) == 0
    assert Item.objects.get().questionnaire.published is None
    assert cli.main(["export", "questionnaires", str(got)]) == 0
    capsys.readouterr()
    assert cli.main(["import", "questionnaires", str(got), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == {"Weekly": 1}
    assert Questionnaire.objects.count() == 1, "an open draft is replaced"


def test_what_cannot_be_taken_is_named_and_nothing_is_changed(
    company: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "in.csv"
    given.write_text("questionnaire,text,scale\nWeekly,Fine?,stars\n")
    assert cli.main(["import", "questionnaires", str(given)]) == 1
    out = capsys.readouterr().out
    assert "line 2, scale: “stars”" in out and "Nothing was changed." in out
    assert cli.main(["import", "competencies", str(given)]) == 2
    assert cli.main(["import", "competencies", str(tmp_path / "none.yaml")]) == 2
    assert cli.main(["import", "questionnaires", str(given), "--by", "ada@harbour.example"]) == 2
    assert "No OKR owner has the address" in capsys.readouterr().err
    assert not Questionnaire.objects.exists()


def test_a_published_pulse_is_written_as_the_okr_owner_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], company: Cast
) -> None:
    told = company
    rounds.hands(told.cranes, 11)
    told_file = tmp_path / "pulse.xlsx"
    assert cli.main(["export", "results", str(told_file)]) == 2
    assert "No pulse was published yet." in capsys.readouterr().err

    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave)
    closing.close(wave, rounds.AFTER)
    assert cli.main(["export", "results", str(told_file), "--pulse", "nothing like it"]) == 2
    assert wave.name in capsys.readouterr().err
    assert cli.main(["export", "results", str(told_file), "--pulse", wave.name]) == 0
    assert openpyxl.load_workbook(told_file)["Numbers"].max_row > 2
    assert cli.main(["export", "results", str(tmp_path / "pulse.pdf")]) == 0
    assert (tmp_path / "pulse.pdf").read_bytes().startswith(b"%PDF-")
