"""What people locked comes back from a backup with its file of keys, and with nothing less."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sapwood import cli
from sapwood.config import backups, key_copies
from sapwood.feedback import keys as wave_keys
from sapwood.growth.actions import journal
from sapwood.growth.models import JournalEntry
from sapwood.meetings import actions as meetings
from sapwood.people import durable
from sapwood.people.models import DurableKey
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
def files(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A backup and its keys: an entry of Ada's, the copy Bo reads, a private note; and a wave key in the same folder."""
    monkeypatch.setattr("django.conf.settings.SAPWOOD_KEYS", tmp_path / "keys")
    company = cast.gather()
    entry = journal.write_entry(by=company.ada, text="The heron came back.", day=cast.TODAY, at=cast.NOW)
    journal.share_entry(by=company.ada, entry=entry, person=company.bo, at=cast.NOW)
    talk = meetings.begin_one_on_one(by=company.bo, person=company.ada, when=cast.NOW, at=cast.NOW)
    meetings.keep_private_note(by=company.bo, meeting=talk, text="Ask about the crane.", at=cast.NOW)
    wave_keys.store().create("wave-1")
    database, keys = tmp_path / "sapwood.tar", tmp_path / "sapwood.keys"
    backups.make(database)
    assert key_copies.write(keys).lost == ()
    return database, keys


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another machine: an empty place for the database, and an empty key store."""
    place = tmp_path / "elsewhere" / "sapwood.sqlite3"
    monkeypatch.setitem(connections["default"].settings_dict, "NAME", str(place))
    monkeypatch.setattr("django.conf.settings.SAPWOOD_KEYS", tmp_path / "other-keys")
    return place


def test_the_file_holds_durable_keys_and_no_wave_key(files: tuple[Path, Path]) -> None:
    _database, keys = files
    held = json.loads(keys.read_text())["sapwood-durable-keys"]["keys"]
    assert set(held) == set(DurableKey.objects.values_list("name", flat=True)) and len(held) == 3
    assert wave_keys.store().private("wave-1").hex() not in keys.read_bytes().hex()
    assert keys.stat().st_mode & 0o077 == 0
    with pytest.raises(key_copies.BadKeys, match="left as it is"):
        key_copies.write(keys)


def test_the_backup_itself_holds_no_key(files: tuple[Path, Path]) -> None:
    database, keys = files
    content = database.read_bytes()
    for name, secret in key_copies.read(keys).keys.items():
        assert secret not in content
        if connections["default"].vendor == "sqlite":  # PostgreSQL packs its dumps
            assert name.encode() in content, "the search looks in the right place"
    assert b"The heron came back." not in content and b"Ask about the crane." not in content


def test_verified_where_the_keys_are(files: tuple[Path, Path]) -> None:
    report = backups.verify(files[0])
    assert report.problems == [] and report.opened == key_copies.Opened(rows=3, people=2, lost=0, broken=0)


def test_elsewhere_it_is_verified_with_the_file(files: tuple[Path, Path], elsewhere: Path) -> None:
    database, keys = files
    opened = backups.verify(database, keys=key_copies.read(keys)).opened
    assert opened is not None and opened.is_whole
    without = backups.verify(database).opened
    assert without is not None and without.lost == 3


@pytest.mark.sqlite
def test_brought_back_with_its_keys_it_opens(files: tuple[Path, Path], elsewhere: Path) -> None:
    database, keys = files
    report = backups.restore(database, keys=key_copies.read(keys))
    assert report.problems == [] and elsewhere.exists()
    assert durable.store().read(DurableKey.objects.order_by("id")[0].name)
    row = JournalEntry.objects.select_related("key").get()
    assert "The heron came back." in row.unlock()
    assert not (elsewhere.parent.parent / "other-keys" / "wave-1.key").exists()


@pytest.mark.sqlite
def test_without_keys_it_is_refused_in_words_unless_that_is_wanted(files: tuple[Path, Path], elsewhere: Path) -> None:
    database, _keys = files
    with pytest.raises(key_copies.KeysMissing, match="3 private texts of 2 people") as refused:
        backups.restore(database)
    assert "--keys FILE" in str(refused.value) and "--without-keys" in str(refused.value)
    assert not elsewhere.exists()
    assert backups.restore(database, without_keys=True).problems == [] and elsewhere.exists()


@pytest.mark.sqlite
def test_the_keys_of_another_house_are_noticed(files: tuple[Path, Path], elsewhere: Path, tmp_path: Path) -> None:
    database, keys = files
    held = json.loads(keys.read_text())
    names = list(held["sapwood-durable-keys"]["keys"])
    secrets = list(held["sapwood-durable-keys"]["keys"].values())
    held["sapwood-durable-keys"]["keys"] = dict(zip(names, secrets[1:] + secrets[:1], strict=True))
    wrong = tmp_path / "wrong.keys"
    wrong.write_text(json.dumps(held))
    report = backups.restore(database, keys=key_copies.read(wrong))
    assert any("do not open with their key" in line for line in report.problems) and not elsewhere.exists()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"sapwood-durable-keys": {"format": 1, "keys": {"a": "%"}}}'])
def test_what_is_no_file_of_keys_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "some.keys"
    file.write_text(content)
    with pytest.raises(key_copies.BadKeys, match=r"some\.keys"):
        key_copies.read(file)


def test_a_key_in_the_store_is_never_replaced_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SAPWOOD_KEYS", tmp_path / "keys")
    durable.store().write("d-one", b"a" * 32)
    with pytest.raises(key_copies.BadKeys, match="another key named d-one"):
        key_copies.bring_back(durable.Copy({"d-new": b"c" * 32, "d-one": b"b" * 32}))
    assert os.listdir(tmp_path / "keys" / "durable") == ["d-one.key"]


def test_on_the_command_line(files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["backup", str(tmp_path / "a.tar"), "--keys", str(tmp_path / "a.keys")]) == 0
    assert "3 durable keys. Keep it apart" in capsys.readouterr().out
    assert cli.main(["restore", str(tmp_path / "a.tar"), "--keys", str(tmp_path / "a.keys"), "--verify"]) == 0
    assert "3 of 3 private texts of 2 people open" in capsys.readouterr().out
    assert cli.main(["backup", "--keys", str(tmp_path / "b.keys")]) == 0
    durable.store().destroy(DurableKey.objects.order_by("id")[0].name)
    assert cli.main(["restore", str(tmp_path / "a.tar"), "--verify"]) == 1
    assert "Name their file with --keys FILE" in capsys.readouterr().err
    assert cli.main(["backup", "--keys", str(tmp_path / "c.keys")]) == 2
    assert "lost from" in capsys.readouterr().err
