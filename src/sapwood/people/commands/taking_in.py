"""What the commands that take in libraries and questionnaires are given. Read before the database is: imports no models."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser, what: str) -> None:
    """What such a command is given; `what` says what the file is."""
    parser.add_argument("file", type=Path, help=f"{what}; its kind is told by its content")
    parser.add_argument("--dry-run", action="store_true", help="only say what it would do")
    parser.add_argument(
        "--by", default="", metavar="ADDRESS", help="the OKR owner who does it (default: the first one)"
    )
    parser.add_argument("--json", action="store_true", help="say it as JSON")
