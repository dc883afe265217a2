"""The worker: sends what the outbox holds, starts what the clock says, runs background tasks."""

from __future__ import annotations

import logging
import os
import signal
import threading
from types import FrameType

PAUSE = 2.0  # seconds between two looks
ORPHANS = 150  # looks between two sweeps for tasks whose worker died

log = logging.getLogger("sapwood.worker")


def turn() -> int:
    """One look at everything that could be due; returns how much was done."""
    from django.conf import settings

    from sapwood.activity import outbox, schedule

    done = len(schedule.run_due())
    done += outbox.deliver_due(mails=settings.SAPWOOD_SENDS_MAIL)
    return done + _tasks()


def run(stop: threading.Event) -> None:
    """Look again and again until `stop` is set. A failed look is logged and the next one comes anyway."""
    from django.db import close_old_connections

    from sapwood.activity import schedule

    looks = 0
    while not stop.is_set():
        close_old_connections()
        try:
            if looks % ORPHANS == 0:
                schedule.sweep_orphans()
            turn()
        except Exception:
            log.exception("A look of the worker failed; the next one comes in %s s.", PAUSE)
        looks += 1
        stop.wait(PAUSE)


def _tasks() -> int:
    """Run the background tasks that wait, one after the other."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    if not DBTaskResult.objects.ready().exists():
        return 0
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=50,
        worker_id=f"worker-{os.getpid()}",
        excluded_queue_names=[],
    )
    worker.run()
    return worker._run_tasks


def main() -> None:
    import django

    from sapwood.config import lifeline

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sapwood.config.settings")
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    django.setup()
    lifeline.tie_to_parent()
    run(stop)


if __name__ == "__main__":
    main()
