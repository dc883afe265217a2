"""A deed is done once, however often and from however many threads it is sent."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from sapwood.activity import deeds, events, notices
from sapwood.activity.models import Event, Notice, Submission
from sapwood.people.models import Person

AT = dt.datetime(2026, 10, 7, 10, 0, tzinfo=dt.UTC)


@deeds.deed("tests.note")
def note(*, by: Person, text: str, at: dt.datetime) -> Notice:
    """Write a note to oneself."""
    if not text:
        raise deeds.Refused("There is nothing to note.", "Type a word.")
    row = Notice.objects.create(person=by, kind="note", text=text, at=at)
    events.record("tests.noted", by=by, about=None, at=at)
    return row


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada Okoye", email="ada@harbour.example")


@pytest.mark.django_db
def test_the_same_key_does_it_once_and_gives_the_same_result(ada: Person) -> None:
    first = note(by=ada, text="tide at six", at=AT, key="k1")  # type: ignore[call-arg]
    again = note(by=ada, text="tide at six", at=AT + dt.timedelta(minutes=1), key="k1")  # type: ignore[call-arg]
    assert first.pk == again.pk
    assert (Notice.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_another_key_or_none_does_it_again(ada: Person) -> None:
    note(by=ada, text="tide at six", at=AT, key="k1")  # type: ignore[call-arg]
    note(by=ada, text="tide at six", at=AT, key="k2")  # type: ignore[call-arg]
    note(by=ada, text="tide at six", at=AT)
    assert Notice.objects.count() == 3


@pytest.mark.django_db
def test_the_same_key_with_other_words_is_refused_with_a_next_step(ada: Person) -> None:
    note(by=ada, text="tide at six", at=AT, key="k1")  # type: ignore[call-arg]
    with pytest.raises(deeds.KeyReused) as refusal:
        note(by=ada, text="tide at seven", at=AT, key="k1")  # type: ignore[call-arg]
    assert refusal.value.next_step == "Load the page again and repeat the change."
    assert Notice.objects.get().text == "tide at six"


@pytest.mark.django_db
def test_somebody_elses_key_is_their_own(ada: Person) -> None:
    cy = Person.objects.create(name="Cy Tanaka", email="cy@harbour.example")
    note(by=ada, text="tide at six", at=AT, key="k1")  # type: ignore[call-arg]
    note(by=cy, text="rope is wet", at=AT, key="k1")  # type: ignore[call-arg]
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_a_refused_deed_leaves_its_key_free(ada: Person) -> None:
    with pytest.raises(deeds.Refused):
        note(by=ada, text="", at=AT, key="k1")  # type: ignore[call-arg]
    assert Submission.objects.count() == 0
    assert note(by=ada, text="tide at six", at=AT, key="k1").text == "tide at six"  # type: ignore[call-arg]


@pytest.mark.django_db(transaction=True)
def test_eight_threads_with_one_key_make_one_row(ada: Person) -> None:
    begin, results, troubles = threading.Barrier(8), [], []

    def send() -> None:
        begin.wait()
        try:
            results.append(note(by=ada, text="tide at six", at=AT, key="k1").pk)  # type: ignore[call-arg]
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert results == [Notice.objects.get().pk] * 8
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_threads_keep_one_chain(ada: Person) -> None:
    begin = threading.Barrier(6)

    def send(number: int) -> None:
        begin.wait()
        for turn in range(4):
            note(by=ada, text=f"tide {number}-{turn}", at=AT)
        connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.count() == 24
    assert events.verify_chain() is None


@pytest.mark.django_db
def test_a_notice_goes_to_each_once_and_not_to_who_did_it(ada: Person) -> None:
    cy = Person.objects.create(name="Cy Tanaka", email="cy@harbour.example")
    notices.tell([ada, cy, None, cy], kind="x", text="t" * 400, link="/", why="w", at=AT, but=ada)
    assert [(row.person, len(row.text)) for row in Notice.objects.all()] == [(cy, 300)]
    assert notices.unread(cy) == 1
    assert notices.read(person=ada, public_id=Notice.objects.get().public_id, at=AT) is None
