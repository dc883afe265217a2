"""What the measurement commands share: names of columns, JSON, lines of progress."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

# A column that was not named is looked for under these headings.
USUAL = {
    "rating": ("rating", "score", "value", "answer", "y"),
    "ratee": ("ratee", "subject", "person", "d"),
    "rater": ("rater", "reviewer", "s"),
    "answer": ("answer", "rating", "score", "value"),
    "unit": ("unit", "team", "department"),
    "members": ("members", "size"),
    "result": ("key_result", "result", "id"),
    "time": ("time", "date", "week", "period", "month"),
    "outcome": ("outcome", "y", "value"),
}


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def add_output(parser: argparse.ArgumentParser) -> None:
    add_json(parser)
    parser.add_argument("--progress", action="store_true", help="tell each step on the error output")


def progress(options: argparse.Namespace) -> Callable[[str], None] | None:
    """A place for lines of progress: the error output, when asked for or when somebody watches."""
    if not (options.progress or sys.stderr.isatty()):
        return None
    return lambda line: print(line, file=sys.stderr, flush=True)


def split(named: Sequence[str] | None) -> list[str]:
    """Names given several times or with commas, as one list."""
    return [one.strip() for text in named or () for one in text.split(",") if one.strip()]


def usual_column(table: Mapping[str, Any], what: str, given: str | None) -> str:
    """The column for `what`: the one given, else the first usual heading that is there."""
    from sapwood.measurement.results import MeasurementError

    if given is not None:
        return given
    for name in USUAL[what]:
        if name in table:
            return name
    raise MeasurementError(f"No column for the {what} was found; name it with --{what}. There are: {', '.join(table)}.")


def column_of(table: Mapping[str, list[str]], name: str) -> list[str]:
    """One column; an error that lists the headings where it is missing."""
    from sapwood.measurement.results import MeasurementError

    if name not in table:
        raise MeasurementError(f"There is no column {name!r}. There are: {', '.join(table)}.")
    return table[name]


def tree(path: str) -> dict[str, str | None]:
    """A file of units as unit -> unit above (None at the top); its columns are unit and parent."""
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import read_csv

    table = read_csv(path)
    parents: dict[str, str | None] = {}
    for unit, above in zip(column_of(table, "unit"), column_of(table, "parent"), strict=True):
        if not unit.strip():
            continue
        if unit.strip() in parents:
            raise MeasurementError(f"{path} names the unit {unit.strip()!r} twice.")
        parents[unit.strip()] = above.strip() or None
    return parents


def print_json(data: Any) -> None:
    from sapwood.measurement.results import as_data

    json.dump(as_data(data), sys.stdout, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")
