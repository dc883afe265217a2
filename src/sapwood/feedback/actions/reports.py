"""A report belongs to its subject: letting somebody read it, and taking that back."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import notices
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import rules
from sapwood.feedback.models import ReportSharing, Subject, Wave
from sapwood.people.models import Person


@deed("feedback.share_report")
def share_report(*, by: Person, subject: Subject, person: Person, at: datetime) -> ReportSharing:
    """Let one person read the report. They are told; no event says it, as it is between the two."""
    _guard(by, subject)
    if subject.wave.stage != Wave.Stage.PUBLISHED:
        raise Refused(_("There is no report yet."), _("It comes when the round is published."))
    if person == by:
        raise Refused(_("It is your own report."), _("Name somebody else."))
    row, created = ReportSharing.objects.get_or_create(
        subject=subject, person=person, revoked=None, defaults={"at": at}
    )
    if created:
        notices.tell(
            [person],
            kind="feedback",
            text=_("%(name)s lets you read a 360 report") % {"name": by},
            link=reverse("feedback:report", args=[subject.public_id]),
            why=_("It came because it was shared with you."),
            at=at,
        )
    return row


@deed("feedback.unshare_report")
def unshare_report(*, by: Person, sharing: ReportSharing, at: datetime) -> ReportSharing:
    _guard(by, sharing.subject)
    sharing.revoke(at)
    return sharing


def _guard(by: Person, subject: Subject) -> None:
    if not rules.may_share_report(by, subject):
        raise Refused(_("A report is shared by whom it is about."), _("Ask them."))
