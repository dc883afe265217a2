"""The way in: a link that works once, for a week, and says nothing to whoever has no right to it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from sapwood.activity import clock
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Delivery, Event
from sapwood.people.actions import invitations
from sapwood.people.models import Invitation, Person, Role
from tests import cast
from tests.cast import NOW, Cast

NEW = "four-ropes-under-moonlight"


@pytest.fixture
def harbour(db: None) -> Iterator[Cast]:
    cache.clear()
    with clock.frozen(NOW):
        yield cast.gather()


def token_of(mail: Delivery) -> str:
    found = re.search(r"/invitations/(\S+)/", mail.body)
    assert found, mail.body
    return found[1]


def invite(harbour: Cast, person: Person, **more: Any) -> str:
    invitations.invite(by=harbour.ad, person=person, at=NOW, **more)
    return token_of(Delivery.objects.filter(person=person).latest("id"))


def test_ada_is_invited_and_comes_in(harbour: Cast) -> None:
    token = invite(harbour, harbour.ada)
    mail = Delivery.objects.get()
    assert (mail.kind, mail.urgent, mail.due, mail.person) == ("invitation", True, NOW, harbour.ada)
    assert mail.subject == "Your way into Sapwood at Harbour Works"
    row = Invitation.objects.get()
    assert token not in str(vars(row)), "the token itself is not kept"
    assert row.token_digest == hashlib.sha256(token.encode()).hexdigest()
    assert (row.invited_by, row.expires) == (harbour.ad, NOW + dt.timedelta(days=7))
    client = Client()
    page = client.get(f"/invitations/{token}/")
    assert "Welcome, Ada" in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert client.post(f"/invitations/{token}/", {"password1": NEW, "password2": NEW})["Location"] == "/first-week/"
    assert client.get("/notices/").status_code == 200
    assert cast.fresh(harbour.ada).check_password(NEW)
    assert Event.objects.filter(verb="people.invitation_accepted", actor=harbour.ada).count() == 1


def test_a_link_works_once(harbour: Cast) -> None:
    token = invite(harbour, harbour.ada)
    Client().post(f"/invitations/{token}/", {"password1": NEW, "password2": NEW})
    again = Client().post(f"/invitations/{token}/", {"password1": "x" * 20, "password2": "x" * 20})
    assert again.status_code == 410
    assert cast.fresh(harbour.ada).check_password(NEW)


def test_used_old_void_and_invented_links_all_say_the_same(harbour: Cast) -> None:
    used, void = invite(harbour, harbour.cy), invite(harbour, harbour.ada)
    newest = invite(harbour, harbour.ada)
    Client().post(f"/invitations/{used}/", {"password1": NEW, "password2": NEW})
    answers = [Client().get(f"/invitations/{token}/") for token in (used, void, "invented")]
    assert Client().get(f"/invitations/{newest}/").status_code == 200
    with clock.frozen(NOW + dt.timedelta(days=7, seconds=1)):
        answers.append(Client().get(f"/invitations/{newest}/"))
    Person.objects.filter(pk=harbour.ada.pk).update(leaves=NOW.date() - dt.timedelta(days=1))
    answers.append(Client().get(f"/invitations/{newest}/"))
    assert {answer.status_code for answer in answers} == {410}
    assert len({re.sub(r'X-CSRFToken": "[^"]+"', "", answer.content.decode()) for answer in answers}) == 1
    assert "ask the people who run Sapwood" in answers[0].content.decode()


def test_a_weak_password_keeps_the_link(harbour: Cast) -> None:
    token = invite(harbour, harbour.ada)
    answer = Client().post(f"/invitations/{token}/", {"password1": "short", "password2": "short"})
    assert answer.status_code == 422
    assert "at least 12" in answer.content.decode()
    assert Client().get(f"/invitations/{token}/").status_code == 200


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max", "eve"])
def test_only_an_administrator_invites(harbour: Cast, who: str) -> None:
    with pytest.raises(Refused):
        invitations.invite(by=harbour.people[who], person=harbour.cy, at=NOW)
    client = Client()
    client.force_login(harbour.people[who])
    client.post(f"/people/{harbour.cy.public_id}/invitations/")
    client.post("/invitations/")
    assert (Invitation.objects.count(), Delivery.objects.count()) == (0, 0)


def test_who_has_no_address_or_has_left_is_not_invited(harbour: Cast) -> None:
    Person.objects.filter(pk=harbour.cy.pk).update(email=None)
    for person, why in ((cast.fresh(harbour.cy), "has no address"), (harbour.lo, "does not work here any more")):
        with pytest.raises(Refused, match=why):
            invitations.invite(by=harbour.ad, person=person, at=NOW)


def test_one_click_invites_all_who_have_no_way_in_and_a_second_nobody(harbour: Cast) -> None:
    Person.objects.filter(pk=harbour.cy.pk).update(email=None)
    harbour.bo.set_password(NEW)
    harbour.bo.save()
    invite(harbour, harbour.dee)
    client = Client()
    client.force_login(harbour.ad)
    assert "Invite all 3" in client.get("/people/").content.decode()
    for _click in range(2):
        client.post("/invitations/", {"submission": "once"})
        client.post("/invitations/", {"submission": "twice"})
    assert set(Delivery.objects.values_list("person__name", flat=True)) == {
        "Dee Lindqvist",
        "Ada Okoye",
        "Eve Marsh",
        "Max Berg",
    }
    assert Delivery.objects.count() == 4
    assert "no way in yet" not in client.get("/people/").content.decode()


def test_a_double_click_sends_one_mail(harbour: Cast) -> None:
    client = Client()
    client.force_login(harbour.ad)
    for _click in range(2):
        client.post(f"/people/{harbour.ada.public_id}/invitations/", {"submission": "k1"})
    assert Delivery.objects.count() == 1


def test_without_a_post_office_nothing_is_said_to_be_on_its_way(harbour: Cast, settings: Any) -> None:
    client = Client()
    client.force_login(harbour.ad)
    path = f"/people/{harbour.ada.public_id}/invitations/"
    assert "The invitation to Ada Okoye is on its way" in client.post(path, follow=True).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "It waits in the outbox" in client.post(path, follow=True).content.decode()


def test_the_first_administrator_gets_a_link_without_mail(harbour: Cast) -> None:
    printed = invitations.first_administrator(name="Nia Osei", email="Nia@Harbour.Example", at=NOW)
    assert printed.startswith("http://127.0.0.1:8000/invitations/")
    nia = Person.objects.get(email="nia@harbour.example")
    assert nia.has_role(Role.ADMINISTRATOR)
    assert Delivery.objects.count() == 0
    again = invitations.first_administrator(name="", email="nia@harbour.example", at=NOW)
    assert Person.objects.filter(name="Nia Osei").count() == 1
    path = again.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    assert Client().get(printed.removeprefix("http://127.0.0.1:8000")).status_code == 410


def test_an_invitation_does_not_step_over_a_second_factor(harbour: Cast) -> None:
    """Whoever reads Ada's mailbox gets no further than her password would."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(harbour.ada, generate_totp_secret())
    token = invite(harbour, harbour.ada)
    client = Client()
    client.post(f"/invitations/{token}/", {"password1": NEW, "password2": NEW})
    assert client.get("/notices/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_comes_in() -> None:
    with clock.frozen(NOW):
        harbour = cast.gather()
        token = invite(harbour, harbour.ada)
    begin, ended = threading.Barrier(2), []

    def come_in(password: str) -> None:
        row = invitations.find(token, NOW)
        assert row is not None
        begin.wait()
        try:
            invitations.accept(invitation=row, password=password, at=NOW)
            ended.append(password)
        except Refused:
            ended.append("")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=come_in, args=(word,)) for word in ("first-of-two-passwords", "second-of-two-passwords")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [winner] = [word for word in ended if word]
    assert cast.fresh(harbour.ada).check_password(winner)
