"""The post office is away from Monday morning to Tuesday morning. On its return nobody is stormed, nothing is lost, and
nobody gets two bundles in a day or a mail at night."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest

from sapwood.activity import clock, jobs, notices, outbox
from sapwood.activity.models import Delivery
from sapwood.people.models import Person
from tests.activity.conftest import PostOffice

pytestmark = pytest.mark.django_db

ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Asia/Tokyo")
BEGINS = dt.datetime(2026, 10, 5, 0, 0, tzinfo=dt.UTC)  # a Monday
AWAY_UNTIL = BEGINS + dt.timedelta(hours=33)
STEP = dt.timedelta(minutes=30)


def test_a_day_without_a_post_office(post_office: PostOffice, settings: Any, unused_tcp_port: int) -> None:
    people = [
        Person.objects.create(name=f"P {number}", email=f"p{number}@harbour.example", time_zone=ZONES[number % 4])
        for number in range(8)
    ]
    open_port = settings.EMAIL_PORT
    arrived: list[tuple[str, dt.datetime]] = []
    left_at_once = 0
    moment = BEGINS
    while moment < BEGINS + dt.timedelta(days=4):
        settings.EMAIL_PORT = 1 if moment < AWAY_UNTIL else open_port  # nobody listens there
        if moment.hour == 3 and moment.minute == 0:  # something is new every night
            notices.tell(people, kind="comment", text=f"News of {moment:%A}", link="/", why="Yours.", at=moment)
        with clock.frozen(moment):
            jobs.digest(moment)
            before = len(post_office.arrived)
            pauses: list[float] = []
            outbox.deliver_due(pause=pauses.append)
            fresh = post_office.arrived[before:]
            assert len(pauses) == len(fresh) // outbox.A_SECOND, "five a second at most"
            arrived += [(str(mail["To"]), moment) for mail in fresh]
            if moment == AWAY_UNTIL:
                left_at_once = len(fresh)
        moment += STEP
    assert len(post_office.ids) == len(set(post_office.ids)), "nothing twice"
    assert left_at_once < len(people), "they come as their turns come"
    zones = {person.email: person.time_zone for person in people}
    local = [(to, clock.local(when, zones[to])) for to, when in arrived]
    assert all(outbox.is_working_time(when) for _to, when in local), "nothing at night"
    assert max(Counter((to, when.date()) for to, when in local).values()) == 1, "one a day"
    for person in people:
        text = "".join(
            part.get_content()
            for mail in post_office.arrived
            if mail["To"] == person.email and (part := mail.get_body(("plain",))) is not None
        )
        for day in ("Monday", "Tuesday", "Wednesday"):
            assert text.count(f"News of {day}") == 1, (person.email, day)
    assert max(Delivery.objects.values_list("attempts", flat=True)) <= len(outbox.BACK_OFF) + 1
    assert not Delivery.objects.filter(state=Delivery.State.DEAD).exists()
