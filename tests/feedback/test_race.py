"""People send while the wave is being closed: whoever was told that it is sealed was counted, everybody else was told no."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from sapwood.activity.deeds import Refused
from sapwood.feedback import actions
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Invitation, Publication, Receipt, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]

THREADS = 6


def test_an_answer_that_was_acknowledged_is_counted_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    told = cast.gather()
    rounds.hands(told.cranes, 42)
    wave = rounds.open_pulse(told.dee)
    rows = list(Invitation.objects.filter(wave=wave).select_related("wave", "person"))
    items = [item.pk for item in wave.questionnaire.items.all() if item.is_scale]
    counted: list[int] = []
    opened = closing._opened

    def counting(*args, **more):
        found = opened(*args, **more)
        counted.append(len(found))
        return found

    monkeypatch.setattr(closing, "_opened", counting)
    said: list[bool | None] = []
    under_way = threading.Barrier(THREADS + 1)

    def send(mine: list[Invitation]) -> None:
        under_way.wait()
        for row in mine:
            try:
                said.append(
                    actions.send(
                        by=row.person, invitation=row, ratings=dict.fromkeys(items, 3), remarks={}, at=cast.NOW
                    )
                )
            except Refused:
                said.append(None)
        connections.close_all()

    threads = [threading.Thread(target=send, args=(rows[start::THREADS],)) for start in range(THREADS)]
    for thread in threads:
        thread.start()
    under_way.wait()
    while Receipt.objects.count() < 5 and any(thread.is_alive() for thread in threads):
        pass
    closing.close(wave, rounds.AFTER)
    for thread in threads:
        thread.join()

    assert len(said) == len(rows)
    assert counted == [said.count(True)]
    assert not Receipt.objects.exists() and not Ballot.objects.exists()
    assert Publication.objects.count() == 1 and Wave.objects.get().stage == Wave.Stage.PUBLISHED


def test_the_same_answer_sent_at_once_from_two_tabs_is_one_ballot() -> None:
    told = cast.gather()
    rounds.hands(told.cranes, 9)
    wave = rounds.open_pulse(told.dee)
    row = Invitation.objects.select_related("wave", "person").get(wave=wave, person=told.ada)
    both, said = threading.Barrier(4), []

    def send() -> None:
        mine = Invitation.objects.select_related("wave", "person").get(pk=row.pk)
        both.wait()
        said.append(rounds.answer(mine))
        connections.close_all()

    threads = [threading.Thread(target=send) for _tab in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [False, False, False, True]
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)
