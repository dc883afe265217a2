"""Who works on the same key results as somebody: they have seen them work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sapwood.goals.models import Contribution, KeyResult, Objective
from sapwood.people.models import Person
from sapwood.ui.panels import Suggestion

MOST = 12


def raters(request: HttpRequest, subject: Any) -> Iterable[Suggestion]:
    """For a 360 about somebody: who takes part in, or tells of, a strategic key result that they take part in too. Each
    person once, with one key result as the reason; goals that are not open to all suggest nobody."""
    person: Person = subject.person
    parts = Contribution.objects.filter(ends=None)
    theirs = Q(pk__in=parts.filter(person=person).values("key_result")) | Q(updater=person)
    shared = KeyResult.objects.filter(
        theirs, dropped=None, objective__layer=Objective.Layer.STRATEGIC, objective__stage=Objective.Stage.ACTIVE
    )
    found: dict[int, Suggestion] = {}
    rows = parts.filter(key_result__in=shared).exclude(person=person).select_related("person", "key_result")
    several = [(row.person, row.key_result) for row in rows.order_by("person__name", "key_result__title")]
    several += [(one.updater, one) for one in shared.exclude(updater=person).select_related("updater") if one.updater]
    for other, result in several:
        reason = _("works on “%(result)s” too") % {"result": result.title}
        found.setdefault(other.pk, Suggestion(other, reason, strength=0.8))
    return [one for one in found.values() if one.thing.is_active][:MOST]
