"""Sending answers: the one deed that leaves no event, no time, no log line and no idempotency row.

Its receipt is its idempotency. Receipt and sealed ballot are one transaction, and nothing else is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sapwood.activity.deeds import Refused
from sapwood.feedback import ballots, rules, sealing
from sapwood.feedback.models import Ballot, Guest, Invitation, Item, Receipt, Wave, WaveKey
from sapwood.people.models import Person

LONGEST = 2_000  # letters of one answer in words


def send(
    *,
    by: Person | Guest,
    invitation: Invitation,
    ratings: Mapping[int, int | None],
    remarks: Mapping[int, ballots.Remark],
    at: dt.datetime,
) -> bool:
    """Seal one person's answers. True when they were sealed now; False when a ballot was sent before: that one stands.

    `ratings`: item id -> answer, None for skipped or "could not observe"; `remarks`: item id -> words. Raises Refused
    when this is somebody else's, the wave is not open, or an answer does not fit its question; nothing is written then.
    """
    if not rules.may_answer(by, invitation):
        raise Refused(_("These questions were put to somebody else."), _("Open the link in your own mail."))
    wave = invitation.wave
    _must_be_open(wave, at)
    _must_fit(wave, ratings, remarks)
    key = WaveKey.objects.get(wave=wave, purpose=WaveKey.Purpose.WAVE)
    ballot = sealed_for(invitation, key, ratings, remarks)
    try:
        with transaction.atomic():
            Receipt.objects.create(invitation=invitation)
            ballot.save(force_insert=True)
            # Read again now that the ballot holds its key's row: closing takes that row before it counts.
            wave.refresh_from_db(fields=["stage", "closes"])
            _must_be_open(wave, at)
    except IntegrityError:
        if Receipt.objects.filter(invitation=invitation).exists():
            return False  # a double click, a second tab, the back button
        raise
    return True


def sealed_for(
    invitation: Invitation, key: WaveKey, ratings: Mapping[int, int | None], remarks: Mapping[int, ballots.Remark]
) -> Ballot:
    """The answers to one invitation, sealed with the key of its wave; not saved yet."""
    content = ballots.pack(
        ballots.Answers(
            rater=rater_name(invitation),
            subject=invitation.subject.person_id if invitation.subject else None,
            relation=invitation.relation,
            unit=invitation.unit_id,
            ratings=ratings,
            remarks={item: remark for item, remark in remarks.items() if remark.text.strip()},
        )
    )
    context = invitation.wave.public_id.encode()
    return Ballot(sealed_with=key, sealed=sealing.seal(content, public=bytes(key.public), context=context))


def decline(*, guest: Guest, at: dt.datetime) -> None:
    """Somebody from outside does not want to be asked: no mail goes there again, from any wave."""
    Guest.objects.filter(pk=guest.pk, declined=None).update(declined=at)


def rater_name(invitation: Invitation) -> str:
    """What a ballot calls its writer: "person-7" or "guest-7"."""
    return f"person-{invitation.person_id}" if invitation.person_id else f"guest-{invitation.guest_id}"


def _must_be_open(wave: Wave, at: dt.datetime) -> None:
    if not wave.is_open or (wave.closes is not None and at >= wave.closes):
        raise Refused(_("“%(wave)s” is closed.") % {"wave": wave}, _("Nothing was sent."))


def _must_fit(wave: Wave, ratings: Mapping[int, int | None], remarks: Mapping[int, ballots.Remark]) -> None:
    items = {item.pk: item for item in Item.objects.filter(questionnaire=wave.questionnaire_id)}
    for pk, answer in ratings.items():
        item = items.get(pk)
        if item is None or not item.is_scale:
            raise Refused(_("One answer belongs to no question of this form."), _("Load the page again."))
        if answer is not None and not item.least <= answer <= item.most:
            raise Refused(
                _("“%(question)s” was answered with %(answer)s.") % {"question": item.said(), "answer": answer},
                _("Choose a number from %(least)s to %(most)s, or skip it.") % {"least": item.least, "most": item.most},
            )
    for pk, remark in remarks.items():
        item = items.get(pk)
        if item is None or item.is_scale:
            raise Refused(_("One answer belongs to no question of this form."), _("Load the page again."))
        if len(remark.text) > LONGEST:
            raise Refused(
                _("The answer to “%(question)s” has %(n)d letters.") % {"question": item.said(), "n": len(remark.text)},
                _("Shorten it to %(most)d.") % {"most": LONGEST},
            )
