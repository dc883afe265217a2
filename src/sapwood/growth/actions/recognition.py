"""Deeds of recognition: saying it, taking it back, hiding what is about oneself.

What is private leaves no event. Of what is public the log keeps that it was said, by nobody's title or text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import events, notices
from sapwood.activity.deeds import Refused, deed
from sapwood.goals.models import Objective
from sapwood.growth import rules
from sapwood.growth.models import Recognised, Recognition, WallMailStop
from sapwood.people.models import Behaviour, Person

KIND = "recognition"
MOST = 8  # people in one word: whoever thanks a crowd has seen nobody


@deed("growth.recognise")
def recognise(
    *,
    by: Person,
    people: Sequence[Person],
    behaviour: Behaviour,
    text: str,
    is_public: bool,
    objective: Objective | None = None,
    as_mentor: bool = False,
    at: datetime,
) -> Recognition:
    """Say under one's name what somebody did: on the wall, or between the two.

    Raises Refused without words, about oneself, about nobody or a crowd, in private about several, and for a goal that
    not all of them may see.
    """
    named = list(dict.fromkeys(people))
    _check(by, named, text, is_public=is_public)
    _check_goal(objective, by, named)
    row = Recognition.objects.create(
        by=by,
        behaviour=behaviour,
        about=behaviour.said()[:200],
        text=text.strip(),
        is_public=is_public,
        as_mentor=as_mentor,
        objective=objective,
        at=at,
    )
    Recognised.objects.bulk_create(Recognised(recognition=row, person=person) for person in named)
    _tell(row, named, at)
    if is_public:
        events.record("growth.recognised", by=by, about=row, at=at)
    return row


@deed("growth.take_back_recognition")
def take_back(*, by: Person, recognition: Recognition, at: datetime) -> None:
    """Take back what one said; it is gone for everybody."""
    if not rules.may_take_back(by, recognition):
        raise Refused(_("Only whoever said it can take it back."), _("If it is about you, you can hide it."))
    notices.settle(kinds=[KIND], link=address(recognition), at=at)
    recognition.delete()


@deed("growth.hide_recognition")
def hide(*, by: Person, recognition: Recognition, at: datetime) -> Recognised:
    """Take what is about oneself off the wall; said again, it is back there. Nobody is told."""
    part = recognition.recognised.filter(person=by).first()
    if part is None or not recognition.is_public:
        raise Refused(_("This is not on the wall about you."), _("Only those it names can hide it."))
    part.hidden = at if part.hidden is None else None
    part.save(update_fields=["hidden"])
    return part


@deed("growth.choose_wall_mail")
def choose_wall_mail(*, by: Person, wanted: bool, at: datetime) -> WallMailStop | None:
    """Get the weekly lines about the wall, or not."""
    if wanted:
        WallMailStop.objects.filter(person=by).delete()
        return None
    row, _created = WallMailStop.objects.get_or_create(person=by, defaults={"at": at})
    return row


def address(recognition: Recognition) -> str:
    return reverse("growth:recognition", args=[recognition.public_id])


def _check(by: Person, named: Sequence[Person], text: str, *, is_public: bool) -> None:
    if by in named:
        raise Refused(_("You are among those you name."), _("Name colleagues only."))
    if not 1 <= len(named) <= MOST:
        raise Refused(
            _("%(n)d people are named.") % {"n": len(named)},
            _("Name one to %(most)d colleagues, whose part in it you saw yourself.") % {"most": MOST},
        )
    if not is_public and len(named) > 1:
        raise Refused(
            _("Between the two of you works with one person, and %(n)d are named.") % {"n": len(named)},
            _("Write to each of them, or say it on the wall."),
        )
    if not text.strip():
        raise Refused(_("Nothing is written yet."), _("Say what you saw, when, and what came of it."))


def _check_goal(objective: Objective | None, by: Person, named: Sequence[Person]) -> None:
    if objective is None:
        return
    for person in (by, *named):
        if not Objective.objects.visible_to(person).filter(pk=objective.pk).exists():
            raise Refused(
                _("%(name)s cannot see that goal.") % {"name": person},
                _("Name a goal that all of you can see, or none."),
            )


def _tell(row: Recognition, named: Sequence[Person], at: datetime) -> None:
    for person in named:
        with translation.override(person.language):
            why = (
                _("It came because it is about you. You can hide it from the wall.")
                if row.is_public
                else _("It came because it is about you. Only the two of you can read it.")
            )
            notices.tell(
                [person],
                kind=KIND,
                text=_("%(name)s recognises something you did") % {"name": row.by},
                link=address(row),
                why=why,
                at=at,
            )
