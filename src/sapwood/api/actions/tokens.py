"""Making and revoking tokens. The text of a new one stands on the row that is returned, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.notices import tell
from sapwood.api import keys, queries, rules, scopes
from sapwood.api.models import Service, Token
from sapwood.people.models import Person, Role

LONGEST = 366
"""Days a token lasts at most; then somebody looks whether it is still needed."""
MOST = 20
"""Tokens one holder may have at a time."""


@deed("api.make_token")
def make_token(*, by: Person, name: str, chosen: Collection[str], days: int, at: dt.datetime) -> Token:
    """A personal token of `by` for these scopes. The row returned has the token's text; a repeat of the same
    submission returns the row without it."""
    if not rules.may_make_token(by):
        raise Refused(_("A token belongs to a person at work."), _("Ask an administrator for a token of a service."))
    return _make(keys.PERSONAL, by, by, name, chosen, days, at)


@deed("api.make_service_token")
def make_service_token(
    *, by: Person, service: Service, name: str, chosen: Collection[str], days: int, at: dt.datetime
) -> Token:
    """A token by which a service acts under its own name."""
    if not rules.may_run_services(by):
        raise Refused(_("Services are run by an administrator."), _("The page of roles says who that is."))
    if service.ended is not None:
        raise Refused(_("“%(name)s” was ended.") % {"name": service}, _("Make a new service."))
    unfit = [scope for scope in chosen if scope not in scopes.FOR_SERVICES]
    if unfit:
        raise Refused(
            _("A service cannot have %(scopes)s.") % {"scopes": ", ".join(unfit)},
            _("It can have %(scopes)s.") % {"scopes": ", ".join(scopes.FOR_SERVICES)},
        )
    return _make(keys.SERVICE, by, service.person, name, chosen, days, at)


@deed("api.revoke_token")
def revoke_token(*, by: Person, token: Token, at: dt.datetime) -> Token:
    """End a token at once. Its holder may, and an administrator; whoever holds it is told when it was somebody else."""
    if not rules.may_revoke(by, token):
        raise Refused(_("This token is not yours to revoke."), _("Tell its owner, or an administrator."))
    if Token.objects.filter(pk=token.pk, revoked=None).update(revoked=at, revoked_by=by):
        events.record("api.token_revoked", by=by, about=token, at=at)
        if token.is_personal:
            with translation.override(token.holder.language):
                tell(
                    [token.holder],
                    kind="token",
                    text=_("%(who)s revoked your token “%(name)s”. It works no longer.")
                    % {"who": by, "name": token.name},
                    link=reverse("api:tokens"),
                    why=_("It is a way into your account."),
                    at=at,
                    but=by,
                )
    token.refresh_from_db()
    return token


def _make(
    kind: str, by: Person, holder: Person, name: str, chosen: Collection[str], days: int, at: dt.datetime
) -> Token:
    wanted = scopes.in_order(chosen)
    unknown = sorted(set(chosen) - set(wanted))
    if unknown or not wanted:
        raise Refused(
            _("There is no scope %(given)s.") % {"given": ", ".join(unknown)}
            if unknown
            else _("A token without a scope can do nothing."),
            _("Choose from: %(scopes)s.") % {"scopes": ", ".join(scopes.SCOPES)},
        )
    if not 1 <= days <= LONGEST:
        raise Refused(
            _("A token for %(days)d days was asked for.") % {"days": days},
            _("It can last from 1 to %(most)d days.") % {"most": LONGEST},
        )
    if not name.strip():
        raise Refused(_("The token has no name."), _("Say in a few words what it is for."))
    if queries.working_count(holder, at) >= MOST:
        raise Refused(
            _("There are %(n)d tokens that work already.") % {"n": MOST}, _("Revoke one that is needed no longer.")
        )
    key = keys.make(kind)
    row = Token.objects.create(
        holder=holder,
        name=name.strip()[:80],
        scopes=wanted,
        selector=key.selector,
        digest=key.digest,
        made_by=by,
        at=at,
        expires=at + dt.timedelta(days=days),
    )
    events.record("api.token_made", by=by, about=row, at=at, data={"scopes": wanted, "days": days, "for": str(holder)})
    _tell(row, by, at)
    row.text = key.text
    return row


def _tell(row: Token, by: Person, at: dt.datetime) -> None:
    """The owner is told even of what they did themselves: if it was not they, it is how they find out."""
    if row.is_personal:
        with translation.override(row.holder.language):
            tell(
                [row.holder],
                kind="token",
                text=_("A token was made for your account: “%(name)s”.") % {"name": row.name},
                link=reverse("api:tokens"),
                why=_("It is a way into your account. If it was not you, revoke it and change your password."),
                at=at,
            )
        return
    administrators = Person.objects.at_work(at.date()).filter(
        role_grants__role=Role.ADMINISTRATOR, role_grants__ends=None
    )
    tell(
        administrators,
        kind="token",
        text=_("%(who)s made a token for the service “%(name)s”.") % {"who": by, "name": row.holder},
        link=reverse("api:services"),
        why=_("You run this system."),
        at=at,
    )
