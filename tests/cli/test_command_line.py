"""The `sapwood` command says what there is and what is wrong, and starts nothing it does not need."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sapwood import cli

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("django", "numpy", "scipy", "openpyxl", "docx", "typst", "pydantic")


def test_it_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0

    said = capsys.readouterr().out
    assert [command.name for command in cli.COMMANDS if command.help and command.name not in said] == []


@pytest.mark.parametrize("words", [["srve"], ["import", "goats"], ["--wrong"]])
def test_an_unknown_command_is_said_with_those_there_are(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2

    told = capsys.readouterr()
    assert words[0].strip("-") in told.err + told.out
    assert "Usage: sapwood COMMAND" in told.err


def test_half_a_name_lists_its_other_halves(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["import"]) == 0

    said = capsys.readouterr().out
    assert "import people" in said
    assert "serve" not in said


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_each_command_explains_itself(command: cli.Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command.name.split(), "--help"]) == 0

    module = importlib.import_module(command.module)
    assert (module.__doc__ or "").strip()
    assert f"sapwood {command.name}" in capsys.readouterr().out


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_a_wrong_option_is_bad_input(command: cli.Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*command.name.split(), "--no-such-option"]) == 2

    assert "usage:" in capsys.readouterr().err


def test_help_starts_nothing_heavy() -> None:
    assert _loaded("from sapwood import cli; cli.main(['--help'])") == []


@pytest.mark.parametrize("command", [one for one in cli.COMMANDS if not one.django], ids=lambda command: command.name)
def test_what_reads_files_starts_without_what_it_may_not_need(command: cli.Command) -> None:
    assert _loaded(f"import {command.module}") == []


def test_the_server_starts_without_what_only_some_pages_need() -> None:
    assert [name for name in _loaded("import sapwood.config.wsgi") if name not in {"django", "pydantic"}] == []


def test_a_file_that_is_not_there_is_said_in_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["restore", str(tmp_path / "nowhere.tar"), "--verify"]) == 2

    said = capsys.readouterr().err.strip()
    assert "nowhere.tar" in said
    assert len(said.splitlines()) == 1


def _loaded(code: str) -> list[str]:
    """Which of the heavy packages are there after running `code` in a fresh Python."""
    code = f"{code}\nimport sys\nprint('LOADED', *[name for name in {HEAVY!r} if name in sys.modules])"
    given = {"PATH": "/usr/bin:/bin", "SAPWOOD_MODE": "test", "PYTHONPATH": str(ROOT / "src")}
    with tempfile.TemporaryDirectory() as elsewhere:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code],
            env=given,
            cwd=elsewhere,
            capture_output=True,
            text=True,
            check=True,
        )
    return done.stdout.rsplit("LOADED", 1)[1].split()
