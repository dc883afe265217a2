"""Work for workers in processes of their own: each piece writes one line into the file that CHORES names."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial

from django_tasks import task

from sapwood.activity import schedule

JOBS = [f"test.chore-{number}" for number in range(20)]


def done(what: str) -> None:
    out = os.open(os.environ["CHORES"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(out, f"{what}\n".encode())
    finally:
        os.close(out)


@task()
def chore(number: int) -> None:
    done(f"task {number}")


def _job(name: str, at: datetime) -> None:
    done(f"job {name}")


for _name in JOBS if "CHORES" in os.environ else ():  # only in the processes that are to do them
    schedule.every(name=_name, minutes=24 * 60)(partial(_job, _name))
