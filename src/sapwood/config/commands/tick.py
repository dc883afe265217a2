"""Run once what is due: scheduled jobs, mail, background tasks. For systems with a clock of their own."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing when all went well")


def run(options: argparse.Namespace) -> int:
    from sapwood.config import worker

    done = worker.turn()
    if not options.quiet:
        print(f"{done} due, all done." if done else "Nothing was due.")
    return 0
