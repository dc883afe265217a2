"""The next date keeps the hour on the clocks there, through changes of daylight saving, holidays and weekends."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from hypothesis import given
from hypothesis import strategies as some

from sapwood.meetings import rhythm

ZONES = sorted(zoneinfo.available_timezones())


def never(day: dt.date) -> bool:
    return False


def test_two_weeks_on_across_the_end_of_summer_time() -> None:
    last = dt.datetime(2026, 10, 20, 12, 0, tzinfo=dt.UTC)  # 14:00 in Berlin
    found = rhythm.after(last, weeks=2, zone="Europe/Berlin", is_away=never)
    assert found == dt.datetime(2026, 11, 3, 13, 0, tzinfo=dt.UTC)


def test_who_is_away_is_waited_for() -> None:
    last = dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC)
    away = {dt.date(2026, 10, 19) + dt.timedelta(days=n) for n in range(5)}
    found = rhythm.after(last, weeks=2, zone="UTC", is_away=away.__contains__)
    assert found == dt.datetime(2026, 10, 26, 9, 0, tzinfo=dt.UTC), "the whole week away, and no meeting at the weekend"


def test_who_is_away_for_months_finds_a_date_by_hand() -> None:
    last = dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC)
    found = rhythm.after(last, weeks=1, zone="UTC", is_away=lambda day: True)
    assert found == dt.datetime(2026, 10, 12, 9, 0, tzinfo=dt.UTC)


@given(
    zone=some.sampled_from(ZONES),
    last=some.datetimes(min_value=dt.datetime(2024, 1, 1), max_value=dt.datetime(2034, 1, 1)),  # noqa: DTZ001
    weeks=some.integers(1, 4),
)
def test_in_every_zone_it_is_later_on_a_working_day_at_the_same_hour(zone: str, last: dt.datetime, weeks: int) -> None:
    before = last.replace(tzinfo=dt.UTC)
    found = rhythm.after(before, weeks=weeks, zone=zone, is_away=never)
    there, then = found.astimezone(zoneinfo.ZoneInfo(zone)), before.astimezone(zoneinfo.ZoneInfo(zone))
    assert there.weekday() < 5
    assert weeks * 7 <= (there.date() - then.date()).days <= weeks * 7 + 2 or there.time() != then.time()
    asked = dt.datetime.combine(there.date(), then.time(), tzinfo=there.tzinfo)
    assert found == asked.astimezone(dt.UTC)
