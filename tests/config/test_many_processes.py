"""Several workers and several web processes at once: nothing is done twice, nothing is lost. On both databases."""

# ruff: noqa: F811  (fixtures that come from the room next door)

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.activity.conftest import PostOffice, post_office, unused_tcp_port  # noqa: F401  (fixtures)
from tests.config import processes
from tests.config.processes import python

WORKERS = 4
MAILS, TASKS = 30, 40
CLIENTS, COMMENTS = 4, 12

WORK_WAITS = """
import datetime as dt
from sapwood.activity import clock, outbox
from sapwood.activity.models import Schedule
from tests.config import chores
for number in range({mails}):
    outbox.queue(outbox.Recipient(f"reader{{number}}@harbour.example"), kind="test", subject=f"Mail {{number}}",
                 body="They leave.", why="", at=clock.now(), urgent=True)
for name in chores.JOBS:
    Schedule.objects.create(name=name, next_run=clock.now() - dt.timedelta(minutes=1))
for number in range({tasks}):
    chores.chore.enqueue(number)
"""

WORKER = """
import pathlib, sys, time
from tests.config import chores
from sapwood.config import worker
worker.PAUSE = 0.01
print("ready", flush=True)
while not pathlib.Path(sys.argv[1]).exists():
    time.sleep(0.005)
worker.main()
"""

CURTAIN_UP = """
import json
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

LOOK = """
import json
from sapwood.activity import events
from sapwood.activity.models import Event
from sapwood.goals.models import Comment
print(json.dumps([list(Comment.objects.values_list("text", flat=True)), Event.objects.count(), events.verify_chain()]))
"""

LEFT = """
from django_tasks_db.models import DBTaskResult
from sapwood.activity.models import Delivery
print(Delivery.objects.exclude(state="sent").count() + DBTaskResult.objects.exclude(status="SUCCESSFUL").count())
"""


@pytest.fixture
def house(prepared: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """The environment of a migrated, empty house: on the PostgreSQL the tests run on, else on SQLite."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return processes.environment(prepared)
    env = processes.environment(prepared, DATABASE_URL=request.getfixturevalue("empty_postgres"))
    done = processes.sapwood("migrate", env=env)
    assert done.returncode == 0, done.stderr
    return env


def test_four_workers_do_each_thing_once(house: dict[str, str], post_office: PostOffice, tmp_path: Path) -> None:
    chores, go = tmp_path / "chores", tmp_path / "go"
    mail = {"SAPWOOD_SMTP_HOST": "127.0.0.1", "SAPWOOD_SMTP_STARTTLS": "off", "CHORES": str(chores)}
    env = {**house, **mail, "SAPWOOD_SMTP_PORT": str(_port(post_office))}
    python(WORK_WAITS.format(mails=MAILS, tasks=TASKS), env)

    with _workers(env, go) as workers:
        go.touch()
        processes.until(lambda: python(LEFT, env) == "0")
        for worker in workers:
            worker.terminate()
        assert [worker.wait(processes.PATIENCE) for worker in workers] == [0] * WORKERS

    from tests.config.chores import JOBS

    done = Counter(chores.read_text().splitlines())
    assert done == Counter([f"job {name}" for name in JOBS] + [f"task {number}" for number in range(TASKS)])
    assert Counter(str(mail["Subject"]) for mail in post_office.arrived) == Counter(f"Mail {n}" for n in range(MAILS))


def test_double_clicks_that_meet_different_web_processes_are_one_deed(house: dict[str, str], tmp_path: Path) -> None:
    objective, session, csrf = json.loads(python(CURTAIN_UP, house))
    cookies, path = f"{session}; {csrf}={'c' * 32}", f"/objectives/{objective}/comments/"
    texts = [f"Thought {number}" for number in range(CLIENTS * COMMENTS)]

    with processes.serving(tmp_path, env={**house, "SAPWOOD_WEB_PROCESSES": "3"}) as server:
        address = server.url.removeprefix("http://")

        def click_twice(text: str) -> list[int]:
            statuses: list[int] = []
            meet = threading.Barrier(2)

            def click() -> None:
                meet.wait()
                statuses.append(_post(address, path, cookies, text))

            clicks = [threading.Thread(target=click) for _time in range(2)]
            for one in clicks:
                one.start()
            for one in clicks:
                one.join()
            return statuses

        with ThreadPoolExecutor(CLIENTS) as clients:
            answers = list(clients.map(click_twice, texts))

    assert answers == [[303, 303]] * len(texts)
    kept, events, broken = json.loads(python(LOOK, house))
    assert sorted(kept) == sorted(texts)
    assert (events, broken) == (len(texts), None)


def _post(address: str, path: str, cookies: str, text: str) -> int:
    body = urllib.parse.urlencode({"text": text, "submission": f"key of {text}", "csrfmiddlewaretoken": "c" * 32})
    line = http.client.HTTPConnection(address, timeout=processes.PATIENCE)
    try:
        line.request("POST", path, body, {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"})
        return line.getresponse().status
    finally:
        line.close()


@contextmanager
def _workers(env: dict[str, str], go: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Workers that wait for each other, then begin at once."""
    started = [processes.start(WORKER, env, str(go)) for _number in range(WORKERS)]
    try:
        for worker in started:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        yield started
    finally:
        for worker in started:
            if worker.poll() is None:
                worker.send_signal(signal.SIGKILL)
            worker.communicate()


def _port(office: PostOffice) -> int:
    from django.conf import settings

    return int(settings.EMAIL_PORT)
