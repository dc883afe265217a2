"""Tell how many raters a question needs, and what a number of raters can show.

    sapwood plan-raters --raters 6 --kept 0.6 --items 3 --change 0.42
    sapwood change ratings.csv --wave w --json > change.json && sapwood plan-raters --components change.json

Without --components the variances of typical programmes are assumed. Ends with 0; with 2 for numbers that are no plan.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from sapwood.measurement.commands import telling

if TYPE_CHECKING:
    from sapwood.measurement.components import Components


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--raters", type=float, default=6, help="raters per wave besides the person (default: %(default)s)"
    )
    parser.add_argument(
        "--kept", type=float, default=0.6, help="share of them who rate in both waves (default: %(default)s)"
    )
    parser.add_argument(
        "--change", type=float, default=0.42, help="change to be found, in points (default: %(default)s)"
    )
    parser.add_argument("--items", type=float, help="items per competency (default: 1, or those of --components)")
    parser.add_argument(
        "--competencies", type=int, default=10, help="competencies in the questionnaire (default: %(default)s)"
    )
    parser.add_argument(
        "--components", metavar="FILE", help="JSON of `sapwood change --json`, to plan with your own variances"
    )
    telling.add_output(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.components import TYPICAL
    from sapwood.measurement.planning import plan_raters

    plan = plan_raters(
        raters=options.raters,
        kept=options.kept,
        change=options.change,
        components=_components(options.components) if options.components else TYPICAL,
        items=options.items,
        competencies=options.competencies,
    )
    if options.json:
        telling.print_json(plan)
    else:
        print(plan)
    return 0


def _components(path: str) -> Components:
    from sapwood.measurement.components import Components
    from sapwood.measurement.results import MeasurementError

    with open(path, encoding="utf-8") as file:
        try:
            found = json.load(file)["components"]
            return Components(**{name: found[name] for name in Components.__dataclass_fields__})
        except (ValueError, KeyError, TypeError):
            raise MeasurementError(
                f"{path} holds no components; it must be the output of `sapwood change --json`."
            ) from None
