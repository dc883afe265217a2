"""Answering a publication: what we do, who, until when; and when it was done."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.feedback import reading
from sapwood.feedback.models import Publication, Response, SurveyUnit
from sapwood.people.models import Person


@deed("feedback.respond")
def respond(
    *,
    by: Person,
    publication: Publication,
    unit: SurveyUnit,
    text: str,
    due: date | None,
    at: datetime,
    owner: Person | None = None,
) -> Response:
    """Say what is done about a result; one response a unit, which can be put better later."""
    mine = [one for one in reading.results_for(by, publication) if one.unit == unit and one.may_respond]
    if not mine:
        raise Refused(_("The lead of a unit answers its result."), _("Talk with them."))
    place = None if mine[0].is_top else unit
    row, _created = Response.objects.update_or_create(
        publication=publication,
        unit=place,
        defaults={"text": text.strip(), "due": due, "owner": owner or by, "by": by, "at": at},
    )
    events.record("feedback.responded", by=by, about=publication.wave, at=at)
    return row


@deed("feedback.finish_response")
def finish_response(*, by: Person, response: Response, at: datetime) -> Response:
    """Mark as done what was announced."""
    if by.pk not in {response.owner_id, response.by_id}:
        raise Refused(_("Whoever took it on says when it is done."), _("Ask them."))
    if response.done is None:
        response.done = at
        response.save(update_fields=["done"])
        events.record("feedback.response_done", by=by, about=response.publication.wave, at=at)
    return response
