"""Where key results land: from their own readings, and from how finished ones here went.

The figures are those of `sapwood.measurement.forecasts`; here readings become shares of the way, and landings become
values again. A forecast is made as of the last reading and repeated on the row, so that lists need no readings.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.goals import progress
from sapwood.goals.models import Cycle, ForecastBasis, KeyResult, Objective, Reading

if TYPE_CHECKING:
    from sapwood.measurement import History, Prior
    from sapwood.measurement.forecasts import Forecast

FORECAST = {KeyResult.Direction.RISE, KeyResult.Direction.FALL, KeyResult.Direction.REACH}
"""Directions with a way to go. A limit that is kept has none: its score so far is all there is to say."""

KEPT = 400
"""Finished key results, the newest, that make the reference class."""


@dataclass(frozen=True)
class Known:
    """What forecasts rest on beside the readings themselves."""

    prior: Prior
    history: History | None
    skill: float | None
    coverage: float | None
    scored: int

    @property
    def held(self) -> int | None:
        """Per cent of past 80 % ranges that held."""
        return None if self.coverage is None else round(100 * self.coverage)


@dataclass(frozen=True)
class Outlook:
    """Where one key result lands, in its own unit and as a share of the way, with 80 % intervals.

    `chance`: of landing where a goal of this ambition should (0.7 or 1.0); `chance_of_all` of the whole way. None where
    past forecasts here were no better than guessing. `at_risk`: expected to land short of that.
    """

    landing: float
    low: float
    high: float
    value: float
    value_low: float
    value_high: float
    chance: float | None
    chance_of_all: float | None
    healthy: float
    at_risk: bool
    stale: bool
    check_ins: int
    forecast: Forecast

    @property
    def words(self) -> str:
        """The forecast in a sentence; numbers of the share of the way, as everywhere else."""
        said = _("It lands near %(middle)s of the way, between %(low)s and %(high)s in 8 of 10 cases.") % {
            "middle": _share(self.landing),
            "low": _share(self.low),
            "high": _share(self.high),
        }
        if self.chance is not None and self.healthy < 1:
            said += " " + _("The chance of %(healthy)s or more is %(chance)s, of the whole way %(all)s.") % {
                "healthy": f"{self.healthy:g}",
                "chance": _chance(self.chance),
                "all": _chance(self.chance_of_all or 0.0),
            }
        elif self.chance is not None:
            said += " " + _("The chance of the whole way is %(chance)s.") % {"chance": _chance(self.chance)}
        else:
            said += " " + _("No chance is told: past forecasts here were no better than a guess.")
        if self.stale:
            said += " " + _("Nothing has moved for three check-ins, so the range is wide.")
        return said


def known() -> Known:
    """What the nights have taught; typical values before that."""
    from sapwood.measurement import Prior

    row = ForecastBasis.objects.defer("courses").first()
    if row is None:
        return Known(Prior(), None, None, None, 0)
    prior = dict(row.prior)
    if prior:
        prior["factors"] = tuple((float(at), float(by)) for at, by in prior.get("factors", ()))
    return Known(Prior(**prior), _history(row), row.skill, row.coverage, row.scored)


def _history(row: ForecastBasis) -> History | None:
    """The reference class, read once after each night in each process."""
    from sapwood.measurement import History

    if row.at not in _read:
        _read.clear()
        _read[row.at] = History(row.courses)
    return _read[row.at]


_read: dict[dt.datetime, History] = {}


def outlook(
    result: KeyResult, *, objective: Objective, cycle: Cycle | None, readings: Sequence[Reading], rests_on: Known
) -> Outlook | None:
    """The forecast of a key result as of the last of its `readings` (oldest first).

    None where there is nothing to forecast: no cycle, no start and target, a limit to be kept, fewer than three
    check-ins, or the cycle is over.
    """
    from sapwood.measurement import forecast
    from sapwood.measurement.courses import LEAST_CHECK_INS
    from sapwood.measurement.forecasts import Basis

    times, way = course(result, cycle, readings)
    if len(times) < LEAST_CHECK_INS:
        return None
    healthy = progress.HEALTHY.get(objective.ambition, 1.0)
    rests: dict[str, Any] = {"prior": rests_on.prior, "history": rests_on.history, "skill": rests_on.skill}
    one = forecast(times, way, enough=healthy, **rests)
    if one.basis in {Basis.TYPICAL, Basis.LANDED}:
        return None
    whole = forecast(times, way, enough=1.0, **rests)
    low, high = one.landing.low, one.landing.high
    values = sorted(_value(result, share) for share in (low, high))
    return Outlook(
        landing=one.landing.value,
        low=low,
        high=high,
        value=_value(result, one.landing.value),
        value_low=values[0],
        value_high=values[1],
        chance=one.chance if isinstance(one.chance, float) else None,
        chance_of_all=whole.chance if isinstance(whole.chance, float) else None,
        healthy=healthy,
        at_risk=round(one.landing.value, 2) < healthy,
        stale=one.stale,
        check_ins=one.check_ins,
        forecast=one,
    )


def under_way(objectives: QuerySet[Objective]) -> QuerySet[KeyResult]:
    """The key results of these objectives that a forecast can be told of, with their objective and its cycle."""
    rows = KeyResult.objects.filter(
        dropped=None, landing__isnull=False, objective__in=objectives, objective__stage=Objective.Stage.ACTIVE
    )
    return rows.select_related("objective__owner_team", "objective__owner_person", "objective__cycle")


def of_results(
    results: Iterable[KeyResult], readings: Mapping[int, Sequence[Reading]], *, rests_on: Known
) -> dict[int, Outlook]:
    """The forecasts of rows of `under_way`, from their readings by key result, oldest first."""
    found = {}
    for row in results:
        goal = row.objective
        seen = outlook(row, objective=goal, cycle=goal.cycle, readings=readings[row.pk], rests_on=rests_on)
        if seen is not None:
            found[row.pk] = seen
    return found


def course(result: KeyResult, cycle: Cycle | None, readings: Sequence[Reading]) -> tuple[list[float], list[float]]:
    """Times as shares of the cycle, and shares of the way; empty where there is no way to go."""
    if cycle is None or result.direction not in FORECAST or (cycle.ends - cycle.starts).days < 1:
        return [], []
    times, way = [], []
    days = (cycle.ends - cycle.starts).days
    for reading in readings:
        when = ((reading.at.date() - cycle.starts).days + 1) / (days + 1)
        share = progress.raw_score(result.direction, result.baseline, result.target, [reading.value])
        if share is not None and 0 < when <= 1:
            times.append(when)
            way.append(max(-5.0, min(5.0, share)))  # a slip of the keyboard is not to fill the page
    return times, way


def fan(
    result: KeyResult,
    cycle: Cycle,
    readings: Sequence[Reading],
    seen: Outlook,
    *,
    width: float = 560,
    height: float = 220,
) -> str:
    """The readings, and ahead of them the forecast: half of the cases inside eight of ten."""
    from sapwood.measurement.forecasts import fan as fan_of

    days = (cycle.ends - cycle.starts).days

    def day(when: float) -> dt.date:
        return cycle.starts + dt.timedelta(days=round(when * (days + 1)) - 1)

    steps = []
    for point in fan_of(seen.forecast, 8):
        ends = [_value(result, share) for share in (point.low50, point.high50, point.low80, point.high80)]
        inner, outer = sorted(ends[:2]), sorted(ends[2:])
        steps.append(charts.FanStep(day(point.time), _value(result, point.middle), *inner, *outer))
    return charts.fan_chart(
        [charts.Point(one.at.date(), float(one.value), None, None) for one in readings],
        steps,
        title=result.title,
        first=cycle.starts,
        last=cycle.ends,
        unit=result.unit,
        target=None if result.target is None else float(result.target),
        enough=None if seen.healthy >= 1 else _value(result, seen.healthy),
        width=width,
        height=height,
    )


def learn(at: dt.datetime) -> ForecastBasis:
    """Learn from all key results of closed cycles: what to expect of the next, and how good forecasts would have been."""
    from sapwood.measurement import Withheld, learn_prior, replay

    finished = [one for one in _finished() if one[0]]
    prior = learn_prior(finished)
    replayed = replay(finished)
    scores = None if isinstance(replayed, Withheld) else replayed
    values: dict[str, Any] = {
        "prior": dataclasses.asdict(prior) if prior.learned_from else {},
        "learned_from": prior.learned_from,
        "courses": [[[round(one, 4) for one in side] for side in both] for both in finished[-KEPT:]],
        "scored": scores.n if scores else 0,
        "skill": scores.skill if scores else None,
        "coverage": scores.coverage if scores else None,
        "at": at,
    }
    row, _created = ForecastBasis.objects.update_or_create(pk=1, defaults=values)
    return row


def _finished() -> list[tuple[list[float], list[float]]]:
    results = {
        row.pk: row
        for row in KeyResult.objects.filter(
            dropped=None, objective__cycle__stage=Cycle.Stage.CLOSED, objective__layer=Objective.Layer.STRATEGIC
        )
        .select_related("objective__cycle")
        .order_by("objective__cycle__ends", "id")
    }
    told: dict[int, list[Reading]] = {pk: [] for pk in results}
    rows = Reading.objects.filter(key_result__in=results.keys()).only("key_result_id", "value", "at")
    for reading in rows.order_by("at", "id").iterator():
        told[reading.key_result_id].append(reading)
    return [course(row, row.objective.cycle, told[pk]) for pk, row in results.items()]


def _value(result: KeyResult, share: float) -> float:
    """A share of the way as a value in the key result's unit; what begins and ends as a count or a share stays one."""
    target = float(result.target or 0)
    start = 0.0 if result.direction == KeyResult.Direction.REACH else float(result.baseline or 0)
    value = start + share * (target - start)
    if start >= 0 and target >= 0:
        value = max(0.0, value)
    return min(100.0, value) if result.unit == "%" and max(start, target) <= 100 else value


def for_tables(value: float) -> float:
    """A landing for programs and tables, in six digits; more would claim what nobody knows."""
    return float(f"{value:.6g}")


def chance_for_tables(chance: float | None) -> float | None:
    """A chance for programs and tables, in hundredths; as in words never none and never all."""
    return None if chance is None else min(0.99, max(0.01, round(chance, 2)))


def _share(share: float) -> str:
    return f"{max(0.0, share):.2f}"


def _chance(chance: float) -> str:
    """A chance in tenths, as one says it; never none and never all."""
    tenths = round(chance * 10)
    if tenths <= 0:
        return _("under 1 in 20") if chance < 0.05 else _("1 in 10")
    if tenths >= 10:
        return _("over 19 in 20") if chance > 0.95 else _("9 in 10")
    return _("%(n)d in 10") % {"n": tenths}
