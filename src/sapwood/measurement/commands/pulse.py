"""Tell what a pulse says about each unit, with intervals that hold, and whether a unit has fallen for good.

    sapwood pulse answers.csv --answer answer --unit team --members members
    sapwood pulse answers.csv --week week --tree units.csv --publish --json

FILE is CSV or CSV.gz with headings: one row per answer, with the unit of the person and how many members the unit has
(or --members 8 for all). A unit in which nobody answered has one row with an empty answer. With --week the last week
(or --at) is told and every unit is watched over all weeks. A unit is shown from --least answers on, and only if no
difference of shown units tells about fewer people.

The JSON object holds: week, units [{unit, members, answers, estimate, low, high, se, band {low, high}, reason}], within,
between, members, answers, k, published, watch {unit: {state, sentence, alarm, since, baseline, weeks, reason}}, notes.
Ends with 0; with 1 where a unit fell (or rose, with --rise); with 2 where the file or a column cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.cusum import Watch
    from sapwood.measurement.pulses import Pulse, UnitPulse
    from sapwood.measurement.results import Withheld


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="answers, one a row")
    parser.add_argument("--answer", help="column of the answers (numbers)")
    parser.add_argument("--unit", help="column of the unit")
    parser.add_argument("--members", help="column of the unit's number of members, or one number for all units")
    parser.add_argument("--week", help="column of the week: tells the last one and watches all")
    parser.add_argument("--at", metavar="WEEK", help="the week to tell instead of the last")
    parser.add_argument("--rise", action="store_true", help="watch for a lasting rise instead of a fall")
    parser.add_argument("--tree", metavar="FILE", help="CSV with the columns unit and parent")
    parser.add_argument("--least", type=int, default=5, help="fewest answers behind a shown number (default: 5)")
    parser.add_argument(
        "--scale", nargs=2, type=float, metavar=("LOW", "HIGH"), help="least and largest possible answer"
    )
    parser.add_argument("--publish", action="store_true", help="round as a published number is, no figure of the watch")
    telling.add_json(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.cusum import State, watch_units
    from sapwood.measurement.pulses import pulse
    from sapwood.measurement.tables import read_csv

    table = read_csv(options.file)
    answer = telling.usual_column(table, "answer", options.answer)
    unit = telling.usual_column(table, "unit", options.unit)
    members = _members(table, options.members)
    parents = telling.tree(options.tree) if options.tree else None
    scale = tuple(options.scale) if options.scale else None
    week, rows = _week(table, options.week, options.at)
    result = pulse(answer, unit, members, data=rows, parents=parents, k=options.least, scale=scale)
    watched: Mapping[str, Watch | Withheld] = {}
    if options.week:
        watched = watch_units(answer, unit, options.week, members, data=table, rise=options.rise, k=options.least)
    if options.json:
        telling.print_json(as_object(result, watched, week=week, published=options.publish))
    else:
        _print(result, watched, week=week, published=options.publish)
    moved = [name for name, one in watched.items() if getattr(one, "state", None) in (State.FELL, State.ROSE)]
    return 1 if moved else 0


def as_object(
    result: Pulse, watched: Mapping[str, Watch | Withheld], *, week: str | None, published: bool
) -> dict[str, Any]:
    """The result as the JSON object described above."""
    return {
        "week": week,
        "units": [_row(one, published) for one in result.units],
        "within": result.within,
        "between": result.between,
        "members": result.members,
        "answers": result.answers,
        "k": result.k,
        "published": published,
        "watch": {name: _watch_row(one, published) for name, one in watched.items()},
        "notes": [*result.notes, *_chance(watched)],
    }


def _row(one: UnitPulse, published: bool) -> dict[str, Any]:
    from sapwood.measurement.results import Withheld
    from sapwood.measurement.rounding import rounded

    mean = rounded(one.mean) if published else one.mean
    band = rounded(one.band) if published and one.band is not None else one.band
    row: dict[str, Any] = {"unit": one.unit, "members": one.members, "answers": one.answers}
    if isinstance(mean, Withheld):
        return {**row, "estimate": None, "low": None, "high": None, "se": None, "band": None, "reason": mean.reason}
    ends = None if band is None or isinstance(band, Withheld) else {"low": band.low, "high": band.high}
    return {
        **row,
        "estimate": mean.value,
        "low": mean.low,
        "high": mean.high,
        "se": mean.se,
        "band": ends,
        "reason": None,
    }


def _watch_row(one: Watch | Withheld, published: bool) -> dict[str, Any]:
    from sapwood.measurement.results import Withheld

    if isinstance(one, Withheld):
        return {"state": None, "reason": one.reason}
    base = None if published or isinstance(one.baseline, Withheld) else one.baseline
    return {
        "state": one.state,
        "sentence": one.words if published else one.sentence,
        "alarm": one.alarm,
        "since": one.since,
        "baseline": base,
        "weeks": one.weeks,
        "reason": None,
    }


def _print(result: Pulse, watched: Mapping[str, Watch | Withheld], *, week: str | None, published: bool) -> None:
    from sapwood.measurement.results import Withheld
    from sapwood.measurement.rounding import publish

    told = f"Week {week}: " if week is not None else ""
    print(f"{told}{result.answers} of {result.members} answered ({result.answers / max(1, result.members):.0%}).")
    for one in result.units:
        mean = publish(one.mean) if published else one.mean
        print(f"  {one.unit}: {one.answers} of {one.members} answered: {mean}")
        band = publish(one.band) if published and one.band is not None else one.band
        if band is not None and not isinstance(band, Withheld):
            print(f"    if those silent feel differently: {band.low:.2g} to {band.high:.2g}")
    if watched:
        print("Over all weeks:")
    for name, seen in watched.items():
        print(f"  {name}: {seen if isinstance(seen, Withheld) or not published else seen.words}")
    for note in [*result.notes, *_chance(watched)]:
        print(note)


def _chance(watched: Mapping[str, Watch | Withheld]) -> list[str]:
    """What chance alone would do, so that one alarm among many units is read rightly."""
    from sapwood.measurement.cusum import FALSE_ALARMS, Watch

    units = sum(isinstance(one, Watch) for one in watched.values())
    if units < 2:
        return []
    return [f"Of {units} stable units about {units * FALSE_ALARMS:.1f} would raise an alarm in half a year by chance."]


def _members(table: Mapping[str, Any], given: str | None) -> Any:
    if given is not None and given not in table:
        try:
            return int(given)
        except ValueError:
            pass
    return telling.usual_column(table, "members", given)


def _week(
    table: Mapping[str, Sequence[str]], column: str | None, at: str | None
) -> tuple[str | None, Mapping[str, Any]]:
    """The week to tell and the rows of it."""
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import column as take
    from sapwood.measurement.tables import levels

    if column is None:
        if at is not None:
            raise MeasurementError("--at names a week; say with --week which column holds it.")
        return None, table
    weeks = levels(take(table, column, "week"), "week")
    if not len(weeks):
        raise MeasurementError(f"The column {column!r} has no week in it.")
    if at is not None and at not in weeks.names:
        raise MeasurementError(f"There is no week {at!r}; the first is {weeks.names[0]}, the last {weeks.names[-1]}.")
    place = weeks.names.index(at) if at is not None else len(weeks) - 1
    rows = [row for row, code in enumerate(weeks.codes.tolist()) if code == place]
    return weeks.names[place], {name: [values[row] for row in rows] for name, values in table.items()}
