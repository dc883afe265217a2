"""How long a goal file of 10,000 rows takes: read, preview, apply, and the same file again; and how fast a bomb is refused.

Sets up a database of its own in a folder that is thrown away. Counted is processor time, which on a machine with nothing
else to do is what one waits. `--json` prints one list of {name, value, unit, bound, ok}; without it a table. `--rows`
changes the size; the bounds hold for 10,000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

READ, PREVIEW, APPLY, MEGABYTES = 10.0, 10.0, 60.0, 400.0
REFUSED, STARTS = 1.0, 0.3
RESULTS = 4  # of each objective


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--kind", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.kind:
        print(json.dumps(_measure(options.kind, options.rows)))
        return 0
    found = [*_bombs(), _start()]
    for kind in ("csv", "xlsx"):  # each in a process of its own: memory is what one import needs
        with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as folder:
            environment = {
                **{name: value for name, value in os.environ.items() if not name.startswith("SAPWOOD_")},
                "SAPWOOD_MODE": "test", "SAPWOOD_DATA": f"{folder}/data", "SAPWOOD_ASSETS": f"{folder}/assets",
                "DJANGO_SETTINGS_MODULE": "sapwood.config.settings", "OMP_NUM_THREADS": "1",
            }  # fmt: skip
            done = subprocess.run(
                [sys.executable, __file__, "--kind", kind, "--rows", str(options.rows)],
                env=environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
            found += json.loads(done.stdout.splitlines()[-1])
    if options.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"{'':<40}{'value':>10}  {'bound':>8}")
        for one in found:
            bound = "" if one["bound"] is None else f"{one['bound']:g}"
            print(
                f"{one['name']:<40}{one['value']:>10.3f}  {bound:>8} {one['unit']:<3} {'' if one['ok'] else 'TOO MUCH'}"
            )
    return 0 if all(one["ok"] for one in found) else 1


def said(name: str, value: float, unit: str, bound: float | None = None) -> dict[str, Any]:
    return {
        "name": f"goal-import.{name}", "value": round(value, 3), "unit": unit, "bound": bound,
        "ok": bound is None or value <= bound,
    }  # fmt: skip


# ── bombs and the start ─────────────────────────────────────────────────────


def _bombs() -> list[dict[str, Any]]:
    """One megabyte that would unpack to gigabytes, as a workbook and as a document; and a small one of 200 MB."""
    from sapwood.files import goals
    from sapwood.files.words import Unreadable

    found = []
    for kind, part in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        for name, content in (("1-mb", _bomb(part, 2**20)), ("one-part", _bomb(part, 0))):
            begun = time.process_time()
            try:
                goals.read(content)
            except Unreadable:
                found.append(said(f"bomb.{kind}.{name}.refused", time.process_time() - begun, "s", REFUSED))
            else:
                raise SystemExit(f"A bomb was read: {kind}, {name}.")
    return found


def _bomb(part: str, size: int) -> bytes:
    blanks = b" " * (200_000_000 if not size else 20_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr(part, blanks)
        number = 0
        while out.tell() < size:
            number += 1
            made.writestr(f"x/{number}", blanks)
    return out.getvalue()


def _start() -> dict[str, Any]:
    """`sapwood lint` on one statement: the quickest of five, for another process may be in the way."""
    sapwood = str(Path(sys.executable).with_name("sapwood"))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write('{"kind": "key_result", "text": "Hours lost to waiting from 40 to 20"}\n')
        file.flush()
        times = []
        for _time in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run([sapwood, "lint", file.name], capture_output=True, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            if done.returncode == 2:
                raise SystemExit(done.stderr.decode())
    return said("lint.starts", min(times), "s", STARTS)


# ── a large file ────────────────────────────────────────────────────────────


def _measure(kind: str, rows: int) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.core.management import call_command

    from sapwood.files import goals as files
    from sapwood.goals.actions import importing as actions
    from sapwood.goals.models import Cycle, KeyResult
    from sapwood.people.models import Person, Role, RoleGrant, Team

    call_command("migrate", verbosity=0)
    at = dt.datetime(2026, 10, 7, 10, tzinfo=dt.UTC)
    by = Person.objects.create(name="Ona Berg", email="ona@bench.example")
    RoleGrant.objects.create(person=by, role=Role.OKR_OWNER, starts=at)
    Cycle.objects.create(
        name="Autumn 2026", starts=dt.date(2026, 9, 1), ends=dt.date(2026, 12, 18), stage=Cycle.Stage.ACTIVE
    )
    for number in range(50):
        Team.objects.create(name=f"Team {number:02d}")
    content = files.write(_goals(rows), kind)
    found = []
    for name in ("first", "again"):
        begun = time.process_time()
        file = files.read(content)
        read = time.process_time()
        plan = actions.plan_for(by, file, cycle=None, owner=None, today=at.date())
        planned = time.process_time()
        if not plan.can_apply:
            raise SystemExit(str([str(one.reason) for goal in plan.goals for one in goal.problems][:3]))
        actions.import_goals(by=by, file=file, filename=f"goals.{kind}", at=at)
        applied = time.process_time()
        found += [
            said(f"{kind}.{name}.read", read - begun, "s", READ),
            said(f"{kind}.{name}.preview", planned - read, "s", PREVIEW),
            said(f"{kind}.{name}.apply", applied - planned, "s", APPLY),
        ]
    found.append(said(f"{kind}.key-results", KeyResult.objects.count(), ""))
    found.append(said(f"{kind}.memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", MEGABYTES))
    return found


def _goals(rows: int) -> list[Any]:
    from decimal import Decimal

    from sapwood.files.goals import KeyResult, Objective

    return [
        Objective(
            f"What is true at the end of autumn, number {number}",
            id=f"g{number}",
            cycle="Autumn 2026",
            owner=f"Team {number % 50:02d}",
            why="Somebody waits for it.",
            parent=(f"g{number // 5}",) if number >= 5 else (),
            key_results=tuple(
                KeyResult(
                    f"Cases of kind {below} in a week", id=f"k{below}", unit="cases", baseline=Decimal(40 + number % 9),
                    target=Decimal("12.5"), due=dt.date(2026, 12, 1),
                )
                for below in range(RESULTS)
            ),
        )
        for number in range(rows // RESULTS)
    ]  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
