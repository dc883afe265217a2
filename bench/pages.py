"""How many queries, how much CPU and how many bytes the main pages cost: small, and ten times as large.

Sets up its own databases in a temporary folder; needs no arguments.

    .venv/bin/python bench/pages.py [--json] [--small]

Rows are named <page>.<people>.<queries|cpu_ms|kb>. CPU is the median of several requests through Django's own
client with warm caches (`time.process_time`), in a process that only serves, as a web process does: another one
filled the database before. `kb` is what a first visit transfers: the page, style sheet, scripts and fonts,
compressed. Compared with the bounds of the issue that asked for it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

SIZES = {1_000: (200, 5), 10_000: (2_000, 5)}  # people: (objectives, key results each)
BOUNDS = {
    "my-week": 25,
    "check-in": 25,
    "objective": 60,
    "objectives": 150,
    "cycle": 150,
    "alignment": 150,
    "map": 150,
    "coverage": 150,
    "pairs": 150,
    "desk": 150,
    "agenda": 150,
    "people": 150,
}
QUERIES, KILOBYTES = 25, 300
TODAY = dt.date(2026, 10, 14)
AT = dt.datetime(2026, 10, 14, 9, tzinfo=dt.UTC)
REPEATS = 25
WARM = 10  # requests before the first that counts: caches are filled, and Python has settled on its fast ways


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="print one list of rows instead of a table")
    options.add_argument("--small", action="store_true", help="only the small size")
    options.add_argument("--prepare", type=int, help=argparse.SUPPRESS)  # the inner runs of one size
    options.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.prepare:
        print(json.dumps(_prepare(given.prepare)))
        return 0
    if given.measure:
        print(json.dumps(_measure(given.measure, json.load(sys.stdin))))
        return 0
    rows: list[dict[str, Any]] = []
    for people in list(SIZES)[: 1 if given.small else None]:
        rows += _in_its_own_process(people)
    if not given.small:
        _same_queries(rows)
    if given.json:
        print(json.dumps(rows, indent=1))
    else:
        for row in rows:
            print(
                f"{row['name']:32} {row['value']:>9} {row['unit']:8} bound {row['bound']:>6}  {'ok' if row['ok'] else 'TOO MUCH'}"
            )
    return 0 if all(row["ok"] for row in rows) else 1


def _in_its_own_process(people: int) -> list[dict[str, Any]]:
    """A fresh database a size, and an interpreter for filling and one for serving it, so that none warms the other."""
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as folder:
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("SAPWOOD_", "DATABASE_URL", "DJANGO_"))
            },
            "SAPWOOD_MODE": "test",
            "SAPWOOD_DATA": f"{folder}/data",
            "SAPWOOD_ASSETS": f"{folder}/assets",
            "DJANGO_SETTINGS_MODULE": "sapwood.config.settings",
            "OMP_NUM_THREADS": "1",
            "PYTHONWARNINGS": "ignore:No directory at:UserWarning",  # of the collected assets, which no page here needs
        }

        def inner(step: str, given: str) -> str:
            said = subprocess.run(
                [sys.executable, __file__, step, str(people)],
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                input=given,
                text=True,
            )
            return said.stdout.splitlines()[-1]

        addresses = inner("--prepare", "")
        found: list[dict[str, Any]] = json.loads(inner("--measure", addresses))
        return found


def _prepare(people: int) -> dict[str, str]:
    """A database of that size and the assets; the addresses of the pages."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("build_assets", verbosity=0)
    return _fill(people, *SIZES[people])


def _measure(people: int, addresses: dict[str, str]) -> list[dict[str, Any]]:
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from sapwood.activity import clock
    from sapwood.people.models import Person

    settings.ALLOWED_HOSTS = ["testserver"]
    reader = Person.objects.get(name="Reader Of Pages")
    client = Client()
    rows = []
    import_module("sapwood.config.wsgi")  # as the web process sets itself up
    with clock.frozen(AT):
        client.force_login(reader)
        for page, address in addresses.items():
            rows += _rows_of(client, page, address, people)
        rows += _coach(client, people)
        rows += _whole_map(client, people)
    return rows


def _rows_of(client: Any, page: str, address: str, people: int) -> list[dict[str, Any]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _warm in range(WARM):
        answer = client.get(address)
    assert answer.status_code == 200, (page, answer.status_code)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    asked = len(queries)
    used = []
    for _again in range(REPEATS):
        began = time.process_time()
        client.get(address)
        used.append((time.process_time() - began) * 1000)
    kilobytes = (len(gzip.compress(answer.content)) + _assets()) / 1024
    values = (
        ("queries", asked, "queries", QUERIES),
        ("cpu_ms", round(statistics.median(used), 1), "ms CPU", BOUNDS[page]),
        ("kb", round(kilobytes), "KB", KILOBYTES),
    )
    return [
        {"name": f"{page}.{people}.{name}", "value": value, "unit": unit, "bound": bound, "ok": value <= bound}
        for name, value, unit, bound in values
    ]


def _coach(client: Any, people: int) -> list[dict[str, Any]]:
    """The checklist while one types, a different text each time, and 200 statements on the start page."""
    from django.test import Client

    def goal(number: int, lines: int) -> list[str]:
        return [
            f"Customers of round {number} stay because they trust us",
            *(
                f"Cut the time from order {place} to delivery in region {number} from {place + 9} to {place + 2} days"
                for place in range(lines)
            ),
        ]

    def typed(number: int) -> dict[str, str]:
        title, *results = goal(number, 5)
        lines = {f"kr-{place}-title": text for place, text in enumerate(results)}
        return {"title": title, "layer": "strategic", "kr-TOTAL_FORMS": "5", "kr-INITIAL_FORMS": "0", **lines}

    def median(ask: Any) -> float:
        ask(0)
        used = []
        for again in range(1, REPEATS + 1):
            began = time.process_time()
            answer = ask(again)
            used.append((time.process_time() - began) * 1000)
            assert answer.status_code == 200, answer.status_code
        return statistics.median(used)

    def pasted(number: int) -> dict[str, str]:
        texts = ["\n- ".join(["# " + title, *results]) for title, *results in (goal(number + n, 4) for n in range(40))]
        return {"pasted": "\n\n".join(texts)}

    live = median(lambda number: client.post("/objectives/wording/", typed(number))) / 6
    first = median(lambda number: Client().post("/first-look/", pasted(number * 100)))
    return [
        {
            "name": f"{name}.{people}.cpu_ms",
            "value": round(value, 1),
            "unit": "ms CPU",
            "bound": bound,
            "ok": value <= bound,
        }
        for name, value, bound in (("live-check-a-statement", live, 50), ("first-look-200-statements", first, 3_000))
    ]


def _whole_map(client: Any, people: int) -> list[dict[str, Any]]:
    """Every objective of the cycle drawn one by one, as the file that can be taken away."""
    from sapwood.goals.models import Objective

    used = []
    for _again in range(REPEATS):
        began = time.process_time()
        answer = client.get("/alignment/map.svg?whole=1")
        used.append((time.process_time() - began) * 1000)
    drawn, all_of_them = answer.content.count(b'class="node"'), Objective.objects.count()
    soft = answer.content.count(b'class="node soft"')
    return [
        {"name": f"whole-map.{people}.objectives_not_drawn", "value": all_of_them - drawn - soft, "unit": "goals", "bound": 0, "ok": all_of_them == drawn + soft},
        {"name": f"whole-map.{people}.cpu_ms", "value": round(statistics.median(used), 1), "unit": "ms CPU", "bound": 1_000, "ok": statistics.median(used) <= 1_000},
        {"name": f"whole-map.{people}.kb", "value": round(len(gzip.compress(answer.content)) / 1024), "unit": "KB", "bound": KILOBYTES, "ok": len(gzip.compress(answer.content)) <= KILOBYTES * 1024},
    ]  # fmt: skip


def _assets() -> int:
    """Bytes of style sheet and scripts, compressed, and of the fonts as they are."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    built = settings.SAPWOOD_ASSETS / "ui"
    total = sum(len(gzip.compress((built / name).read_bytes())) for name in ("sapwood.css", "sapwood.js"))
    total += sum((built / name).stat().st_size for name in ("inter.woff2", "source-serif.woff2"))
    for name in ("django_htmx/htmx-2.min.js", "ui/mark.svg"):
        total += len(gzip.compress(Path(finders.find(name) or "").read_bytes()))
    return total


def _same_queries(rows: list[dict[str, Any]]) -> None:
    """Ten times as many rows must not cost one query more."""
    counts = {row["name"]: row["value"] for row in rows if row["name"].endswith(".queries")}
    small, large = SIZES
    for page in BOUNDS:
        more = counts[f"{page}.{large}.queries"] - counts[f"{page}.{small}.queries"]
        rows.append({"name": f"{page}.more_queries", "value": more, "unit": "queries", "bound": 0, "ok": more <= 0})


def _fill(people: int, objectives: int, results: int) -> dict[str, str]:
    """A company of that size, and the addresses of the pages. Written in bulk; the standing is computed as always."""
    from django.db import transaction
    from django.urls import reverse

    from sapwood.goals import standing
    from sapwood.goals.models import Alignment, CheckIn, Cycle, KeyResult, Objective, Pair, Reading
    from sapwood.people.models import Membership, Organisation, Person, ReportingLine, Role, RoleGrant, Team

    chance = random.Random(people)
    with transaction.atomic():
        Organisation.objects.create(pk=1, name="Bench Works")
        company = Team.objects.create(name="Bench Works", level=Team.Level.COMPANY)
        departments = [
            Team.objects.create(name=f"Department {n}", level="department", parent=company) for n in range(10)
        ]
        teams = Team.objects.bulk_create(
            Team(name=f"Team {n:04}", level=Team.Level.TEAM, parent=departments[n % 10]) for n in range(people // 10)
        )
        reader = Person(name="Reader Of Pages", email="reader@bench.example", job_title="reads", password="!")  # noqa: S106  (nobody signs in with it)
        rest = [
            Person(name=f"Person {n:05}", email=f"p{n}@bench.example", job_title="works", password="!")  # noqa: S106
            for n in range(people - 1)
        ]
        everybody = Person.objects.bulk_create([reader, *rest], batch_size=500)
        reader = everybody[0]
        Membership.objects.bulk_create(
            (
                Membership(person=one, team=teams[n % len(teams)], is_lead=n < len(teams), starts=dt.date(2025, 1, 6))
                for n, one in enumerate(everybody)
            ),
            batch_size=500,
        )
        ReportingLine.objects.bulk_create(
            (
                ReportingLine(person=one, manager=everybody[n % len(teams)], starts=dt.date(2025, 1, 6))
                for n, one in enumerate(everybody)
                if n >= len(teams)
            ),
            batch_size=500,
        )
        RoleGrant.objects.create(person=reader, role=Role.OKR_OWNER, starts=AT)
        cycle = Cycle.objects.create(
            name="Autumn 2026", starts=dt.date(2026, 8, 31), ends=dt.date(2026, 11, 29), stage=Cycle.Stage.ACTIVE
        )
        goals = Objective.objects.bulk_create(
            (
                Objective(
                    title=f"Objective {n} that says what will be true for somebody at the end",
                    why="Because somebody would notice.",
                    owner_team=company if n < 3 else teams[n % len(teams)],
                    cycle=cycle,
                    stage=Objective.Stage.ACTIVE,
                    nature="soft" if n % 4 == 0 else "hard",
                    created=AT,
                    changed=AT,
                )
                for n in range(objectives)
            ),
            batch_size=500,
        )
        mine = goals[len(teams)] if len(goals) > len(teams) else goals[-1]
        mine.owner_team = teams[0]
        mine.save()
        rows = KeyResult.objects.bulk_create(
            (
                KeyResult(
                    objective=goal,
                    title=f"Key result {n} of objective {goal.pk}: how one will see it",
                    unit="%",
                    baseline=Decimal(0),
                    target=Decimal(100),
                    position=n,
                    updater=reader if goal == mine else chance.choice(everybody),
                )
                for goal in goals
                for n in range(results)
            ),
            batch_size=500,
        )
        readings = []
        for row in rows:
            for week in range(6):
                at = AT - dt.timedelta(weeks=6 - week)
                check_in = CheckIn(objective_id=row.objective_id, by=row.updater, at=at, confidence=6)
                readings.append((check_in, row, Decimal(week * chance.randint(3, 9)), at))
        CheckIn.objects.bulk_create((one[0] for one in readings), batch_size=500)
        Reading.objects.bulk_create(
            (
                Reading(
                    key_result=row,
                    check_in=check_in,
                    value=value,
                    confidence=6,
                    by=row.updater,
                    at=at,
                    note="A quiet week.",
                )
                for check_in, row, value, at in readings
            ),
            batch_size=500,
        )
        Alignment.objects.bulk_create(
            (Alignment(child=goal, parent=goals[n // 4], by=reader, at=AT) for n, goal in enumerate(goals) if n >= 4),
            batch_size=500,
        )
        Pair.objects.bulk_create(
            (Pair(hard=goals[n + 1], soft=goals[n], by=reader, at=AT) for n in range(0, objectives - 1, 4)),
            batch_size=500,
        )
        standing.rebuild(Objective.objects.select_related("cycle"))
    return {
        "my-week": reverse("overview:my_week"),
        "check-in": reverse("goals:check_in_week"),
        "objective": reverse("goals:objective", args=[mine.public_id]),
        "objectives": reverse("goals:objectives"),
        "cycle": reverse("goals:cycle", args=[cycle.public_id]),
        "alignment": reverse("goals:alignment"),
        "map": reverse("goals:alignment") + "?view=map",
        "coverage": reverse("goals:coverage", args=[cycle.public_id]),
        "pairs": reverse("goals:pairs", args=[cycle.public_id]),
        "desk": reverse("goals:desk"),
        "agenda": reverse("goals:agenda", args=[cycle.public_id]),
        "people": reverse("people:directory"),
    }


if __name__ == "__main__":
    sys.exit(main())
