"""Take in a goal file (CSV, XLSX, YAML, Markdown, Word) or a text with goals: all of it, or nothing.

docs/goal-file.md explains the columns. New goals become drafts of their owner. Exit status: 0 applied or nothing
to do, 1 a goal cannot be taken and nothing was changed, 2 the file cannot be read.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="the goal file; its kind is told by its content; - reads what comes in")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would do")
    parser.add_argument("--cycle", default="", metavar="NAME", help="the cycle of goals that name none")
    parser.add_argument("--owner", default="", metavar="TEAM", help="the owning team of goals that name none")
    parser.add_argument("--date-order", choices=("dmy", "mdy"), default="", help="what 03/04/2026 means")
    parser.add_argument("--sheet", default="", help="which sheet of a workbook (default: the first)")
    parser.add_argument("--by", default="", metavar="ADDRESS", help="who does it (default: the OKR owner)")
    parser.add_argument("--json", action="store_true", help="say it as JSON")


def run(options: argparse.Namespace) -> int:
    from sapwood.goals.commands import import_goals  # needs Django, which --help does not

    return import_goals.run(options)
