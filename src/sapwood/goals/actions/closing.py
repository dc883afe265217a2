"""How goals end: scores, reasons and what was learned; or, when what they were for has gone, why they are retired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import progress, rules
from sapwood.goals.actions import turns
from sapwood.goals.actions.check_ins import Observation, check_in
from sapwood.goals.models import Closure, Cycle, KeyResult, KeyResultScore, Objective, Retirement, Review
from sapwood.people.models import Person

SAME = 0.05
"""Scores this close are the same score: no reason is asked for."""


@dataclass(frozen=True)
class KeyResultOutcome:
    """The score given to a key result, 0 to 1. None: what the readings say; or not measurable, with the reason why.

    `value` is a last reading, told with the closing, for a key result that was never measured.
    """

    score: float | None
    reason: str = ""
    value: Decimal | None = None


@dataclass(frozen=True)
class Ending:
    """How one objective ends. `why` says why it is retired; a goal that landed where it should needs no reason."""

    objective: Objective
    outcomes: Mapping[KeyResult, KeyResultOutcome]
    learned: str
    next: str
    why: str = ""


@deed("goals.close_objective")
def close_objective(
    *,
    by: Person,
    objective: Objective,
    outcomes: Mapping[KeyResult, KeyResultOutcome],
    learned: str,
    next: str = Closure.Next.RETIRE,
    why: str = "",
    at: dt.datetime,
) -> Closure:
    """Score and close. The readings suggest; a score that differs, and a missing one, need a reason.

    Raises Refused with the key result named.
    """
    return _end(Ending(objective, outcomes, learned, next, why), by=by, at=at)


@deed("goals.close_objectives")
def close_objectives(*, by: Person, endings: Sequence[Ending], at: dt.datetime) -> None:
    """Close several in one sitting, all of them or none. Raises Refused with the objective or key result named."""
    if not endings:
        raise Refused(_("Nothing was closed yet."), _("Say for at least one goal what you learned and what now."))
    for ending in endings:
        _end(ending, by=by, at=at)


@deed("goals.retire_objective")
def retire_objective(*, by: Person, objective: Objective, reason: str, at: dt.datetime) -> Retirement:
    """End a goal whose reason has gone, without a score. The words and readings stay, and so does the reason given.

    Raises Refused unless the goal was proposed or agreed, `by` may close it, and a reason is given.
    """
    if not rules.may_retire(by, objective):
        raise Refused(_("You cannot retire this objective."), _("Its owner, the team's lead and the OKR owner can."))
    if not reason.strip():
        raise Refused(
            _("The goal is retired without a reason."), _("Say in a line what has changed, for those who look later.")
        )
    return _retire(objective, reason, by=by, at=at)


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


def _end(ending: Ending, *, by: Person, at: dt.datetime) -> Closure:
    objective = ending.objective
    if not rules.may_close(by, objective):
        raise Refused(_("You cannot close this objective."), _("Its owner, the team's lead and the OKR owner can."))
    if not ending.learned.strip():
        raise Refused(
            _("“%(title)s” says nothing about what was learned.") % {"title": objective.title},
            _("One sentence that somebody else could use is enough."),
        )
    given = {result.pk: outcome for result, outcome in ending.outcomes.items()}
    _tell_last_values(objective, given, by=by, at=at)
    results = list(objective.key_results.filter(dropped=None))
    rows = [_judge(result, given.get(result.pk)) for result in results]
    total = progress.roll_up((row.score, row.key_result.weight) for row in rows)
    suggested = progress.roll_up((result.progress, result.weight) for result in results)
    closure = Closure.objects.create(
        objective=objective,
        suggested=suggested.score,
        score=total.score,
        learned=ending.learned.strip(),
        next=ending.next,
        by=by,
        at=at,
    )
    for row in rows:
        row.closure = closure
    KeyResultScore.objects.bulk_create(rows)
    if ending.next == Closure.Next.RETIRE:
        landed = total.score is not None and total.score >= progress.HEALTHY[objective.ambition]
        if not landed and not ending.why.strip():
            raise Refused(
                _("“%(title)s” did not land where it should, and nobody goes on with it.") % {"title": objective.title},
                _("Say in a line why it is retired, or keep it, or change it."),
            )
        _retire(objective, ending.why, by=by, at=at)
    else:
        _close(objective, at=at)
    events.record("goals.objective_closed", by=by, about=objective, at=at)
    return closure


def _tell_last_values(
    objective: Objective, given: Mapping[int, KeyResultOutcome], *, by: Person, at: dt.datetime
) -> None:
    """A value given at closing is a reading like any other."""
    told = {
        result: Observation(outcome.value)
        for result in objective.key_results.filter(dropped=None).select_related("objective__cycle")
        if (outcome := given.get(result.pk)) is not None and outcome.value is not None
    }
    if told:
        check_in(by=by, objective=objective, observations=told, at=at)
        objective.refresh_from_db()


def _retire(objective: Objective, reason: str, *, by: Person, at: dt.datetime) -> Retirement:
    row = Retirement.objects.create(objective=objective, reason=reason.strip()[:300], by=by, at=at)
    _close(objective, at=at)
    turns.end(objective, at=at)
    events.record("goals.objective_retired", by=by, about=objective, at=at)
    return row


def _close(objective: Objective, *, at: dt.datetime) -> None:
    objective.stage = Objective.Stage.CLOSED
    objective.changed = at
    objective.version += 1
    objective.save(update_fields=["stage", "changed", "version"])


def _kept(objective: Objective) -> str:
    """Why no score stands beside what feedback measured: a team's goal is measured by a pulse, a person's by a 360."""
    if objective.owner_team_id is not None:
        return _("Measured by feedback; its readings are for those who read that unit's pulse.")
    return _("Measured by feedback; its owner keeps the readings.")


def _judge(result: KeyResult, outcome: KeyResultOutcome | None) -> KeyResultScore:
    suggested = progress.clipped(result.progress)
    if outcome is None:
        outcome = KeyResultOutcome(suggested)
    score, reason = outcome.score, outcome.reason.strip()
    if score is None and result.source == KeyResult.Source.INSTRUMENT:
        reason = reason or _kept(result.objective)
    if score is None and outcome.value is not None:
        score = suggested
    if score is not None and not 0 <= score <= 1:
        raise Refused(
            _("“%(title)s” was given %(score)s.") % {"title": result.title, "score": score},
            _("A score goes from 0 to 1; what went beyond the target stays in the readings."),
        )
    if score is None and not reason:
        raise Refused(
            _("“%(title)s” was not measured.") % {"title": result.title},
            _("Give a last value, or say why it cannot be measured: missing is not zero."),
        )
    differs = score is not None and (suggested is None or abs(score - suggested) > SAME)
    if differs and not reason:
        raise Refused(
            _("Your score for “%(title)s” differs from what the readings say.") % {"title": result.title},
            _("Say why in a line, or take the suggested score."),
        )
    return KeyResultScore(key_result=result, suggested=suggested, score=score, reason=reason[:300])
