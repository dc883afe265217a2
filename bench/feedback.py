"""How long closing and publishing takes: a pulse of 10,000 people, and a 360 about 5,000.

    bench/feedback.py            both
    bench/feedback.py --json     one list of {name, value, unit, bound, ok}
    bench/feedback.py --people 0.1   a tenth of each

It makes its own company in a temporary folder (SQLite, or PostgreSQL by DATABASE_URL), answers for everybody with sealed
ballots, then measures what the clock does: from the open wave to the publication with receipts, ballots and key gone.
Nothing is compared with: the bounds are ours (a minute, five minutes, on two cores).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sapwood.feedback.models import Wave
    from sapwood.people.models import Person

BOUNDS = {"pulse": 60.0, "round": 300.0, "page": 25.0}
PAGES = 60
NOW = dt.datetime(2026, 10, 7, 10, 0, tzinfo=dt.UTC)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="machine-readable")
    parser.add_argument("--people", type=float, default=1.0, help="share of the full size")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="sapwood-bench-") as folder:
        os.environ.update(
            SAPWOOD_MODE="test",  # plain addresses of static files; nothing else differs here
            SAPWOOD_DATA=str(Path(folder) / "data"),
            SAPWOOD_ASSETS=str(Path(folder) / "assets"),
            DJANGO_SETTINGS_MODULE="sapwood.config.settings",
        )
        (Path(folder) / "assets" / "collected").mkdir(parents=True)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        rows = []
        for part, size in ((_pulse, 10_000), (_round, 5_000)):
            found = part(int(size * options.people))
            rows += found
            for row in found if not options.json else ():
                bound = f"at most {row['bound']:g}" if row["bound"] is not None else ""
                missed = "" if row["ok"] else "MISSED"
                print(f"{row['name']:<58}{row['value']:>12,.1f} {row['unit']:<6}{bound:<14}{missed}", flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    return 0 if all(row["ok"] for row in rows) else 1


def _pulse(people: int) -> list[dict[str, object]]:
    """Everybody in teams of 9 under departments of 10 teams; 70 % answer five items, a third writes a remark."""
    from sapwood.feedback import actions
    from sapwood.feedback.actions import closing
    from sapwood.feedback.models import Cell, Item, Questionnaire

    owner = _company(people)
    asked = Questionnaire.objects.create(name="Bench pulse", kind="pulse", published=NOW)
    for number in range(5):
        Item.objects.create(
            questionnaire=asked, key=f"q{number}", text=f"Item {number}", kind="agreement", position=number
        )
    Item.objects.create(questionnaire=asked, key="words", text="What else?", kind="text", position=9)
    began = time.perf_counter()
    wave = actions.draft_pulse(by=owner, name="Bench", questionnaire=asked, at=NOW)
    wave = actions.launch(by=owner, wave=wave, closes=NOW + dt.timedelta(days=7), at=NOW)
    launched = time.perf_counter() - began
    page = _page(wave)
    answered, sealing = _answer(wave, rate=0.7, remarks=0.3)
    took, cpu = _timed(lambda: closing.close(wave, NOW + dt.timedelta(days=8)))
    cells = Cell.objects.filter(publication__wave=wave)
    return [
        _row(f"pulse of {people:,} people: launch", launched, "s"),
        *page,
        _row(f"pulse: one answer sealed and stored ({answered:,} of them)", 1000 * sealing / answered, "ms"),
        _row("pulse: close and publish", took, "s", BOUNDS["pulse"]),
        _row("pulse: close and publish, CPU (on a busy machine the fairer figure)", cpu, "s"),
        _row("pulse: cells", cells.count(), "rows"),
        _row("pulse: cells with a number", cells.filter(withheld="").count(), "rows"),
    ]


def _round(people: int) -> list[dict[str, object]]:
    """Each of them as seen by their manager and seven peers, on 10 competencies of 3 items."""
    from sapwood.feedback import actions
    from sapwood.feedback.actions import closing
    from sapwood.feedback.models import Cell, Invitation, Item, Questionnaire, Subject
    from sapwood.people.models import Competency, Person

    owner = Person.objects.get(email="owner@bench.example")
    staff = list(Person.objects.exclude(pk=owner.pk).order_by("pk")[:people])
    asked = Questionnaire.objects.create(name="Bench round", kind="360", published=NOW)
    for number in range(10):
        competency = Competency.objects.create(name=f"Competency {number}")
        for part in range(3):
            Item.objects.create(
                questionnaire=asked,
                key=f"c{number}-{part}",
                text="Item",
                competency=competency,
                position=number * 3 + part,
            )
    wave = actions.draft_round(by=owner, name="Bench", questionnaire=asked, people=staff, at=NOW)
    chance = random.Random(2)
    subjects = list(Subject.objects.filter(wave=wave))
    Subject.objects.filter(wave=wave).update(agreed=NOW)
    Invitation.objects.bulk_create(
        [
            Invitation(wave=wave, subject=subject, person=staff[(place + step) % people], relation="peer")
            for place, subject in enumerate(subjects)
            for step in chance.sample(range(1, min(people, 60)), 7)
        ],
        batch_size=2_000,
    )
    wave = actions.launch(by=owner, wave=wave, closes=NOW + dt.timedelta(days=7), at=NOW)
    answered, sealing = _answer(wave, rate=1.0, remarks=0.0)
    took, cpu = _timed(lambda: closing.close(wave, NOW + dt.timedelta(days=8)))
    cells = Cell.objects.filter(publication__wave=wave)
    return [
        _row(f"360 about {people:,} people: {answered:,} forms of 30 items sealed", sealing, "s"),
        _row("360: close and publish", took, "s", BOUNDS["round"]),
        _row("360: close and publish, CPU", cpu, "s"),
        _row("360: cells", cells.count(), "rows"),
        _row("360: cells with a number", cells.filter(withheld="").count(), "rows"),
    ]


def _page(wave: Wave) -> list[dict[str, object]]:
    """CPU of the answering page, by Django's own client: reading it, and sending it."""
    from django.test import Client

    from sapwood.activity import clock
    from sapwood.feedback import links
    from sapwood.feedback.models import Invitation, Item

    items = list(Item.objects.filter(questionnaire=wave.questionnaire))
    given = {f"i-{item.pk}": "4" if item.is_scale else "" for item in items}
    rows = list(Invitation.objects.filter(wave=wave)[:PAGES])
    client = Client(HTTP_HOST="127.0.0.1")
    with clock.frozen(NOW + dt.timedelta(days=1)):
        client.get(links.address(rows[0]))  # the first one loads templates
        _wall, reading = _timed(lambda: [client.get(links.address(row)) for row in rows])
        _wall, sending = _timed(lambda: [client.post(links.address(row), given) for row in rows])
    return [
        _row("pulse: reading the answering page, CPU", 1000 * reading / len(rows), "ms", BOUNDS["page"]),
        _row("pulse: sending it, CPU", 1000 * sending / len(rows), "ms", BOUNDS["page"]),
    ]


def _timed(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of CPU."""
    began, cpu = time.perf_counter(), time.process_time()
    what()
    return time.perf_counter() - began, time.process_time() - cpu


def _answer(wave: Wave, *, rate: float, remarks: float) -> tuple[int, float]:
    """How many ballots, and the seconds they took: made as the page would, written in bulk, so that sealing is
    measured and one transaction an answer is not."""
    from sapwood.feedback import ballots
    from sapwood.feedback.actions.answers import sealed_for
    from sapwood.feedback.models import Ballot, Invitation, Item, Receipt, WaveKey

    chance = random.Random(1)
    key = WaveKey.objects.get(wave=wave, purpose="wave")
    items = list(Item.objects.filter(questionnaire=wave.questionnaire))
    rows = Invitation.objects.filter(wave=wave, receipt=None).select_related("wave", "subject").order_by("pk")
    sealed, receipts = [], []
    spread: dict[object, float] = {}
    began = time.perf_counter()
    for row in rows.iterator(chunk_size=2_000):
        if chance.random() > rate:
            continue
        about = spread.setdefault(("about", row.subject_id or row.unit_id), chance.gauss(3.4, 0.4))
        lenient = spread.setdefault(("rater", row.person_id), chance.gauss(0, 0.4))
        ratings = {
            item.pk: min(5, max(1, round(about + lenient + chance.gauss(0, 0.7)))) for item in items if item.is_scale
        }
        words = {
            item.pk: ballots.Remark("What would help is time to finish one thing.")
            for item in items
            if not item.is_scale and chance.random() < remarks
        }
        sealed.append(sealed_for(row, key, ratings, words))
        receipts.append(Receipt(invitation=row))
    Receipt.objects.bulk_create(receipts, batch_size=2_000)
    Ballot.objects.bulk_create(sealed, batch_size=500)
    return len(sealed), time.perf_counter() - began


def _company(people: int) -> Person:
    from sapwood.people.models import Membership, Organisation, Person, ReportingLine, Role, RoleGrant, Team

    Organisation.objects.get_or_create(pk=1, defaults={"name": "Bench"})
    long_ago = dt.date(2025, 1, 1)
    top = Team.objects.create(name="Bench", level="company")
    owner = Person.objects.create(name="Owner", email="owner@bench.example")
    RoleGrant.objects.create(person=owner, role=Role.OKR_OWNER, starts=NOW)
    Membership.objects.create(person=owner, team=top, starts=long_ago, is_lead=True)
    Person.objects.bulk_create(
        [Person(name=f"Person {number}", email=f"p{number}@bench.example") for number in range(people)],
        batch_size=2_000,
    )
    staff = list(Person.objects.exclude(pk=owner.pk).order_by("pk"))
    departments = [
        Team.objects.create(name=f"Department {number}", level="department", parent=top)
        for number in range(people // 90 + 1)
    ]
    teams = [
        Team.objects.create(name=f"Team {number}", parent=departments[number // 10])
        for number in range(people // 9 + 1)
    ]
    Membership.objects.bulk_create(
        [
            Membership(person=one, team=teams[place // 9], starts=long_ago, is_lead=place % 9 == 0)
            for place, one in enumerate(staff)
        ],
        batch_size=2_000,
    )
    ReportingLine.objects.bulk_create(
        [
            ReportingLine(person=one, manager=owner if place % 9 == 0 else staff[place - place % 9], starts=long_ago)
            for place, one in enumerate(staff)
        ],
        batch_size=2_000,
    )
    return owner


def _row(name: str, value: float, unit: str, bound: float | None = None) -> dict[str, object]:
    return {"name": name, "value": value, "unit": unit, "bound": bound, "ok": bound is None or value <= bound}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
