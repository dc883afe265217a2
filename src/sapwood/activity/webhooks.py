"""News to a channel of the organisation's chat, or to another system, by signed HTTP requests.

Only what everybody at work may read goes this way: `announce` is for such news and nothing else. A message is a row of
the outbox like a mail: written in the transaction of the deed, leased, tried again, given up in the end.

The signature is `Sapwood-Signature: t=<seconds since 1970>,v1=<hex>`, the HMAC-SHA256 of `<t>.<body>` with the channel's
secret (RFC 2104). Receivers compare in constant time and refuse what is older than five minutes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import http.client
import json
import urllib.error
import urllib.request
from typing import IO, Any

from django.conf import settings
from django.utils.functional import Promise

from sapwood import __version__
from sapwood.activity import clock
from sapwood.activity.models import Channel, Delivery

TIMEOUT = 10  # seconds
_kinds: dict[str, str | Promise] = {}


class Unreachable(OSError):
    """The other side did not take it. `for_good`: trying again is in vain."""

    def __init__(self, words: str, *, for_good: bool) -> None:
        super().__init__(words)
        self.for_good = for_good


def kind(name: str, words: str | Promise) -> None:
    """Register a kind of news that channels can ask for; rooms do it when they start."""
    _kinds[name] = words


def kinds() -> list[tuple[str, str | Promise]]:
    return sorted(_kinds.items(), key=lambda pair: pair[0])


def announce(kind: str, *, title: str, text: str, link: str, at: dt.datetime, unique: str) -> int:
    """Queue a message to each channel that wants this kind of news; returns to how many. `unique` names the news."""
    if kind not in _kinds:
        raise ValueError(f"{kind} is no kind of news; there are {', '.join(sorted(_kinds))}.")
    wanted = [row for row in Channel.objects.filter(ended=None) if kind in row.kinds]
    return sum(queue(row, kind=kind, title=title, text=text, link=link, at=at, unique=unique) for row in wanted)


def queue(channel: Channel, *, kind: str, title: str, text: str, link: str, at: dt.datetime, unique: str) -> bool:
    """Put one message to one channel into the outbox, once for each `unique`."""
    body = json.dumps(
        {"kind": kind, "title": title[:200], "text": text[:2000], "link": settings.SAPWOOD_BASE_URL + link},
        ensure_ascii=False,
    )
    _row, created = Delivery.objects.get_or_create(
        unique=f"channel-{channel.pk}-{unique}"[:120],
        defaults={
            "channel": channel,
            "address": channel.name,
            "kind": kind,
            "urgent": True,
            "subject": title[:300],
            "body": body,
            "due": at,
            "created": at,
        },
    )
    return created


def send(row: Delivery) -> None:
    """Send one message of the outbox. Raises Unreachable where the other side did not take it."""
    channel = row.channel
    assert channel is not None
    if channel.ended is not None:
        raise Unreachable("The channel has been ended.", for_good=True)
    body = json.dumps(shaped(channel.form, json.loads(row.body)), ensure_ascii=False).encode()
    request = urllib.request.Request(channel.url, data=body, method="POST")  # noqa: S310  (only http and https are kept)
    request.add_header("Content-Type", "application/json; charset=utf-8")
    request.add_header("User-Agent", f"Sapwood/{__version__}")
    request.add_header("Sapwood-Delivery", row.public_id)
    request.add_header("Sapwood-Signature", signature(channel.secret, body, clock.now()))
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            answer.read(2000)
    except urllib.error.HTTPError as error:
        code = error.code
        error.close()
        later = code in {408, 425, 429} or code >= 500
        raise Unreachable(f"The other side answered {code}.", for_good=not later) from None
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise Unreachable(str(reason) or type(error).__name__, for_good=isinstance(error, ValueError)) from None


def shaped(form: str, said: dict[str, str]) -> dict[str, Any]:
    """The message as the other side reads it."""
    if form == Channel.Form.SLACK:
        return {
            "text": f"{said['title']} {said['link']}",
            "blocks": [
                {"type": "header", "text": {"type": "plain_text", "text": said["title"][:150]}},
                {"type": "section", "text": {"type": "mrkdwn", "text": _slack(said["text"]) or " "}},
                {"type": "section", "text": {"type": "mrkdwn", "text": f"<{said['link']}|Sapwood>"}},
            ],
        }
    if form == Channel.Form.TEAMS:
        card = {
            "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": [
                {"type": "TextBlock", "text": said["title"], "weight": "Bolder", "size": "Medium", "wrap": True},
                {"type": "TextBlock", "text": said["text"] or " ", "wrap": True},
            ],
            "actions": [{"type": "Action.OpenUrl", "title": "Sapwood", "url": said["link"]}],
        }
        return {
            "type": "message",
            "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": card}],
        }
    return {"version": 1, **said}


def signature(secret: str, body: bytes, at: dt.datetime) -> str:
    """The value of the header `Sapwood-Signature` for a body sent at a time."""
    stamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={stamp},v1={digest}"


def _slack(text: str) -> str:
    """Three signs mean something in Slack's text: https://docs.slack.dev/messaging/formatting-message-text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message goes where the administrator said and nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirect)
