"""Ada's calendar, read as a calendar program reads it."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.test import Client
from icalendar import Calendar, Event

from sapwood.api import actions
from sapwood.api import calendar as book
from sapwood.api.models import CalendarAddress
from sapwood.goals.models import Cycle, Objective
from sapwood.meetings import actions as meetings
from sapwood.people.models import Absence, Person
from tests import cast

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.fixture
def ada(db: None, now: dt.datetime) -> Person:
    """Ada in Berlin, with two key results to tell about every week and a goal of her own."""
    company = cast.gather()
    Person.objects.filter(pk=company.ada.pk).update(time_zone="Europe/Berlin")
    cast.objective("Ships leave on time", company.cranes, company.cycle, results=2, updater=company.ada)
    own = {"layer": Objective.Layer.PERSONAL, "nature": "soft"}
    cast.objective("I learn to swim", company.ada, company.cycle, updater=company.ada, **own)
    return cast.fresh(company.ada)


def address_of(person: Person) -> str:
    return f"/calendar/{book.token_of(actions.make_calendar_address(by=person, at=cast.NOW))}/sapwood.ics"


def read(text: bytes) -> list[Event]:
    parsed = Calendar.from_ical(text)
    assert parsed.errors == []
    return list(parsed.walk("VEVENT"))


def fetched(person: Person) -> list[Event]:
    answer = Client().get(address_of(person))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return read(answer.content)


def test_a_check_in_a_week_at_nine_there_across_the_end_of_summer_time(ada: Person) -> None:
    check_ins = [one for one in fetched(ada) if str(one["uid"]).startswith("check-in")]
    starts = [one.decoded("dtstart") for one in check_ins]
    assert [moment.astimezone(BERLIN).date() for moment in starts] == [
        dt.date(2026, 10, 12) + dt.timedelta(weeks=n) for n in range(7)
    ]
    assert {moment.astimezone(BERLIN).time() for moment in starts} == {dt.time(9)}
    assert [moment.astimezone(dt.UTC).hour for moment in starts] == [7, 7, 8, 8, 8, 8, 8]
    assert {str(one["summary"]) for one in check_ins} == {"Check-in: 3 key results"}


def test_the_rules_of_the_zone_come_along(ada: Person) -> None:
    text = book.of(ada).decode()
    assert text.count("BEGIN:VTIMEZONE") == 1 and "TZID:Europe/Berlin" in text
    assert "TZID=Europe/Berlin" in text


def test_meetings_move_and_end(ada: Person) -> None:
    bo = Person.objects.get(name="Bo Ferreira")
    when = cast.NOW + dt.timedelta(days=1)
    meeting = meetings.begin_one_on_one(by=bo, person=ada, when=when, weeks=2, minutes=45, at=cast.NOW)

    def found() -> list[Event]:
        return [one for one in read(book.of(ada)) if str(one["uid"]).startswith("meeting")]

    [one] = found()
    assert str(one["summary"]) == "1:1 with Bo Ferreira"
    assert one.decoded("dtend") - one.decoded("dtstart") == dt.timedelta(minutes=45)
    uid = one["uid"]
    meetings.move(by=bo, meeting=meeting, when=when + dt.timedelta(hours=3), weeks=2, minutes=45, at=cast.NOW)
    [one] = found()
    assert one["uid"] == uid and one.decoded("dtstart") == when + dt.timedelta(hours=3)
    meetings.end(by=ada, series=meeting.series, at=cast.NOW)
    assert found() == []


def test_a_cycle_begins_and_ends_on_whole_days(ada: Person) -> None:
    days = {str(one["summary"]): one.decoded("dtstart") for one in fetched(ada) if str(one["uid"]).startswith("cycle")}
    assert days == {"Autumn 2026 begins": dt.date(2026, 8, 31), "Autumn 2026 ends": dt.date(2026, 11, 29)}


def test_the_days_by_which_goals_are_written_and_agreed(ada: Person) -> None:
    Cycle.objects.update(drafts_by=dt.date(2026, 9, 7), agreed_by=dt.date(2026, 9, 14))
    days = {str(one["summary"]): one.decoded("dtstart") for one in fetched(ada) if str(one["uid"]).startswith("cycle")}
    assert days["Autumn 2026: goals drafted by today"] == dt.date(2026, 9, 7)
    assert days["Autumn 2026: goals agreed by today"] == dt.date(2026, 9, 14)


def test_nothing_is_due_while_one_is_away_and_a_team_may_check_in_less_often(ada: Person) -> None:
    Absence.objects.create(person=ada, starts=dt.date(2026, 10, 10), ends=dt.date(2026, 10, 30))
    team = ada.team
    assert team is not None
    team.cadence_days = 14
    team.save()
    counts = {
        one.decoded("dtstart").astimezone(BERLIN).date(): str(one["summary"])
        for one in read(book.of(ada))
        if str(one["uid"]).startswith("check-in")
    }
    assert min(counts) == dt.date(2026, 11, 2), "three Mondays away"
    assert counts[dt.date(2026, 11, 9)] == "Check-in: 3 key results"
    assert counts[dt.date(2026, 11, 16)] == "Check-in: one key result", "her own, told every week"


def test_nothing_confidential_is_in_it(ada: Person) -> None:
    bo = Person.objects.get(name="Bo Ferreira")
    meeting = meetings.begin_one_on_one(by=bo, person=ada, when=cast.NOW + dt.timedelta(days=1), at=cast.NOW)
    meetings.add_point(by=bo, meeting=meeting, text="A secret point", at=cast.NOW)
    text = book.of(ada).decode()
    for word in ("swim", "secret", "Ships leave"):
        assert word not in text


def test_the_address_is_secret_signed_and_can_be_taken_away(ada: Person) -> None:
    first = address_of(ada)
    assert Client().get(first).status_code == 200
    assert Client().get(first.replace("/calendar/", "/calendar/x")).status_code == 404
    row = CalendarAddress.objects.get()
    assert Client().get(f"/calendar/{row.secret}/sapwood.ics").status_code == 404, "the row alone opens nothing"
    second = address_of(ada)
    assert Client().get(first).status_code == 404
    client = Client()
    client.force_login(ada)
    assert second in client.get("/settings/calendar/").content.decode()
    client.post("/settings/calendar/", {"end": "1"})
    assert Client().get(second).status_code == 404
    assert not CalendarAddress.objects.exists()


def test_who_has_left_has_no_calendar(ada: Person) -> None:
    link = address_of(ada)
    Person.objects.filter(pk=ada.pk).update(leaves=cast.TODAY - dt.timedelta(days=1))
    assert Client().get(link).status_code == 404
