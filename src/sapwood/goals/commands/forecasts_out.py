"""Write where the key results of a cycle land into a file: CSV, or XLSX or JSON when the name ends so.

Of goals that teams own, once they were told three times: the landing as a share of the way and in the unit of the key
result, with 80 % intervals, chances, and what each rests on. What one person's own goal comes to is not in it.
"""

from __future__ import annotations

import argparse

from sapwood.goals.commands.writing import arguments as arguments


def run(options: argparse.Namespace) -> int:
    from sapwood.goals import tables
    from sapwood.goals.commands.finding import cycle_named, somebody
    from sapwood.goals.commands.writing import write

    cycle = cycle_named(options.cycle, otherwise_current=True)
    rows = tables.landings(somebody(options.by), cycle)
    write(rows, tables.Landing._fields, options.file, sheet="Forecasts")
    if options.file != "-":
        print(f"{len(rows)} forecasts of {cycle} in {options.file}.")
    return 0
