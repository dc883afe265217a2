"""Write the whole database into one file, while people go on working; with --keys the durable keys into another.

The first file holds everything, private things too: keep it as safe as the database. Journals and private notes are
locked in it. The file of keys opens them: keep it in another place. Neither holds the secret key, nor the keys of sealed
answers, which go into no copy. See that both can be read again: sapwood restore FILE --keys FILE --verify
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="where to write it, such as sapwood-2026-11-24.tar; never overwritten")  # fmt: skip
    parser.add_argument("--keys", type=Path, metavar="FILE", help="write the durable keys of journals and private notes here")  # fmt: skip
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import backups, key_copies
    from sapwood.config.database_copies import BadBackup

    if options.file is None and options.keys is None:
        raise BadBackup("Name a file for the database, one for the keys (--keys FILE), or both.")
    if options.file is not None:
        manifest = backups.make(options.file)
        if not options.quiet:
            size = options.file.stat().st_size / 1e6
            print(f"{options.file}: {manifest.rows} rows of {len(manifest.tables)} tables, {size:.1f} MB.")
    if options.keys is not None:  # after the database: a key made meanwhile is in here, never missing
        written = key_copies.write(options.keys)
        if written.lost:
            raise key_copies.BadKeys(
                f"{options.keys}: {written.keys} keys. {len(written.lost)} more are named in the database and lost from "
                "the key store: what they lock opens no more, unless an older file of keys has them."
            )
        if not options.quiet:
            print(f"{options.keys}: {written.keys} durable keys. Keep it apart from the backup it opens.")
    return 0
