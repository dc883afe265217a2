"""Write the pack for a works council: what is asked, who sees it, from how many answers on, and what is kept.

Each paper is made from this installation, as Markdown to read and compare, as PDF to hand over and as Word to edit.
Nothing of it names a person or quotes an answer.
"""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="where to write it; made if need be")


def run(options: argparse.Namespace) -> int:
    from sapwood.activity import clock
    from sapwood.config import assurance
    from sapwood.files import paper

    options.to.mkdir(parents=True, exist_ok=True)
    made = assurance.papers(clock.today())
    for name, one in made.items():
        for ending, write in (("md", paper.to_markdown), ("pdf", paper.to_pdf), ("docx", paper.to_docx)):
            (options.to / f"{name}.{ending}").write_bytes(write(one))
    print(f"{len(made)} papers in {options.to}, each as Markdown, PDF and Word.")
    return 0
