"""What the worker does in one look, and the mail by which one sees that mail works."""

# ruff: noqa: F811  (fixtures that come from the room next door)

from __future__ import annotations

from typing import Any

import pytest

from sapwood import cli
from sapwood.activity import clock, outbox
from sapwood.activity.models import Delivery
from sapwood.config import worker
from tests import cast
from tests.activity.conftest import PostOffice, post_office, unused_tcp_port  # noqa: F401  (fixtures)

pytestmark = pytest.mark.django_db(transaction=True)


def _queue() -> Delivery:
    ada = outbox.Recipient("ada@harbour.example")
    row = outbox.queue(ada, kind="test", subject="Ships", body="They leave.", why="", at=cast.NOW, urgent=True)
    assert row is not None
    return row


def test_one_look_sends_what_is_due(post_office: PostOffice) -> None:
    row = _queue()

    with clock.frozen(cast.NOW):
        worker.turn()

    row.refresh_from_db()
    assert row.state == Delivery.State.SENT


def test_with_mail_off_everything_waits(post_office: PostOffice, settings: Any) -> None:
    settings.SAPWOOD_SENDS_MAIL = False
    row = _queue()

    with clock.frozen(cast.NOW):
        worker.turn()

    row.refresh_from_db()
    assert row.state == Delivery.State.PENDING
    assert row.attempts == 0


def test_the_mail_test_says_that_it_went(post_office: PostOffice, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mail-test", "ada@harbour.example"]) == 0

    assert "took a mail to ada@harbour.example" in capsys.readouterr().out


def test_the_mail_test_says_why_it_did_not(
    settings: Any, unused_tcp_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_tcp_port

    assert cli.main(["mail-test", "ada@harbour.example"]) == 1

    assert f"127.0.0.1:{unused_tcp_port}" in capsys.readouterr().out


def test_without_a_mail_server_it_names_the_setting(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mail-test", "ada@harbour.example"]) == 2

    assert "SAPWOOD_SMTP_HOST" in capsys.readouterr().out
