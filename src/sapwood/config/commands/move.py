"""Move everything from SQLite into an empty PostgreSQL database. Stop the service first, and make a backup.

All of it or nothing: rows, keys and links stay as they are, and every table is read back and compared before the
copy is kept. The SQLite database is only read, and is as it was afterwards.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="DATABASE_URL", help="such as postgresql://sapwood:password@host:5432/sapwood")
    where.add_argument("--to-file", metavar="FILE", type=Path, help="a file that holds this address and its password")
    parser.add_argument("--json", action="store_true", help="print rows and checksum of each table")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import moving

    moved = moving.move(options.to or options.to_file.read_text(encoding="utf-8").strip())
    if options.json:
        print(json.dumps(asdict(moved), indent=1))
        return 0
    print(
        f"{sum(moved.rows.values())} rows of {len(moved.rows)} tables are in {moved.where}, read back and equal.\n"
        "Now set DATABASE_URL to it and start the service. The SQLite database is as it was; it holds private things, "
        "so put it away once all is well."
    )
    if not moved.sorts_like_sqlite:
        print(
            "Lists of names are sorted by the language rules of that database, which may differ from before.",
            file=sys.stderr,
        )
    return 0
