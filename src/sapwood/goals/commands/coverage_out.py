"""Write who carries the key results of a cycle into a file: CSV, or XLSX or JSON when the name ends so.

One row for each key result of the company and its departments: carried, thin or a gap, with the ids of the goals that
serve it. It names teams and goals, never people.
"""

from __future__ import annotations

import argparse

from sapwood.goals.commands.writing import arguments as arguments


def run(options: argparse.Namespace) -> int:
    from sapwood.activity import clock
    from sapwood.goals import tables
    from sapwood.goals.commands.finding import cycle_named, somebody
    from sapwood.goals.commands.writing import write

    cycle = cycle_named(options.cycle, otherwise_current=True)
    rows = tables.carried(somebody(options.by), cycle, today=clock.today())
    write(rows, tables.Carried._fields, options.file, sheet="Coverage")
    if options.file != "-":
        print(f"{len(rows)} key results of {cycle} in {options.file}.")
    return 0
