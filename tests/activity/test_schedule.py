"""The clock starts each job when it is due, in its own zone, and one worker at a time runs it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from sapwood.activity import clock, schedule
from sapwood.activity.models import Schedule

UTC = dt.UTC


@pytest.fixture
def no_other_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_plans", {})


def daily(at_local: str, zone: str, weekday: int | None = None) -> schedule.Plan:
    return schedule.Plan("x", lambda at: None, at_local=dt.time.fromisoformat(at_local), zone=zone, weekday=weekday)


@pytest.mark.parametrize(
    ("plan", "after", "runs"),
    [
        (
            daily("08:00", "Europe/Berlin"),
            dt.datetime(2026, 10, 5, 5, 59, tzinfo=UTC),
            dt.datetime(2026, 10, 5, 6, 0, tzinfo=UTC),
        ),
        (
            daily("08:00", "Europe/Berlin"),
            dt.datetime(2026, 10, 5, 6, 0, tzinfo=UTC),
            dt.datetime(2026, 10, 6, 6, 0, tzinfo=UTC),
        ),
        # clocks go back on the 25th: eight there is an hour later in UTC
        (
            daily("08:00", "Europe/Berlin"),
            dt.datetime(2026, 10, 24, 12, 0, tzinfo=UTC),
            dt.datetime(2026, 10, 25, 7, 0, tzinfo=UTC),
        ),
        # half past two comes twice that night: once, the first time
        (
            daily("02:30", "Europe/Berlin"),
            dt.datetime(2026, 10, 24, 12, 0, tzinfo=UTC),
            dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (
            daily("02:30", "Europe/Berlin"),
            dt.datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            dt.datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
        ),
        # and never on the night in spring: an hour later
        (
            daily("02:30", "Europe/Berlin"),
            dt.datetime(2026, 3, 28, 12, 0, tzinfo=UTC),
            dt.datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        ),
        # on Mondays only
        (
            daily("08:00", "UTC", weekday=0),
            dt.datetime(2026, 10, 5, 8, 0, tzinfo=UTC),
            dt.datetime(2026, 10, 12, 8, 0, tzinfo=UTC),
        ),
    ],
)
def test_the_next_run(plan: schedule.Plan, after: dt.datetime, runs: dt.datetime) -> None:
    assert plan.after(after) == runs


@pytest.mark.django_db
@pytest.mark.usefixtures("no_other_jobs")
def test_a_job_runs_when_due_and_a_failing_one_is_remembered_and_comes_again() -> None:
    ran: list[dt.datetime] = []

    @schedule.every(name="tests.bell", minutes=30)
    def bell(at: dt.datetime) -> None:
        ran.append(at)
        if len(ran) == 1:
            raise OSError("the rope broke")

    begin = dt.datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
    for minutes in (0, 10, 30, 40, 60):
        with clock.frozen(begin + dt.timedelta(minutes=minutes)):
            schedule.run_due()
        if minutes == 30:
            assert Schedule.objects.get().last_error == "OSError: the rope broke"
    assert ran == [begin + dt.timedelta(minutes=30), begin + dt.timedelta(minutes=60)]
    assert Schedule.objects.get().last_error == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("no_other_jobs")
def test_of_four_workers_one_runs_it() -> None:
    ran: list[int] = []
    schedule.every(name="tests.bell", minutes=30)(lambda at: ran.append(1))
    Schedule.objects.create(name="tests.bell", next_run=clock.now() - dt.timedelta(minutes=1))
    begin = threading.Barrier(4)

    def work() -> None:
        begin.wait()
        schedule.run_due()
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert ran == [1]


def test_a_job_without_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match=r"tests\.never: give minutes, or a local time"):
        schedule.every(name="tests.never")


def test_a_day_begins_in_its_own_zone() -> None:
    with clock.frozen(dt.datetime(2026, 10, 5, 22, 30, tzinfo=UTC)):
        assert clock.today("UTC") == dt.date(2026, 10, 5)
        assert clock.today("Europe/Berlin") == dt.date(2026, 10, 6)
        assert clock.today("nowhere") == dt.date(2026, 10, 5)
    with pytest.raises(ValueError, match="no time zone"), clock.frozen(dt.datetime(2026, 10, 5)):  # noqa: DTZ001
        pass
