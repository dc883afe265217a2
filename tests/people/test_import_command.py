"""`sapwood import people FILE`: the same plan in words or JSON, and an exit status that scripts can trust."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sapwood import cli
from sapwood.activity import clock
from sapwood.activity.models import Event
from sapwood.files import people, tables
from sapwood.people.models import Person, Role
from tests import cast
from tests.people import five_hundred

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[cast.Cast]:
    with clock.frozen(cast.NOW):
        yield cast.gather()


def file(folder: Path, *rows: list[Any], name: str = "people.csv", content: bytes = b"") -> str:
    path = folder / name
    path.write_bytes(content or tables.write_csv(rows))
    return str(path)


def test_a_dry_run_says_what_it_would_do_and_does_nothing(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, ["email", "role"], ["ada@harbour.example", "cook"])
    assert cli.main(["import", "people", path, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "0 new, 1 changed, 0 the same, 0 rejected" in said and "A dry run: nothing was changed." in said
    assert cast.fresh(told.ada).job_title == "dock hand"


def test_it_is_applied_by_an_administrator_and_twice_is_once(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, ["email", "role"], ["ada@harbour.example", "cook"])
    assert cli.main(["import", "people", path]) == 0
    assert "Applied, by Ad Novak." in capsys.readouterr().out
    assert cli.main(["import", "people", path]) == 0
    assert "There is nothing to do." in capsys.readouterr().out
    assert Event.objects.get(verb="people.imported").actor == told.ad


def test_ten_mistakes_are_ten_lines_and_status_1(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, content=five_hundred.with_mistakes())
    assert cli.main(["import", "people", path]) == 1
    said = capsys.readouterr().out
    for line, column, given, reason in five_hundred.MISTAKES:
        told_so = next(one for one in said.splitlines() if one.startswith(f"line {line}, {column}: “{given}” "))
        assert reason in told_so
    assert said.count("\nline ") + said.startswith("line ") == 10
    assert "490 new, 0 changed, 0 the same, 10 rejected" in said
    assert not Person.objects.filter(external_id__startswith="H").exists()


def test_json_is_one_object_that_says_the_same(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, content=five_hundred.with_mistakes())
    assert cli.main(["import", "people", path, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["applied"], said["counts"]["rejected"], len(said["rejected"])) == (False, 10, 10)
    assert set(said["rejected"][0]) == {"line", "column", "given", "reason", "next_step"}


def test_an_open_question_is_asked_and_answered_by_an_option(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, ["email", "starts"], ["ada@harbour.example", "03/04/2026"])
    assert cli.main(["import", "people", path]) == 1
    assert "--date-order dmy" in capsys.readouterr().out
    assert cli.main(["import", "people", path, "--date-order", "dmy"]) == 0
    assert str(cast.fresh(told.ada).starts) == "2026-04-03"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "PDF"), (b"", "empty"), (b"name\nAda\n", "staff number"), (b"PK\x03\x04", "damaged")],
)
def test_what_cannot_be_read_is_status_2(
    told: cast.Cast, tmp_path: Path, capsys: Any, content: bytes, said: str
) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    assert cli.main(["import", "people", str(path)]) == 2
    assert said in capsys.readouterr().err
    assert cli.main(["import", "people", str(path), "--json"]) == 2
    assert said in json.loads(capsys.readouterr().out)["error"]


def test_a_file_that_is_not_there_is_status_2(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    assert cli.main(["import", "people", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_it_is_always_somebodys(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, ["email", "role"], ["ada@harbour.example", "cook"])
    assert cli.main(["import", "people", path, "--by", "ada@harbour.example"]) == 2
    assert "no administrator has the address" in capsys.readouterr().err
    told.ad.role_grants.filter(role=Role.ADMINISTRATOR).delete()
    assert cli.main(["import", "people", path]) == 2
    assert "no administrator yet" in capsys.readouterr().err


def test_the_missing_leave_by_an_option(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    path = file(tmp_path, ["email", "manager"], ["ada@harbour.example", "-"])
    assert cli.main(["import", "people", path]) == 0
    assert "They stay as they are." in capsys.readouterr().out
    assert cli.main(["import", "people", path, "--missing-have-left"]) == 0
    assert cast.fresh(told.eve).leaves == cast.TODAY


def test_a_sheet_can_be_named(told: cast.Cast, tmp_path: Path, capsys: Any) -> None:
    content = tables.write_xlsx(
        [("Notes", [["nothing"]]), ("Staff", [["email", "role"], ["ada@harbour.example", "cook"]])]
    )
    path = file(tmp_path, name="people.xlsx", content=content)
    assert cli.main(["import", "people", path]) == 2
    capsys.readouterr()
    assert cli.main(["import", "people", path, "--sheet", "staff"]) == 0


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_everybody_goes_out_and_in_again_without_a_change(
    told: cast.Cast, tmp_path: Path, capsys: Any, name: str
) -> None:
    path = tmp_path / name
    assert cli.main(["export", "people", str(path)]) == 0
    assert "7 people" in capsys.readouterr().out
    assert len(people.read(path.read_bytes()).rows) == 7
    assert cli.main(["import", "people", str(path)]) == 0
    assert "There is nothing to do." in capsys.readouterr().out


@pytest.mark.parametrize("command", ["import", "export"])
def test_help_needs_no_database(command: str, tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "sapwood.cli", command, "people", "--help"],
        capture_output=True, text=True, check=False, env={"SAPWOOD_MODE": "test", "SAPWOOD_DATA": str(tmp_path)},
    )  # fmt: skip
    assert (asked.returncode, asked.stderr) == (0, "")
    assert "usage: sapwood" in asked.stdout


def test_a_database_without_tables_is_told_with_the_next_step(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "sapwood.cli", "import", "people", __file__],
        capture_output=True, text=True, check=False,
        env={"SAPWOOD_MODE": "test", "SAPWOOD_DATA": str(tmp_path / "d"), "SAPWOOD_ASSETS": str(tmp_path / "a")},
    )  # fmt: skip
    assert asked.returncode == 2
    assert asked.stderr == "sapwood import people: The database is empty or behind. Run `sapwood migrate` first.\n"
