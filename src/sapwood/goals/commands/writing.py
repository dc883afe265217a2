"""Writing a table of a cycle where the command line says: CSV, XLSX or JSON by the name of the file."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it: .csv, .xlsx or .json; - writes CSV to the screen")
    parser.add_argument("--cycle", default="", metavar="NAME", help="which cycle (default: the one that is running)")
    parser.add_argument("--by", default="", metavar="ADDRESS", help="whose eyes read it (default: the OKR owner)")


def write(rows: Sequence[NamedTuple], columns: Sequence[str], file: str, *, sheet: str) -> None:
    """Raises OSError where it cannot be written."""
    from sapwood.files import tables

    cells = [tuple(columns), *rows]
    if file == "-":
        sys.stdout.buffer.write(tables.write_csv(cells))
        return
    path = Path(file)
    kind = path.suffix.lower()
    if kind == ".json":
        content = json.dumps([row._asdict() for row in rows], indent=1, ensure_ascii=False) + "\n"
        path.write_text(content, encoding="utf-8")
    elif kind == ".xlsx":
        path.write_bytes(tables.write_xlsx([(sheet, cells)]))
    else:
        path.write_bytes(tables.write_csv(cells))
