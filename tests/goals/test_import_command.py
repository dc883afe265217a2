"""`sapwood import goals` and `sapwood export goals`: the same plan in words or JSON, and a status scripts can trust."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from sapwood import cli
from sapwood.files import goals as files
from sapwood.goals.models import Objective
from tests import cast
from tests.files.test_goal_word import made

GOALS = "# Fewer ships wait\nowner: Cranes\ncycle: Autumn 2026\nid: wait\n- Hours lost\n  from: 40\n  to: 20\n"


def test_a_file_is_tried_taken_and_taken_once(company: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "goals.md"
    path.write_text(GOALS)
    assert cli.main(["import", "goals", str(path), "--dry-run"]) == 0
    assert "1 new, 0 changed, 0 the same, 0 rejected.\nA dry run: nothing was changed." in capsys.readouterr().out
    assert not Objective.objects.exists()
    assert cli.main(["import", "goals", str(path)]) == 0
    assert "Applied, by Dee Lindqvist." in capsys.readouterr().out
    assert Objective.objects.get().proposed_by == company.dee
    assert cli.main(["import", "goals", str(path)]) == 0
    assert "There is nothing to do." in capsys.readouterr().out


def test_json_says_what_is_wrong_and_nothing_is_done(company: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "goals.md"
    path.write_text(f"{GOALS}# Another\nowner: Buoys\n- b\n")
    assert cli.main(["import", "goals", str(path), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["applied"], said["counts"]["rejected"], said["format"]) == (False, 1, "markdown")
    assert [(one["line"], one["column"], one["given"]) for one in said["problems"]] == [(8, "owner", "Buoys")]
    assert not Objective.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--owner", "Buoys"], "There is no team 'Buoys'."),
        (["--cycle", "Winter"], "There is no cycle 'Winter'. Cycles here: Autumn 2026."),
        (["--by", "no@where.example"], "Nobody at work has the address"),
    ],
)
def test_an_option_that_names_nothing_is_said(
    company: cast.Cast, tmp_path: Path, capsys: Any, arguments: list[str], said: str
) -> None:
    path = tmp_path / "goals.md"
    path.write_text(GOALS)
    assert cli.main(["import", "goals", str(path), *arguments]) == 2
    assert said in capsys.readouterr().err


def test_what_cannot_be_read_is_status_2(company: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "people.csv"
    path.write_text("email,name\na@x.example,A\n")
    assert cli.main(["import", "goals", str(path)]) == 2
    assert "No column for objective and key_result was found." in capsys.readouterr().err
    assert cli.main(["import", "goals", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_a_document_is_taken_and_a_text_that_comes_in(
    company: cast.Cast, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "goals.docx"
    path.write_bytes(
        made(
            ("O1: Ships leave", "Heading 1"),
            ("owner: Cranes", "Normal"),
            ("KR1: Hours", "Normal"),
            ("to: few", "Normal"),
        )
    )
    assert cli.main(["import", "goals", str(path)]) == 1
    assert "paragraph 4, target: “few” This is not a number." in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"O1: Ships leave\nKR1: Hours from 3 to 1\n")))
    assert cli.main(["import", "goals", "-", "--owner", "Cranes"]) == 0
    assert "1 new, 0 changed, 0 the same, 0 rejected." in capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert cli.main(["import", "goals", "-"]) == 2


@pytest.mark.parametrize("name", ["goals.csv", "goals.xlsx", "goals.yaml", "goals.md"])
def test_an_export_is_a_file_that_changes_nothing(company: cast.Cast, tmp_path: Path, capsys: Any, name: str) -> None:
    cast.objective("Ships leave on time", company.company, company.cycle, results=2)
    path = tmp_path / name
    assert cli.main(["export", "goals", str(path)]) == 0
    assert "1 goals of Autumn 2026" in capsys.readouterr().out
    assert len(files.read(path.read_bytes()).goals[0].key_results) == 2
    assert cli.main(["import", "goals", str(path)]) == 0
    assert "There is nothing to do." in capsys.readouterr().out
