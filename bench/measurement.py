"""Every acceptance figure of the measurement library beside its bound.

    python bench/measurement.py [--json] [--only 11.6]

Rows are named by their number in the specification (11.1 to 11.10). Reference data are read from the folder that
SAPWOOD_SHARED names, else from `../shared` beside this repository; without them, and without R, the rows that need
them say so. R (package lme4) is run in the same session, alternating, where it is installed; nothing is installed.
Times are CPU seconds with one thread. Simulated figures use seeds that were not used to choose any setting.

Each module of MODULES offers `rows(only) -> Iterator[Row]`.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

sys.path.insert(0, str(Path(__file__).resolve().parent))

from measurement_rows import Row  # noqa: E402

MODULES = ("measurement_rater", "measurement_pulse", "measurement_forecast")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one list of {name, value, unit, bound, ok}")
    parser.add_argument("--only", default="", metavar="NUMBER", help="only the rows of one number, such as 11.6")
    options = parser.parse_args()
    rows = []
    for row in _rows(options.only):
        rows.append(row)
        if not options.json:
            print(row, flush=True)
    if options.json:
        json.dump([row.as_object() for row in rows], sys.stdout, indent=1)
        sys.stdout.write("\n")
    failed, unknown = [r for r in rows if r.ok is False], [r for r in rows if r.ok is None]
    if not options.json:
        print(
            f"\n{len(rows)} figures: {len(rows) - len(failed) - len(unknown)} hold, {len(failed)} do not, {len(unknown)} not measured."
        )
    return 1 if failed else 0


def _rows(only: str) -> Iterator[Row]:
    for name in MODULES:
        for row in importlib.import_module(name).rows(only):
            if only in ("", row.name.split()[0]):
                yield row


if __name__ == "__main__":
    sys.exit(main())
