"""What was backed up can be brought back, and a damaged backup says so."""

from __future__ import annotations

import dataclasses
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sapwood.activity import events
from sapwood.activity.models import Event
from sapwood.config import backups, database_copies
from sapwood.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_second_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests may open their one database only; here a backup is looked at in another."""

    def connect(self: BaseDatabaseWrapper) -> None:
        if self.connection is None:
            self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", connect)


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of the cast's company in which two things happened."""
    from django.db import transaction

    company = cast.gather()
    with transaction.atomic():
        events.record("test.first", by=company.ada, about=None, at=cast.NOW)
        events.record("test.second", by=company.bo, about=None, at=cast.NOW)
    file = tmp_path / "sapwood.tar"
    backups.make(file)
    return file


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for a database, in place of the one the tests run on."""
    place = tmp_path / "elsewhere" / "sapwood.sqlite3"
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", str(place))
    return place


def test_a_backup_is_found_good(backup: Path) -> None:
    report = backups.verify(backup)

    assert report.problems == []
    assert report.behind == 0
    assert report.manifest.tables["people_person"] == Person.objects.count()


def test_only_its_owner_may_read_it(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0


def test_nothing_is_left_beside_it(backup: Path) -> None:
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]


def test_an_existing_file_is_never_overwritten(backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(backups.Occupied, match="Name another file"):
        backups.make(backup)

    assert backup.read_bytes() == before


@pytest.mark.sqlite
def test_a_backup_is_brought_back_whole(backup: Path, elsewhere: Path) -> None:
    names = set(Person.objects.values_list("name", flat=True))

    report = backups.restore(backup)

    assert report.problems == []
    with closing(sqlite3.connect(elsewhere)) as restored:
        assert {row[0] for row in restored.execute("SELECT name FROM people_person")} == names
    assert elsewhere.stat().st_mode & 0o077 == 0


@pytest.mark.sqlite
def test_a_database_that_is_there_is_never_overwritten(backup: Path, elsewhere: Path) -> None:
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"somebody's work")

    with pytest.raises(backups.Occupied, match="empty folder"):
        backups.restore(backup)

    assert elsewhere.read_bytes() == b"somebody's work"


@pytest.mark.sqlite
def test_a_tables_missing_row_is_noticed(backup: Path) -> None:
    changed = _with_database(backup, lambda rows: rows.execute("DELETE FROM people_value"))

    assert backups.verify(changed).problems == ["people_value: 1 rows in the manifest, 0 rows found."]


@pytest.mark.sqlite
def test_a_changed_event_is_noticed(backup: Path) -> None:
    change = "UPDATE activity_event SET actor_name = 'Eve Marsh' WHERE verb = 'test.first'"
    changed = _with_database(backup, lambda rows: rows.execute(change))

    first = Event.objects.get(verb="test.first").pk
    assert any(f"broken at event {first}" in line for line in backups.verify(changed).problems)


@pytest.mark.sqlite
def test_a_newer_versions_backup_is_left_to_that_version(backup: Path, elsewhere: Path) -> None:
    add = "INSERT INTO django_migrations (app, name, applied) VALUES ('goals', '0999_later', '2030-01-01')"
    changed = _with_database(backup, lambda rows: rows.execute(add), recount=True)

    report = backups.restore(changed)

    assert any("goals.0999_later" in line for line in report.problems)
    assert not elsewhere.exists()


def test_a_flipped_bit_is_noticed(backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    backup.write_bytes(content)

    assert any("digest" in line for line in backups.verify(backup).problems)


@pytest.mark.parametrize("content", [b"", b"notes of last week\n" * 100, b"\x00" * 20_000])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "something.tar"
    file.write_bytes(content)

    with pytest.raises(backups.BadBackup, match=r"something\.tar"):
        backups.verify(file)


def test_half_a_backup_is_refused(backup: Path) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: len(content) // 2])

    with pytest.raises(backups.BadBackup):
        backups.verify(backup)


def test_a_path_in_the_file_leads_nowhere(backup: Path, tmp_path: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        member = tarfile.TarInfo("../../escaped")
        member.size = 4
        tar.addfile(member, io.BytesIO(b"gone"))

    assert backups.verify(backup).problems == []
    assert not (tmp_path.parent.parent / "escaped").exists()


def _with_database(backup: Path, change: Callable[[sqlite3.Connection], object], *, recount: bool = False) -> Path:
    """The same backup with its database changed by somebody who also mends the digest, to be harder to catch."""
    body = backup.with_name("changed.sqlite3")
    with tarfile.open(backup) as tar:
        manifest = backups.Manifest(**json.loads(tar.extractfile(backups.MANIFEST).read()))  # type: ignore[union-attr]
        body.write_bytes(tar.extractfile(backups.BODY["sqlite"]).read())  # type: ignore[union-attr]
    with closing(sqlite3.connect(body)) as rows:
        change(rows)
        rows.commit()
        facts = database_copies.facts_by(lambda query: rows.execute(query).fetchall(), database_copies.names_in_sqlite)
    mended = dataclasses.replace(manifest, size=body.stat().st_size, sha256=backups._digest(body))
    if recount:
        mended = dataclasses.replace(mended, **facts)
    words = json.dumps(dataclasses.asdict(mended)).encode()
    changed = backup.with_name("changed.tar")
    with tarfile.open(changed, "w") as tar:
        member = tarfile.TarInfo(backups.MANIFEST)
        member.size = len(words)
        tar.addfile(member, io.BytesIO(words))
        tar.add(body, arcname=backups.BODY["sqlite"])
    return changed
