"""Bring a backup back into an empty place, or with --verify only see that it could be.

Either way the backup is first restored into a temporary place: digest, structure, rows per table, migrations
and the chain of events must be as they were. Nothing is ever overwritten.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `sapwood backup` wrote")
    parser.add_argument("--verify", action="store_true", help="only look; restore nothing")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import backups

    report = (backups.verify if options.verify else backups.restore)(options.file)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if report.problems:
        print(f"{options.file} is not good. Nothing was restored.", file=sys.stderr)
        return 1
    if not options.quiet:
        manifest = report.manifest
        print(
            f"{options.file}, made {manifest.made} by Sapwood {manifest.sapwood}: "
            f"{manifest.rows} rows of {len(manifest.tables)} tables {'are all there' if options.verify else 'are back'}."
        )
        if report.behind:
            print(f"This version adds {report.behind} migrations; after restoring run: sapwood migrate")
    return 0
