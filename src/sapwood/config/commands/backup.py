"""Write the whole database into one file, while people go on working.

The file holds everything, private things too: keep it as safe as the database. It does not hold the secret
key. See that it can be read again: sapwood restore FILE --verify
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="where to write it, such as sapwood-2026-11-24.tar; never overwritten")
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import backups

    manifest = backups.make(options.file)
    if not options.quiet:
        size = options.file.stat().st_size / 1e6
        print(f"{options.file}: {manifest.rows} rows of {len(manifest.tables)} tables, {size:.1f} MB.")
    return 0
