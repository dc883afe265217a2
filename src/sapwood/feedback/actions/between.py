"""Feedback outside waves: telling, asking, answering, and letting somebody else read.

No event says any of it: it is between the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import asks, clock, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import between, rules
from sapwood.feedback.models import Addressee, Asking, Telling, TellingSharing
from sapwood.people.models import Behaviour, Person

TOLD, ASKED, SHARED = "telling", "asking", "telling-shared"


@deed("feedback.tell")
def tell(
    *, by: Person, to: Person, about: str = "", behaviour: Behaviour | None = None, text: str, at: datetime
) -> Telling:
    """Tell a colleague what one saw, under one's name."""
    if to == by:
        raise Refused(_("That would be a word to yourself."), _("Name a colleague."))
    if not text.strip():
        raise Refused(_("Nothing is written yet."), _("Say what you saw, when, and what came of it."))
    row = Telling.objects.create(giver=by, receiver=to, text=text.strip(), at=at, **_about(behaviour, about, to))
    _notify(row, at)
    return row


@deed("feedback.ask")
def ask(
    *,
    by: Person,
    kind: str,
    people: Sequence[Person],
    about: str = "",
    behaviour: Behaviour | None = None,
    question: str = "",
    until: dt.date,
    at: datetime,
) -> Asking:
    """Ask named colleagues about one behaviour of one's own. Each gets a notice, and may say no."""
    terms, named = between.terms(kind), list(dict.fromkeys(people))
    today = clock.local(at, by.time_zone).date()
    if by in named:
        raise Refused(_("You are among those you ask."), _("Name colleagues only."))
    if not terms.least <= len(named) <= terms.most:
        raise Refused(
            _("%(n)d people are named.") % {"n": len(named)},
            _("Name %(least)d to %(most)d colleagues.") % {"least": terms.least, "most": terms.most},
        )
    if not today <= until <= today + dt.timedelta(days=between.LONGEST):
        raise Refused(
            _("%(day)s is no last day for it.") % {"day": until.isoformat()},
            _("Choose a day from today on, at most %(n)d days ahead.") % {"n": between.LONGEST},
        )
    _within_budget(named, terms.minutes, today)
    row = Asking.objects.create(
        kind=kind, by=by, question=question.strip(), until=until, at=at, **_about(behaviour, about, by)
    )
    Addressee.objects.bulk_create(Addressee(asking=row, person=person) for person in named)
    notices.tell(
        named,
        kind=ASKED,
        text=_("%(name)s asks you by name for a word") % {"name": by},
        link=address(row),
        why=_("It came because %(name)s named you. Say no on its page, and nothing more comes of it.") % {"name": by},
        at=at,
    )
    return row


@deed("feedback.answer_asking")
def answer_asking(
    *, by: Person, addressee: Addressee, text: str = "", value: int | None = None, at: datetime
) -> Telling:
    """Answer under one's name: once, or, where one watches for something, each time one sees it."""
    asking = _open(by, addressee, at)
    if asking.kind == Asking.Kind.WORDS and not text.strip():
        raise Refused(_("Nothing is written yet."), _("Say what you saw, when, and what came of it; or say no."))
    if asking.kind != Asking.Kind.WATCH and addressee.tellings.exists():
        raise Refused(_("You have answered it already."), _("Tell more from the Feedback page."))
    row = Telling.objects.create(
        giver=by,
        receiver=asking.by,
        addressee=addressee,
        behaviour=asking.behaviour,
        about=asking.about,
        text=text.strip(),
        value=value if asking.kind == Asking.Kind.POLL else None,
        at=at,
    )
    notices.settle(kinds=[ASKED], link=address(asking), at=at)
    _notify(row, at)
    return row


@deed("feedback.decline_asking")
def decline_asking(*, by: Person, addressee: Addressee, at: datetime) -> Addressee:
    """Say no. Whoever asked sees it; no reason is asked for."""
    _open(by, addressee, at)
    addressee.declined = at
    addressee.save(update_fields=["declined"])
    return addressee


@deed("feedback.end_asking")
def end_asking(*, by: Person, asking: Asking, at: datetime) -> Asking:
    """Ask no longer. What was told stays."""
    if not rules.may_end_asking(by, asking):
        raise Refused(_("Only whoever asked can end it."), _("Say no instead."))
    if asking.ended is None:
        asking.ended = at
        asking.save(update_fields=["ended"])
        notices.settle(kinds=[ASKED], link=address(asking), at=at)
    return asking


@deed("feedback.share_telling")
def share_telling(*, by: Person, telling: Telling, person: Person, at: datetime) -> TellingSharing:
    """Let one more person read it. They are told; so is nobody else."""
    _guard(by, telling)
    if person in (by, telling.giver):
        raise Refused(_("%(name)s can read it already.") % {"name": person}, _("Name somebody else."))
    row, created = TellingSharing.objects.get_or_create(
        telling=telling, person=person, revoked=None, defaults={"at": at}
    )
    if created:
        notices.tell(
            [person],
            kind=SHARED,
            text=_("%(name)s lets you read what a colleague told them") % {"name": by},
            link=reverse("feedback:telling", args=[telling.public_id]),
            why=_("It came because it was shared with you."),
            at=at,
        )
    return row


@deed("feedback.unshare_telling")
def unshare_telling(*, by: Person, sharing: TellingSharing, at: datetime) -> TellingSharing:
    _guard(by, sharing.telling)
    sharing.revoke(at)
    return sharing


@deed("feedback.discard_telling")
def discard_telling(*, by: Person, telling: Telling, at: datetime) -> None:
    """Throw away what one was told; it is gone for everybody, also from the page of whoever told it."""
    _guard(by, telling)
    notices.settle(kinds=[TOLD, SHARED], link=reverse("feedback:telling", args=[telling.public_id]), at=at)
    telling.delete()


def address(asking: Asking) -> str:
    return reverse("feedback:asking", args=[asking.public_id])


def _about(behaviour: Behaviour | None, about: str, of: Person) -> dict[str, object]:
    """The behaviour with its words as they are now, in the language of whoever it is about."""
    words = behaviour.said(of.language) if behaviour is not None else about.strip()
    if not words:
        raise Refused(_("No behaviour is named."), _("Choose one, or say in your own words what one can see or hear."))
    return {"behaviour": behaviour, "about": words[:200]}


def _within_budget(people: Sequence[Person], minutes: int, today: dt.date) -> None:
    """Sapwood asks for little: nobody is asked by name for more than a week's minutes at once."""
    asked = between.minutes_asked([person.pk for person in people], today)
    full = [person.name for person in people if asked.get(person.pk, 0) + minutes > asks.budget()]
    if full:
        raise Refused(
            _("Colleagues ask enough of %(names)s already.") % {"names": ", ".join(full)},
            _("Name somebody else, or ask again in some days."),
        )


def _open(by: Person, addressee: Addressee, at: datetime) -> Asking:
    if not rules.may_answer_asking(by, addressee.asking):
        raise Refused(_("You were not asked."), _("Tell it from the Feedback page."))
    if addressee.declined is not None:
        raise Refused(_("You have said no to it."), _("Tell it from the Feedback page, if you want to after all."))
    if not addressee.asking.is_open(clock.local(at, addressee.asking.by.time_zone).date()):
        raise Refused(_("It is over."), _("Tell it from the Feedback page."))
    return addressee.asking


def _guard(by: Person, telling: Telling) -> None:
    if not rules.may_share_telling(by, telling):
        raise Refused(_("It belongs to whom it was told."), _("Ask them."))


def _notify(row: Telling, at: datetime) -> None:
    notices.tell(
        [row.receiver],
        kind=TOLD,
        text=_("%(name)s tells you what they saw") % {"name": row.giver},
        link=reverse("feedback:telling", args=[row.public_id]),
        why=_("It came because it is about you. Only the two of you can read it."),
        at=at,
    )
