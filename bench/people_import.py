"""How long a people file of 10,000 rows takes: read, preview, apply, and the same file again; and how much memory.

Sets up a database of its own in a folder that is thrown away. `--json` prints one list of
{name, value, unit, bound, ok}; without it a table. The bounds are the promise: 10 s and 300 MB in all, preview
included. `--people` changes the size; the bounds hold for 10,000.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

SECONDS, MEGABYTES = 10.0, 300.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--kind", choices=("csv", "xlsx"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.kind:
        print(json.dumps(_measure(options.kind, options.people)))
        return 0
    found = []
    for kind in ("csv", "xlsx"):  # each in a process of its own: memory is what one import needs
        with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as folder:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("SAPWOOD_")},
                "SAPWOOD_MODE": "test", "SAPWOOD_DATA": f"{folder}/data", "SAPWOOD_ASSETS": f"{folder}/assets",
                "DJANGO_SETTINGS_MODULE": "sapwood.config.settings", "OMP_NUM_THREADS": "1",
            }  # fmt: skip
            done = subprocess.run(  # noqa: S603  (this very file)
                [sys.executable, __file__, "--kind", kind, "--people", str(options.people)],
                env=environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
            found += json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"{'':<34}{'value':>10}  {'bound':>8}")
        for one in found:
            bound = "" if one["bound"] is None else f"{one['bound']:g}"
            print(
                f"{one['name']:<34}{one['value']:>10.2f}  {bound:>8} {one['unit']:<3} {'' if one['ok'] else 'TOO MUCH'}"
            )
    return 0 if all(one["ok"] for one in found) else 1


def _measure(kind: str, count: int) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command

    from sapwood.files import people
    from sapwood.people.actions import importing as actions
    from sapwood.people.models import Person, Role, RoleGrant

    call_command("migrate", verbosity=0)
    at = dt.datetime(2026, 10, 7, 10, tzinfo=dt.UTC)
    by = Person.objects.create(name="Ad Novak", email="ad@bench.example")
    RoleGrant.objects.create(person=by, role=Role.ADMINISTRATOR, starts=at)
    contents = {
        "first": _file(kind, count, lambda row: row),
        "changed": _file(
            kind, count, lambda row: [*row[:6], row[6] + " II", *row[7:]] if row[0].endswith("3") else row
        ),
    }
    found: list[dict[str, Any]] = []
    idle = _peak()

    def say(name: str, value: float, unit: str, bound: float | None = None) -> None:
        found.append(
            {
                "name": f"people-import.{kind}.{name}",
                "value": round(value, 3),
                "unit": unit,
                "bound": bound,
                "ok": bound is None or value <= bound,
            }
        )

    for name in ("first", "again", "changed"):
        content = contents["first" if name == "again" else name]
        begun = time.perf_counter()
        file = people.read(content)
        read = time.perf_counter()
        plan = actions.plan_for(by, file, at)
        planned = time.perf_counter()
        if not plan.can_apply:
            raise SystemExit(
                f"{name}: {plan.counts} {[str(one.reason) for row in plan.rejected[:3] for one in row.problems]}"
            )
        actions.import_people(by=by, file=file, filename=f"people.{kind}", at=at)
        applied = time.perf_counter()
        say(f"{name}.read", read - begun, "s")
        say(f"{name}.preview", planned - read, "s")
        say(f"{name}.apply", applied - planned, "s")
        say(f"{name}.all", applied - begun, "s", SECONDS)
    say("memory", _peak(), "MB", MEGABYTES)
    say("memory-before", idle, "MB")
    say("people", Person.objects.count(), "", None)
    return found


def _file(kind: str, count: int, change: Callable[[list[str]], list[str]]) -> bytes:
    """People in teams of ten and departments of a hundred; every manager is somebody of the file."""
    from sapwood.files import people, tables

    rows: list[list[str]] = [list(people.COLUMNS)]
    for number in range(count):
        lead = number - number % 10
        above = lead if number != lead else number - number % 100 if number % 100 else 0
        rows.append(
            change(
                [
                    f"B{number:05d}", f"b{number:05d}@bench.example", f"Person {number:05d}",
                    f"B{above:05d}" if number else "", f"Team {number // 10:04d}", f"Department {number // 100:03d}",
                    "Specialist", "0.8" if number % 7 == 0 else "1", "Europe/Lisbon", "en",
                    f"20{10 + number % 15}-0{1 + number % 9}-1{number % 9}", "", "", "",
                ]
            )
        )  # fmt: skip
    if kind == "xlsx":
        return tables.write_xlsx([("People", rows)])
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
