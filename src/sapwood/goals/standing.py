"""Where key results and objectives stand, repeated on their rows so that a list costs one query.

Whoever writes a reading calls `refresh` in the same transaction; `rebuild` computes all of it anew from
the readings, and a test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sapwood.goals import forecasts, progress
from sapwood.goals.models import BoundWord, Cycle, KeyResult, Objective, Reading

REPEATED = ["current", "progress", "confidence", "trail", "landing", "measured_at"]
SUMMED = ["progress", "measured", "confidence", "landing", "checked_in"]
TRAIL = 26
"""How many of the last readings a sparkline keeps: two quarters of weekly check-ins."""


@dataclass(frozen=True)
class Standing:
    """What one key result's readings say."""

    current: Decimal | None
    progress: float | None
    confidence: int | None
    trail: list[float]
    landing: float | None
    measured_at: dt.datetime | None


NOWHERE = Standing(None, None, None, [], None, None)


def of_readings(
    key_result: KeyResult, objective: Objective, readings: Sequence[Reading], rests_on: forecasts.Known
) -> Standing:
    """The standing after all `readings`, oldest first. One measured by feedback stands nowhere here: what it reached is
    for fewer eyes than these rows (`measured.audience`)."""
    if not readings or key_result.source == KeyResult.Source.INSTRUMENT:
        return NOWHERE
    cycle = objective.cycle
    due = _last_of_each_period(cycle, readings)
    trail = [
        score
        for count in range(max(1, len(due) - TRAIL + 1), len(due) + 1)
        if (score := _score(key_result, due[:count])) is not None
    ]
    told = [reading.confidence for reading in readings if reading.confidence is not None]
    seen = forecasts.outlook(key_result, objective=objective, cycle=cycle, readings=readings, rests_on=rests_on)
    return Standing(
        current=readings[-1].value,
        progress=_score(key_result, due),
        confidence=told[-1] if told else None,
        trail=[round(value, 4) for value in trail],
        landing=seen.landing if seen else None,
        measured_at=readings[-1].at,
    )


def score(key_result: KeyResult, cycle: Cycle | None, readings: Sequence[Reading]) -> float | None:
    """How far a key result had come after these readings, oldest first."""
    return _score(key_result, _last_of_each_period(cycle, readings)) if readings else None


def refresh(objective: Objective, key_results: Iterable[KeyResult] | None = None) -> None:
    """Write the standing of these key results (all, when none are named) and of their objective."""
    everything = list(objective.key_results.filter(dropped=None))
    wanted = {key_result.pk for key_result in (everything if key_results is None else key_results)}
    changed = [key_result for key_result in everything if key_result.pk in wanted]
    readings: dict[int, list[Reading]] = {key_result.pk: [] for key_result in changed}
    for reading in Reading.objects.filter(key_result__in=changed).order_by("at", "id"):
        readings[reading.key_result_id].append(reading)
    rests_on = forecasts.known()
    words = _last_words(changed)
    for key_result in changed:
        told = of_readings(key_result, objective, readings[key_result.pk], rests_on)
        _write(key_result, words.get(key_result.pk, told))
    KeyResult.objects.bulk_update(changed, REPEATED)
    summarise(objective, everything)
    objective.save(update_fields=SUMMED)


def summarise(objective: Objective, key_results: Iterable[KeyResult]) -> None:
    """Set the objective's own standing from its key results, without saving."""
    counted = list(key_results)
    total = progress.roll_up((result.progress, result.weight) for result in counted)
    objective.progress = total.score
    objective.measured = total.measured
    told = [result.confidence for result in counted if result.confidence is not None]
    objective.confidence = round(sum(told) / len(told)) if told else None
    objective.landing = progress.roll_up(
        (result.landing if result.landing is not None else _kept(result), result.weight) for result in counted
    ).score
    objective.checked_in = max((r.measured_at for r in counted if r.measured_at is not None), default=None)


def rebuild(objectives: Iterable[Objective]) -> None:
    """Compute the standing of these objectives anew, in bulk."""
    wanted = {objective.pk: objective for objective in objectives}
    results = list(KeyResult.objects.filter(objective__in=wanted, dropped=None).order_by("position", "id"))
    readings: dict[int, list[Reading]] = {result.pk: [] for result in results}
    for reading in Reading.objects.filter(key_result__in=readings).order_by("at", "id").iterator():
        readings[reading.key_result_id].append(reading)
    by_objective: dict[int, list[KeyResult]] = {pk: [] for pk in wanted}
    rests_on, words = forecasts.known(), _last_words(results)
    for result in results:
        objective = wanted[result.objective_id]
        told = of_readings(result, objective, readings[result.pk], rests_on)
        _write(result, words.get(result.pk, told))
        by_objective[result.objective_id].append(result)
    for pk, objective in wanted.items():
        summarise(objective, by_objective[pk])
    KeyResult.objects.bulk_update(results, REPEATED, batch_size=500)
    Objective.objects.bulk_update(wanted.values(), SUMMED, batch_size=500)


def status(item: Objective | KeyResult, *, objective: Objective, cycle: Cycle | None, today: dt.date) -> str:
    """The status word of an objective or one of its key results on a day; see `progress.status`.

    A continuous goal has no finish to be held against: its own confidence speaks.
    """
    readings = len(item.trail) if isinstance(item, KeyResult) else (2 if item.measured and item.has_pace else 0)
    if cycle is None:
        return _continuous_status(item.progress, item.confidence)
    return progress.status(
        score=item.progress,
        elapsed=cycle.elapsed(today),
        confidence=item.confidence,
        ambition=objective.ambition,
        readings=readings,
        landing=item.landing,
        short=1.0 if isinstance(item, KeyResult) else 0.85,
    )


def doubt(
    result: KeyResult, *, objective: Objective, confidence: int | None, value: Decimal | None, today: dt.date
) -> str:
    """Whether this confidence disagrees strongly with where the readings, `value` as the newest, point; see
    `progress.doubt`. A continuous goal points nowhere."""
    if objective.cycle is None:
        return ""
    score, readings = result.progress, len(result.trail)
    if value is not None and result.direction in {KeyResult.Direction.RISE, KeyResult.Direction.FALL}:
        score, readings = _score(result, [value]), readings + 1
    return progress.doubt(
        score=score,
        elapsed=objective.cycle.elapsed(today),
        confidence=confidence,
        ambition=objective.ambition,
        readings=readings,
    )


def _last_words(key_results: Iterable[KeyResult]) -> dict[int, Standing]:
    """Of what feedback measures: when somebody last spoke of it, and how sure they were. No query without one."""
    bound = [result.pk for result in key_results if result.source == KeyResult.Source.INSTRUMENT]
    found: dict[int, Standing] = {}
    if bound:
        for row in BoundWord.objects.filter(key_result__in=bound).order_by("at", "id"):
            sure = row.confidence
            if sure is None and row.key_result_id in found:
                sure = found[row.key_result_id].confidence
            found[row.key_result_id] = replace(NOWHERE, confidence=sure, measured_at=row.at)
    return found


def _continuous_status(score: float | None, confidence: int | None) -> str:
    if score is None:
        return "unknown"
    if confidence is None:
        return "too_early"
    return "on_track" if confidence >= 6 else "at_risk" if confidence >= 4 else "off_track"


def _kept(result: KeyResult) -> float | None:
    """A limit that is kept lands where it stands; what has a way to go and no forecast yet says nothing."""
    return None if result.direction in forecasts.FORECAST else result.progress


def _score(key_result: KeyResult, values: Sequence[Decimal]) -> float | None:
    raw = progress.raw_score(key_result.direction, key_result.baseline, key_result.target, values)
    return progress.clipped(raw)


def _last_of_each_period(cycle: Cycle | None, readings: Sequence[Reading]) -> list[Decimal]:
    """The last value of each check-in period, so that checking in twice a week does not count twice."""
    if cycle is None:
        periods = {reading.at.date().isocalendar()[:2]: reading.value for reading in readings}
        return list(periods.values())
    step = max(1, cycle.cadence_days)
    due = {(reading.at.date() - cycle.starts).days // step: reading.value for reading in readings}
    return list(due.values())


def _write(key_result: KeyResult, standing: Standing) -> None:
    key_result.current = standing.current
    key_result.progress = standing.progress
    key_result.confidence = standing.confidence
    key_result.trail = standing.trail
    key_result.landing = standing.landing
    key_result.measured_at = standing.measured_at
