"""A stored goal as its author would write it: the way back from rows to the draft that the deeds take."""

from __future__ import annotations

from collections.abc import Iterable

from sapwood.goals.drafts import KeyResultDraft, ObjectiveDraft
from sapwood.goals.models import KeyResult, Objective, Reason


def draft_of(
    objective: Objective, *, results: Iterable[KeyResult] | None = None, reasons: Iterable[Reason] | None = None
) -> ObjectiveDraft:
    """The goal with its key results that count. `results` and `reasons` spare the query where they are read already."""
    if results is None:
        kept = objective.key_results.filter(dropped=None)
        results = kept.select_related("updater").prefetch_related("milestones")
    if reasons is None:
        reasons = objective.reasons.select_related("value", "priority").order_by("id")
    said = list(reasons)
    return ObjectiveDraft(
        title=objective.title,
        why=objective.why,
        audience=objective.audience,
        nature=objective.nature,
        ambition=objective.ambition,
        external_id=objective.external_id,
        key_results=tuple(line_of(one) for one in results),
        values=tuple(one.value for one in said if one.value is not None),
        priorities=tuple(one.priority for one in said if one.priority is not None),
    )


def line_of(result: KeyResult) -> KeyResultDraft:
    """One key result, with its steps."""
    return KeyResultDraft(
        title=result.title,
        public_id=result.public_id,
        external_id=result.external_id,
        direction=result.direction,
        indicator=result.indicator,
        source=result.source,
        unit=result.unit,
        baseline=result.baseline,
        target=result.target,
        due=result.due,
        weight=result.weight,
        updater=result.updater,
        milestones=tuple(step.title for step in result.milestones.all()),
    )
