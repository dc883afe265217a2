"""Write the newest edition of every questionnaire into a file: YAML, or XLSX when the name ends so."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it; - writes YAML to the screen")


def run(options: argparse.Namespace) -> int:
    from sapwood.feedback import queries, questionnaires
    from sapwood.files.questions import write_questionnaires

    file = questionnaires.as_file(queries.with_items())
    if options.file == "-":
        sys.stdout.buffer.write(write_questionnaires(file, "yaml"))
        return 0
    path = Path(options.file)
    path.write_bytes(write_questionnaires(file, "xlsx" if path.suffix.lower() == ".xlsx" else "yaml"))
    print(f"{len(file.questionnaires)} questionnaires in {path}.")
    return 0
