"""Weekly jobs and working hours in every time zone, across all changes of the clocks in ten years."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sapwood.activity import outbox, schedule

UTC = dt.UTC
ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
YEARS = 10
BEGIN = dt.datetime(2026, 1, 1, tzinfo=UTC)
TIMES = [dt.time(0, 30), dt.time(2, 30), dt.time(9, 0), dt.time(23, 45)]  # clocks change at night


def runs(zone: str, weekday: int | None, at_local: dt.time, until: dt.datetime) -> list[dt.datetime]:
    plan = schedule.Plan("x", lambda at: None, at_local=at_local, zone=zone, weekday=weekday)
    found, moment = [], BEGIN
    while (moment := plan.after(moment)) < until:
        found.append(moment)
    return found


def jump(local: dt.datetime) -> dt.timedelta:
    """By how much clocks jump over this local time; nothing where they show it."""
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None) - local.replace(tzinfo=None)


def hold_for(zone: str, weekday: int, at_local: dt.time, until: dt.datetime) -> None:
    """One run a week, at the time on the clocks there; where they jump over it, by as much later (in Greenland that
    is after midnight)."""
    clocks = zoneinfo.ZoneInfo(zone)
    days = []
    for moment in runs(zone, weekday, at_local, until):
        there = moment.astimezone(clocks)
        day = there.date() if there.weekday() == weekday else there.date() - dt.timedelta(days=1)
        wanted = dt.datetime.combine(day, at_local, tzinfo=clocks)
        assert day.weekday() == weekday, f"{zone}: {there}"
        assert there.replace(tzinfo=None) == wanted.replace(tzinfo=None) + jump(wanted), f"{zone}: {there}"
        assert dt.timedelta(0) <= jump(wanted) <= dt.timedelta(hours=2), f"{zone}: {there}"
        days.append(day)
    assert all(b - a == dt.timedelta(days=7) for a, b in zip(days, days[1:], strict=False)), zone
    assert (until.date() - days[-1]).days <= 8 and (days[0] - BEGIN.date()).days <= 7, zone


def test_each_week_brings_one_run_at_the_hour_on_the_clocks_there() -> None:
    """Every zone, one year, both ends of the week."""
    for zone in ZONES:
        for weekday, at_local in ((0, TIMES[1]), (6, TIMES[0])):
            hold_for(zone, weekday, at_local, BEGIN + dt.timedelta(days=366))


@pytest.mark.slow
@pytest.mark.parametrize("at_local", TIMES, ids=str)
def test_each_week_of_ten_years_brings_one_run(at_local: dt.time) -> None:
    for zone in ZONES:
        for weekday in (0, 4, 5, 6):  # Monday; Friday to Sunday, when clocks are changed somewhere
            hold_for(zone, weekday, at_local, BEGIN + dt.timedelta(days=365.25 * YEARS))


@settings(max_examples=400, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    moment=st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2036, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_a_message_leaves_in_the_next_working_hour_there(zone: str, moment: dt.datetime) -> None:
    clocks = zoneinfo.ZoneInfo(zone)
    leaves = outbox.in_working_hours(moment, zone)
    assert leaves >= moment and outbox.is_working_time(leaves.astimezone(clocks))
    step = moment
    while step < leaves:  # nothing earlier would have done
        assert not outbox.is_working_time(step.astimezone(clocks)), f"{zone}: {step}"
        step += dt.timedelta(minutes=15)
