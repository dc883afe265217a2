"""The page of commands prints what it says it prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sapwood import cli

PAGE = Path(__file__).resolve().parents[2] / "docs" / "measurement-cli.md"


def test_every_command_of_the_page_prints_what_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```(python|console)\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)
    (made,) = [text for kind, text in blocks if kind == "python"]
    exec(compile(made, str(PAGE), "exec"), {})  # noqa: S102
    for kind, text in blocks:
        if kind == "console":
            assert told(text, capsys) == text


def told(block: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The commands of a block, each with what it says now."""
    lines = []
    for line in block.splitlines():
        if line.startswith("$ sapwood "):
            cli.main(shlex.split(line.removeprefix("$ sapwood ")))
            said = capsys.readouterr()
            lines += [line, *(one.rstrip() for one in (said.out + said.err).splitlines())]
    return "\n".join(lines) + "\n"
