"""Take in a people file (CSV or XLSX): all of it, or nothing.

The columns are external_id, email, name, manager, team, parent_team, role, share, time_zone, language, starts,
leaves, away_from, away_until; docs/people-file.md explains them. People who are not in the file stay, unless
--missing-have-left says that they have left. Exit status: 0 applied or nothing to do, 1 rows were rejected or
a question is open and nothing was changed, 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the people file; its kind is told by its content")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would do")
    parser.add_argument(
        "--date-order", choices=("dmy", "mdy"), default="", help="what 03/04/2026 means, when it is open"
    )
    parser.add_argument("--sheet", default="", help="which sheet of a workbook (default: the first)")
    parser.add_argument("--missing-have-left", action="store_true", help="whoever is not in the file leaves today")
    parser.add_argument(
        "--by", default="", metavar="ADDRESS", help="the administrator who does it (default: the first one)"
    )
    parser.add_argument("--json", action="store_true", help="say it as JSON")


def run(options: argparse.Namespace) -> int:
    from sapwood.people.commands import import_people  # needs Django, which --help does not

    return import_people.run(options)
