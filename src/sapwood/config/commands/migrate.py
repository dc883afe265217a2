"""Bring the database up to date. Make a backup first: sapwood backup before-update.tar"""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when nothing was missing")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import prepare

    applied = prepare.database()
    if applied:
        print(f"Applied {len(applied)} migrations: the last of each room is {', '.join(_last_of_each(applied))}.")
    elif not options.quiet:
        print("The database is up to date.")
    return 0


def _last_of_each(applied: list[str]) -> list[str]:
    last = dict(name.split(".", 1) for name in sorted(applied))
    return [f"{room}.{name}" for room, name in last.items()]
