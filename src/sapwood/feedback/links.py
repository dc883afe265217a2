"""The signed link by which one answers without signing in. It is worth nothing once its wave is over."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from sapwood.feedback.models import Invitation

SIGNER = signing.Signer(salt="sapwood.feedback.answer", sep=".")


def token(invitation: Invitation) -> str:
    return SIGNER.sign(invitation.public_id)


def address(invitation: Invitation) -> str:
    """The page as a path."""
    return reverse("feedback:answer", args=[token(invitation)])


def whole(invitation: Invitation) -> str:
    """The page as it stands in a mail."""
    return f"{settings.SAPWOOD_BASE_URL}{address(invitation)}"


def find(given: str) -> Invitation | None:
    """The invitation a link was made for; None for anything else. A draft's links do not work yet."""
    try:
        public_id = SIGNER.unsign(given)
    except signing.BadSignature:
        return None
    rows = Invitation.objects.select_related(
        "wave__questionnaire", "wave__follows", "person", "guest", "subject__person", "unit"
    )
    return rows.filter(public_id=public_id).exclude(wave__stage="draft").first()
