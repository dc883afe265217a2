"""Tell the ratee from the rater: where ratings differ, and every level with its standard error.

    sapwood fit ratings.csv --rating y --ratee d --rater s --fixed service --group dept --json

FILE is CSV or CSV.gz with headings. The JSON object holds: criterion (-2 log restricted likelihood), fixed
{name: {estimate, se}}, variances {factor: value, ..., residual}, levels {factor: [{level, estimate, se, n}]}, n,
dropped, converged, notes, method. Ends with 0; with 1 where the figures must not be used (no convergence, ratings that
do not vary); with 2 where the file or a column cannot be read.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.mixed_fit import MixedFit


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="ratings, one a row")
    parser.add_argument("--rating", help="column of the ratings (numbers)")
    parser.add_argument("--ratee", help="column of who is rated")
    parser.add_argument("--rater", help="column of who rates")
    parser.add_argument(
        "--group",
        action="append",
        metavar="COLUMN",
        help="further grouping column; a:b for a combination; may be repeated",
    )
    parser.add_argument(
        "--fixed", action="append", metavar="COLUMN", help="column with a fixed effect; may be repeated"
    )
    parser.add_argument(
        "--most", type=int, default=5, help="how many levels to list at each end (default: %(default)s)"
    )
    telling.add_output(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.mixed import fit_mixed
    from sapwood.measurement.tables import read_csv

    table = read_csv(options.file)
    rating, ratee, rater = (
        telling.usual_column(table, what, getattr(options, what)) for what in ("rating", "ratee", "rater")
    )
    groups = list(dict.fromkeys([ratee, rater, *telling.split(options.group)]))
    fit = fit_mixed(rating, groups, telling.split(options.fixed), data=table, tell=telling.progress(options))
    if options.json:
        telling.print_json(as_object(fit))
    else:
        print(fit)
        for factor in groups:
            _print_ends(fit, factor, options.most)
    return 0 if fit.converged and any(value > 0 for value in fit.variances.values()) else 1


def as_object(fit: MixedFit) -> dict[str, Any]:
    """The fit as the JSON object described above."""
    return {
        "criterion": fit.criterion,
        "fixed": fit.fixed,
        "variances": fit.variances,
        "levels": {
            factor: [
                {"level": name, "estimate": estimate, "se": se, "n": n}
                for name, estimate, se, n in zip(
                    one.names, one.estimate.tolist(), one.se.tolist(), one.n.tolist(), strict=True
                )
            ]
            for factor, one in fit.levels.items()
        },
        "n": fit.n,
        "dropped": fit.dropped,
        "converged": fit.converged,
        "notes": fit.notes,
        "method": fit.method,
    }


def _print_ends(fit: MixedFit, factor: str, most: int) -> None:
    from sapwood.measurement.mixed_fit import describe

    if fit.variances[factor] > 0 and most > 0:
        print(f"{factor}: highest and lowest, each with its 95% interval")
        print(describe(fit, factor, most))
