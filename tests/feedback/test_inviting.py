"""Mails of a wave: one invitation, one reminder for those who have not answered, and none left afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from sapwood.activity import outbox
from sapwood.activity.models import Delivery, Preference
from sapwood.feedback import jobs
from sapwood.feedback.actions import closing, inviting
from sapwood.feedback.models import Invitation, Receipt
from sapwood.people.models import Absence
from tests import cast
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

SOON = rounds.CLOSES - dt.timedelta(days=1)


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    return made


def to(person) -> list[Delivery]:
    return list(Delivery.objects.filter(person=person).order_by("pk"))


def test_everybody_asked_gets_one_mail_in_working_hours_with_a_link_that_answers(
    client: Client, told: cast.Cast
) -> None:
    wave = rounds.open_pulse(told.dee)
    assert jobs.invite(cast.NOW) == wave.invitations.count()
    assert jobs.invite(cast.NOW + dt.timedelta(minutes=5)) == 0

    mail = to(told.ada)[0]
    link = next(word for word in mail.body.split() if word.startswith("http"))
    assert client.get("/" + link.split("/", 3)[3]).status_code == 200
    for row in Delivery.objects.all():
        assert outbox.is_working_time(row.due)
    assert len({row.due for row in Delivery.objects.all()}) > 3  # spread over a day


def test_they_are_made_in_portions(told: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "PORTION", 5)
    wave = rounds.open_pulse(told.dee)
    counts = [jobs.invite(cast.NOW) for _again in range(5)]

    assert sum(counts) == wave.invitations.count() and max(counts) == 5


def test_only_those_who_have_not_answered_are_reminded_once_and_nobody_who_is_away(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    jobs.invite(cast.NOW)
    rounds.answer(Invitation.objects.select_related("wave", "person").get(wave=wave, person=told.ada))
    Absence.objects.create(person=told.cy, starts=SOON.date())
    jobs.invite(SOON)
    jobs.invite(SOON + dt.timedelta(hours=2))

    assert (len(to(told.ada)), len(to(told.cy)), len(to(told.bo))) == (1, 1, 2)
    assert "still open" in to(told.bo)[1].body


def test_no_mail_goes_to_whoever_wants_none(told: cast.Cast) -> None:
    Preference.objects.create(person=told.ada, mail=Preference.Mail.NONE)
    rounds.open_pulse(told.dee)
    jobs.invite(cast.NOW)

    assert to(told.ada) == []


def test_one_mail_names_all_colleagues_one_is_asked_about(told: cast.Cast) -> None:
    wave = rounds.draft_round(told.dee, [told.ada, told.cy])
    rounds.ask(told.dee, wave, [(told.eve, "other")])
    rounds.open_round(told.dee, wave)
    jobs.invite(cast.NOW)

    mail = to(told.eve)[0]
    assert "About Ada Okoye:" in mail.body and "About Cy Tanaka:" in mail.body
    assert len(to(told.bo)) == 1


def test_when_the_wave_closes_no_mail_of_it_is_left(told: cast.Cast) -> None:
    wave = rounds.open_pulse(told.dee)
    jobs.invite(cast.NOW)
    jobs.invite(SOON)
    closing.close(wave, rounds.AFTER)

    assert not Delivery.objects.exists() and not Receipt.objects.exists()
    assert jobs.invite(rounds.AFTER) == 0
