"""What happened is chained: whoever changes it later is found out."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from sapwood.activity import events
from sapwood.activity.models import Event
from sapwood.people.models import Person

AT = dt.datetime(2026, 10, 7, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def five(db: None) -> list[Event]:
    ada = Person.objects.create(name="Ada Okoye", email="ada@harbour.example")
    with transaction.atomic():
        return [events.record("tests.tide", by=ada, about=ada, at=AT, data={"n": number}) for number in range(5)]


def test_a_whole_chain_holds(five: list[Event]) -> None:
    assert events.verify_chain() is None
    assert [event.data["n"] for event in events.history(Person.objects.get())] == [4, 3, 2, 1, 0]


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "tests.ebb"},
        {"actor_name": "Eve Marsh"},
        {"data": {"n": 7}},
        {"subject_title": "x"},
        {"at": AT + dt.timedelta(seconds=1)},
    ],
)
def test_a_changed_row_is_named(five: list[Event], change: dict[str, object]) -> None:
    Event.objects.filter(pk=five[2].pk).update(**change)
    assert events.verify_chain() == five[2].pk


def test_a_row_taken_out_is_noticed_at_the_next(five: list[Event]) -> None:
    Event.objects.filter(pk=five[2].pk).delete()
    assert events.verify_chain() == five[3].pk


def test_a_row_taken_off_the_end_is_noticed(five: list[Event]) -> None:
    Event.objects.filter(pk=five[4].pk).delete()
    assert events.verify_chain() is not None


def test_a_row_whose_digest_was_mended_breaks_the_next(five: list[Event]) -> None:
    row = five[2]
    row.data = {"n": 7}
    row.digest = events.digest_of(row)
    row.save()
    assert events.verify_chain() == five[3].pk


def test_when_a_person_goes_the_chain_stays(five: list[Event]) -> None:
    Person.objects.get().delete()
    assert events.verify_chain() is None
    assert set(Event.objects.values_list("actor", "actor_name")) == {(None, "Ada Okoye")}


@pytest.mark.django_db(transaction=True)
def test_an_event_without_its_deed_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.record("tests.tide", by=None, about=None, at=AT)
