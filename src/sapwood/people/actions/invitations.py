"""The way in: a link that works once, for a week, and is not kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import events, outbox
from sapwood.activity.deeds import Refused, deed
from sapwood.people import rules
from sapwood.people.actions.library import furnish_library
from sapwood.people.library import bank
from sapwood.people.models import Competency, Invitation, Organisation, Person, Role, RoleGrant

LASTS = dt.timedelta(days=7)


@deed("people.invite")
def invite(*, by: Person, person: Person, at: dt.datetime) -> Invitation:
    """Send somebody a link to choose a password. An earlier link of theirs stops working."""
    if not rules.may_invite(by):
        raise Refused(_("People are invited by an administrator."), _("The People page says who that is."))
    if not person.email:
        raise Refused(_("%(name)s has no address.") % {"name": person}, _("Add one to their record first."))
    if not person.is_active:
        raise Refused(
            _("%(name)s does not work here any more.") % {"name": person}, _("Change their last day if that is wrong.")
        )
    row, token = _open(person, by=by, at=at)
    _mail(person, token, at=at, number=row.pk)
    events.record("people.invited", by=by, about=person, at=at)
    return row


@deed("people.invite_everybody")
def invite_everybody(*, by: Person, at: dt.datetime) -> None:
    """Invite all who work here, have an address, no way to sign in and no invitation that still works."""
    if not rules.may_invite(by):
        raise Refused(_("People are invited by an administrator."), _("The People page says who that is."))
    for person in without_a_way_in(at):
        row, token = _open(person, by=by, at=at)
        _mail(person, token, at=at, number=row.pk)
    events.record("people.everybody_invited", by=by, about=None, at=at)


def without_a_way_in(at: dt.datetime) -> QuerySet[Person]:
    waiting = Invitation.objects.filter(used=None, expires__gt=at).values("person")
    people = Person.objects.at_work(at.date()).filter(password__startswith="!", last_login=None)  # noqa: S106
    return people.exclude(email=None).exclude(pk__in=waiting)


def first_administrator(*, name: str, email: str, at: dt.datetime) -> str:
    """Make somebody administrator from the command line; returns the link by which they come in.

    For the first one, and for the day nobody can get in. It is recorded like every other grant.
    """
    from django.db import transaction

    with transaction.atomic():
        _organisation, is_new = Organisation.objects.get_or_create(pk=1, defaults={"name": str(_("Your organisation"))})
        if is_new and not Competency.objects.exists():
            furnish_library(bank(), at=at)
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            person = Person(name=name or email.split("@")[0], email=email.lower())
            person.set_unusable_password()
            person.save()
        RoleGrant.objects.get_or_create(person=person, role=Role.ADMINISTRATOR, ends=None, defaults={"starts": at})
        _row, token = _open(person, by=None, at=at)
        events.record("people.administrator_named", by=None, about=person, at=at, data={"role": Role.ADMINISTRATOR})
    return link(token)


def find(token: str, at: dt.datetime) -> Invitation | None:
    """The invitation behind a link, if it still works."""
    row = Invitation.objects.select_related("person").filter(token_digest=_digest(token)).first()
    if row is None or row.used is not None or row.expires <= at or not row.person.is_active:
        return None
    return row


def accept(*, invitation: Invitation, password: str, at: dt.datetime) -> Person:
    """Set the first password and use the link up. Raises Refused when somebody was faster."""
    from django.db import transaction

    with transaction.atomic():
        used = Invitation.objects.filter(pk=invitation.pk, used=None, expires__gt=at).update(used=at)
        if not used:
            raise Refused(_("This link was used already."), _("Sign in with the password that was chosen."))
        person = invitation.person
        person.set_password(password)
        person.save(update_fields=["password"])
        Invitation.objects.filter(person=person, used=None).update(expires=at)
        events.record("people.invitation_accepted", by=person, about=person, at=at)
    return person


def link(token: str) -> str:
    return settings.SAPWOOD_BASE_URL + reverse("people:invitation", args=[token])


def _open(person: Person, *, by: Person | None, at: dt.datetime) -> tuple[Invitation, str]:
    Invitation.objects.filter(person=person, used=None, expires__gt=at).update(expires=at)
    token = secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        person=person, token_digest=_digest(token), invited_by=by, at=at, expires=at + LASTS
    )
    return row, token


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(person: Person, token: str, *, at: dt.datetime, number: int) -> None:
    assert person.email
    organisation = Organisation.current().name
    with translation.override(person.language):
        outbox.queue(
            outbox.Recipient(person.email, person.time_zone, person.language),
            kind="invitation",
            subject=_("Your way into Sapwood at %(organisation)s") % {"organisation": organisation},
            body=render_to_string(
                "people/mail/invitation.txt",
                {"person": person, "organisation": organisation, "link": link(token), "days": LASTS.days},
            ),
            why=_("It came because somebody at %(organisation)s invited you. It comes once.")
            % {"organisation": organisation},
            at=at,
            urgent=True,
            unique=f"invitation-{number}",
            person_id=person.pk,
        )
