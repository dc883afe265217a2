"""The tutorial prints what it says it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from tests.measurement.reference.tables import shared

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial-insteval.md"


def blocks() -> list[tuple[str, str]]:
    """Each block of Python with the text it is said to print."""
    found = re.findall(r"```(python|text)\n(.*?)```", TUTORIAL.read_text(), flags=re.S)
    paired = []
    for place, (kind, content) in enumerate(found):
        if kind == "python":
            following = found[place + 1] if place + 1 < len(found) else ("python", "")
            paired.append((content, following[1] if following[0] == "text" else ""))
    return paired


def test_every_block_of_the_tutorial_prints_what_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "insteval.csv").symlink_to(shared("insteval.csv.gz"))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}

    for code, expected in blocks():
        with contextlib.redirect_stdout(io.StringIO()) as said:
            exec(compile(code, str(TUTORIAL), "exec"), names)  # noqa: S102
        assert [line.rstrip() for line in said.getvalue().splitlines()] == [
            line.rstrip() for line in expected.splitlines()
        ]

    assert (tmp_path / "insteval-d.svg").read_text().startswith("<svg xmlns=")
