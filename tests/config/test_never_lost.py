"""The web server is killed while Ada writes: all she wrote is there afterwards, and each of it once."""

from __future__ import annotations

import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.parse
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.config import processes
from tests.config.processes import Server

COMMENTS = 100
KILLED_AT = (15, 45, 75)
ROOT = Path(__file__).resolve().parents[2]
CURTAIN_UP = """
import django, json
django.setup()
from django.conf import settings
from django.test import Client
from tests import cast
company = cast.gather()
objective = cast.objective("Ships leave on time", company.cranes, company.cycle)
client = Client()
client.force_login(company.ada)
name = settings.SESSION_COOKIE_NAME
print(json.dumps([objective.public_id, f"{name}={client.cookies[name].value}", settings.CSRF_COOKIE_NAME]))
"""


@dataclass
class Ada:
    """She sends a comment, and sends it again when no answer came."""

    server: Server
    path: str
    cookies: str
    again: int = 0

    def says(self, text: str, key: str) -> None:
        body = urllib.parse.urlencode({"text": text, "submission": key, "csrfmiddlewaretoken": "c" * 32})
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        end = time.monotonic() + processes.PATIENCE
        while time.monotonic() < end:
            line = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=10)
            try:
                line.request("POST", self.path, body, headers)
                answer = line.getresponse()
                assert answer.status == 303, f"{answer.status} {self.server.said.read_text()}"
                return
            except (OSError, http.client.HTTPException):
                self.again += 1
                time.sleep(0.05)
            finally:
                line.close()
        raise AssertionError(f"Nobody answered: {self.server.said.read_text()}")


@pytest.mark.sqlite
def test_what_was_written_survives_a_killed_server(prepared: Path) -> None:
    env = {**processes.environment(prepared), "DJANGO_SETTINGS_MODULE": "sapwood.config.settings"}
    raised = subprocess.run(
        [sys.executable, "-c", CURTAIN_UP], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert raised.returncode == 0, raised.stderr
    objective, session, csrf = json.loads(raised.stdout)
    texts = [f"Thought {number}" for number in range(COMMENTS)]

    with processes.serving(prepared) as server:
        ada = Ada(server, f"/objectives/{objective}/comments/", f"{session}; {csrf}={'c' * 32}")
        for number, text in enumerate(texts):
            killer = threading.Thread(target=_kill, args=(server.web(),))
            if number in KILLED_AT:
                killer.start()
            ada.says(text, key=f"key-{number}")
            if number in KILLED_AT:
                killer.join()

    with closing(sqlite3.connect(prepared / "data" / "sapwood.sqlite3")) as database:
        kept = sorted(row[0] for row in database.execute("SELECT text FROM goals_comment"))
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
    assert kept == sorted(texts)
    assert sound == "ok"
    assert ada.again > 0  # the kills did meet her


def _kill(pids: list[int]) -> None:
    time.sleep(0.004)  # while the request is on its way
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
