"""How many raters for which question: decision studies of generalizability theory (Brennan 2001; Shavelson & Webb 1991)."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sapwood.measurement.components import TYPICAL, Components
from sapwood.measurement.results import MeasurementError, shown
from sapwood.measurement.verdicts import NORMAL_95

POWER_80 = 0.842
ONE_TEST = 1.645 + POWER_80  # one planned test at 5%, found in 80 of 100 cases
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


def _information(kept: float, c: Components) -> float:
    if not 0 <= kept <= 1:
        raise MeasurementError(f"The share of raters kept lies between 0 and 1; given: {kept}.")
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
