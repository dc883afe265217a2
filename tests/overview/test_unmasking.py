"""“Try to unmask me”: what the page shows is what lies there, before and after; and it opens no ballot."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.models import DemoMarker
from sapwood.feedback import keys
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Invitation, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE = "/demo/unmasking/"


@pytest.fixture
def told(settings: LazySettings) -> cast.Cast:
    settings.SAPWOOD_DEMO = True
    DemoMarker.objects.create(seed=1, today=cast.TODAY, at=cast.NOW)
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    return made


def look(told: cast.Cast, address: str = PAGE) -> str:
    client = Client()
    client.force_login(told.ada)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_there_is_no_such_page_outside_the_demo(told: cast.Cast, settings: LazySettings) -> None:
    settings.SAPWOOD_DEMO = False
    client = Client()
    client.force_login(told.ada)
    assert client.get(PAGE).status_code == 404
    settings.SAPWOOD_DEMO = True
    assert Client().get(PAGE).status_code == 404
    assert client.get(PAGE, headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 404


def test_with_no_wave_open_it_says_what_opens_one(told: cast.Cast) -> None:
    assert "No wave asks you just now" in look(told)


def test_rows_are_shown_as_they_lie_there_and_no_key_or_answer_with_them(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    assert "No row of yours" in look(told)
    rounds.all_answer(wave, words="Lanterns would help")
    page = look(told)

    assert "You have answered. It is sealed" in page
    shown = [row for row in Ballot.objects.all() if bytes(row.sealed)[:48].hex(" ", 4) in page]
    assert len(shown) == 4
    assert f"id: {Invitation.objects.get(wave=wave, person=told.ada).pk}" in page
    assert f"-rw------- 32 {wave.public_id}-wave.key" in page
    private = keys.store().private(f"{wave.public_id}-wave")
    assert private.hex() not in page and private.hex(" ", 4) not in page and "Lanterns" not in page
    assert "Bo Ferreira" in page and "While it is open: no number" in page


def test_once_it_is_published_nothing_is_left_but_the_result(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    rounds.all_answer(wave, words="Lanterns would help")
    with clock.frozen(rounds.AFTER):
        closing.close(wave, rounds.AFTER)
        page = look(told, f"{PAGE}?wave={wave.public_id}")
    assert Wave.objects.get().stage == Wave.Stage.PUBLISHED
    assert "None. The answers were counted and deleted." in page
    assert "The private key was destroyed on" in page and ".key" not in page
    assert "Cranes" in page
