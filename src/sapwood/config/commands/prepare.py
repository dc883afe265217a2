"""Bring database and assets up to date before the server starts. Run by `serve` and `demo`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="build the invented company into an empty database")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--today", type=dt.date.fromisoformat, default=None)


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from sapwood.config import prepare

    if settings.SAPWOOD_DEMO or options.demo:
        prepare.database()
    elif prepare.is_new():
        print("sapwood: the database is new and empty. Set it up first:\n  sapwood migrate", file=sys.stderr)
        return 2
    elif count := prepare.missing_migrations():
        print(
            f"sapwood: the database lacks {count} migrations. Make a backup, then bring it up to date:\n"
            "  sapwood backup before-update.tar\n  sapwood migrate",
            file=sys.stderr,
        )
        return 2
    prepare.assets()
    if options.demo:
        from sapwood.config.demo import NotEmpty

        try:
            if prepare.demo(seed=options.seed, today=options.today or dt.datetime.now(dt.UTC).date()):
                print("Built the demo company.", flush=True)
        except NotEmpty as error:
            print(f"sapwood demo: {error} Name another folder in SAPWOOD_DATA.", file=sys.stderr)
            return 2
    return 0
