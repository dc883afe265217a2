"""Messages on their way out.

`queue` writes a row in the transaction of the deed; `deliver_due`, run by the worker, sends it. A row is
leased before it is sent, so two workers never send it twice; a worker killed while sending leaves a lease
that runs out, and the second attempt carries the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from sapwood.activity import clock
from sapwood.activity.models import Delivery

WORKING_HOURS = (8, 18)
LEASE = dt.timedelta(minutes=5)
BACK_OFF = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
A_SECOND = 5  # messages: a post office that was away for a day is not stormed when it returns


@dataclass(frozen=True)
class Recipient:
    """Where a message goes, and in which zone and language its reader lives."""

    address: str
    time_zone: str = "UTC"
    language: str = "en"


def queue(
    recipient: Recipient,
    *,
    kind: str,
    subject: str,
    body: str,
    why: str,
    at: dt.datetime,
    urgent: bool = False,
    unique: str | None = None,
    person_id: int | None = None,
) -> Delivery | None:
    """Put a message into the outbox. `why` says in a line why it came and how to stop it.

    Unless `urgent` it leaves in the working hours of the recipient's zone. With `unique`, a message of that
    name is queued once and None is returned afterwards.
    """
    values = {
        "person_id": person_id,
        "address": recipient.address,
        "time_zone": recipient.time_zone,
        "language": recipient.language,
        "kind": kind,
        "urgent": urgent,
        "subject": " ".join(subject.split())[:300],
        "body": body,
        "why": why,
        "due": at if urgent else in_working_hours(at, recipient.time_zone),
        "created": at,
    }
    if unique is None:
        return Delivery.objects.create(**values)
    row, created = Delivery.objects.get_or_create(unique=unique, defaults=values)
    return row if created else None


def deliver_due(*, limit: int = 200, pause: Callable[[float], None] | None = None) -> int:
    """Send what is due; returns how many left. Called by the worker every few seconds."""
    import time

    wait = pause or time.sleep
    sent = 0
    now = clock.now()
    _free_lost_leases(now)
    rows = Delivery.objects.filter(state=Delivery.State.PENDING, due__lte=now).order_by("due", "id")[:limit]
    for row in rows:
        if not _claim(row, now):
            continue
        if _send(row):
            sent += 1
            if sent % A_SECOND == 0:
                wait(1.0)
    return sent


def retry(row: Delivery, *, at: dt.datetime) -> None:
    """Try a message that was given up once more; for the dead-letter page."""
    Delivery.objects.filter(pk=row.pk, state=Delivery.State.DEAD).update(
        state=Delivery.State.PENDING, attempts=0, due=at, error=""
    )


def in_working_hours(at: dt.datetime, zone: str) -> dt.datetime:
    """`at`, or the next moment after it that lies in working hours, Monday to Friday, of that zone. In UTC."""
    try:
        local = at.astimezone(zoneinfo.ZoneInfo(zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        local = at.astimezone(dt.UTC)
    begins, ends = WORKING_HOURS
    if local.weekday() < 5 and begins <= local.hour < ends:
        return at.astimezone(dt.UTC)
    day = local.date() if local.hour < begins and local.weekday() < 5 else local.date() + dt.timedelta(days=1)
    while day.weekday() >= 5:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(begins), tzinfo=local.tzinfo).astimezone(dt.UTC)


def _free_lost_leases(now: dt.datetime) -> None:
    Delivery.objects.filter(state=Delivery.State.SENDING).filter(
        Q(leased_until=None) | Q(leased_until__lt=now)
    ).update(state=Delivery.State.PENDING)


def _claim(row: Delivery, now: dt.datetime) -> bool:
    claimed = Delivery.objects.filter(pk=row.pk, state=Delivery.State.PENDING).update(
        state=Delivery.State.SENDING, leased_until=now + LEASE, attempts=row.attempts + 1
    )
    row.attempts += 1
    return bool(claimed)


def _send(row: Delivery) -> bool:
    text = f"{row.body}\n\n--\n{row.why}\n" if row.why else row.body
    message = EmailMessage(
        subject=row.subject,
        body=text,
        to=[row.address],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=get_connection(),
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _failed(row, error, for_good=all(500 <= code < 600 for code, _text in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _failed(row, error, for_good=500 <= error.smtp_code < 600)
    except (OSError, smtplib.SMTPException) as error:
        return _failed(row, error, for_good=False)
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.SENT, sent=clock.now(), leased_until=None, error=""
    )
    return True


def _failed(row: Delivery, error: Exception, *, for_good: bool) -> bool:
    dead = for_good or row.attempts > len(BACK_OFF)
    later = clock.now() + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.DEAD if dead else Delivery.State.PENDING,
        due=later,
        leased_until=None,
        error=str(error)[:300],
    )
    return False
