"""Tell real change from noise between two waves of 360 feedback.

    sapwood change ratings.csv --wave w --competency c --relation r --json

FILE is CSV or CSV.gz with headings: one row per answer (--rating, --competency), or one row per form (--scores with the
columns of all competencies). Self-ratings never count: relation "self", or a rater who is the ratee. The JSON object
holds: waves, shift, shift_by_competency, components, rules, counts, changes [{ratee, competency, estimate, low, high,
se, detectable, verdict, reason, words, probability, q, raters, kept, focus}], n, converged, notes, method. Ends with
0; with 2 where the file, a column or the second wave is missing.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.change import Change, ChangeResult


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="ratings of at least two waves")
    parser.add_argument("--rating", help="column of the ratings (numbers), one answer a row")
    parser.add_argument(
        "--scores", action="append", metavar="COLUMNS", help="instead: columns of the competencies, one form a row"
    )
    parser.add_argument("--ratee", help="column of who is rated")
    parser.add_argument("--rater", help="column of who rates")
    parser.add_argument("--wave", required=True, help="column of the wave")
    parser.add_argument("--competency", help="column of the competency")
    parser.add_argument("--relation", help="column of the relation (manager, peer, report, self ...)")
    parser.add_argument("--from", dest="first", metavar="WAVE", help="first wave (default: the last but one)")
    parser.add_argument("--to", dest="second", metavar="WAVE", help="second wave (default: the last)")
    parser.add_argument("--items", type=int, help="items behind each score, where the file does not show it")
    parser.add_argument("--focus", metavar="FILE", help="CSV of ratee, competency named before the second wave")
    parser.add_argument("--drift-by-relation", action="store_true", help="let managers, peers and reports drift apart")
    parser.add_argument("--all", action="store_true", help="list every change, not only those with a verdict")
    telling.add_output(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.change import change_between
    from sapwood.measurement.tables import read_csv

    table = read_csv(options.file)
    scores = telling.split(options.scores) or None
    result = change_between(
        ratee=telling.usual_column(table, "ratee", options.ratee),
        rater=telling.usual_column(table, "rater", options.rater),
        wave=options.wave,
        data=table,
        rating=None if scores else telling.usual_column(table, "rating", options.rating),
        competency=options.competency,
        scores=scores,
        relation=options.relation,
        focus=_focus(options.focus),
        first=options.first,
        second=options.second,
        items=options.items,
        drift_by_relation=options.drift_by_relation,
        tell=telling.progress(options),
    )
    if options.json:
        telling.print_json(as_object(result))
    else:
        print(result)
        _print_changes(result, everything=options.all)
    return 0


def as_object(result: ChangeResult) -> dict[str, Any]:
    """The result as the JSON object described above."""
    return {
        "waves": result.waves,
        "shift": result.shift,
        "shift_by_competency": dict(zip(result.competencies, result.shift_by_competency, strict=True)),
        "components": result.components,
        "rules": result.rules,
        "counts": {str(verdict): count for verdict, count in result.counts().items()},
        "changes": [_row(one) for one in result],
        "n": result.forms,
        "converged": result.converged,
        "notes": result.notes,
        "method": result.method,
    }


def _row(one: Change) -> dict[str, Any]:
    from sapwood.measurement.results import Estimate

    known = one.change if isinstance(one.change, Estimate) else None
    return {
        "ratee": one.ratee,
        "competency": one.competency,
        "estimate": known and known.value,
        "low": known and known.low,
        "high": known and known.high,
        "se": known and known.se,
        "detectable": one.detectable,
        "verdict": one.verdict,
        "reason": one.reason,
        "words": one.words(),
        "probability": one.probability,
        "q": one.q,
        "raters": one.raters,
        "kept": one.kept,
        "focus": one.focus,
    }


def _focus(path: str | None) -> list[tuple[object, object]] | None:
    if path is None:
        return None
    from sapwood.measurement.results import MeasurementError
    from sapwood.measurement.tables import read_csv

    table = read_csv(path)
    if not {"ratee", "competency"} <= set(table):
        raise MeasurementError(f"{path} needs the columns ratee and competency; there are: {', '.join(table)}.")
    return list(zip(table["ratee"], table["competency"], strict=True))


def _print_changes(result: ChangeResult, *, everything: bool) -> None:
    from sapwood.measurement.verdicts import Verdict

    told = {Verdict.IMPROVED, Verdict.DECLINED, Verdict.POSSIBLE}
    for one in result:
        if everything or one.verdict in told:
            print(one)
