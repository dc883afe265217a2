"""Write the published results of a pulse into a file: XLSX, or PDF when the name ends so.

It holds what the OKR owner's page of these results shows. A person's 360 report is not written here: it is its
subject's, who takes it away from its page.
"""

from __future__ import annotations

import argparse
from pathlib import Path


class NoSuchPulse(Exception):
    """The option names no published pulse. Told by the command line in these words."""

    exit_status = 2

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.next_step = next_step


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="where to write it, such as september.xlsx or september.pdf")
    parser.add_argument("--pulse", default="", metavar="NAME", help="which one (default: the one published last)")
    parser.add_argument(
        "--by", default="", metavar="ADDRESS", help="the OKR owner whose page it is (default: the first)"
    )


def run(options: argparse.Namespace) -> int:
    from sapwood.feedback import extracts, reading
    from sapwood.people.commands.keeping import keeper

    by = keeper(options.by)
    rows = reading.published_pulses()
    found = (rows.filter(wave__name__iexact=options.pulse) if options.pulse else rows).first()
    if found is None:
        there = ", ".join(f"“{row.wave}”" for row in rows[:10]) or "none"
        raise NoSuchPulse(
            f"There is no published pulse {options.pulse!r}." if options.pulse else "No pulse was published yet.",
            f"Published here: {there}.",
        )
    path = Path(options.file)
    write, _content_type = extracts.WRITERS["pdf" if path.suffix.lower() == ".pdf" else "xlsx"]
    extract = extracts.of_pulse(by, found)
    path.write_bytes(write(extract))
    print(f"{len(extract.parts)} units of {found.wave} in {path}, as {by.name} reads them.")
    return 0
