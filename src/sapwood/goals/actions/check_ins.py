"""Telling what was observed: check-ins, readings and blockers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.goals import rules, standing, telling
from sapwood.goals.models import Blocker, BoundWord, CheckIn, KeyResult, Objective, Reading
from sapwood.people.models import Person


@dataclass(frozen=True)
class Observation:
    """What is told of one key result: its value, how sure one is (0 to 10), what changed.

    Of one measured by feedback no `value` is told: it arrives. `reached` are the ids of the steps that are reached, for a key result that goes step by step; they give the
    value then.
    """

    value: Decimal | None
    confidence: int | None = None
    note: str = ""
    reached: frozenset[int] | None = None


@deed("goals.check_in")
def check_in(
    *,
    by: Person,
    objective: Objective,
    observations: Mapping[KeyResult, Observation],
    note: str = "",
    blockers: Sequence[tuple[str, Person | None]] = (),
    at: dt.datetime,
) -> CheckIn:
    """Report on key results of one objective. Raises Refused when one of them is not for `by` to report on.

    `blockers` are (what is in the way, whom to ask); the person named finds them in their week.
    """
    told = dict(observations)
    if not told and not note.strip() and not blockers:
        raise Refused(_("There is nothing in this check-in yet."), _("Give a value, or choose “no change”."))
    if not told and not any(rules.may_check_in(by, result) for result in objective.key_results.filter(dropped=None)):
        raise Refused(
            _("You cannot report on “%(title)s”.") % {"title": objective.title},
            _("Its team, and whoever is named on a key result, can; a comment is open to you."),
        )
    for result, seen in told.items():
        if result.objective_id != objective.pk or not rules.may_check_in(by, result):
            raise Refused(
                _("You cannot report on “%(title)s”.") % {"title": result.title},
                _("Its team, and the person named on it, can."),
            )
        if result.source == KeyResult.Source.INSTRUMENT and seen.value is not None:
            raise Refused(
                _("“%(title)s” is measured by feedback; nothing is typed by hand.") % {"title": result.title},
                _("Its reading arrives when the wave is published."),
            )
        if seen.reached is not None:
            told[result] = seen = _tick_steps(result, seen, at)
        _check(result, seen)
    sure = [seen.confidence for seen in told.values() if seen.confidence is not None]
    row = CheckIn.objects.create(
        objective=objective,
        by=by,
        at=at,
        note=note.strip(),
        confidence=round(sum(sure) / len(sure)) if sure else None,
    )
    _write_down(row, told)
    named = [Blocker(check_in=row, text=text.strip(), person=person) for text, person in blockers if text.strip()]
    Blocker.objects.bulk_create(named)
    telling.blockers(named, objective, by=by, at=at)
    standing.refresh(objective, told)
    events.record("goals.checked_in", by=by, about=objective, at=at)
    return row


@deed("goals.name_no_change")
def name_no_change(*, by: Person, key_result: KeyResult, at: dt.datetime) -> CheckIn:
    """Report that a key result stands where it stood: the last value, with the last confidence."""
    if key_result.current is None and key_result.source != KeyResult.Source.INSTRUMENT:
        raise Refused(
            _("“%(title)s” has no value yet, so “no change” says nothing.") % {"title": key_result.title},
            _("Give its first value."),
        )
    seen = Observation(value=key_result.current, confidence=key_result.confidence)
    return check_in(by=by, objective=key_result.objective, observations={key_result: seen}, at=at)


@deed("goals.tally")
def tally(*, by: Person, key_result: KeyResult, at: dt.datetime) -> Reading:
    """It happened once more: one tap, one reading. Only for key results that are counted this way."""
    _guard_tally(by, key_result)
    row = KeyResult.objects.select_for_update().get(pk=key_result.pk)
    before = row.current if row.current is not None else (row.baseline or Decimal(0))
    reading = Reading.objects.create(
        key_result=key_result,
        value=before + 1,
        confidence=row.confidence,
        source=KeyResult.Source.TALLY,
        by=by,
        at=at,
    )
    standing.refresh(key_result.objective, [key_result])
    events.record("goals.tallied", by=by, about=key_result.objective, at=at)
    return reading


@deed("goals.take_back_tally")
def take_back_tally(*, by: Person, key_result: KeyResult, at: dt.datetime) -> KeyResult:
    """Take one's own last tap back, while nothing was told after it."""
    _guard_tally(by, key_result)
    last = key_result.readings.order_by("at", "id").last()
    if last is None or last.source != KeyResult.Source.TALLY or last.by_id != by.pk:
        raise Refused(
            _("The last count of “%(title)s” is not your tap.") % {"title": key_result.title},
            _("Tell the right number at the next check-in."),
        )
    last.delete()
    standing.refresh(key_result.objective, [key_result])
    events.record("goals.tally_taken_back", by=by, about=key_result.objective, at=at)
    return key_result


@deed("goals.resolve_blocker")
def resolve_blocker(*, by: Person, blocker: Blocker, at: dt.datetime) -> Blocker:
    """Say that a blocker is out of the way. The person named, the writer and the owning team may."""
    objective = blocker.check_in.objective
    if not (
        blocker.person_id == by.pk
        or blocker.check_in.by_id == by.pk
        or rules.owns(by, objective)
        or rules.in_owning_team(by, objective)
    ):
        raise Refused(_("This is not yours to resolve."), _("Tell the team in a comment."))
    if blocker.resolved is None:
        blocker.resolved, blocker.resolved_by = at, by
        blocker.save(update_fields=["resolved", "resolved_by"])
        events.record("goals.blocker_resolved", by=by, about=objective, at=at)
    return blocker


def _write_down(row: CheckIn, told: Mapping[KeyResult, Observation]) -> None:
    """Readings of what was told; of what feedback measures the words alone, beside what measures it."""
    Reading.objects.bulk_create(
        Reading(
            key_result=result,
            check_in=row,
            value=seen.value,
            confidence=seen.confidence,
            note=seen.note.strip(),
            source=KeyResult.Source.MANUAL,
            by=row.by,
            at=row.at,
        )
        for result, seen in told.items()
        if seen.value is not None
    )
    BoundWord.objects.bulk_create(
        BoundWord(
            key_result=result,
            check_in=row,
            confidence=seen.confidence,
            note=seen.note.strip(),
            by=row.by,
            at=row.at,
        )
        for result, seen in told.items()
        if seen.value is None
    )


def _guard_tally(by: Person, key_result: KeyResult) -> None:
    if not rules.may_check_in(by, key_result):
        raise Refused(
            _("You cannot report on “%(title)s”.") % {"title": key_result.title},
            _("Its team, and the person named on it, can."),
        )
    if key_result.source != KeyResult.Source.TALLY:
        raise Refused(
            _("“%(title)s” is not counted by taps.") % {"title": key_result.title},
            _("Tell its value at the check-in."),
        )


def _tick_steps(result: KeyResult, seen: Observation, at: dt.datetime) -> Observation:
    """Mark the steps as they are told; the value is how many are reached."""
    count = 0
    for step in result.milestones.all():
        ticked = step.pk in (seen.reached or frozenset())
        count += ticked
        if ticked != (step.reached is not None):
            step.reached = at if ticked else None
            step.save(update_fields=["reached"])
    return replace(seen, value=Decimal(count))


def _check(result: KeyResult, seen: Observation) -> None:
    if seen.value is None and result.source != KeyResult.Source.INSTRUMENT:
        raise Refused(_("“%(title)s” was told about without a value.") % {"title": result.title}, _("Give its value."))
    if seen.value is not None and (not seen.value.is_finite() or abs(seen.value) >= Decimal(10) ** 14):
        raise Refused(
            _("The value of “%(title)s” cannot be stored.") % {"title": result.title},
            _("Give a number with up to 14 digits before and 6 after the point."),
        )
    if seen.confidence is not None and not 0 <= seen.confidence <= 10:
        raise Refused(
            _("A confidence of %(given)s was given.") % {"given": seen.confidence}, _("It goes from 0 to 10.")
        )
