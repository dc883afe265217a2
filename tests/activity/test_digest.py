"""News come by mail in one bundle, in the reader's morning, or as they wished."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from sapwood.activity import jobs, notices, outbox
from sapwood.activity.models import Delivery, Notice, Preference, Submission
from sapwood.people.models import Absence, Person

pytestmark = pytest.mark.django_db

UTC = dt.UTC


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of October 2026; the 5th is a Monday, London is an hour ahead of UTC until the 25th."""
    return dt.datetime(2026, 10, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada Okoye", email="ada@harbour.example", time_zone="Europe/London")


def tell(person: Person, text: str, when: dt.datetime) -> None:
    notices.tell([person], kind="comment", text=text, link="/goals/", why="It is your goal.", at=when)


def wants(person: Person, mail: str) -> None:
    Preference.objects.create(person=person, mail=mail)


def run_a_week(first: int = 5, days: int = 7) -> list[Delivery]:
    """The job as the worker runs it, every half hour; returns the mails."""
    moment = at(first, 0)
    for _turn in range(days * 48):
        jobs.digest(moment)
        moment += dt.timedelta(minutes=30)
    return list(Delivery.objects.order_by("created"))


def test_what_came_in_a_day_comes_next_morning_in_one_mail(ada: Person) -> None:
    tell(ada, "Cy said something", at(5, 9))
    tell(ada, "Bo asks for your help", at(5, 14))
    [mail] = run_a_week()
    assert mail.created == mail.due == at(6, 7), "eight in London"
    assert mail.subject == "2 things you have not read"
    assert "Hello Ada" in mail.body
    assert mail.body.index("- Cy said something\n  http://127.0.0.1:8000/goals/") < mail.body.index(
        "- Bo asks for your help"
    )
    assert mail.why.endswith("Change or stop it: http://127.0.0.1:8000/settings/mail/")


def test_nothing_is_told_twice_and_nothing_is_left_out(ada: Person) -> None:
    for day in range(5, 10):
        tell(ada, f"morning {day}", at(day, 7, 10))  # a moment after the bundle of that day
        tell(ada, f"evening {day}", at(day, 20))
    mails = run_a_week(5, 9)
    told = [line[2:] for mail in mails for line in mail.body.splitlines() if line.startswith("- ")]
    assert told == [f"{part} {day}" for day in range(5, 10) for part in ("morning", "evening")]
    assert [mail.created.day for mail in mails] == [6, 7, 8, 9, 12], "what came on Friday comes on Monday"


def test_who_has_read_it_gets_no_mail(ada: Person) -> None:
    tell(ada, "Cy said something", at(5, 9))
    notices.read_all(person=ada, at=at(5, 10))
    assert run_a_week() == []


def test_once_a_week_means_monday(ada: Person) -> None:
    wants(ada, "weekly")
    tell(ada, "on Tuesday", at(6, 9))
    tell(ada, "on Thursday", at(8, 9))
    tell(ada, "on Tuesday after", at(13, 9))
    mails = run_a_week(7, 20)
    assert [(mail.created, mail.subject) for mail in mails][1:] == [
        (at(12, 7), "on Thursday"),
        (at(19, 7), "on Tuesday after"),
    ]
    assert mails[0].subject == "on Tuesday", "the first one comes at the first chance"


def test_no_mail_means_none(ada: Person) -> None:
    wants(ada, "none")
    tell(ada, "Cy said something", at(5, 9))
    assert run_a_week() == []
    assert Notice.objects.count() == 1


def test_away_means_later(ada: Person) -> None:
    Absence.objects.create(person=ada, starts=dt.date(2026, 10, 5), ends=dt.date(2026, 10, 8))
    tell(ada, "Cy said something", at(5, 9))
    [mail] = run_a_week()
    assert mail.created == at(9, 7)


def test_who_has_left_or_has_no_address_gets_none(ada: Person) -> None:
    lo = Person.objects.create(name="Lo Brandt", email="lo@harbour.example", leaves=dt.date(2026, 10, 1))
    mo = Person.objects.create(name="Mo Lind")
    for person in (lo, mo):
        tell(person, "x", at(5, 9))
    assert run_a_week() == []


def test_each_in_their_own_morning(ada: Person) -> None:
    kei = Person.objects.create(name="Kei Mori", email="kei@harbour.example", time_zone="Asia/Tokyo")
    for person in (ada, kei):
        tell(person, "x", at(5, 9))
    assert [(mail.person, mail.due) for mail in run_a_week()] == [(kei, at(5, 23)), (ada, at(6, 7))]


def test_a_long_list_is_cut_with_the_way_to_the_rest(ada: Person) -> None:
    for number in range(15):
        tell(ada, f"news {number}", at(5, 9))
    [mail] = run_a_week()
    assert mail.body.count("- news") == 12
    assert "And 3 more: http://127.0.0.1:8000/notices/" in mail.body


def test_words_of_others_are_plain_text_in_a_mail(ada: Person) -> None:
    tell(ada, "Cy asks: is 3 < 4 & <b>why</b>?", at(5, 9))
    [mail] = run_a_week()
    assert "is 3 < 4 & <b>why</b>?" in mail.body


def test_at_night_what_only_served_for_a_while_is_forgotten(ada: Person) -> None:
    for days in (200, 100, 40, 1):
        when = at(5, 3) - dt.timedelta(days=days)
        tell(ada, f"{days}", when)
        Submission.objects.create(by=ada, key=f"{days}", action="x", digest="x", at=when)
        outbox.queue(outbox.Recipient("a@b.example"), kind=f"{days}", subject="x", body="x", why="", at=when)
        Session.objects.create(session_key=f"{days}", session_data="", expire_date=when + dt.timedelta(days=14))
    tell(ada, "never read", at(5, 3) - dt.timedelta(days=300))
    Notice.objects.exclude(text="never read").update(read=at(5, 3))
    Delivery.objects.update(state=Delivery.State.SENT)
    jobs.sweep(at(5, 3))
    assert list(Notice.objects.values_list("text", flat=True)) == ["1", "40", "100", "never read"]
    assert list(Submission.objects.values_list("key", flat=True)) == ["1"]
    assert set(Delivery.objects.values_list("kind", flat=True)) == {"1", "40"}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["1"]


def test_a_clock_that_is_ahead_signs_nobody_out() -> None:
    Session.objects.create(session_key="here", session_data="", expire_date=timezone.now() + dt.timedelta(days=13))
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - dt.timedelta(days=1))
    jobs.sweep(timezone.now() + dt.timedelta(weeks=10))
    assert list(Session.objects.values_list("session_key", flat=True)) == ["here"]
