"""How django-allauth behaves here: nobody signs up alone, mail goes through the outbox, secrets are sealed."""

from __future__ import annotations

import base64
import functools
from typing import Any

from allauth.account import signals as account
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import ResetPasswordForm, UserTokenForm
from allauth.mfa import signals as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sapwood.activity import clock, events, outbox
from sapwood.people import belongings
from sapwood.people.models import Person


class Doorkeeper(DefaultAccountAdapter):
    """Accounts come from the administrator or the people file; links carry the configured address."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("Address and password do not belong together."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait five minutes, then try again."),
        "incorrect_password": gettext_lazy("That is not your password."),
        "enter_current_password": gettext_lazy("That is not your password of now."),
        "rate_limited": gettext_lazy("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue sign-in mail like every other message, so that it is retried and never sent twice."""
        person = context.get("user") or getattr(self.request, "user", None)
        if not isinstance(person, Person):
            return  # a mail about signing in always has somebody it is for
        with override(person.language):
            message = self.render_mail(template_prefix, email, context)
            outbox.queue(
                outbox.Recipient(email, person.time_zone, person.language),
                kind="sign-in",
                subject=message.subject,
                body=str(message.body),
                why=_("It came because it is about your way into Sapwood; such mail cannot be turned off."),
                at=clock.now(),
                urgent=True,
                person_id=person.pk,
            )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Say that a way in has changed, without the device or the network it was done from."""
        if address := email or user.email:
            link = settings.SAPWOOD_BASE_URL + reverse("account_reset_password")
            self.send_mail(template_prefix, address, {"user": user, "reset": link, **(context or {})})

    def pre_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse | None:
        """Whoever has left proves who they are like everybody, second step included: `post_login` lets them in nowhere,
        and leads them to what is theirs alone while it is kept."""
        if isinstance(user, Person) and not user.is_active and belongings.way_out_of(user) is not None:
            return None
        response: HttpResponse | None = super().pre_login(request, user, **how)
        return response

    def login(self, request: HttpRequest, user: Any) -> None:
        if user.is_active:
            super().login(request, user)

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        if user.is_active:
            response: HttpResponse = super().post_login(request, user, **how)
            return response
        request.session.flush()  # nothing of the steps that proved it stays
        way = belongings.way_out_of(user)
        return redirect("account_inactive" if way is None else way.address(user, clock.now()))

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, token = key.partition("-")
        return settings.SAPWOOD_BASE_URL + reverse(
            "account_reset_password_from_key", kwargs={"uidb36": uid, "key": token}
        )


class Locksmith(DefaultMFAAdapter):
    """Second factors: their secrets lie sealed in the database, and every key gets a name its owner knows."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "That code does not fit. Codes change every 30 seconds; type the one shown now."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _seal().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey") if not count else _("Passkey %(n)d") % {"n": count + 1}

    def _get_site_name(self) -> str:
        return "Sapwood"


class AskForPassword(ResetPasswordForm):
    """A new password for whoever was invited once. An address alone, from a people file, opens nothing."""

    def clean_email(self) -> str:
        given = super().clean_email()
        self.users = [one for one in self.users if one.has_usable_password() or one.invitations.exists()]
        return given


class LinkForPassword(UserTokenForm):
    """The link for a new password, for people at work: the mailbox of somebody who has left may be read by others, and a
    password leads to what is theirs alone."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.reset_user.is_active:
            raise get_adapter().validation_error("invalid_password_reset")
        return cleaned


@functools.cache
def _seal() -> MultiFernet:
    """Keys derived from SECRET_KEY, older ones last: what is sealed outlives a change of it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (
        HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sapwood second factors").derive(key)
        for key in map(force_bytes, keys)
    )
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in made])


def _record(verb: str, user: Any, **data: str) -> None:
    with transaction.atomic():
        events.record(f"people.{verb}", by=user, about=user, at=clock.now(), data=data)


def _password_changed(sender: Any, user: Any, **rest: Any) -> None:
    _record("password_changed", user)


def _authenticator_added(sender: Any, user: Any, authenticator: Authenticator, **rest: Any) -> None:
    _record("way_in_added", user, type=str(authenticator.type))


def _authenticator_removed(sender: Any, user: Any, authenticator: Authenticator, **rest: Any) -> None:
    _record("way_in_removed", user, type=str(authenticator.type))


def listen() -> None:
    """Write down when a way in changes. Signing in itself leaves no event: nobody's hours are kept."""
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(_password_changed, dispatch_uid="sapwood.password_changed")
    mfa.authenticator_added.connect(_authenticator_added, dispatch_uid="sapwood.way_in_added")
    mfa.authenticator_reset.connect(_authenticator_added, dispatch_uid="sapwood.way_in_reset")
    mfa.authenticator_removed.connect(_authenticator_removed, dispatch_uid="sapwood.way_in_removed")
