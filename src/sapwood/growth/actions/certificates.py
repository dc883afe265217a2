"""Certificates somebody holds: facts of their plan, never progress."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity.deeds import Refused, deed
from sapwood.growth import rules
from sapwood.growth.models import Certificate, Plan
from sapwood.people.models import Person


@deed("growth.keep_certificate")
def keep_certificate(
    *, by: Person, name: str, issuer: str = "", until: dt.date | None = None, plan: Plan | None = None, at: dt.datetime
) -> Certificate:
    """Write down a certificate of one's own. In a plan, whoever reads the plan reads it."""
    if not name.strip():
        raise Refused(_("The certificate has no name."), _("Write it as it stands on the paper."))
    if plan is not None and plan.person_id != by.pk:
        raise Refused(_("It is somebody else's plan."), _("Choose one of yours, or none."))
    return Certificate.objects.create(
        person=by, plan=plan, name=" ".join(name.split())[:160], issuer=" ".join(issuer.split())[:160], until=until
    )


@deed("growth.renew_certificate")
def renew_certificate(*, by: Person, certificate: Certificate, until: dt.date, at: dt.datetime) -> Certificate:
    """It is valid until another day now."""
    _guard(by, certificate)
    certificate.until, certificate.reminded = until, None
    certificate.save(update_fields=["until", "reminded"])
    return certificate


@deed("growth.discard_certificate")
def discard_certificate(*, by: Person, certificate: Certificate, at: dt.datetime) -> None:
    """Delete it from Sapwood; the paper stays."""
    _guard(by, certificate)
    certificate.delete()


def _guard(by: Person, certificate: Certificate) -> None:
    if not rules.may_keep_certificate(by, certificate):
        raise Refused(_("It is somebody else's certificate."), _("They keep it themselves."))
