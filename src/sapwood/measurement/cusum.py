"""Has a unit's pulse fallen for good? A cumulative sum against a baseline, which waits until it can tell.

In a stable team of eight "fell by 0.3 since last week" comes true in every half-year. The cumulative sum adds up how
far each week lies below the baseline, in its own standard errors, and alarms when the sum passes 4.5: in such a
team one false alarm in about 16 half-years, and 9 of 10 lasting falls of half a point are seen, as a rule in 4 weeks.

    v_t = s^2 (1 - f_t/2)/n_t      (of a week's error the part of persons averages out, that of days does not)
    z_t = (baseline - ybar_t)/sqrt(v_t + v_base),   C_t = max(0, C_(t-1) + z_t - 0.5),   alarm when C_t > 4.5

Source: Page 1954; step variance and figures: docs/statistics.md. Answers are anonymous: no person is followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from sapwood.measurement.disclosure import K
from sapwood.measurement.pulses import within_variance
from sapwood.measurement.results import Estimate, Measured, MeasurementError, Withheld, shown
from sapwood.measurement.tables import Codes, Floats, column, levels, numbers, same_length

BASELINE_WEEKS = 8
SLACK = 0.5
LIMIT = 4.5
LEAST_ANSWERS = 3  # a week with fewer adds nothing to the sum
FALSE_ALARMS = 0.06  # share of stable units with an alarm within 26 weeks (team of 8; measured)
NORMAL_95 = 1.959963984540054


class State(Enum):
    """What the watch says about a unit."""

    TOO_EARLY = "too early"
    STEADY = "steady"
    FELL = "fell"
    ROSE = "rose"


@dataclass(frozen=True, slots=True)
class Watch:
    """The watch over one unit. Weeks are counted from 0 in the order given.

    `alarm`: the week the alarm came, `since`: the week from which the sum rose without a break (the change began
    about then). `baseline`: the mean of the first weeks, with 95% interval. `score`: the sum week by week (NaN in the
    baseline); `weeks`: how many weeks had enough answers.
    """

    state: State
    sentence: str
    baseline: Measured
    alarm: int | None
    since: int | None
    weeks: int
    score: tuple[float, ...]

    @property
    def words(self) -> str:
        """The state without a figure, for a page: a published baseline would give withheld weeks away."""
        if self.alarm is None or self.since is None:
            return self.state.value
        return f"{self.state.value}: since about week {self.since + 1}, noticed in week {self.alarm + 1}"

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, slots=True)
class Sums:
    """Cumulative sums of M units over T weeks: `score` (M, T), NaN before the baseline stands; `alarm` (M,), T if none.

    `since` (M,): first week of the rise that ended in the alarm; `base`, `base_variance` (M,), NaN without a baseline.
    """

    score: Floats
    alarm: Codes
    since: Codes
    base: Floats
    base_variance: Floats


def cumulative_sums(
    mean: Floats,
    answers: Floats,
    members: Floats | float,
    variance: float,
    *,
    rise: bool = False,
    baseline_weeks: int = BASELINE_WEEKS,
    slack: float = SLACK,
    limit: float = LIMIT,
    least: int = LEAST_ANSWERS,
) -> Sums:
    """The sums of many units at once. `mean`, `answers`: (M, T), unit by week; `members`: number or array like them.

    `variance`: within-unit variance of one answer (points squared). The baseline is the first `baseline_weeks` weeks
    with `least` answers or more. `rise` watches for a lasting rise instead of a fall.
    """
    n = np.asarray(answers, float)
    N = np.broadcast_to(np.asarray(members, float), n.shape)
    usable = (n >= least) & np.isfinite(mean)
    heard = np.where(usable, n, 1.0)
    v = np.where(usable, variance * (1 - np.minimum(1.0, heard / N) / 2) / heard, 1.0)
    y = np.where(usable, mean, 0.0)
    order = np.cumsum(usable, axis=1)
    in_base = usable & (order <= baseline_weeks)
    weight = np.where(in_base, 1 / v, 0.0)
    ready = order[:, -1] >= baseline_weeks
    total = np.where(ready, weight.sum(axis=1), np.nan)
    base, base_variance = (weight * y).sum(axis=1) / total, 1 / total
    units, weeks = n.shape
    running = np.zeros(units)
    began = np.full(units, weeks)
    score = np.full((units, weeks), np.nan)
    alarm, since = np.full(units, weeks), np.full(units, weeks)
    sign = -1.0 if rise else 1.0
    for week in range(weeks):
        now = usable[:, week] & (order[:, week] > baseline_weeks)
        z = sign * (base - y[:, week]) / np.sqrt(v[:, week] + base_variance)
        step = np.where(now, np.nan_to_num(z) - slack, 0.0)
        raised = np.maximum(0.0, running + step)
        began = np.where(raised <= 0, weeks, np.where((running <= 0) & (raised > 0), week, began))
        running = raised
        score[:, week] = np.where(order[:, week] >= baseline_weeks, np.where(in_base[:, week], np.nan, running), np.nan)
        first = (running > limit) & (alarm == weeks)
        alarm[first], since[first] = week, began[first]
    return Sums(score, alarm, since, base, base_variance)


def watch(
    mean: Any,
    answers: Any,
    members: Any,
    variance: float,
    *,
    rise: bool = False,
    baseline_weeks: int = BASELINE_WEEKS,
    slack: float = SLACK,
    limit: float = LIMIT,
    least: int = LEAST_ANSWERS,
) -> Watch:
    """Watch one unit over T weeks. `mean`, `answers`: (T,), oldest first, NaN or 0 where nobody answered.

    `members`: one number or (T,). `variance`: of one answer inside a unit, pooled over all units and weeks
    (`within_variance`), points squared. Under `baseline_weeks` usable weeks, and in the first week after them, the
    answer is "too early". After an alarm begin again with the weeks since then. Watching both directions doubles the
    false alarms. Raises `MeasurementError` for unequal lengths or a variance that is not positive.
    """
    y, n = numbers(mean, "weekly means"), np.nan_to_num(numbers(answers, "numbers of answers"))
    same_length({"mean": len(y), "answers": len(n)})
    N = numbers(members if np.ndim(members) else [members] * len(y), "numbers of members")
    same_length({"mean": len(y), "members": len(N)})
    if not variance > 0 or not np.isfinite(variance):
        raise MeasurementError(f"The variance of an answer must be positive, given: {variance}.")
    if np.any(n > np.nan_to_num(N, nan=np.inf)) or np.any((N < 1) | np.isnan(N)):
        raise MeasurementError("Each week needs as many members as answers, and at least one.")
    if not len(y):
        return _too_early(0, baseline_weeks, ())
    sums = cumulative_sums(
        y[None], n[None], N[None], variance,
        rise=rise, baseline_weeks=baseline_weeks, slack=slack, limit=limit, least=least,
    )  # fmt: skip
    usable = int(((n >= least) & np.isfinite(y)).sum())
    score = tuple(float(one) for one in sums.score[0])
    if usable <= baseline_weeks:
        return _too_early(usable, baseline_weeks, score)
    base, se = float(sums.base[0]), float(np.sqrt(sums.base_variance[0]))
    behind = int(n[np.isfinite(y) & (n >= least)][:baseline_weeks].sum())
    baseline = Estimate(
        base, base - NORMAL_95 * se, base + NORMAL_95 * se, behind, f"mean of {baseline_weeks} weeks", se=se
    )
    alarm, since = int(sums.alarm[0]), int(sums.since[0])
    if alarm == len(y):
        words = (
            f"steady: no lasting {'rise' if rise else 'fall'} against the first {baseline_weeks} weeks ({baseline})."
        )
        return Watch(State.STEADY, words, baseline, None, None, usable, score)
    state = State.ROSE if rise else State.FELL
    words = (
        f"{state.value}: since about week {since + 1}, noticed in week {alarm + 1}; "
        f"the first {baseline_weeks} weeks stood at {shown(base)}."
    )
    return Watch(state, words, baseline, alarm, since, usable, score)


def _too_early(usable: int, baseline_weeks: int, score: tuple[float, ...]) -> Watch:
    words = (
        f"too early: {usable} {'week has' if usable == 1 else 'weeks have'} enough answers; "
        f"a fall or rise can be told from week {baseline_weeks + 1} on."
    )
    return Watch(State.TOO_EARLY, words, Withheld(words), None, None, usable, score)


def watch_units(
    answer: Any,
    unit: Any,
    week: Any,
    members: Any,
    *,
    data: Any = None,
    rise: bool = False,
    k: int = K,
) -> Mapping[str, Watch | Withheld]:
    """Watch every unit of a file of single answers: one row an answer, with its unit, its week and the unit's members.

    Weeks are ordered as numbers, or as text (ISO dates order well). `members`: n numbers (the largest in a unit's
    week counts), or one number. Units with fewer than k members are `Withheld`. Returns unit -> `Watch`, by name.
    """
    y = numbers(column(data, answer, "answer"), "answers")
    units, weeks = levels(column(data, unit, "unit"), "unit"), levels(column(data, week, "week"), "week")
    same_length({"answer": len(y), "unit": len(units.codes), "week": len(weeks.codes)})
    given = column(data, members, "members")
    N = numbers(given if np.ndim(given) else [given] * len(y), "numbers of members")
    same_length({"answer": len(y), "members": len(N)})
    known = np.isfinite(y) & (units.codes >= 0) & (weeks.codes >= 0)
    cell = units.codes * len(weeks) + weeks.codes
    shape = (len(units), len(weeks))
    size = np.full(shape[0] * shape[1], np.nan)
    placed = (units.codes >= 0) & (weeks.codes >= 0) & np.isfinite(N)
    np.fmax.at(size, cell[placed], N[placed])
    n = np.bincount(cell[known], minlength=size.size).astype(float)
    sums = np.bincount(cell[known], weights=y[known], minlength=size.size)
    mean = np.divide(sums, n, out=np.full(size.size, np.nan), where=n > 0)
    if np.any(n > np.nan_to_num(size)):
        worst = int(np.argmax(n - np.nan_to_num(size)))
        name, when = units.names[worst // shape[1]], weeks.names[worst % shape[1]]
        raise MeasurementError(
            f"{name!r}, week {when}: {n[worst]:g} answers but {np.nan_to_num(size[worst]):g} members; one answer a person."
        )
    squares = float(((y[known] - mean[cell[known]]) ** 2).sum())
    variance = within_variance(squares, float(np.maximum(n - 1, 0).sum()), y[known])
    table, counts, sizes = mean.reshape(shape), n.reshape(shape), size.reshape(shape)
    found: dict[str, Watch | Withheld] = {}
    for place, name in enumerate(units.names):
        people = np.fmax.reduce(sizes[place])
        if not people >= k:
            found[name] = Withheld(f"{np.nan_to_num(people):g} members; units are watched from {k} members on.")
            continue
        filled = np.where(np.isnan(sizes[place]), people, sizes[place])
        found[name] = watch(table[place], counts[place], filled, variance, rise=rise)
    return found
