"""What could we see? From a people file (CSV or XLSX): which units a pulse could speak about, and which of them would be
shown when 60, 70 or 85 % answer. Needs no database and writes nothing. Exit status: 0 at least one unit beside the
whole is shown at 70 %, 1 none is, 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from dataclasses import asdict
from pathlib import Path

from sapwood.feedback import foresight
from sapwood.files import people

USUAL = 70  # percent who answer, in a pulse that is looked after


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the people file; docs/people-file.md explains its columns")
    parser.add_argument("--least", type=int, default=5, help="answers a shown number rests on (5 or more)")
    parser.add_argument("--members-read", action="store_true", help="a unit's result is read by its members too")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), default="dmy", help="what 03/04/2026 means")
    parser.add_argument("--sheet", default="", help="which sheet of a workbook (default: the first)")
    parser.add_argument("--json", action="store_true", help="say it as JSON")


def run(options: argparse.Namespace) -> int:
    if options.least < 5:
        print(f"--least is {options.least}; 5 is the least that protects anybody. Give 5 or more.")
        return 2
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file}: {error.strerror}. Give the path of a file that can be read.")
        return 2
    file = people.read(content, date_order=options.date_order, sheet=options.sheet)
    found = foresight.of(file, dt.datetime.now(dt.UTC).date(), least=options.least, members_read=options.members_read)
    print(json.dumps(asdict(found), ensure_ascii=False, indent=2) if options.json else _words(found))
    place = found.table.rates.index(USUAL)
    return 0 if any(row.depth and row.shown[place][1] for row in found.table.rows) else 1


def _words(found: foresight.Foresight) -> str:
    table = found.table
    width = max([28, *(len(row.name) + 2 * row.depth for row in table.rows)])
    lines = [f"{'Unit':<{width}} {'People':>7}" + "".join(f"{rate:>7} %" for rate in table.rates)]
    for row in table.rows:
        marks = "".join(f"{'shown' if yes else '-':>9}" for _rate, yes in row.shown)
        lines.append(f"{'  ' * row.depth + row.name:<{width}} {row.people:>7}{marks}")
    shares = "".join(f"{share:>7} %" for _rate, share in table.covered)
    lines.append(f"{'People in a unit that is shown':<{width}} {'':>7}{shares}")
    lines += ["", f"{table.people} people in {found.teams} teams would be asked."]
    if found.grouped:
        lines.append(f"Put together so that they are heard: {'; '.join(found.grouped)}.")
    if found.missed:
        lines.append(f"Too small, they answer as a part of the unit above: {', '.join(found.missed)}.")
    left = [
        (found.joiners, "here for less than 30 days"),
        (found.without_team, "without a team"),
        (found.not_here, "away, not here yet or gone"),
    ]
    if any(number for number, _why in left):
        lines.append("Not asked: " + ", ".join(f"{number} {why}" for number, why in left if number) + ".")
    lines.append(
        "Whoever is named as manager by people of their own team counts as its lead and answers in the unit above."
    )
    lines.append("One answer more is needed where an OKR owner or executive answers in a unit.")
    return "\n".join(lines)
