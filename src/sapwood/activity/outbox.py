"""Messages on their way out.

`queue` writes a row in the transaction of the deed; `deliver_due`, run by the worker, sends it. A row is
leased before it is sent, so two workers never send it twice; a worker killed while sending leaves a lease
that runs out, and the second attempt carries the same Message-ID.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import Q
from django.utils.translation import gettext as _

from sapwood.activity import clock, letters, webhooks
from sapwood.activity.models import Delivery

WORKING_HOURS = (8, 18)
WORKING_DAYS = 5  # of the week, from Monday on
LEASE = dt.timedelta(minutes=5)
BACK_OFF = [dt.timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
STALE = dt.timedelta(days=7)  # an older message is no help: a link in it has run out, a week has passed
A_SECOND = 5  # messages: a post office that was away for a day is not stormed when it returns

log = logging.getLogger("sapwood.outbox")


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


def is_set_up() -> bool:
    """Whether there is a post office. Without one everything waits here, for a week."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def deliver_due(*, limit: int = 200, pause: Callable[[float], None] | None = None, mails: bool = True) -> int:
    """Send what is due; returns how many left. Called by the worker every few seconds. Without `mails` only what goes
    to channels leaves."""
    import time

    wait = pause or time.sleep
    sent = 0
    now = clock.now()
    _free_lost_leases(now)
    _give_up_stale(now)
    rows = Delivery.objects.filter(state=Delivery.State.PENDING, due__lte=now).select_related("channel")
    if not mails:
        rows = rows.exclude(channel=None)
    for row in rows.order_by("due", "id")[:limit]:
        if not _claim(row):
            continue
        if _send(row):
            sent += 1
            if sent % A_SECOND == 0:
                wait(1.0)
    return sent


def deliver(row: Delivery) -> bool:
    """Send this one message now, whatever else waits; says whether it left."""
    return _claim(row) and _send(row)


def retry(row: Delivery, *, at: dt.datetime) -> None:
    """Try a message at once that was given up or waits for its next turn. Its attempts and its week begin anew."""
    rows = Delivery.objects.filter(pk=row.pk, state__in=[Delivery.State.DEAD, Delivery.State.PENDING])
    rows.update(state=Delivery.State.PENDING, attempts=0, due=at, created=at, error="")


def give_up(row: Delivery) -> None:
    """Stop trying a message that keeps failing; one that is being sent right now is left alone."""
    Delivery.objects.filter(pk=row.pk, state=Delivery.State.PENDING).update(state=Delivery.State.DEAD)


def clear(row: Delivery) -> None:
    """Really delete a message that did not leave, with what it said."""
    Delivery.objects.filter(pk=row.pk, state__in=[Delivery.State.DEAD, Delivery.State.PENDING]).delete()


def is_working_time(there: dt.datetime) -> bool:
    """Whether it is working hours, Monday to Friday, on these local clocks."""
    begins, ends = WORKING_HOURS
    return there.weekday() < WORKING_DAYS and begins <= there.hour < ends


def in_working_hours(at: dt.datetime, zone: str) -> dt.datetime:
    """`at`, or the next moment after it that lies in working hours, Monday to Friday, of that zone. In UTC."""
    local = clock.local(at, zone)
    if is_working_time(local):
        return at.astimezone(dt.UTC)
    begins = WORKING_HOURS[0]
    day = (
        local.date() if local.hour < begins and local.weekday() < WORKING_DAYS else local.date() + dt.timedelta(days=1)
    )
    while day.weekday() >= WORKING_DAYS:
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(begins), tzinfo=local.tzinfo).astimezone(dt.UTC)


def _free_lost_leases(now: dt.datetime) -> None:
    Delivery.objects.filter(state=Delivery.State.SENDING).filter(Q(leased_until=None) | Q(leased_until__lt=now)).update(
        state=Delivery.State.PENDING
    )


def _give_up_stale(now: dt.datetime) -> None:
    """When mail is set up at last, or is back after days, last month's reminders stay at home."""
    Delivery.objects.filter(state=Delivery.State.PENDING, created__lt=now - STALE).update(
        state=Delivery.State.DEAD, error=_("It waited for longer than a week.")
    )


def _claim(row: Delivery) -> bool:
    """Take a message, unless another worker took or tried it since it was read. The lease begins now: a long list of
    mails to a slow post office may have been begun an hour ago."""
    unchanged = Delivery.objects.filter(pk=row.pk, state=Delivery.State.PENDING, attempts=row.attempts)
    claimed = unchanged.update(
        state=Delivery.State.SENDING, leased_until=clock.now() + LEASE, attempts=row.attempts + 1
    )
    row.attempts += 1
    return bool(claimed)


def _send(row: Delivery) -> bool:
    if row.channel_id is not None:
        try:
            webhooks.send(row)
        except Exception as error:
            return _failed(row, error)
        return _left(row)
    text = f"{row.body.strip()}\n\n-- \n{row.why}\n" if row.why else row.body
    connection = get_connection()
    message = EmailMultiAlternatives(
        subject=row.subject,
        body=text,
        to=[row.address],
        headers={"Message-ID": row.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(letters.page_of(row.body, why=row.why, language=row.language), "text/html")
    try:
        message.send()
    except Exception as error:
        with contextlib.suppress(Exception):
            connection.close()  # what is half open when a password is refused
        return _failed(row, error)
    return _left(row)


def _left(row: Delivery) -> bool:
    kept = {} if settings.SAPWOOD_DEMO else {"body": ""}  # links that let somebody in do not lie about
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.SENT, sent=clock.now(), leased_until=None, error="", **kept
    )
    return True


def _failed(row: Delivery, error: Exception) -> bool:
    if not isinstance(error, OSError | smtplib.SMTPException | ValueError):
        log.exception("A message of kind %s could not be sent", row.kind)
    dead = _is_for_good(error) or row.attempts > len(BACK_OFF)
    later = clock.now() + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    if not (row.urgent or row.channel_id):  # what failed all day does not arrive at night
        later = in_working_hours(later, row.time_zone)
    Delivery.objects.filter(pk=row.pk).update(
        state=Delivery.State.DEAD if dead else Delivery.State.PENDING,
        due=later,
        leased_until=None,
        error=_words(error)[:300],
    )
    return False


def _is_for_good(error: Exception) -> bool:
    """Whether another attempt is in vain: this recipient or this text is refused. A refused password or sender is
    our own settings' fault, and is mended by an administrator while the mail waits."""
    if isinstance(error, webhooks.Unreachable):
        return error.for_good
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return 500 <= error.smtp_code < 600
    return isinstance(error, ValueError)  # an address or a subject that no mail can have


def _words(error: Exception) -> str:
    """What the other side said, without the wrapping of a programming language."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said: list[tuple[int, bytes | str]] = list(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = [(error.smtp_code, error.smtp_error)]
    else:
        return str(error) or type(error).__name__
    texts = [(code, text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)) for code, text in said]
    return "; ".join(f"{code} {text}" for code, text in texts)
