"""Help with a comment: asked for by a button, read once, kept nowhere; not in a pulse, whose words should stay unseen."""

from __future__ import annotations

import hashlib
import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from sapwood.feedback import links
from sapwood.feedback.models import Invitation
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

HERE = "/answers/wording/"
CHARACTER = "You are simply unreliable"
CLEAR = "On Monday you asked each of us what we would drop, so we dropped two things and were done by Friday."


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def ask(client: Client, text: str, **more: str) -> str:
    return client.post(HERE, {"asked": "i-7", "i-7": text, **more}).content.decode()


def test_what_is_about_character_is_asked_for_the_moment(client: Client) -> None:
    page = ask(client, CHARACTER)
    assert "is about the person, not about what they did" in page and "What did they do or say" in page
    assert CHARACTER in page and "Nothing of it is kept" in page


def test_what_one_could_see_and_what_came_of_it_passes(client: Client) -> None:
    assert "They can do something with that" in ask(client, CLEAR)
    assert "Nothing is written yet" in ask(client, "  ")


def test_only_the_text_that_was_asked_about_is_read(client: Client) -> None:
    page = ask(client, CLEAR, **{"i-8": "Zanzibarrakuda", "csrfmiddlewaretoken": "x"})
    assert "Zanzibarrakuda" not in page
    assert (
        "Nothing is written yet"
        in client.post(HERE, {"asked": "csrfmiddlewaretoken", "csrfmiddlewaretoken": "x"}).content.decode()
    )


def test_with_htmx_only_the_remark_comes_back(client: Client) -> None:
    part = client.post(HERE, {"asked": "i-7", "i-7": CHARACTER}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "What did they do or say" in part


def test_nothing_of_it_stays(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    def rows() -> str:
        digest = hashlib.sha256()
        for model in apps.get_models():
            digest.update(repr(list(model._base_manager.order_by("pk").values_list())).encode())
        return digest.hexdigest()

    before = rows()
    caplog.set_level(logging.DEBUG)
    answer = client.post(HERE, {"asked": "i-7", "i-7": "Zanzibarrakuda is unreliable"})
    assert rows() == before and "Zanzibarrakuda" not in caplog.text
    assert settings.SESSION_COOKIE_NAME not in answer.cookies


def test_who_asks_in_a_hurry_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {**settings.ACCOUNT_RATE_LIMITS, "comment_help": "1/m/ip"})
    assert "What did they do" in ask(client, CHARACTER)
    assert "Wait a minute" in ask(client, CHARACTER)


def test_the_button_stands_beside_a_comment_about_a_colleague_and_not_in_a_pulse(client: Client) -> None:
    company = cast.gather()
    rounds.hands(company.cranes, 9)
    rounds.hands(company.company, 6)
    wave = rounds.draft_round(company.dee, [company.ada])
    rounds.ask(company.dee, wave, [(company.cy, "peer")])
    rounds.open_round(company.dee, wave)
    about = client.get(links.address(Invitation.objects.get(wave=wave, person=company.cy))).content.decode()
    assert HERE in about and "kept nowhere" in about
    pulse = rounds.open_pulse(company.dee)
    own = client.get(links.address(Invitation.objects.get(wave=pulse, person=company.ada))).content.decode()
    assert "<textarea" in own and HERE not in own
