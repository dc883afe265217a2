"""The page about the API does what it says: its curl and its Python, against a server that runs."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from sapwood.activity import clock
from sapwood.api import scopes
from sapwood.goals.models import CheckIn, Objective, Reading
from tests import cast
from tests.api.conftest import token

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.S)


@pytest.fixture
def goal(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Objective:
    """A company on a running server, whose clock nobody holds, and Ada's token in the environment."""
    company = cast.gather()
    monkeypatch.setenv("SAPWOOD_URL", live_server.url)
    monkeypatch.setenv("SAPWOOD_TOKEN", token(company.ada, clock.now()).text)
    return cast.objective("Ships leave on time", company.cranes, company.cycle, results=2)


def test_the_python_of_the_page_reads_and_tells(goal: Objective) -> None:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        for code in _blocks("python"):
            exec(compile(code, str(PAGE), "exec"), names)  # noqa: S102

    printed = said.getvalue().splitlines()
    assert printed[0] == "Cranes\tShips leave on time, seen 1\tNone\t10"
    assert re.fullmatch(r"4 20\d\d-\d\d-\d\dT[\d:.]+Z", printed[2]) and printed[3:] == ["7"]
    assert Reading.objects.count() == 2 and CheckIn.objects.get().note == "The new rota holds"


def test_the_curl_of_the_page_is_answered(goal: Objective) -> None:
    if shutil.which("curl") is None:
        pytest.skip("There is no curl on this machine; the page's Python is tried all the same.")
    asked = [block for block in _blocks("sh") if block.startswith("curl")]
    answers = [
        subprocess.run(["sh", "-c", block], capture_output=True, text=True, check=True).stdout  # noqa: S602
        for block in asked
    ]
    assert len(answers) == 3
    assert '"name":"Ada Okoye"' in answers[0]
    assert "Ships leave on time" in answers[1]
    assert '"label": "activity"' in answers[2]


def test_the_page_names_the_scopes_there_are() -> None:
    listed = re.findall(r"^\| `([a-z_:]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.M)
    assert listed == list(scopes.SCOPES)
