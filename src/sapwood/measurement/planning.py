"""How many raters for which question: decision studies of generalizability theory (Brennan 2001; Shavelson & Webb 1991)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sapwood.measurement.components import TYPICAL, Components
from sapwood.measurement.results import MeasurementError, shown
from sapwood.measurement.verdicts import NORMAL_95

POWER_80 = 0.842
ONE_TEST = 1.645 + POWER_80  # one planned test at 5%, found in 80 of 100 cases
TYPICAL_SPREAD = 0.9  # SD of single answers inside a team on a scale from 1 to 5
MANY_TESTS = 2.6 + 0.84  # strong enough to survive false discovery control over a company


def reliability_of_level(raters: float, components: Components = TYPICAL, *, leniency_removed: bool = True) -> float:
    """Reliability (0 to 1) of one competency's level as seen by `raters` raters in one wave.

    s_T / (s_T + s_err / n), s_T = ratee + profile, s_err = [leniency] + halo + form + pair x competency + residual.
    `leniency_removed`: the raters' leniency is modelled, as `adjusted_levels` does, and no longer counts as error.
    """
    _positive(raters, "raters")
    true, error = _true(components), _level_error(components, leniency_removed)
    return true / (true + error / raters) if true + error > 0 else float("nan")


def error_of_level(raters: float, components: Components = TYPICAL, *, leniency_removed: bool = True) -> float:
    """Standard error (points) of the mean of `raters` forms on one competency in one wave.

    sqrt{ ([leniency] + halo + form + pair x competency + residual) / n }; `leniency_removed` as above.
    """
    _positive(raters, "raters")
    return math.sqrt(_level_error(components, leniency_removed) / raters)


def raters_for_level(reliability: float, components: Components = TYPICAL, *, leniency_removed: bool = True) -> float:
    """Raters needed for a level of that reliability (above 0, below 1); infinite when people do not differ."""
    if not 0 < reliability < 1:
        raise MeasurementError(f"A reliability lies between 0 and 1; given: {reliability}.")
    true, error = _true(components), _level_error(components, leniency_removed)
    return reliability / (1 - reliability) * error / true if true > 0 else math.inf


def error_of_change(raters: float, kept: float, components: Components = TYPICAL, *, competencies: int = 10) -> float:
    """Standard error (points) of one competency's change, seen by `raters` raters in each wave.

    `kept`: share of raters (0 to 1) who rate in both waves. The part of the profile only, the person's general level
    adds its own: sqrt{ 2 (K-1)/K / [ n ( o / s_e + (1-o) / (s_e + s_p) ) ] }.
    """
    _positive(raters, "raters")
    information = raters * _information(kept, components)
    return math.sqrt(2 * _share(competencies) / information) if information > 0 else math.inf


def detectable_change(raters: float, kept: float, components: Components = TYPICAL, *, competencies: int = 10) -> float:
    """The smallest change (points) these raters show with 95% certainty: MDC95 = 1.96 standard errors."""
    return NORMAL_95 * error_of_change(raters, kept, components, competencies=competencies)


def raters_for_change(
    change: float, kept: float, components: Components = TYPICAL, *, competencies: int = 10, many_tests: bool = True
) -> float:
    """Raters per wave needed to find a true change of `change` points in 80 of 100 cases.

    `many_tests`: strong enough for false discovery control over a company (z = 2.6 + 0.84); else one planned test.
    """
    _positive(change, "change")
    information = _information(kept, components)
    z = MANY_TESTS if many_tests else ONE_TEST
    return z**2 * 2 * _share(competencies) / (change**2 * information) if information > 0 else math.inf


def error_of_whole_change(
    raters: float, kept: float, components: Components = TYPICAL, *, competencies: int = 10
) -> float:
    """Standard error (points) of one competency's change, the person's general level included: what a subject is told.

    Raters of a group weigh the same in it, new ones too: sqrt{ 2/n [ o s_q + (1-o) s_l ] + 2/n (K-1)/K [ s_e + (1-o) s_p ] }
    with s_q = form + residual / K and s_l = s_q + leniency + halo + pair x competency / K. Within 2 % of what
    `change_between` reports on simulated companies (docs/statistics.md).
    """
    _positive(raters, "raters")
    c = components
    same = c.pair_wave + c.residual / competencies
    other = same + c.rater + c.pair + c.pair_competency / competencies
    if same <= 0:
        return 0.0
    new = 1 - _kept_share(kept)
    level = 2 * (same + new * (other - same)) / raters
    profile = 0.0 if competencies < 2 else 2 * _share(competencies) * (c.residual + new * c.pair_competency) / raters
    return math.sqrt(level + profile)


def tellable_change(
    raters: float, kept: float, components: Components = TYPICAL, *, competencies: int = 10, step: float = 0.1
) -> float:
    """The smallest difference of two *published* levels (points) that can be told from noise with 95% certainty.

    Both levels are rounded to `step`, so their difference is a multiple of it: the smallest multiple that chance and
    rounding alone reach in at most one case of twenty.
    """
    error = error_of_whole_change(raters, kept, components, competencies=competencies)
    return _told_from(error, step)


def tellable_pulse_change(
    members: int, answers: float, spread: float = TYPICAL_SPREAD, *, items: int = 1, step: float = 0.5
) -> float:
    """The smallest difference of two published pulse means of a unit (points) that can be told from noise, 95% certain.

    `answers` of `members` in each wave; `spread`: SD of single answers inside the unit. Only those silent are unknown:
    variance (1-f) s^2 / n, f = n / N, no smaller for the mean of several items, as one person's answers go together.
    Each item is rounded to `step`; their mean goes in smaller steps and carries less of the rounding.
    """
    _positive(answers, "answers")
    silent = max(0.0, 1 - answers / members) if members else 0.0
    finer = step / max(1, items)
    rounding = step**2 / (6 * max(1, items)) - finer**2 / 6  # beyond that of the finer steps
    return _told_from(math.sqrt(2 * silent * spread**2 / answers + rounding), finer)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a number of raters can show, and what a change would need; see the functions above for the formulas."""

    raters: float
    kept: float
    competencies: int
    components: Components
    change: float
    error: float
    detectable: float
    reliability: float
    reliability_raw: float
    raters_one_test: float
    raters_many_tests: float
    raters_reliable: float

    def __str__(self) -> str:
        c = self.components
        return "\n".join(
            [
                f"{shown(self.raters, 1)} raters per wave besides the person, {self.kept:.0%} of them the same in both waves, "
                f"{shown(c.items, 0)} items per competency; components {c.source}.",
                f"These raters can show a change of {shown(self.detectable)} points or more (standard error {shown(self.error)}).",
                f"One wave: reliability {shown(self.reliability)} with leniency removed, {shown(self.reliability_raw)} without.",
                f"For a change of {shown(self.change)} points: {_people(self.raters_one_test)} raters for one planned test, "
                f"{_people(self.raters_many_tests)} where a whole company is searched.",
                f"For a reliability of 0.70 in one wave: {_people(self.raters_reliable)} raters.",
            ]
        )


def plan_raters(
    raters: float = 6,
    kept: float = 0.6,
    change: float = 0.42,
    components: Components = TYPICAL,
    *,
    items: float | None = None,
    competencies: int = 10,
) -> Plan:
    """The whole answer at once: what `raters` raters can show, and how many a change of `change` points needs.

    `items` per competency; left out, those of `components`. Take `components` from the result of a first wave pair
    where there is one. Raises `MeasurementError` for numbers that are no plan (no raters, a share above 1).
    """
    if items is not None:
        _positive(items, "items")
        components = components.with_items(items)
    return Plan(
        raters=raters,
        kept=kept,
        competencies=competencies,
        components=components,
        change=change,
        error=error_of_change(raters, kept, components, competencies=competencies),
        detectable=detectable_change(raters, kept, components, competencies=competencies),
        reliability=reliability_of_level(raters, components),
        reliability_raw=reliability_of_level(raters, components, leniency_removed=False),
        raters_one_test=raters_for_change(change, kept, components, competencies=competencies, many_tests=False),
        raters_many_tests=raters_for_change(change, kept, components, competencies=competencies),
        raters_reliable=raters_for_level(0.7, components),
    )


def _true(c: Components) -> float:
    return c.ratee + c.ratee_competency


def _level_error(c: Components, leniency_removed: bool) -> float:
    return (0.0 if leniency_removed else c.rater) + c.pair + c.pair_wave + c.pair_competency + c.residual


def _told_from(error: float, step: float) -> float:
    """The smallest multiple k of `step` that a rounded difference with no change behind it reaches in 5% of cases.

    Two levels rounded at a chance place differ by k steps with probability max(0, 1 - |d / step - k|), d the exact
    difference; so P(k or more) = { E(|d| - (k-1) step)+ - E(|d| - k step)+ } / step, d ~ N(0, error^2).
    """
    if not math.isfinite(error):
        return math.inf
    steps = 1
    while (_beyond((steps - 1) * step, error) - _beyond(steps * step, error)) / step > 0.05:
        steps += 1
    return math.ceil(steps * step * 100 - 1e-9) / 100


def _beyond(limit: float, error: float) -> float:
    """E(|d| - limit)+ for d ~ N(0, error^2)."""
    if error <= 0:
        return 0.0
    z = limit / error
    density = math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    return 2 * error * (density - z * math.erfc(z / math.sqrt(2)) / 2)


def _kept_share(kept: float) -> float:
    if not 0 <= kept <= 1:
        raise MeasurementError(f"The share of raters kept lies between 0 and 1; given: {kept}.")
    return kept


def _information(kept: float, c: Components) -> float:
    _kept_share(kept)
    if c.residual <= 0:
        return math.inf
    return kept / c.residual + (1 - kept) / (c.residual + c.pair_competency)


def _share(competencies: int) -> float:
    if competencies < 2:
        raise MeasurementError("Planning a change needs at least two competencies: the profile is what it compares.")
    return (competencies - 1) / competencies


def _positive(value: float, what: str) -> None:
    if not (value > 0 and math.isfinite(value)):
        raise MeasurementError(f"The number of {what} must be above 0; given: {value}.")


def _people(raters: float) -> str:
    return "no number of" if math.isinf(raters) else f"{math.ceil(raters - 1e-9)}"
