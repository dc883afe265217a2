"""Tell where key results will land, with intervals that hold.

    sapwood forecast checkins.csv --result key_result --time week --weeks 13 --progress progress
    sapwood forecast checkins.csv --time date --start 2026-01-05 --end 2026-04-05 --finished past.csv --json

FILE is CSV or CSV.gz with headings: one row per check-in, with the key result, the time, and its progress (0 start, 1
target), or the columns value, baseline and target instead. Times are shares of the cycle (0 to 1), or weeks of --weeks,
or numbers or dates between --start and --end (columns named start and end do, too). A key result is finished when its
last check-in lies in the last 26th of its cycle; finished ones, and those of --finished FILE (same columns), teach:
from 30 on the prior, from 100 on the reference class. What would have been forecast of them is scored; without skill
no chance is told.

The JSON object holds: enough, forecasts [{key_result, landing, low, high, level, chance, reason, basis, check_ins, at,
value, stale, sentence, fan}], prior, finished, scores (or {reason}). Ends with 0; with 1 where a key result stands
still or its 80% interval lies below --enough; with 2 where the file or a column cannot be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.forecasts import Forecast
    from sapwood.measurement.tables import Floats

DONE = 25 / 26
HOW = "For weeks say --weeks, for dates --start and --end."

Courses = dict[str, tuple[list[float], list[float]]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="check-ins, one a row")
    parser.add_argument("--result", help="column of the key result")
    parser.add_argument("--time", help="column of the time of the check-in")
    parser.add_argument("--progress", help="column of the progress, 0 to 1 (else value, baseline and target)")
    parser.add_argument("--weeks", type=float, help="length of the cycle, where times count weeks from its start")
    parser.add_argument("--start", help="start of the cycle (date or number), where times are dates or numbers")
    parser.add_argument("--end", help="end of the cycle")
    parser.add_argument("--finished", metavar="FILE", help="check-ins of finished key results to learn from")
    parser.add_argument("--enough", type=float, default=0.7, help="landing that counts as healthy (default: 0.7)")
    parser.add_argument("--all", action="store_true", help="tell the finished ones too")
    telling.add_json(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.forecasts import Basis, forecast
    from sapwood.measurement.priors import History, learn_prior
    from sapwood.measurement.results import Withheld
    from sapwood.measurement.scoring import replay

    courses = _courses(options.file, options)
    past = [one for one in courses.values() if one[0] and max(one[0]) >= DONE]
    if options.finished:
        past += [one for one in _courses(options.finished, options).values() if one[0]]
    prior, history = learn_prior(past), History(past)
    scores = replay(past, enough=options.enough)
    skill = None if isinstance(scores, Withheld) else scores.skill
    told = {
        name: forecast(*course, prior=prior, history=history, enough=options.enough, skill=skill)
        for name, course in courses.items()
    }
    if not options.all:
        told = {name: one for name, one in told.items() if one.at < DONE}
    if options.json:
        telling.print_json({
            "enough": options.enough, "forecasts": [_row(name, one) for name, one in told.items()],
            "prior": prior, "finished": len(history), "scores": scores,
        })  # fmt: skip
    else:
        for name, one in told.items():
            print(f"{name}: {one}")
        print(_learned(prior.learned_from, history.enough, len(history)))
        print(scores)
    running = [one for one in told.values() if one.basis is not Basis.LANDED]
    return 1 if any(one.stale or one.landing.high < options.enough for one in running) else 0


def _row(name: str, one: Forecast) -> dict[str, Any]:
    from sapwood.measurement.forecasts import fan
    from sapwood.measurement.results import Withheld

    return {
        "key_result": name,
        "landing": one.landing.value,
        "low": one.landing.low,
        "high": one.landing.high,
        "level": one.landing.level,
        "chance": None if isinstance(one.chance, Withheld) else one.chance,
        "reason": one.chance.reason if isinstance(one.chance, Withheld) else None,
        "basis": one.basis,
        "check_ins": one.check_ins,
        "at": one.at,
        "value": one.value,
        "stale": one.stale,
        "sentence": one.sentence,
        "fan": fan(one),
    }


def _learned(learned: int, like: bool, finished: int) -> str:
    if like:
        return f"Learned from {finished} finished key results (prior and reference class)."
    if learned:
        return f"Learned from {learned} finished key results; from 100 on a reference class is used."
    return f"{finished} finished key results; typical values stand in until there are 30."


# ---- the file


def _courses(path: str, options: argparse.Namespace) -> Courses:
    """Key result -> times (shares of the cycle) and progress, in the order of the file."""
    from sapwood.measurement.tables import read_csv

    table = read_csv(path)
    names = telling.column_of(table, telling.usual_column(table, "result", options.result))
    times = _times(table, telling.column_of(table, telling.usual_column(table, "time", options.time)), options)
    progress = _progress(table, options.progress)
    courses: Courses = {}
    for name, when, value in zip(names, times, progress, strict=True):
        if name.strip():
            course = courses.setdefault(name.strip(), ([], []))
            course[0].append(when)
            course[1].append(value)
    return courses


def _progress(table: Mapping[str, list[str]], given: str | None) -> list[float]:
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import numbers

    if given is not None or "progress" in table:
        name = given or "progress"
        return _plain(numbers(telling.column_of(table, name), "progress"))
    if not {"value", "baseline", "target"} <= set(table):
        raise MeasurementError(
            "Progress needs a column progress (0 start, 1 target; name another with --progress), or the columns value, "
            f"baseline and target. There are: {', '.join(table)}."
        )
    value, low, high = (numbers(table[one], f"column {one}") for one in ("value", "baseline", "target"))
    if (low == high).any():
        raise MeasurementError("A key result whose target is its baseline has no progress; mend the target.")
    return _plain((value - low) / (high - low))


def _times(table: Mapping[str, list[str]], given: list[str], options: argparse.Namespace) -> list[float]:
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import numbers

    if options.weeks is not None:
        if not options.weeks > 0:
            raise MeasurementError(f"A cycle has more than 0 weeks, given: {options.weeks:g}.")
        return _plain(numbers(given, "weeks") / options.weeks)
    starts = [options.start] * len(given) if options.start else table.get("start")
    ends = [options.end] * len(given) if options.end else table.get("end")
    if starts is None and ends is None:
        try:
            shares = _plain(numbers(given, "times"))
        except MeasurementError as error:
            raise MeasurementError(f"{error} {HOW}") from None
        outside = [one for one in shares if one < 0 or one > 1]
        if outside:
            raise MeasurementError(f"Times must be shares of the cycle, from 0 to 1, given: {outside[0]:g}. {HOW}")
        return shares
    if starts is None or ends is None:
        raise MeasurementError("Both the start and the end of the cycle are needed (--start and --end).")
    shares = []
    for when, start, end in zip(given, starts, ends, strict=True):
        first, last, at = _number(start), _number(end), _number(when)
        if not last > first:
            raise MeasurementError(f"The cycle must end after it starts, given: {start} to {end}.")
        shares.append((at - first) / (last - first))
    return shares


def _plain(values: Floats) -> list[float]:
    return [float(one) for one in values]


def _number(text: str) -> float:
    """A number, or a date as days."""
    from sapwood.measurement.results import MeasurementError

    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float(dt.date.fromisoformat(text.strip()[:10]).toordinal())
    except ValueError:
        raise MeasurementError(f"{text!r} is no date (such as 2026-03-16) and no number.") from None
