"""Tell whether something worked, in words no stronger than the design of the study allows.

    sapwood impact pilots.csv --outcome sales --unit team --time week --start start [--randomised]
    sapwood impact series.csv --outcome drivers --time month --at 170 --season 12 --log [--comparison other]
    sapwood impact bridge.csv --outcome revenue --leading coaching --time week --lag 4
    sapwood impact --plan staggered --before 8 --after 12 --units 12 --comparison-units 6

FILE is CSV or CSV.gz with headings. With --start (a column: when the row's unit started, empty for never) the design is
that of staggered pilots; with --at it is one series before and after; with --leading two series side by side. --plan
needs no file: it tells, before a study starts, the strongest sentence its design could ever earn, and for pilots the
smallest effect it could show.

Words: too early, no sign of an effect, moved together, consistent with an effect; effect shown only with starts drawn
by lot. The JSON object holds: design, finding, sentence, effect {value, low, high, se, n, level}, checks [{name,
passed, detail}], n, window, comparison, notes and what the design adds (by_period, placebo, drift, lot_p; trend, rho,
percent; lag). Ends with 0; with 1 where a check of the design failed; with 2 where the file or a column cannot be read.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.interrupted import SeriesEffect, SideBySide
    from sapwood.measurement.staggered import StaggeredEffect


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", help="one row per unit and period, or per period")
    parser.add_argument("--outcome", help="column of the outcome (numbers)")
    parser.add_argument("--time", help="column of the period (numbers, or text that sorts such as 2026-03)")
    pilots = parser.add_argument_group("staggered pilots")
    pilots.add_argument("--unit", help="column of the unit")
    pilots.add_argument("--start", help="column of the period in which the unit started; empty for never")
    pilots.add_argument("--randomised", action="store_true", help="the starts were drawn by lot")
    series = parser.add_argument_group("one series before and after")
    series.add_argument("--at", metavar="PERIOD", help="first period with the programme")
    series.add_argument("--comparison", help="column of a series that was not in it")
    series.add_argument("--covariate", action="append", metavar="COLUMNS", help="what else moves the outcome")
    series.add_argument("--season", type=int, help="periods in a year, for a level of each")
    series.add_argument("--bend", action="store_true", help="let the trend change too")
    series.add_argument("--log", action="store_true", help="take logarithms; effects in per cent")
    pair = parser.add_argument_group("two series side by side")
    pair.add_argument("--leading", help="column of the leading indicator")
    parser.add_argument(
        "--lag", type=int, default=0, help="periods until anything is expected; they are left out (default: 0)"
    )
    plan = parser.add_argument_group("before a study starts")
    plan.add_argument("--plan", metavar="DESIGN", help="pair, series, controlled, staggered or randomised")
    for name, words in (
        ("before", "points or periods before the start"),
        ("after", "points or periods after it"),
        ("units", "units that would start"),
        ("comparison-units", "units to compare with"),
    ):
        plan.add_argument(f"--{name}", type=int, default=0, metavar="N", help=words)
    telling.add_json(parser)


def run(options: argparse.Namespace) -> int:
    if options.plan:
        return _plan(options)
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import read_csv

    if options.file is None:
        raise MeasurementError("Name a FILE, or ask before the study with --plan.")
    table = read_csv(options.file)
    outcome = telling.usual_column(table, "outcome", options.outcome)
    time = telling.usual_column(table, "time", options.time)
    result: StaggeredEffect | SeriesEffect | SideBySide
    asked = [name for name in ("start", "at", "leading") if getattr(options, name) is not None]
    if len(asked) != 1:
        raise MeasurementError(
            "Say how to compare with one of --start (column of staggered pilots), --at (period of one series) or "
            f"--leading (column beside it); given: {', '.join('--' + one for one in asked) or 'none'}."
        )
    if options.start is not None:
        from sapwood.measurement.staggered import staggered_effect

        unit = telling.usual_column(table, "unit", options.unit)
        result = staggered_effect(
            outcome, unit, time, options.start, data=table, randomised=options.randomised, lag=options.lag
        )
    elif options.at is not None:
        from sapwood.measurement.interrupted import interrupted_effect

        result = interrupted_effect(
            outcome, time, options.at, data=table, comparison=options.comparison,
            covariates=telling.split(options.covariate), season=options.season, lag=options.lag,
            bend=options.bend, log=options.log,
        )  # fmt: skip
    else:
        from sapwood.measurement.interrupted import side_by_side

        result = side_by_side(options.leading, outcome, time, data=table, lag=options.lag)
    if options.json:
        telling.print_json(as_object(result))
    else:
        print(result)
    return 1 if any(not one.passed for one in result.verdict.checks) else 0


def as_object(result: StaggeredEffect | SeriesEffect | SideBySide) -> dict[str, Any]:
    """The result as the JSON object described above."""
    from dataclasses import fields

    verdict = result.verdict
    further = {
        one.name: getattr(result, one.name) for one in fields(result) if one.name not in ("effect", "slope", "verdict")
    }
    return {
        "design": verdict.design,
        "finding": verdict.finding,
        "sentence": verdict.sentence,
        "effect": verdict.effect,
        "checks": verdict.checks,
        "n": verdict.n,
        "window": verdict.window,
        "comparison": verdict.comparison,
        "detectable": verdict.detectable,
        **further,
    }


def _plan(options: argparse.Namespace) -> int:
    from sapwood.measurement.findings import strongest
    from sapwood.measurement.programmes import smallest_effect
    from sapwood.measurement.results import shown

    prospect = strongest(
        options.plan,
        before=options.before,
        after=options.after - options.lag,
        units=options.units,
        comparison=options.comparison_units,
    )
    smallest = smallest_effect(
        prospect, options.units, options.comparison_units, before=options.before, after=options.after, lag=options.lag
    )
    if options.json:
        telling.print_json({
            "design": prospect.design, "strongest": prospect.finding, "needs": prospect.needs,
            "sentence": prospect.sentence, "smallest": smallest,
        })  # fmt: skip
        return 0
    print(prospect)
    if smallest is not None:
        print(
            f"The smallest effect found in 7 of 10 such studies: {shown(smallest)} times what one unit's outcome moves by "
            "itself from period to period (standard deviation)."
        )
    return 0
