"""Bring a backup back into an empty place, or with --verify only see that it could be.

Either way the backup is first restored into a temporary place: digest, structure, rows per table, migrations
and the chain of events must be as they were, and what people locked must open with the keys. Nothing is ever
overwritten.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a file that `sapwood backup` wrote")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="the file that `sapwood backup --keys` wrote; left out: the keys in the key store here")  # fmt: skip
    parser.add_argument("--without-keys", action="store_true", help="bring the rest back although journals stay locked for good")  # fmt: skip
    parser.add_argument("--verify", action="store_true", help="only look; restore nothing")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import backups, key_copies

    keys = key_copies.read(options.keys) if options.keys is not None else None
    if options.verify:
        report = backups.verify(options.file, keys=keys)
    else:
        report = backups.restore(options.file, keys=keys, without_keys=options.without_keys)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    if report.problems:
        print(f"{options.file} is not good. Nothing was restored.", file=sys.stderr)
        return 1
    opened = report.opened
    if opened is not None and opened.lost and not options.without_keys:
        print(
            f"{options.file}: the rest is good, but the keys of {opened.lost} of {opened.rows} private texts are missing. "
            "Name their file with --keys FILE, or make one where the keys are: sapwood backup --keys FILE",
            file=sys.stderr,
        )
        return 1
    if not options.quiet:
        manifest = report.manifest
        print(
            f"{options.file}, made {manifest.made} by Sapwood {manifest.sapwood}: "
            f"{manifest.rows} rows of {len(manifest.tables)} tables {'are all there' if options.verify else 'are back'}."
        )
        if opened is not None and opened.rows:
            print(
                f"{opened.rows - opened.lost} of {opened.rows} private texts of {opened.people} people open with these keys."
            )
        if report.behind:
            print(f"This version adds {report.behind} migrations; after restoring run: sapwood migrate")
    return 0
