"""The hook that other repositories name: defined as pre-commit reads it, and its entry works on a file as pre-commit calls it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook() -> dict[str, Any]:
    (found,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(found)


def run(hook: dict[str, Any], folder: Path, *names: str) -> subprocess.CompletedProcess[str]:
    """The entry as pre-commit runs it: the command of this environment, in the other repository, files at the end."""
    command, *arguments = str(hook["entry"]).split()
    program = Path(sys.executable).with_name(command)
    return subprocess.run([program, *arguments, *names], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def test_it_says_all_that_pre_commit_needs(hook: dict[str, Any]) -> None:
    assert {"id", "name", "entry", "language"} <= set(hook)
    assert (hook["id"], hook["language"]) == ("sapwood-lint", "python")
    scripts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(r'(?m)^sapwood = "sapwood\.cli:\w+"', scripts)  # what “language: python” installs the entry from


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("okrs.md", True),
        ("team/goals-2026.yaml", True),
        ("okr/goals.csv", True),
        ("okrs.xlsx", True),
        ("goals.jsonl", True),
        ("README.md", False),
        ("src/goals.py", False),
        ("mygoals.md", False),
    ],
)
def test_it_is_called_for_goal_files_only(hook: dict[str, Any], name: str, meant: bool) -> None:
    assert bool(re.search(hook["files"], name)) is meant


def test_its_entry_fails_a_commit_of_tasks_and_lets_results_pass(hook: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "okrs.md").write_text("# Guests find their room\n- Hold 12 workshops on signs\n", encoding="utf-8")
    (tmp_path / "goals.md").write_text(
        "# Guests find their room without asking\n"
        "- Guests who ask the desk for the way fall from 40 to 12 a day\n"
        "- Guests who say the signs helped them rise from 3 of 10 to 7 of 10\n",
        encoding="utf-8",
    )
    refused = run(hook, tmp_path, "okrs.md", "goals.md")
    assert refused.returncode == 1 and "KR102" in refused.stdout and "okrs.md" in refused.stdout
    assert "Traceback" not in refused.stderr
    passed = run(hook, tmp_path, "goals.md")
    assert (passed.returncode, passed.stderr) == (0, "")


def test_what_cannot_be_read_fails_as_well_and_says_why(hook: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "goals.csv").write_bytes(b"PK\x03\x04nothing")
    refused = run(hook, tmp_path, "goals.csv")
    assert refused.returncode == 2 and refused.stderr and "Traceback" not in refused.stderr
