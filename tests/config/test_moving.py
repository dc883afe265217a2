"""A company moves from SQLite to PostgreSQL: whole, equal, or not at all. With processes as somebody starts them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config import processes
from tests.config.processes import ROOT, python

pytestmark = pytest.mark.postgres

TODAY = "2026-11-24"
READERS = ("Leila Haddad", "Priya Raman", "Tobias Adeyemi", "Maren Holt", "Sanna Virtanen")
PAGES = 40  # each

CURTAIN_UP = """
from decimal import Decimal
import datetime as dt
from sapwood.activity.models import FormDraft, Schedule
from sapwood.goals.models import KeyResult
from sapwood.people.models import ImportDraft, Person, Value
from tests import cast
company = cast.gather()
cast.objective("Ships leave on time", company.cranes, company.cycle)
KeyResult.objects.update(target=Decimal("12345678.123456"), baseline=Decimal("-0.000001"))
Value.objects.create(name="Zoë says ÅÄÖ, 日本語, 🙂", text="two\\nlines\\\\N and a\\ttab")
FormDraft.objects.create(person=company.ada, form="x", at=cast.NOW, data={"b": [1, 2.5, None, "ø\\\\"], "a": {"n": 1e-7, "big": 1e16, "none": -0.0}})
Schedule.objects.create(name="x", next_run=dt.datetime(2026, 10, 25, 2, 30, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=2))))
ImportDraft.objects.create(by=company.ad, filename="x.csv", content=bytes(range(256)), at=cast.NOW)
gone = Value.objects.create(name="Taken back", text="")
gone.delete()
print(gone.id or Value.objects.count() + 1)
"""

LOOK = """
from sapwood.config import moving
from sapwood.activity.models import FormDraft, Schedule
from sapwood.goals.models import KeyResult
from sapwood.people.models import ImportDraft, Value
print(repr([
    list(KeyResult.objects.values_list("id", "public_id", "target", "baseline", "progress")),
    list(Value.objects.order_by("id").values_list("id", "name", "text")),
    [(row.pk, sorted(moving._same_number(row.data).items())) for row in FormDraft.objects.all()],
    [bytes(row.content) for row in ImportDraft.objects.all()],
    list(Schedule.objects.filter(name="x").values_list("next_run")),
]))
"""

SCRAMBLE = """
from django.db import connection
with connection.cursor() as cursor:
    for table in connection.introspection.table_names():
        key = connection.introspection.get_primary_key_column(cursor, table)
        cursor.execute(f'SELECT "{key}" FROM "{table}" ORDER BY md5("{key}"::text)')
        for (one,) in cursor.fetchall()[::2]:
            cursor.execute(f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %s', [one])
"""


def test_a_company_reads_the_same_after_the_move(tmp_path: Path, empty_postgres: str) -> None:
    here = processes.environment(tmp_path)
    there = processes.environment(tmp_path, DATABASE_URL=empty_postgres)
    _must(processes.sapwood("prepare", "--demo", "--today", TODAY, env=here))

    told = _must(processes.sapwood("move", "--to", empty_postgres, env=here))

    assert "read back and equal" in told
    python(SCRAMBLE, there)  # PostgreSQL gives what was changed last, last; pages must not depend on it
    before, after = _read(here), _read(there)
    assert sum(len(pages) for pages in before.values()) == PAGES * len(READERS)
    for reader, pages in before.items():
        assert list(after[reader]) == list(pages), reader
        for address, text in pages.items():
            if address.startswith("/demo/unmasking/"):  # rows as this database hands them out, in no order on purpose
                continue
            assert after[reader][address] == text, f"{address} as {reader}"


def test_numbers_letters_times_and_keys_stay_what_they_were(prepared: Path, empty_postgres: str) -> None:
    here = processes.environment(prepared)
    there = processes.environment(prepared, DATABASE_URL=empty_postgres)
    deleted = int(python(CURTAIN_UP, here))

    moved = json.loads(_must(processes.sapwood("move", "--to", empty_postgres, "--json", env=here)))

    assert moved["rows"]["people_person"] == 8
    assert set(moved["rows"]) == set(moved["checksums"])
    assert python(LOOK, there) == python(LOOK, here)
    new = "from sapwood.people.models import Value; print(Value.objects.create(name='New', text='').pk)"
    assert int(python(new, there)) > deleted, "a key is never given twice"


def test_what_is_not_empty_is_left_as_it_is(prepared: Path, empty_postgres: str) -> None:
    here = processes.environment(prepared)
    _must(processes.sapwood("move", "--to", empty_postgres, env=here))
    python("from sapwood.people.models import Value; Value.objects.create(name='A', text='')", here)
    add = "from sapwood.people.models import Value; Value.objects.create(name='B', text='')"
    there = processes.environment(prepared, DATABASE_URL=empty_postgres)
    python(add, there)

    again = processes.sapwood("move", "--to", empty_postgres, env=here)

    assert again.returncode == 2
    assert "is not empty: people_value (1 rows)" in again.stderr
    names = "from sapwood.people.models import Value; print(*Value.objects.values_list('name', flat=True))"
    assert python(names, there).split() == ["B"]


def test_what_postgresql_cannot_keep_is_named_and_nothing_moves(prepared: Path, empty_postgres: str) -> None:
    here = processes.environment(prepared)
    bad = "Value.objects.create(id=7, name='a\\x00', text=''); Value.objects.create(id=8, name='x' * 300, text='')"
    python(f"from sapwood.people.models import Value; {bad}", here)

    moved = processes.sapwood("move", "--to", empty_postgres, env=here)

    assert moved.returncode == 2
    assert "people_value.name, row 7: a null character" in moved.stderr
    assert "people_value.name, row 8: 300 characters" in moved.stderr
    there = processes.environment(prepared, DATABASE_URL=empty_postgres)
    assert python("from sapwood.people.models import Value; print(Value.objects.count())", there) == "0"


def test_nobody_writes_while_it_moves(prepared: Path, empty_postgres: str) -> None:
    script = """
import sqlite3, sys
from django.conf import settings
from sapwood.config import moving
copy = moving._copy
def meanwhile(model, target):
    if model._meta.db_table == "people_value":
        line = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=0)
        try:
            line.execute("DELETE FROM django_migrations")
        except sqlite3.OperationalError as error:
            print(error)
    return copy(model, target)
moving._copy = meanwhile
moving.move(sys.argv[1])
"""

    assert python(script, processes.environment(prepared), empty_postgres) == "database is locked"


def test_a_row_that_arrives_changed_is_noticed(prepared: Path, empty_postgres: str) -> None:
    here = processes.environment(prepared)
    python("from sapwood.people.models import Value; Value.objects.create(name='Say it early', text='')", here)
    script = """
import sys
from sapwood.config import moving
written = moving._written
moving._written = lambda field, value, target: "Say it late" if value == "Say it early" else written(field, value, target)
try:
    moving.move(sys.argv[1])
except moving.CannotMove as why:
    print(why)
"""

    assert python(script, here, empty_postgres) == "people_value arrived with another content. Nothing was kept."
    there = processes.environment(prepared, DATABASE_URL=empty_postgres)
    assert python("from sapwood.people.models import Value; print(Value.objects.count())", there) == "0"


def test_a_backup_is_restored_onto_postgresql_and_reads_the_same(
    tmp_path: Path, empty_postgres: str, other_postgres: str
) -> None:
    one = processes.environment(tmp_path, DATABASE_URL=empty_postgres)
    other = processes.environment(tmp_path, DATABASE_URL=other_postgres)
    _must(processes.sapwood("migrate", env=one))
    python(CURTAIN_UP, one)
    file = tmp_path / "sapwood.tar"

    _must(processes.sapwood("backup", str(file), env=one))
    assert "are all there" in _must(processes.sapwood("restore", "--verify", str(file), env=other))
    assert "are back" in _must(processes.sapwood("restore", str(file), env=other))

    assert python(LOOK, other) == python(LOOK, one)
    new = "from sapwood.people.models import Value; print(Value.objects.create(name='New', text='').pk)"
    assert python(new, other) == python(new, one), "keys go on where they were"
    occupied = processes.sapwood("restore", str(file), env=other)
    assert occupied.returncode == 2
    assert "holds tables" in occupied.stderr


def _read(env: dict[str, str]) -> dict[str, dict[str, str]]:
    words = [sys.executable, "-m", "tests.config.reading", TODAY, str(PAGES), *READERS]
    env = {**env, "DJANGO_SETTINGS_MODULE": "sapwood.config.settings"}
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    read: dict[str, dict[str, str]] = json.loads(_must(done))
    return read


def _must(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout
