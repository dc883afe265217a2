"""Write the library of competencies into a file: YAML, or XLSX when the name ends so. An import of it changes nothing."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it; - writes YAML to the screen")


def run(options: argparse.Namespace) -> int:
    from sapwood.files.questions import write_library
    from sapwood.people.library.comparing import library_here

    library = library_here()
    if options.file == "-":
        sys.stdout.buffer.write(write_library(library, "yaml"))
        return 0
    path = Path(options.file)
    path.write_bytes(write_library(library, "xlsx" if path.suffix.lower() == ".xlsx" else "yaml"))
    print(f"{len(library.competencies)} competencies in {path}.")
    return 0
