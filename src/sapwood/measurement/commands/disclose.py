"""Tell which results of an organisation may be shown, or whether those shown give a few people away.

    sapwood disclose units.csv                      unit, parent, answers: the largest safe choice
    sapwood disclose units.csv --shown shown        is this choice safe? (column: yes or no)
    sapwood disclose members.csv --groups           person, group: any family of groups

`answers` counts people of that very unit, those of units below it left out. The JSON object holds: shown, hidden
{unit: reason}, answers {unit: n}, covered, k; with --shown: exposed {unit: people}; with --groups: safe, complete,
exposures [{people, atoms}], groups, people, k. Ends with 0; with 1 where something is exposed (or could not be ruled
out); with 2 where the file or a column cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from sapwood.measurement.commands import telling

YES = frozenset({"1", "yes", "true", "x", "shown"})


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="units with their parents and answers, or people with their groups"
    )
    parser.add_argument(
        "--least", type=int, default=5, help="fewest people a number or difference may rest on (default: 5)"
    )
    parser.add_argument("--shown", metavar="COLUMN", help="column that says which units are shown")
    parser.add_argument("--groups", action="store_true", help="the file lists people and the groups they are in")
    telling.add_json(parser)


def run(options: argparse.Namespace) -> int:
    from sapwood.measurement.tables import read_csv

    table = read_csv(options.file)
    if options.groups:
        return _groups(table, options)
    return _units(table, options)


def _units(table: Mapping[str, list[str]], options: argparse.Namespace) -> int:
    from sapwood.measurement.disclosure import exposed_units, publishable
    from sapwood.measurement.results import MeasurementError

    parents = telling.tree(options.file)
    units = [unit.strip() for unit in telling.column_of(table, "unit")]
    given = telling.column_of(table, "answers")
    try:
        answers = {unit: int(n or 0) for unit, n in zip(units, given, strict=True) if unit}
    except ValueError:
        raise MeasurementError("The column answers must hold whole numbers.") from None
    if options.shown is None:
        choice = publishable(parents, answers, k=options.least)
        shown: list[str] = sorted(choice.shown)
        if options.json:
            telling.print_json({
                "shown": shown, "hidden": {unit: why.reason for unit, why in choice.hidden.items()},
                "answers": choice.answers, "covered": choice.covered, "k": choice.k,
            })  # fmt: skip
        else:
            print(choice)
        return 0
    said = telling.column_of(table, options.shown)
    chosen = [unit for unit, word in zip(units, said, strict=True) if word.strip().lower() in YES]
    exposed = exposed_units(parents, answers, chosen, k=options.least)
    if options.json:
        telling.print_json({"shown": sorted(chosen), "exposed": exposed, "k": options.least})
    elif exposed:
        for unit, people in sorted(exposed.items()):
            print(f"{unit}: beside the units shown below it, it shows what {people} people answered.")
    else:
        print(f"Safe: no sum or difference of these {len(chosen)} units tells about fewer than {options.least} people.")
    return 1 if exposed else 0


def _groups(table: Mapping[str, list[str]], options: argparse.Namespace) -> int:
    from sapwood.measurement.exposure import audit

    groups: dict[str, set[str]] = {}
    for person, group in zip(telling.column_of(table, "person"), telling.column_of(table, "group"), strict=True):
        if person.strip() and group.strip():
            groups.setdefault(group.strip(), set()).add(person.strip())
    found = audit(groups, k=options.least)
    if options.json:
        words: dict[str, Any] = {"safe": found.safe, "complete": found.complete, "exposures": found.exposures}
        telling.print_json({**words, "groups": found.groups, "people": found.people, "k": found.k})
    else:
        print(found)
        for one in found.exposures[:10]:
            print(f"  {one.people} people: those in exactly {'; or in '.join(', '.join(atom) for atom in one.atoms)}")
    return 0 if found.safe else 1
