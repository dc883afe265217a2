"""The answering page: by a signed link, without signing in; a receipt and a ballot are written and nothing else."""

from __future__ import annotations

import logging

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client

from sapwood.feedback import links
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Guest, Invitation, Item, Receipt, Response, Subject, Wave
from sapwood.feedback.quiet import NothingAboutAnswers
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    rounds.hands(made.company, 6)
    return made


@pytest.fixture
def wave(told: cast.Cast) -> Wave:
    return rounds.open_pulse(told.dee)


@pytest.fixture
def link(told: cast.Cast, wave: Wave) -> str:
    return links.address(Invitation.objects.get(wave=wave, person=told.ada))


def filled(wave: Wave, value: str = "4", words: str = "The crane is loud") -> dict[str, str]:
    items = Item.objects.filter(questionnaire=wave.questionnaire)
    return {f"i-{item.pk}": value if item.is_scale else words for item in items}


def test_ada_reads_the_promise_and_answers_without_signing_in(client: Client, wave: Wave, link: str) -> None:
    page = client.get(link).content.decode()
    assert "from 5 answers on" in page and "What this does not protect against" in page
    assert "sealed at once" in page

    answer = client.post(link, filled(wave))
    assert (answer.status_code, answer["Location"]) == (303, link)
    assert "It is sealed" in client.get(link).content.decode()
    assert (Receipt.objects.count(), Ballot.objects.count()) == (1, 1)


def test_one_request_writes_to_two_tables_and_to_no_session(
    client: Client, told: cast.Cast, wave: Wave, link: str
) -> None:
    client.force_login(told.ada)
    before = {model: model._base_manager.count() for model in apps.get_models()}
    session, signed_in = Session.objects.get(), type(told.ada).objects.get(pk=told.ada.pk).last_login
    client.get(link)
    client.post(link, filled(wave))
    client.get(link)

    after = {model: model._base_manager.count() for model in apps.get_models()}
    assert {model.__name__ for model in after if after[model] != before[model]} == {"Receipt", "Ballot"}
    assert Session.objects.get().session_data == session.session_data
    assert type(told.ada).objects.get(pk=told.ada.pk).last_login == signed_in


def test_what_does_not_fit_comes_back_with_everything_typed(client: Client, wave: Wave, link: str) -> None:
    answer = client.post(link, filled(wave, "9", "Many words"))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "was answered with 9" in page and "Many words" in page
    assert not Receipt.objects.exists()


def test_a_second_sending_changes_nothing_and_says_thank_you(client: Client, wave: Wave, link: str) -> None:
    client.post(link, filled(wave))
    first = bytes(Ballot.objects.get().sealed)
    assert client.post(link, filled(wave, "1")).status_code == 303

    assert bytes(Ballot.objects.get().sealed) == first


@pytest.mark.parametrize(
    "change", [lambda link: link[:-3] + "/", lambda link: link.replace(".", "x"), lambda _link: "/answers/x.y/"]
)
def test_a_link_that_was_changed_leads_nowhere(client: Client, link: str, change) -> None:
    assert client.get(change(link)).status_code in {404, 410}


def test_a_link_of_somebody_who_has_left_leads_nowhere(client: Client, told: cast.Cast, link: str) -> None:
    type(told.ada).objects.filter(pk=told.ada.pk).update(leaves=cast.LONG_AGO)
    assert client.get(link).status_code == 410


def test_after_closing_the_page_says_so_and_takes_nothing(client: Client, wave: Wave, link: str) -> None:
    closing.close(wave, rounds.AFTER)
    assert "This is closed" in client.get(link).content.decode()
    assert client.post(link, filled(wave)).status_code == 422
    assert not Receipt.objects.exists()


def test_asking_with_head_is_no_answer(client: Client, link: str) -> None:
    assert client.head(link).status_code == 200
    assert not Receipt.objects.exists()


def test_no_log_has_a_line_about_it(
    client: Client, wave: Wave, link: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a 4xx or a broken page would log is dropped where it would be written."""
    caplog.handler.addFilter(NothingAboutAnswers())
    with caplog.at_level(logging.DEBUG):
        client.post(link, filled(wave, "9"))
        client.get("/answers/x.y/")
        Client(enforce_csrf_checks=True).post(link, filled(wave))
        monkeypatch.setattr("sapwood.feedback.actions.send", lambda **_more: 1 / 0)
        Client(raise_request_exception=False).post(link, filled(wave))
        client.get("/no-such-page/")
    requests = [one for one in caplog.records if one.name.startswith("django")]
    assert [
        one.getMessage() for one in requests if "answers" in one.getMessage() or "Division" in str(one.exc_info)
    ] == []
    assert any("no-such-page" in one.getMessage() for one in requests)  # others are logged as ever


def test_the_products_own_handler_drops_such_lines() -> None:
    from django.conf import settings

    assert "no_answers" in settings.LOGGING["handlers"]["stderr"]["filters"]


def test_the_last_screen_tells_what_happened_after_the_wave_before(client: Client, told: cast.Cast, wave: Wave) -> None:
    closing.close(wave, rounds.AFTER)
    Response.objects.create(
        publication=wave.publication, text="A quieter crane", owner=told.bo, by=told.bo, at=cast.NOW
    )
    second = rounds.open_pulse(told.dee, questionnaire=wave.questionnaire, follows=wave)
    link = links.address(Invitation.objects.get(wave=second, person=told.ada))
    client.post(link, filled(second))

    assert "A quieter crane" in client.get(link).content.decode()


def test_the_last_screen_tells_what_ones_own_unit_heard_and_no_other(
    client: Client, told: cast.Cast, wave: Wave
) -> None:
    closing.close(wave, rounds.AFTER)
    own = Invitation.objects.get(wave=wave, person=told.ada).unit
    other = wave.units.create(name="Elsewhere", parent=wave.units.get(parent=None))
    for unit, text in ((None, "Tea for all"), (own, "A quieter crane"), (other, "Longer ropes")):
        Response.objects.create(
            publication=wave.publication, unit=unit, text=text, owner=told.bo, by=told.bo, at=cast.NOW
        )
    second = rounds.open_pulse(told.dee, questionnaire=wave.questionnaire, follows=wave)
    link = links.address(Invitation.objects.get(wave=second, person=told.ada))
    client.post(link, filled(second))

    page = client.get(link).content.decode()
    assert page.index("A quieter crane") < page.index("Tea for all") and "Longer ropes" not in page


def test_the_last_screen_before_sending_shows_what_is_sent(client: Client, told: cast.Cast, wave: Wave) -> None:
    page = client.get(links.address(Invitation.objects.get(wave=wave, person=told.ada))).content.decode()
    assert "data-review" in page and page.index("data-review") > page.rindex('<fieldset class="question">')
    assert page.count("data-next") == 1 + page.count('<fieldset class="question">')  # begin, and a way past each


def test_who_both_runs_the_system_and_the_rounds_is_named_before_one_answers(
    client: Client, told: cast.Cast, link: str
) -> None:
    assert "both runs this system" not in client.get(link).content.decode()
    cast.grant(told.dee, "administrator")
    assert "Dee Lindqvist both runs this system" in client.get(link).content.decode()


def test_a_guest_refuses_mail_by_never_answering_and_reads_about_whom_it_is(client: Client, told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    guest = Guest.objects.create(name="Ola", email="ola@customer.example", by=told.ada, at=cast.NOW)
    from sapwood.feedback import actions

    actions.add_rater(by=told.ada, subject=Subject.objects.get(), rater=guest, relation="external", at=cast.NOW)
    rounds.ask(told.dee, wave, [])
    rounds.open_round(told.dee, wave)
    invitation = Invitation.objects.get(guest=guest)
    page = client.get(links.address(invitation)).content.decode()

    assert "About Ada Okoye" in page
    assert client.post(links.address(invitation), filled(wave)).status_code == 303
    Guest.objects.update(declined=cast.NOW)
    assert client.get(links.address(invitation)).status_code == 410


def test_the_manager_is_told_to_answer_by_name_and_oneself_too(client: Client, told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada])
    rounds.ask(told.dee, wave, [(told.cy, "peer")])
    rounds.open_round(told.dee, wave)
    pages = {
        row.relation: client.get(links.address(row)).content.decode() for row in Invitation.objects.filter(wave=wave)
    }

    assert "As a manager you answer by name" in pages["manager"]
    assert "This is your own view" in pages["self"]
    assert "by name" not in pages["peer"] and "Show this remark with my name" in pages["peer"]


def test_a_follow_up_is_announced_first(client: Client, told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada], is_panel=True)
    rounds.ask(told.dee, wave, [(told.cy, "peer")])
    rounds.open_round(told.dee, wave)

    assert "at most 15 months" in client.get(links.address(wave.invitations.get(relation="peer"))).content.decode()
