"""How an objective ends: scores, reasons and what was learned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import progress, rules
from sapwood.goals.models import Closure, Cycle, KeyResult, KeyResultScore, Objective, Review
from sapwood.people.models import Person

SAME = 0.05
"""Scores this close are the same score: no reason is asked for."""


@dataclass(frozen=True)
class KeyResultOutcome:
    """The score given to a key result, 0 to 1. None: not measurable, with the reason why."""

    score: float | None
    reason: str = ""


@deed("goals.close_objective")
def close_objective(
    *,
    by: Person,
    objective: Objective,
    outcomes: Mapping[KeyResult, KeyResultOutcome],
    learned: str,
    next: str = Closure.Next.RETIRE,
    at: dt.datetime,
) -> Closure:
    """Score and close. The readings suggest; a score that differs, and a missing one, need a reason.

    Raises Refused with the key result named.
    """
    if not rules.may_close(by, objective):
        raise Refused(_("You cannot close this objective."), _("Its owner, the team's lead and the OKR owner can."))
    results = list(objective.key_results.filter(dropped=None))
    given = {result.pk: outcome for result, outcome in outcomes.items()}
    rows = [_judge(result, given.get(result.pk)) for result in results]
    total = progress.roll_up((row.score, row.key_result.weight) for row in rows)
    suggested = progress.roll_up((result.progress, result.weight) for result in results)
    closure = Closure.objects.create(
        objective=objective,
        suggested=suggested.score,
        score=total.score,
        learned=learned.strip(),
        next=next,
        by=by,
        at=at,
    )
    for row in rows:
        row.closure = closure
    KeyResultScore.objects.bulk_create(rows)
    objective.stage = Objective.Stage.CLOSED
    objective.changed = at
    objective.version += 1
    objective.save(update_fields=["stage", "changed", "version"])
    events.record("goals.objective_closed", by=by, about=objective, at=at)
    return closure


@deed("goals.review_objective")
def review_objective(*, by: Person, objective: Objective, cycle: Cycle, note: str, at: dt.datetime) -> Review:
    """Look at a continuous goal at the end of a cycle and keep it, saying what was seen. Saying it again mends it."""
    if not rules.may_close(by, objective):
        raise Refused(_("You cannot review this goal."), _("Its owner, the team's lead and the OKR owner can."))
    if not objective.is_continuous:
        raise Refused(_("This goal ends with its cycle."), _("Close it with a score instead."))
    if cycle.stage not in {Cycle.Stage.ACTIVE, Cycle.Stage.SCORING}:
        raise Refused(
            _("%(cycle)s is in the stage “%(stage)s”.") % {"cycle": cycle, "stage": cycle.get_stage_display()},
            _("Continuous goals are reviewed while a cycle runs or is scored."),
        )
    if not note.strip():
        raise Refused(_("The review says nothing yet."), _("Write one thing you saw this cycle."))
    row, _created = Review.objects.update_or_create(
        objective=objective,
        cycle=cycle,
        defaults={"note": note.strip(), "progress": objective.progress, "by": by, "at": at},
    )
    events.record("goals.objective_reviewed", by=by, about=objective, at=at)
    return row


def _judge(result: KeyResult, outcome: KeyResultOutcome | None) -> KeyResultScore:
    suggested = progress.clipped(result.progress)
    if outcome is None:
        outcome = KeyResultOutcome(suggested)
    if outcome.score is not None and not 0 <= outcome.score <= 1:
        raise Refused(
            _("“%(title)s” was given %(score)s.") % {"title": result.title, "score": outcome.score},
            _("A score goes from 0 to 1; what went beyond the target stays in the readings."),
        )
    if outcome.score is None and not outcome.reason.strip():
        raise Refused(
            _("“%(title)s” was not measured.") % {"title": result.title},
            _("Give a last value, or say why it cannot be measured: missing is not zero."),
        )
    differs = outcome.score is not None and (suggested is None or abs(outcome.score - suggested) > SAME)
    if differs and not outcome.reason.strip():
        raise Refused(
            _("Your score for “%(title)s” differs from what the readings say.") % {"title": result.title},
            _("Say why in a line, or take the suggested score."),
        )
    return KeyResultScore(
        key_result=result, suggested=suggested, score=outcome.score, reason=outcome.reason.strip()[:300]
    )
