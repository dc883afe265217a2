"""Laying beside a goal of one's own what colleagues told."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from sapwood.activity.deeds import Refused, deed
from sapwood.feedback.models import Asking, Telling
from sapwood.goals import rules
from sapwood.goals.models import Evidence, KeyResult, Objective
from sapwood.people.models import Person


@deed("goals.lay_evidence")
def lay_evidence(
    *, by: Person, objective: Objective, thing: Telling | Asking, key_result: KeyResult | None = None, at: dt.datetime
) -> Evidence:
    """Lay what one was told, or asks, beside a developmental goal of one's own. No event says it: it is one's own."""
    _guard(by, objective)
    asking, telling = (thing, None) if isinstance(thing, Asking) else (None, thing)
    if by.pk not in {asking and asking.by_id, telling and telling.receiver_id}:
        raise Refused(_("It was not told to you."), _("Choose one that was."))
    if key_result is not None and key_result.objective_id != objective.pk:
        raise Refused(_("The key result is another goal's."), _("Choose one of this goal."))
    row, _created = Evidence.objects.get_or_create(
        objective=objective,
        telling=telling,
        asking=asking,
        defaults={"key_result": key_result, "at": at},
    )
    return row


@deed("goals.take_evidence_away")
def take_evidence_away(*, by: Person, evidence: Evidence, at: dt.datetime) -> None:
    """It no longer lies beside the goal; what was told stays."""
    _guard(by, evidence.objective)
    evidence.delete()


def _guard(by: Person, objective: Objective) -> None:
    if not rules.owns(by, objective) or objective.layer != Objective.Layer.DEVELOPMENTAL:
        raise Refused(
            _("Words of colleagues lie beside one's own developmental goals only."),
            _("Write one for what you want to grow in."),
        )
