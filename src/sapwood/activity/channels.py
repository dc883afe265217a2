"""Deeds about channels: open one, end one, send a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext as _

from sapwood.activity import events, outbox, webhooks
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.models import Channel


@deed("activity.open_channel")
def open_channel(*, by: models.Model, name: str, url: str, form: str, kinds: Sequence[str], at: dt.datetime) -> Channel:
    """Send these kinds of news to an address from now on. Raises Refused for an address that is none."""
    address = urlsplit(url.strip())
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise Refused(
            _("“%(url)s” is no address a message could be sent to.") % {"url": url[:80]},
            _("Copy the whole address of the incoming webhook; it begins with https://."),
        )
    known = [key for key, _words in webhooks.kinds() if key in kinds]
    if not known:
        raise Refused(_("No news is chosen, so nothing would be sent."), _("Tick at least one kind."))
    channel = Channel.objects.create(name=name.strip(), url=url.strip(), form=form, kinds=known, begun=at)
    events.record("activity.channel_opened", by=by, about=channel, at=at, data={"host": address.hostname})
    return channel


@deed("activity.end_channel")
def end_channel(*, by: models.Model, channel: Channel, at: dt.datetime) -> Channel:
    """Send nothing there any more. What still waits is given up."""
    channel.ended = at
    channel.save(update_fields=["ended"])
    events.record("activity.channel_ended", by=by, about=channel, at=at)
    return channel


def send_test(*, by: models.Model, channel: Channel, at: dt.datetime) -> str:
    """Send a message there at once; returns what went wrong, "" when it was taken."""
    webhooks.queue(
        channel,
        kind="test",
        title=_("Sapwood can write here"),
        text=_("%(name)s sent a test.") % {"name": by},
        link="/",
        at=at,
        unique=f"test-{at.isoformat()}",
    )
    row = channel.deliveries.order_by("-id").first()
    assert row is not None
    if outbox.deliver(row):
        return ""
    row.refresh_from_db()
    outbox.clear(row)
    return row.error
