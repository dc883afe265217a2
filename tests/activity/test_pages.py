"""News, preferences and the post as pages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sapwood.activity import notices, outbox
from sapwood.activity.models import Delivery, Event, Notice, Preference
from tests import cast
from tests.activity.conftest import PostOffice
from tests.cast import NOW, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def harbour() -> Cast:
    return cast.gather()


def be(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tell(person: Any, text: str = "Cy said something", link: str = "/settings/mail/") -> Notice:
    notices.tell([person], kind="comment", text=text, link=link, why="It is your goal.", at=NOW)
    return Notice.objects.latest("id")


def test_a_notice_is_read_by_following_it(harbour: Cast) -> None:
    row, ada = tell(harbour.ada), be(harbour.ada)
    page = ada.get("/notices/").content.decode()
    assert "One thing you have not read yet" in page
    assert '<span class="count num">1</span>' in page
    assert ada.post(f"/notices/{row.public_id}/")["Location"] == "/settings/mail/"
    page = ada.get("/notices/").content.decode()
    assert "You have read everything" in page
    assert '<span class="count num">' not in page
    assert be(harbour.cy).post(f"/notices/{row.public_id}/").status_code == 404


def test_looking_at_the_page_reads_nothing_and_one_click_reads_all(harbour: Cast) -> None:
    tell(harbour.ada), tell(harbour.ada)
    ada = be(harbour.ada)
    ada.get("/notices/")
    assert notices.unread(harbour.ada) == 2
    ada.post("/notices/")
    assert notices.unread(harbour.ada) == 0


def test_a_link_leads_nowhere_else(harbour: Cast) -> None:
    for link in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        row = tell(harbour.ada, link=link)
        assert be(harbour.ada).post(f"/notices/{row.public_id}/")["Location"] == "/notices/", link


def test_one_row_or_thirty_the_same_number_of_queries(harbour: Cast) -> None:
    ada = be(harbour.ada)

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ada.get("/notices/").status_code == 200
        return len(queries)

    tell(harbour.ada)
    count()
    one = count()
    for _number in range(29):
        tell(harbour.ada)
    assert count() == one


def test_a_preference_is_kept(harbour: Cast) -> None:
    ada = be(harbour.ada)
    assert ada.post("/settings/mail/", {"mail": "weekly"}).status_code == 303
    assert Preference.objects.get().mail == "weekly"
    assert "checked" in ada.get("/settings/mail/").content.decode().split('value="weekly"')[1][:60]
    assert ada.post("/settings/mail/", {"mail": "hourly"}).status_code == 422
    assert Preference.objects.get().mail == "weekly"


def dead(**more: Any) -> Delivery:
    row = outbox.queue(
        outbox.Recipient("ada@harbour.example"),
        kind="digest",
        subject="Your week",
        body="a secret",
        why="",
        at=NOW,
        urgent=True,
    )
    assert row is not None
    Delivery.objects.filter(pk=row.pk).update(
        **{"state": Delivery.State.DEAD, "error": "550 no such mailbox", "attempts": 1, **more}
    )
    return row


def test_the_administrator_sees_what_failed_and_why_and_never_what_it_said(harbour: Cast) -> None:
    dead()
    dead(state=Delivery.State.PENDING, error="451 busy", attempts=3)
    page = be(harbour.ad).get("/post/").content.decode()
    for word in ("ada@harbour.example", "Your week", "550 no such mailbox", "451 busy"):
        assert word in page
    assert "a secret" not in page


@pytest.mark.parametrize("who", ["ada", "bo", "dee", "max"])
def test_nobody_else_sees_the_post(harbour: Cast, who: str) -> None:
    row, client = dead(), be(harbour.people[who])
    assert client.get("/post/").status_code == 404
    for path in (f"/post/{row.public_id}/attempt/", f"/post/{row.public_id}/withdrawal/", "/post/test/"):
        assert client.post(path).status_code == 404
    row.refresh_from_db()
    assert row.state == Delivery.State.DEAD
    assert "Outgoing mail" not in client.get("/notices/").content.decode()


def test_try_again_give_up_and_off_the_list(harbour: Cast) -> None:
    ad = be(harbour.ad)
    row = dead()
    ad.post(f"/post/{row.public_id}/attempt/")
    row.refresh_from_db()
    assert (row.state, row.attempts, row.due, row.error) == (Delivery.State.PENDING, 0, NOW, "")
    ad.post(f"/post/{row.public_id}/withdrawal/")
    row.refresh_from_db()
    assert row.state == Delivery.State.DEAD
    ad.post(f"/post/{row.public_id}/withdrawal/")
    assert Delivery.objects.count() == 0


def test_a_test_mail_arrives(harbour: Cast, post_office: PostOffice) -> None:
    waiting = dead(state=Delivery.State.PENDING)
    answer = be(harbour.ad).post("/post/test/", follow=True)
    assert "The post office took a mail to ad@harbour.example" in answer.content.decode()
    assert [mail["Subject"] for mail in post_office.arrived] == ["Sapwood can send mail"]
    waiting.refresh_from_db()
    assert waiting.state == Delivery.State.PENDING, "the test sends itself and nothing else"
    assert Event.objects.filter(verb="activity.mail_tested", actor=harbour.ad).count() == 1


def test_a_test_mail_that_fails_says_what_the_post_office_said(harbour: Cast, post_office: PostOffice) -> None:
    post_office.to_recipients = ["550 relaying denied"]
    answer = be(harbour.ad).post("/post/test/", follow=True)
    assert "550 relaying denied" in answer.content.decode()
    assert Delivery.objects.count() == 0


def test_without_a_post_office_nothing_is_pretended(harbour: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    ad = be(harbour.ad)
    page = ad.get("/post/").content.decode()
    assert "Mail is not set up" in page
    assert "/post/test/" not in page
    assert "nothing was sent" in ad.post("/post/test/", follow=True).content.decode()
    assert Delivery.objects.count() == 0


def test_the_command_sends_a_test_too(post_office: PostOffice, capsys: pytest.CaptureFixture[str]) -> None:
    from sapwood import cli

    assert cli.main(["mail-test", "ada@harbour.example"]) == 0
    assert "took a mail to ada@harbour.example" in capsys.readouterr().out
    post_office.to_recipients = ["550 no such mailbox"]
    assert cli.main(["mail-test", "ada@harbour.example"]) == 1
    assert len(post_office.arrived) == 1


def test_tick_sends_what_is_due_once(harbour: Cast, post_office: PostOffice, settings: Any) -> None:
    from sapwood import cli

    settings.SAPWOOD_SENDS_MAIL = True
    dead(state=Delivery.State.PENDING, error="", created=NOW - dt.timedelta(hours=1))
    assert cli.main(["tick", "--quiet"]) == 0
    assert cli.main(["tick", "--quiet"]) == 0
    assert len(post_office.arrived) == 1
