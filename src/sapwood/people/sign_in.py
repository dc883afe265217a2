"""How django-allauth behaves here: nobody signs up alone, and mail goes through the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Doorkeeper(DefaultAccountAdapter):
    """Accounts come from the administrator or the people file; links carry the configured address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue sign-in mail like every other message, so that it is retried and never sent twice."""
        from sapwood.activity import clock, outbox

        message = self.render_mail(template_prefix, email, context)
        outbox.queue(
            outbox.Recipient(address=email, time_zone="UTC", language="en"),
            kind="sign-in",
            subject=message.subject,
            body=str(message.body),
            why=str(settings.SAPWOOD_BASE_URL),
            at=clock.now(),
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        from django.urls import reverse

        return settings.SAPWOOD_BASE_URL + reverse(
            "account_reset_password_from_key", kwargs={"uidb36": key.split("-")[0], "key": key.split("-", 1)[1]}
        )
