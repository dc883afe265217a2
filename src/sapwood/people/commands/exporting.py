"""Write everybody at work into a people file: CSV, or XLSX when the name ends so. An import of it changes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it; - writes CSV to the screen")


def run(options: argparse.Namespace) -> int:
    from sapwood.activity import clock
    from sapwood.files import people as people_file
    from sapwood.people.actions import importing as actions

    rows = actions.everybody(clock.today())
    if options.file == "-":
        sys.stdout.buffer.write(people_file.write(rows, "csv"))
        return 0
    path = Path(options.file)
    path.write_bytes(people_file.write(rows, "xlsx" if path.suffix.lower() == ".xlsx" else "csv"))
    print(f"{len(rows)} people in {path}.")
    return 0
