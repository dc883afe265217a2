"""What a rater has typed and not sent: named views as a draft on the server, all others locked in the rater's browser.

A draft of an unnamed answer on the server would be that answer, with a name and a time. So the page gives the browser
a key with which it locks what it keeps; the server has the key while the wave is open, and never what it locks.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.crypto import salted_hmac

from sapwood.activity import drafts
from sapwood.activity.models import FormDraft
from sapwood.feedback.forms.answering import PREFIX, SIGNED, Given
from sapwood.feedback.models import NAMED, Invitation, Item, Wave

FORM = "answer-"


def is_kept_here(invitation: Invitation) -> bool:
    """A named view of somebody who works here: the one kind whose draft may stand on the server."""
    return invitation.relation in NAMED and invitation.person_id is not None


def keep(invitation: Invitation, data: Mapping[str, str], at: datetime) -> bool:
    """Keep a named view as typed. False when it is too long to be kept, or may not stand here."""
    if not is_kept_here(invitation) or invitation.person is None:
        return False
    typed = {name: value for name, value in data.items() if name.startswith((PREFIX, SIGNED))}
    return drafts.keep(person=invitation.person, form=_form(invitation), data=typed, at=at) is not None


def kept(invitation: Invitation, items: Iterable[Item]) -> Given | None:
    """A named view as it was typed last."""
    if not is_kept_here(invitation) or invitation.person is None:
        return None
    row = drafts.kept(person=invitation.person, form=_form(invitation))
    return Given.read(items, row.data) if row is not None else None


def forget(invitation: Invitation) -> None:
    """It was sent. Nothing is written for anybody whose draft never stood here."""
    if is_kept_here(invitation) and invitation.person is not None:
        drafts.forget(person=invitation.person, form=_form(invitation))


def forget_ended() -> int:
    """Drafts of waves that are not open any more go. Returns how many."""
    rows = FormDraft.objects.filter(form__startswith=FORM)
    open_ones = Invitation.objects.filter(wave__stage=Wave.Stage.OPEN, relation__in=NAMED)
    names = {_form(row) for row in open_ones.only("public_id")} if rows.exists() else set()
    return rows.exclude(form__in=names).delete()[0]


def browser_name(invitation: Invitation) -> str:
    """Under which name a browser keeps it: says neither who answers nor about whom."""
    return salted_hmac("sapwood.feedback.kept.name", invitation.public_id, algorithm="sha256").hexdigest()[:24]


def browser_key(invitation: Invitation) -> str:
    """The key a browser locks it with, as base64: the page of the signed link has it, and nobody else."""
    return base64.b64encode(
        salted_hmac("sapwood.feedback.kept.key", invitation.public_id, algorithm="sha256").digest()
    ).decode()


def _form(invitation: Invitation) -> str:
    return f"{FORM}{invitation.public_id}"
