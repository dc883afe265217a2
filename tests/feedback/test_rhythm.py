"""When programmes open, and when each person is asked: in their own working hours, whatever the zone."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from sapwood.activity import clock
from sapwood.feedback import rhythm
from sapwood.feedback.rhythm import Cadence

MONDAY = dt.date(2026, 10, 12)
ZONES = ("UTC", "Pacific/Kiritimati", "Asia/Kolkata", "Europe/Berlin", "America/Los_Angeles", "Pacific/Pago_Pago")


@pytest.mark.parametrize(
    ("cadence", "weekdays", "expected"),
    [
        (Cadence.WEEKLY, [0], dt.date(2026, 10, 19)),
        (Cadence.WEEKLY, [2, 4], dt.date(2026, 10, 21)),
        (Cadence.FORTNIGHTLY, [0], dt.date(2026, 10, 26)),
        (Cadence.MONTHLY, [0], dt.date(2026, 11, 2)),
        (Cadence.MONTHLY, [3], dt.date(2026, 11, 5)),
    ],
)
def test_the_next_day_follows_the_rhythm(cadence: str, weekdays: list[int], expected: dt.date) -> None:
    assert rhythm.next_day(MONDAY, cadence, weekdays) == expected


def test_from_the_last_day_of_january_a_month_is_not_left_out() -> None:
    assert rhythm.next_day(dt.date(2027, 1, 29), Cadence.MONTHLY, [0]) == dt.date(2027, 2, 1)


def test_it_begins_when_the_easternmost_starts_work() -> None:
    assert rhythm.begins(MONDAY, ["Europe/Berlin", "Pacific/Kiritimati"]) == dt.datetime(
        2026, 10, 11, 18, tzinfo=dt.UTC
    )


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("weekdays", [[0], [0, 2], [0, 1, 2, 3, 4]])
def test_everybody_is_asked_in_working_hours_on_a_chosen_day_with_a_night_left(zone: str, weekdays: list[int]) -> None:
    opens = rhythm.begins(MONDAY, ZONES)
    closes = dt.datetime(2026, 10, 16, 22, 59, tzinfo=dt.UTC)
    chance = random.Random(f"{zone}{weekdays}")
    hours = [rhythm.hour_for(opens, closes, zone, weekdays, chance=chance.randrange) for _person in range(300)]
    there = [clock.local(hour, zone) for hour in hours]

    assert all(opens <= hour < closes - dt.timedelta(hours=14) for hour in hours)
    assert all(8 <= one.hour < 18 and one.weekday() in weekdays for one in there)
    assert len({one.hour for one in there}) == 10  # the whole of a working day
    closing = {4} if zone != "Pacific/Kiritimati" else set()  # it closes on Friday night, which is Saturday there
    assert {one.weekday() for one in there} == set(weekdays) - closing


def test_whose_week_is_full_is_asked_on_the_last_of_the_days() -> None:
    opens, closes = rhythm.begins(MONDAY, ["UTC"]), dt.datetime(2026, 10, 16, 23, 59, tzinfo=dt.UTC)
    late = rhythm.hour_for(opens, closes, "UTC", [0, 1, 2], chance=lambda _n: 0, late=True)
    assert late == dt.datetime(2026, 10, 14, 8, 0, tzinfo=dt.UTC)


def test_opened_late_on_a_friday_the_weekend_is_nobodys_hour() -> None:
    opens = dt.datetime(2026, 10, 16, 19, 0, tzinfo=dt.UTC)
    hour = rhythm.hour_for(opens, opens + dt.timedelta(days=4), "UTC", [4], chance=lambda n: n - 1)
    assert hour.date() == dt.date(2026, 10, 19)
