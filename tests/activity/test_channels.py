"""News to channels: what may be read by all, signed, in the format of the other side, never lost and never twice."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client

from sapwood.activity import channels, clock, outbox, webhooks
from sapwood.activity.deeds import Refused
from sapwood.activity.models import Channel, Delivery, Event
from sapwood.goals import actions
from tests import cast

pytestmark = pytest.mark.django_db
KINDS = ["goals.agreed", "goals.cycle"]


@pytest.fixture
def company(db: None) -> cast.Cast:
    return cast.gather()


@dataclass
class Receiver:
    """What arrived at a real HTTP server, and what the next requests are answered with."""

    url: str = ""
    arrived: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    @property
    def said(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _headers, body in self.arrived]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = found.answers.pop(0) if found.answers else 200
            if status == 200:
                found.arrived.append((dict(self.headers), body))
            self.send_response(status)
            if status in {301, 302, 307, 308}:
                self.send_header("Location", found.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def open_channel(company: cast.Cast, receiver: Receiver, form: str = "json", kinds: list[str] = KINDS) -> Channel:
    return channels.open_channel(by=company.ad, name="#goals", url=receiver.url, form=form, kinds=kinds, at=cast.NOW)


def announce(unique: str = "one") -> int:
    return webhooks.announce(
        "goals.agreed", title="Cranes: Ships <leave>", text="• On & on", link="/x/", at=cast.NOW, unique=unique
    )


def deliver(at: dt.datetime = cast.NOW) -> int:
    with clock.frozen(at):
        return outbox.deliver_due(mails=False)


def test_a_message_arrives_signed(company: cast.Cast, receiver: Receiver) -> None:
    channel = open_channel(company, receiver)
    assert announce() == 1 and deliver() == 1
    headers, body = receiver.arrived[0]
    assert json.loads(body)["title"] == "Cranes: Ships <leave>" and json.loads(body)["link"].endswith("/x/")
    match = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Sapwood-Signature"])
    assert match is not None and int(match[1]) == int(cast.NOW.timestamp())
    expected = hmac.new(channel.secret.encode(), match[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(match[2], expected)
    assert Delivery.objects.get().state == Delivery.State.SENT


@pytest.mark.parametrize("form", ["slack", "teams"])
def test_chat_programs_read_their_own_format(company: cast.Cast, receiver: Receiver, form: str) -> None:
    open_channel(company, receiver, form)
    announce()
    deliver()
    said = receiver.said[0]
    if form == "slack":
        assert said["blocks"][0]["text"]["text"] == "Cranes: Ships <leave>"
        assert said["blocks"][1]["text"]["text"] == "• On &amp; on"
    else:
        card = said["attachments"][0]["content"]
        assert card["type"] == "AdaptiveCard" and card["body"][0]["text"] == "Cranes: Ships <leave>"
        assert card["actions"][0]["url"].endswith("/x/")


def test_the_same_news_goes_once(company: cast.Cast, receiver: Receiver) -> None:
    open_channel(company, receiver)
    assert (announce(), announce(), announce("two")) == (1, 0, 1)
    assert deliver() == 2 and deliver() == 0


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_receiver_is_asked_again(company: cast.Cast, receiver: Receiver, status: int) -> None:
    open_channel(company, receiver)
    announce()
    receiver.answers = [status]
    assert deliver() == 0
    row = Delivery.objects.get()
    assert row.state == Delivery.State.PENDING and str(status) in row.error
    assert deliver(row.due) == 1 and receiver.arrived[0][0]["Sapwood-Delivery"] == row.public_id


@pytest.mark.parametrize("status", [302, 400, 404, 410])
def test_a_refusal_for_good_is_not_tried_again(company: cast.Cast, receiver: Receiver, status: int) -> None:
    open_channel(company, receiver)
    announce()
    receiver.answers = [status]
    deliver()
    assert Delivery.objects.get().state == Delivery.State.DEAD and not receiver.arrived


def test_nobody_answers(company: cast.Cast, receiver: Receiver, unused_tcp_port: int) -> None:
    receiver.url = f"http://127.0.0.1:{unused_tcp_port}/"
    open_channel(company, receiver)
    announce()
    deliver()
    row = Delivery.objects.get()
    assert row.state == Delivery.State.PENDING and row.error


def test_an_ended_channel_gets_nothing(company: cast.Cast, receiver: Receiver) -> None:
    channel = open_channel(company, receiver)
    announce()
    channels.end_channel(by=company.ad, channel=channel, at=cast.NOW)
    assert announce("two") == 0
    deliver()
    assert not receiver.arrived and Delivery.objects.get().state == Delivery.State.DEAD


@pytest.mark.parametrize("url", ["", "ftp://x/", "file:///etc/passwd", "just words", "https://"])
def test_an_address_that_is_none_is_refused(company: cast.Cast, url: str) -> None:
    with pytest.raises(Refused, match="no address"):
        channels.open_channel(by=company.ad, name="x", url=url, form="json", kinds=KINDS, at=cast.NOW)
    assert not Channel.objects.exists() and not Event.objects.filter(verb="activity.channel_opened").exists()


def test_what_is_agreed_and_where_a_cycle_stands_is_told_and_nothing_of_anybodys_own(
    company: cast.Cast, receiver: Receiver
) -> None:
    open_channel(company, receiver)
    team = cast.objective("Ships leave on time", company.cranes, company.cycle, stage="proposed")
    own = cast.objective("I listen first", company.ada, company.cycle, stage="proposed", layer="developmental")
    actions.agree_to_objective(by=company.bo, objective=team, at=cast.NOW)
    actions.agree_to_objective(by=company.ada, objective=own, at=cast.NOW)
    actions.move_cycle(by=company.dee, cycle=company.cycle, stage="scoring", at=cast.NOW)
    deliver()
    titles = [one["title"] for one in receiver.said]
    assert len(titles) == 2 and "Ships leave on time" in titles[0] and "Scoring" in titles[1]
    assert "listen" not in json.dumps(receiver.said)


def test_the_administrator_opens_tests_and_ends_one(company: cast.Cast, client: Client, receiver: Receiver) -> None:
    client.force_login(company.ad)
    data = {"name": "#goals", "url": receiver.url, "form": "slack", "kinds": KINDS}
    assert client.post("/settings/channels/", {**data, "url": "nowhere"}).status_code == 422
    assert client.post("/settings/channels/", data).status_code == 303
    channel = Channel.objects.get()
    page = client.post(f"/settings/channels/{channel.public_id}/test/", follow=True).content.decode()
    assert "took the test" in page and receiver.said[0]["blocks"][0]["text"]["text"] == "Sapwood can write here"
    receiver.answers = [404]
    page = client.post(f"/settings/channels/{channel.public_id}/test/", follow=True).content.decode()
    assert "answered 404" in page and Delivery.objects.filter(state=Delivery.State.DEAD).count() == 0
    client.post(f"/settings/channels/{channel.public_id}/end/")
    assert (
        Channel.objects.get().ended is not None
        and "No channel yet" in client.get("/settings/channels/").content.decode()
    )
