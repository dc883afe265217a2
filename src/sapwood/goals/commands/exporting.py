"""Write the strategic goals of a cycle into a goal file: CSV, or XLSX, YAML or Markdown when the name ends so."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

KINDS = {".xlsx": "xlsx", ".yaml": "yaml", ".yml": "yaml", ".md": "md", ".markdown": "md"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it; - writes CSV to the screen")
    parser.add_argument("--cycle", default="", metavar="NAME", help="which cycle (default: the one that is running)")
    parser.add_argument("--by", default="", metavar="ADDRESS", help="whose eyes read it (default: the OKR owner)")


def run(options: argparse.Namespace) -> int:
    from sapwood.files import goals as files
    from sapwood.goals import exporting
    from sapwood.goals.commands.finding import cycle_named, somebody

    by = somebody(options.by)
    cycle = cycle_named(options.cycle, otherwise_current=True)
    goals = exporting.goals_of(by, cycle)
    if options.file == "-":
        sys.stdout.buffer.write(files.write(goals, "csv"))
        return 0
    path = Path(options.file)
    path.write_bytes(files.write(goals, KINDS.get(path.suffix.lower(), "csv")))
    print(f"{len(goals)} goals of {cycle} in {path}.")
    return 0
