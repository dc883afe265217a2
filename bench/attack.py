#!/usr/bin/env python3
"""All attacks on what people answered, over many companies: how often each is right, beside chance and its double.

    bench/attack.py                       200 companies x 3 seeds on SQLite, 24 on PostgreSQL; exits 1 if one succeeds
    bench/attack.py --companies 20        fewer companies
    bench/attack.py --write               puts the table into docs/privacy.md too
    bench/attack.py --json                the rows as JSON

Each company launches, answers, closes and publishes a pulse and a 360 by the product's own deeds, in a database of its
own. The programs, their doubles and the rule are in tests/attacks.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.attacks.tally import Tally

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "privacy.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
APART = 10_000  # between the seeds of two series


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=200, help="companies of each seed (200)")
    parser.add_argument("--seeds", type=int, default=3, help="series of companies (3)")
    parser.add_argument("--postgres", type=int, default=24, help="companies on PostgreSQL (24; 0 leaves it out)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="at the same time")
    parser.add_argument("--write", action="store_true", help="put the table into docs/privacy.md")
    parser.add_argument("--json", action="store_true", help="machine-readable")
    parser.add_argument("--live", help=argparse.SUPPRESS)  # the seeds of one process
    options = parser.parse_args(words)
    _prepare()
    if options.live:
        return _live([int(seed) for seed in options.live.split(",")])
    began = time.monotonic()
    seeds = [series * APART + number for series in range(options.seeds) for number in range(1, options.companies + 1)]
    running = {"SQLite": _started(seeds, options.processes)}
    if options.postgres:
        beside = [sys.executable, str(ROOT / "scripts" / "with_postgres.py")]
        running["PostgreSQL"] = _started(seeds[: options.postgres], 1, beside)
    tallies = {name: _ended(processes) for name, processes in running.items()}
    minutes = (time.monotonic() - began) / 60
    good = all(row.verdict == "held" for tally in tallies.values() for row in tally.rows())
    table = _table(tallies, options)
    if options.json:
        print(json.dumps({name: [_plain(row) for row in tally.rows()] for name, tally in tallies.items()}, indent=1))
    else:
        print(table)
        print(
            f"\n{minutes:.1f} minutes.",
            "No attack beat chance; every control was broken." if good else "FAILED: see above.",
        )
    if options.write:
        _write(table)
    return 0 if good else 1


def _prepare() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


def _live(seeds: list[int]) -> int:
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.attacks.tally import Tally, as_lists

    setup_test_environment()
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # pages that are not found are asked for on purpose
    call_command("migrate", verbosity=0)
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="sapwood-attack-") as folder:
        tally.live(seeds, Path(folder))
    print(json.dumps(as_lists(tally)))
    return 0


def _started(seeds: list[int], processes: int, before: Sequence[str] = ()) -> list[subprocess.Popen[str]]:
    """The seeds shared among processes, each with a database of its own."""
    shares = [",".join(map(str, seeds[number::processes])) for number in range(processes)]
    lines = [[*before, sys.executable, str(Path(__file__)), "--live", share] for share in shares if share]
    return [subprocess.Popen(line, stdout=subprocess.PIPE, text=True) for line in lines]


def _ended(processes: list[subprocess.Popen[str]]) -> Tally:
    from tests.attacks.tally import Tally, from_lists

    whole = Tally()
    for process in processes:
        told, _said = process.communicate()
        if process.returncode:
            print(f"A process of the run ended with {process.returncode}; there is no table.", file=sys.stderr)
            sys.exit(1)
        whole.add(from_lists(json.loads(told.splitlines()[-1])))
    return whole


def _plain(row: Any) -> dict[str, Any]:
    return {
        "attack": row.code, "what": row.what, "right": row.real.right, "tried": row.real.tried, "found": row.real.found,
        "chance": row.chance, "most": row.most, "double": row.double.rate, "verdict": row.verdict,
    }  # fmt: skip


def _table(tallies: dict[str, Tally], options: argparse.Namespace) -> str:
    from tests.attacks.everything import LIMITS

    main_one = tallies["SQLite"]
    beside = tallies.get("PostgreSQL")
    extra = [f"{row.real.rate:.1%}" for row in beside.rows()] if beside else []
    lines = [
        f"`make attack`, {options.companies} companies x {options.seeds} seeds (numbers 1 to {options.companies}, each series"
        f" {APART:,} further on) on SQLite{f', {options.postgres} on PostgreSQL' if beside else ''}.",
        "",
        "| | attack | the adversary holds | guesses | with something to go by | right | chance | at most | control | verdict |"
        + (" on PostgreSQL |" if beside else ""),
        "|---|---|---|--:|--:|--:|--:|--:|--:|---|" + ("--:|" if beside else ""),
    ]
    for place, row in enumerate(main_one.rows()):
        lines.append(
            f"| {row.code} | {row.what} | {row.holds} | {row.real.tried:,} | {row.real.found:,} | {row.real.rate:.1%} | {row.chance:.1%} |"
            f" {row.most:.1%} | {row.double.rate:.1%} | {row.verdict} |" + (f" {extra[place]} |" if beside else "")
        )
    lines += [
        "",
        "What the product says it does not protect, by the same programs:",
        "",
        "| stated limit | with | guesses | right | chance |",
        "|---|---|--:|--:|--:|",
    ]
    for limit, score in zip(LIMITS, main_one.lost, strict=True):
        lines.append(f"| {limit.said} | {limit.holds} | {score.tried:,} | {score.rate:.1%} | 50.0% |")
    return "\n".join(lines)


def _write(table: str) -> None:
    text = DOCUMENT.read_text()
    before, _begin, rest = text.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
