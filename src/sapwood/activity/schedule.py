"""What the clock starts. Rooms register jobs; one worker at a time runs each.

@every(name="goals.remind", minutes=15)
def remind(at): ...

@every(name="goals.digest", weekday=0, at_local="08:00", zone="Europe/London")
def digest(at): ...
"""

from __future__ import annotations

import datetime as dt
import logging
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F

from sapwood.activity import clock
from sapwood.activity.models import Schedule

Job = Callable[[dt.datetime], object]
log = logging.getLogger("sapwood.schedule")


@dataclass(frozen=True)
class Plan:
    """When a job runs: every so many minutes, or on a weekday (None: daily) at a local time."""

    name: str
    job: Job
    minutes: int = 0
    weekday: int | None = None
    at_local: dt.time | None = None
    zone: str = "UTC"

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The first run strictly after `moment`, in UTC. A local time that daylight saving skips or
        repeats happens once: skipped times run by as much later as clocks jump, repeated ones the first time."""
        if self.minutes:
            return moment + dt.timedelta(minutes=self.minutes)
        assert self.at_local is not None
        zone = zoneinfo.ZoneInfo(self.zone)
        day = moment.astimezone(zone).date()
        for ahead in range(9):
            one = day + dt.timedelta(days=ahead)
            if self.weekday is not None and one.weekday() != self.weekday:
                continue
            run = dt.datetime.combine(one, self.at_local, tzinfo=zone).astimezone(dt.UTC)
            if run > moment:
                return run
        raise AssertionError("a weekday comes round within nine days")


_plans: dict[str, Plan] = {}


def every(
    *, name: str, minutes: int = 0, weekday: int | None = None, at_local: str = "", zone: str = "UTC"
) -> Callable[[Job], Job]:
    """Register a job under a name that stays the same for ever."""

    time = dt.time.fromisoformat(at_local) if at_local else None
    if not minutes and time is None:
        raise ValueError(f"{name}: give minutes, or a local time.")

    def register(job: Job) -> Job:
        _plans[name] = Plan(name, job, minutes=minutes, weekday=weekday, at_local=time, zone=zone)
        return job

    return register


def plans() -> list[Plan]:
    return list(_plans.values())


def run_due() -> list[str]:
    """Run every job that is due and that no other worker has claimed; returns their names."""
    now = clock.now()
    ran = []
    for plan in plans():
        row, created = Schedule.objects.get_or_create(name=plan.name, defaults={"next_run": plan.after(now)})
        if created or row.next_run > now:
            continue
        claimed = Schedule.objects.filter(pk=row.pk, next_run=row.next_run).update(
            next_run=plan.after(now), last_run=now
        )
        if not claimed:
            continue
        try:
            plan.job(now)
            Schedule.objects.filter(pk=row.pk).exclude(last_error="").update(last_error="")
        except Exception as error:
            log.exception("%s failed", plan.name)
            Schedule.objects.filter(pk=row.pk).update(last_error=f"{type(error).__name__}: {error}"[:300])
        ran.append(plan.name)
    return ran


def sweep_orphans(*, lease: dt.timedelta = dt.timedelta(minutes=30)) -> int:
    """Put tasks back whose worker died: running for longer than the lease. Returns how many."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=dt.datetime.now(dt.UTC) - lease)
    return lost.update(status=TaskResultStatus.READY, started_at=None, worker_ids=F("worker_ids"))
