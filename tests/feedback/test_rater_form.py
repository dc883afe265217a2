"""The form of a 360: colleagues on a rail, named views saved as one types, nothing typed lost, nothing unnamed kept."""

from __future__ import annotations

import base64

import pytest
from django.apps import apps
from django.test import Client

from sapwood.activity.models import FormDraft
from sapwood.feedback import keeping, links
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Invitation, Item, Receipt, Wave
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    return cast.gather()


@pytest.fixture
def wave(told: cast.Cast) -> Wave:
    made = rounds.draft_round(told.dee, [told.ada, told.cy])
    rounds.ask(told.dee, made, [(told.eve, "peer"), (told.dee, "other")])
    return rounds.open_round(told.dee, made)


def asked(wave: Wave, who, about) -> Invitation:
    return wave.invitations.get(person=who, subject__person=about)


def filled(wave: Wave, words: str = "Asks first") -> dict[str, str]:
    items = Item.objects.filter(questionnaire=wave.questionnaire)
    return {f"i-{item.pk}": "4" if item.is_scale else words for item in items}


def test_colleagues_stand_on_a_rail_and_the_next_one_follows(client: Client, told: cast.Cast, wave: Wave) -> None:
    first = links.address(asked(wave, told.eve, told.ada))
    page = client.get(first).content.decode()
    assert "Whom you are asked about" in page and "Cy Tanaka" in page and "about a minute" in page

    client.post(first, filled(wave))
    thanks = client.get(first).content.decode()
    assert "Next: about Cy Tanaka" in thanks and links.address(asked(wave, told.eve, told.cy)) in thanks
    client.post(links.address(asked(wave, told.eve, told.cy)), filled(wave))
    assert "Nothing more is asked of you here" in client.get(first).content.decode()
    of_dee = client.get(links.address(asked(wave, told.dee, told.ada))).content.decode()
    assert ">sent<" not in of_dee  # who else has answered is nobody's to see


def test_a_managers_view_is_saved_as_it_is_typed_and_comes_back(client: Client, told: cast.Cast, wave: Wave) -> None:
    row = asked(wave, told.bo, told.ada)
    link, item = links.address(row), Item.objects.get(key="words")
    assert f'data-autosave="{link}draft/"' in client.get(link).content.decode()
    typed = {f"i-{item.pk}": "On Tuesday she asked", f"i-{Item.objects.get(key='c0b0').pk}": "5", "other": "x"}
    assert client.post(f"{link}draft/", typed).status_code == 204

    page = client.get(link).content.decode()
    assert "On Tuesday she asked" in page and 'value="5" checked' in page
    assert "other" not in FormDraft.objects.get().data
    client.post(link, filled(wave))
    assert not FormDraft.objects.exists()
    assert client.post(f"{link}draft/", typed).status_code == 410


def test_a_named_view_that_was_never_sent_goes_when_the_wave_is_over(
    client: Client, told: cast.Cast, wave: Wave
) -> None:
    link = links.address(asked(wave, told.bo, told.ada))
    client.post(f"{link}draft/", filled(wave))
    assert keeping.forget_ended() == 0
    closing.close(wave, rounds.AFTER)
    assert keeping.forget_ended() == 1
    assert client.post(f"{link}draft/", filled(wave)).status_code == 410


def test_nothing_of_an_unnamed_view_is_kept_here_before_it_is_sent(client: Client, told: cast.Cast, wave: Wave) -> None:
    row = asked(wave, told.eve, told.ada)
    link = links.address(row)
    before = {model: model._base_manager.count() for model in apps.get_models()}
    page = client.get(link).content.decode()
    assert client.post(f"{link}draft/", filled(wave)).status_code == 404

    assert {model: model._base_manager.count() for model in apps.get_models()} == before
    assert "data-autosave" not in page and row.public_id not in keeping.browser_name(row)
    key = keeping.browser_key(row)
    assert f'data-key="{key}"' in page and len(base64.b64decode(key)) == 32
    assert key != keeping.browser_key(asked(wave, told.eve, told.cy))
    client.post(link, filled(wave))
    assert key not in client.get(link).content.decode()


def test_sending_an_unnamed_view_writes_a_receipt_and_a_ballot_and_nothing_else(
    client: Client, told: cast.Cast, wave: Wave
) -> None:
    client.force_login(told.eve)
    link = links.address(asked(wave, told.eve, told.ada))
    before = {model: model._base_manager.count() for model in apps.get_models()}
    client.get(link)
    client.post(link, filled(wave))
    client.get(link)

    after = {model: model._base_manager.count() for model in apps.get_models()}
    assert {model.__name__ for model in after if after[model] != before[model]} == {"Receipt", "Ballot"}


def test_words_that_come_too_late_are_shown_to_their_writer(client: Client, told: cast.Cast, wave: Wave) -> None:
    link = links.address(asked(wave, told.eve, told.ada))
    closing.close(wave, rounds.AFTER)
    answer = client.post(link, filled(wave, "She asked, and waited"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "She asked, and waited" in page and "It was not sent and stands nowhere else" in page


def test_a_cookie_that_was_lost_loses_no_answer(told: cast.Cast, wave: Wave) -> None:
    link = links.address(asked(wave, told.eve, told.ada))
    assert Client(enforce_csrf_checks=True).post(link, filled(wave)).status_code == 303
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)


def test_a_pulse_is_locked_in_the_browser_too_and_let_go_when_it_was_sent(client: Client, told: cast.Cast) -> None:
    rounds.hands(told.cranes, 9)
    wave = rounds.open_pulse(told.dee)
    row = Invitation.objects.get(wave=wave, person=told.ada)
    link, name = links.address(row), keeping.browser_name(row)
    page = client.get(link).content.decode()
    assert f'data-kept="{name}"' in page and f'data-key="{keeping.browser_key(row)}"' in page
    client.post(link, filled(wave))
    assert f'data-let-go="{name}"' in client.get(link).content.decode()


def test_the_same_request_sent_twice_counts_once(client: Client, told: cast.Cast, wave: Wave) -> None:
    link = links.address(asked(wave, told.eve, told.ada))
    assert [client.post(link, filled(wave)).status_code for _ in range(2)] == [303, 303]
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)
