"""Build the files that browsers load: style sheet, script, fonts. `serve` does it when something changed."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace) -> int:
    from sapwood.config import prepare

    print("Built." if prepare.assets() else "Nothing has changed.")
    return 0
