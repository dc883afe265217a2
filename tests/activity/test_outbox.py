"""Mail leaves once, is tried again when it should be, and is given up in words when it must be."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction

from sapwood.activity import clock, outbox
from sapwood.activity.models import Delivery
from tests.activity.conftest import PostOffice

MONDAY = dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.UTC)


def queue(at: dt.datetime = MONDAY, **more: object) -> Delivery:
    values: dict[str, object] = {
        "kind": "comment",
        "subject": "Cy said something",
        "body": "Look here.",
        "why": "It came because it is your goal.",
        "at": at,
        "urgent": True,
        **more,
    }
    row = outbox.queue(outbox.Recipient("ada@harbour.example", "Europe/London"), **values)  # type: ignore[arg-type]
    assert row is not None
    return row


def deliver(at: dt.datetime) -> int:
    with clock.frozen(at):
        return outbox.deliver_due(pause=lambda seconds: None)


@pytest.mark.django_db
def test_a_mail_arrives_says_why_it_came_and_is_forgotten(post_office: PostOffice) -> None:
    row = queue()
    assert deliver(MONDAY) == 1
    row.refresh_from_db()
    [mail] = post_office.arrived
    assert mail["To"] == "ada@harbour.example"
    assert mail["Subject"] == "Cy said something"
    assert mail["Message-ID"] == row.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and page is not None
    assert "<p" in page.get_content() and "It came because it is your goal." in page.get_content()
    assert plain.get_content().split() == "Look here. -- It came because it is your goal.".split()
    assert (row.state, row.sent, row.body) == (Delivery.State.SENT, MONDAY, "")
    assert deliver(MONDAY) == 0


@pytest.mark.django_db
def test_a_busy_post_office_is_asked_again_later_with_the_same_id(post_office: PostOffice) -> None:
    row = queue()
    post_office.to_texts = ["451 come back later", "451 come back later"]
    assert deliver(MONDAY) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (Delivery.State.PENDING, 1, "451 come back later")
    assert row.due == MONDAY + outbox.BACK_OFF[0]
    assert deliver(MONDAY) == 0, "not before its turn"
    assert deliver(row.due) == 0
    row.refresh_from_db()
    assert row.due == MONDAY + outbox.BACK_OFF[0] + outbox.BACK_OFF[1]
    assert deliver(row.due) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (Delivery.State.SENT, 3, "")
    assert post_office.ids == [row.message_id]


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["to_recipients", "to_texts"])
def test_a_refusal_for_good_is_not_tried_again(post_office: PostOffice, where: str) -> None:
    row = queue()
    setattr(post_office, where, ["550 no such mailbox"])
    deliver(MONDAY)
    row.refresh_from_db()
    assert (row.state, row.error, row.body) == (Delivery.State.DEAD, "550 no such mailbox", "Look here.")
    assert deliver(MONDAY + dt.timedelta(days=2)) == 0
    outbox.retry(row, at=MONDAY + dt.timedelta(days=3))
    assert deliver(MONDAY + dt.timedelta(days=3)) == 1
    assert len(post_office.arrived) == 1


@pytest.mark.django_db
def test_a_mailbox_that_is_full_for_now_is_tried_again(post_office: PostOffice) -> None:
    row = queue()
    post_office.to_recipients = ["452 mailbox full"]
    deliver(MONDAY)
    row.refresh_from_db()
    assert (row.state, row.error) == (Delivery.State.PENDING, "452 mailbox full")


@pytest.mark.django_db
def test_after_all_attempts_a_mail_is_given_up(post_office: PostOffice) -> None:
    row = queue()
    post_office.to_texts = ["451 busy"] * 20
    for _attempt in range(len(outbox.BACK_OFF) + 1):
        deliver(row.due)
        row.refresh_from_db()
    assert row.state == Delivery.State.DEAD
    assert row.due - MONDAY < outbox.STALE, "the last attempt comes within the week in which it is still news"


@pytest.mark.django_db
def test_our_own_wrong_settings_kill_no_mail(post_office: PostOffice, settings: object) -> None:
    row = queue()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "sapwood", "wrong"  # type: ignore[attr-defined]
    deliver(MONDAY)
    row.refresh_from_db()
    assert row.state == Delivery.State.PENDING
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""  # type: ignore[attr-defined]
    assert deliver(row.due) == 1


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_does_not_hold_up_the_next(post_office: PostOffice) -> None:
    broken = queue()
    Delivery.objects.filter(pk=broken.pk).update(address="ada@harbour.example\nBcc: eve@harbour.example")
    queue()
    assert deliver(MONDAY) == 1
    broken.refresh_from_db()
    assert broken.state == Delivery.State.DEAD
    assert len(post_office.arrived) == 1


@pytest.mark.django_db
def test_nobody_answers(settings: object, unused_tcp_port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", unused_tcp_port, False  # type: ignore[attr-defined]
    row = queue()
    assert deliver(MONDAY) == 0
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Delivery.State.PENDING, 1)
    assert "refused" in row.error.lower()


@pytest.mark.django_db
def test_killed_while_sending_the_second_attempt_carries_the_same_id(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = queue()
    send = EmailMessage.send

    def send_and_die(message: EmailMessage, fail_silently: bool = False) -> int:
        send(message)
        raise SystemExit  # the worker ends after the post office took it, and before the row says so

    monkeypatch.setattr(EmailMessage, "send", send_and_die)
    with pytest.raises(SystemExit):
        deliver(MONDAY)
    monkeypatch.setattr(EmailMessage, "send", send)
    assert deliver(MONDAY) == 0, "the lease of the dead worker still holds"
    assert deliver(MONDAY + outbox.LEASE + dt.timedelta(seconds=1)) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts) == (Delivery.State.SENT, 2)
    assert post_office.ids == [row.message_id, row.message_id], "a mail program shows the two as one"


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_twice(post_office: PostOffice) -> None:
    rows = [queue(at=clock.now() - dt.timedelta(hours=1)) for _number in range(12)]
    begin, counts = threading.Barrier(3), []

    def work() -> None:
        begin.wait()
        counts.append(outbox.deliver_due(pause=lambda seconds: None))
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(counts) == 12
    assert sorted(post_office.ids) == sorted(row.message_id for row in rows)


@pytest.mark.django_db
def test_a_mail_late_in_a_long_list_is_leased_from_when_it_is_taken(
    post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()
    queue()
    moment, leases, send = [MONDAY], [], EmailMessage.send

    def slowly(message: EmailMessage, fail_silently: bool = False) -> int:
        leases.append(Delivery.objects.get(state=Delivery.State.SENDING).leased_until - moment[0])  # type: ignore[operator]
        moment[0] += 2 * outbox.LEASE
        return send(message)

    monkeypatch.setattr(EmailMessage, "send", slowly)
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    outbox.deliver_due(pause=lambda seconds: None)
    assert leases == [outbox.LEASE, outbox.LEASE]


@pytest.mark.django_db
def test_what_another_worker_tried_since_it_was_read_waits_for_its_turn(post_office: PostOffice) -> None:
    row = queue()
    post_office.to_texts = ["451 come back later"]
    deliver(MONDAY)
    assert not outbox.deliver(row), "read before the other one's attempt"
    assert post_office.arrived == []


@pytest.mark.django_db
def test_one_name_is_queued_once() -> None:
    assert outbox.queue(
        outbox.Recipient("a@b.example"), kind="x", subject="x", body="x", why="", at=MONDAY, unique="one"
    )
    assert not outbox.queue(
        outbox.Recipient("a@b.example"), kind="x", subject="x", body="x", why="", at=MONDAY, unique="one"
    )
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_undone_sends_nothing(post_office: PostOffice) -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert deliver(MONDAY) == 0
    assert post_office.arrived == []


@pytest.mark.django_db
def test_last_months_reminders_stay_at_home(post_office: PostOffice) -> None:
    row = queue()
    assert deliver(MONDAY + dt.timedelta(days=30)) == 0
    row.refresh_from_db()
    assert (row.state, row.error) == (Delivery.State.DEAD, "It waited for longer than a week.")


@pytest.mark.django_db
def test_a_post_office_that_was_away_is_not_stormed(post_office: PostOffice) -> None:
    for _number in range(12):
        queue()
    pauses: list[float] = []
    with clock.frozen(MONDAY):
        assert outbox.deliver_due(pause=pauses.append) == 12
    assert pauses == [1.0, 1.0]


UTC = dt.UTC


@pytest.mark.parametrize(
    ("zone", "at", "leaves"),
    [
        # in the hours: at once
        ("Europe/London", dt.datetime(2026, 10, 5, 9, 0, tzinfo=UTC), dt.datetime(2026, 10, 5, 9, 0, tzinfo=UTC)),
        # before eight: at eight there
        ("America/New_York", dt.datetime(2026, 10, 5, 9, 0, tzinfo=UTC), dt.datetime(2026, 10, 5, 12, 0, tzinfo=UTC)),
        # at six in the evening: the next morning
        ("Europe/London", dt.datetime(2026, 10, 5, 17, 0, tzinfo=UTC), dt.datetime(2026, 10, 6, 7, 0, tzinfo=UTC)),
        # Friday evening: Monday
        ("Asia/Tokyo", dt.datetime(2026, 10, 9, 9, 0, tzinfo=UTC), dt.datetime(2026, 10, 11, 23, 0, tzinfo=UTC)),
        # over the weekend in which British clocks go back: eight there is eight in UTC, not seven
        ("Europe/London", dt.datetime(2026, 10, 23, 18, 0, tzinfo=UTC), dt.datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
        # and forward, in spring
        ("Europe/London", dt.datetime(2026, 3, 27, 19, 0, tzinfo=UTC), dt.datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        # half hours ahead
        ("Asia/Kolkata", dt.datetime(2026, 10, 5, 1, 0, tzinfo=UTC), dt.datetime(2026, 10, 5, 2, 30, tzinfo=UTC)),
        # a zone nobody knows counts as UTC
        ("Mars/Olympus", dt.datetime(2026, 10, 5, 5, 0, tzinfo=UTC), dt.datetime(2026, 10, 5, 8, 0, tzinfo=UTC)),
    ],
)
def test_mail_leaves_in_the_readers_working_hours(zone: str, at: dt.datetime, leaves: dt.datetime) -> None:
    assert outbox.in_working_hours(at, zone) == leaves


@pytest.mark.django_db
def test_what_is_urgent_leaves_on_sunday_night() -> None:
    sunday = dt.datetime(2026, 10, 4, 23, 0, tzinfo=UTC)
    assert queue(at=sunday).due == sunday
    assert queue(at=sunday, urgent=False).due == dt.datetime(2026, 10, 5, 7, 0, tzinfo=UTC)
