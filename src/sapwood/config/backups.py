"""One file that holds everything, and the proof that it does.

A backup is a tar with `manifest.json` and the database: a copy made by SQLite's online backup, or what
`pg_dump` writes. The manifest says what must be found again: rows per table, migrations, the head of the
event chain. Copy and counts are of the same moment, and people may go on working meanwhile.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from sapwood import __version__
from sapwood.config import database_copies, key_copies
from sapwood.config.database_copies import BadBackup, Occupied
from sapwood.config.key_copies import KeysMissing, Opened
from sapwood.people import durable
from sapwood.people.durable import Keys

FORMAT = 1
MANIFEST = "manifest.json"
BODY = {"sqlite": "sapwood.sqlite3", "postgresql": "sapwood.pgdump"}
FIRST_LINE = {"sqlite": b"SQLite format 3\x00", "postgresql": b"PGDMP"}
LARGEST_MANIFEST = 1_000_000
PIECE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself."""

    format: int
    sapwood: str
    made: str
    engine: str
    size: int
    sha256: str
    tables: dict[str, int]
    migrations: list[str]
    chain_head: str

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


@dataclass(frozen=True)
class Report:
    """What restoring into a temporary place showed. No `problems`: the backup is good."""

    manifest: Manifest
    problems: list[str]
    behind: int  # migrations this version would add
    opened: Opened | None = None  # what is locked in it, and how much of that the keys open


def make(to: Path) -> Manifest:
    """Write the database into one file, readable by its owner only. Raises Occupied when the file exists."""
    if to.exists():
        raise Occupied(f"{to} exists already and was left as it is. Name another file.")
    database = connections[DEFAULT_DB_ALIAS]
    with tempfile.TemporaryDirectory(prefix=".sapwood-backup-", dir=to.parent) as folder:
        body = Path(folder) / BODY[database.vendor]
        facts = (
            database_copies.copy_sqlite(database, body)
            if database.vendor == "sqlite"
            else database_copies.dump_postgres(database, body)
        )
        made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        manifest = Manifest(FORMAT, __version__, made, database.vendor, body.stat().st_size, _digest(body), **facts)
        words = Path(folder) / MANIFEST
        words.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        packed = Path(folder) / "packed.tar"
        with tarfile.open(packed, "w", format=tarfile.PAX_FORMAT) as tar:
            for part in (words, body):
                tar.add(part, arcname=part.name, filter=_nobody)
        packed.chmod(0o600)
        _to_disk(packed)
        to.touch(mode=0o600, exist_ok=False)  # two at once: the second one stops here
        packed.replace(to)
    return manifest


def verify(file: Path, *, keys: Keys | None = None) -> Report:
    """Restore into a temporary place and look: digest, structure, rows, migrations, the chain of events, and whether
    what people locked opens with these keys (left out: with those of the key store here)."""
    with _unpacked(file) as (manifest, body):
        return _examine(manifest, body, keys or durable.store())


def restore(file: Path, *, keys: durable.Copy | None = None, without_keys: bool = False) -> Report:
    """Verify, then bring the backup back into an empty place, and the keys into the key store. Raises Occupied when it
    is not empty, KeysMissing when words would come back that no key opens; `without_keys` brings them back locked.

    With problems in the report nothing was restored.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database_copies.must_be_empty(database)
    with _unpacked(file) as (manifest, body):
        report = _examine(manifest, body, keys or durable.store())
        if report.problems:
            return report
        if report.opened is not None and report.opened.lost and not without_keys:
            raise KeysMissing(_missing(file, report.opened))
        if keys is not None:
            key_copies.bring_back(keys)
        if database.vendor == "sqlite":
            target = Path(str(database.settings_dict["NAME"]))
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
            shutil.copyfile(body, beside)
            beside.chmod(0o600)
            _to_disk(beside)
            beside.replace(target)
        else:
            database_copies.restore_postgres(database.settings_dict, body)
    return report


def _missing(file: Path, opened: Opened) -> str:
    return (
        f"{file} holds {opened.rows} private texts of {opened.people} people (journals, private notes), and the keys of "
        f"{opened.lost} of them are neither in the key store here nor in a file you named. Nothing was restored.\n"
        "  Name the file that `sapwood backup --keys FILE` wrote:  sapwood restore BACKUP --keys FILE\n"
        "  If there is none, --without-keys brings back all the rest; these texts stay locked, for good."
    )


def _examine(manifest: Manifest, body: Path, keys: Keys) -> Report:
    if _digest(body) != manifest.sha256:
        return Report(manifest, ["The content differs from its digest: the file was damaged or changed."], 0)
    problems, behind, opened = [], 0, None
    with database_copies.temporary_database(manifest.engine, body) as alias:
        here = connections[alias]
        if here.vendor == "sqlite":
            problems += _structure_of_sqlite(here)
        found = database_copies.facts(here)
        for table in sorted(set(manifest.tables) | set(found["tables"])):
            was, now = manifest.tables.get(table), found["tables"].get(table)
            if was != now:
                problems.append(f"{table}: {_rows(was)} in the manifest, {_rows(now)} found.")
        if found["migrations"] != manifest.migrations:
            problems.append("The migrations found are not those in the manifest.")
        unknown, behind = _compare_with_this_version(alias)
        if unknown:
            problems.append(
                f"It was made by a newer version ({manifest.sapwood}; this is {__version__}): "
                f"{', '.join(unknown)} unknown here. Restore with that version."
            )
        if not problems:
            made = _bring_up_to_date(alias)
            problems += _chain(alias, manifest)
            opened = key_copies.examine(durable.Either(keys, made), using=alias)
            if opened.broken:
                problems.append(
                    f"{opened.broken} private texts do not open with their key: they were changed, or the keys are not of this backup."
                )
    return Report(manifest, problems, behind, opened)


def _structure_of_sqlite(here: BaseDatabaseWrapper) -> list[str]:
    with here.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        dangling = len(cursor.fetchall())
    problems = [f"SQLite finds the file damaged: {line}" for line in said[:5]]
    if dangling:
        problems.append(f"{dangling} rows name rows that are not there.")
    return problems


def _compare_with_this_version(alias: str) -> tuple[list[str], int]:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connections[alias])
    ours = set(loader.disk_migrations or {})
    applied = set(loader.applied_migrations or {})
    unknown = [f"{room}.{name}" for room, name in sorted(applied - ours) if room in _own_rooms()]
    return unknown, len(ours - applied)


def _own_rooms() -> set[str]:
    from django.apps import apps

    return {config.label for config in apps.get_app_configs() if config.name.startswith("sapwood.")}


def _bring_up_to_date(alias: str) -> durable.Copy:
    """So that this version can read the temporary copy. Keys that its migrations make are as temporary as it is."""
    from django.core.management import call_command

    made = durable.Copy({})
    with durable.instead(made):
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    return made


def _chain(alias: str, manifest: Manifest) -> list[str]:
    from sapwood.activity import events
    from sapwood.activity.models import ChainHead, Event

    broken = events.verify_chain(using=alias)
    if broken is not None:
        return [f"The chain of events is broken at event {broken}: it was changed, or one before it is missing."]
    last = Event.objects.using(alias).order_by("-id").values_list("digest", flat=True).first()
    head = ChainHead.objects.using(alias).values_list("digest", flat=True).first()
    if last is not None and (last != head or head != manifest.chain_head):
        return ["The newest event is not the one the chain ends with: events at the end are missing."]
    return []


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and the database in a temporary folder. Nothing else in the file is looked at."""
    with tempfile.TemporaryDirectory(prefix="sapwood-restore-") as folder:
        try:
            with tarfile.open(file, "r:") as tar:
                manifest = _manifest(tar, file)
                body = Path(folder) / BODY[manifest.engine]
                member = tar.getmember(body.name)
                stream = tar.extractfile(member)
                if stream is None or member.size != manifest.size:
                    raise BadBackup(f"{file}: the database in it has another size than its manifest says.")
                with body.open("wb") as out:
                    shutil.copyfileobj(stream, out, PIECE)
        except (tarfile.TarError, KeyError, EOFError) as error:
            raise BadBackup(f"{file} is not a whole backup of Sapwood: {error}.") from error
        with body.open("rb") as start:
            if not start.read(16).startswith(FIRST_LINE[manifest.engine]):
                raise BadBackup(f"{file}: what is in it is no {manifest.engine} database.")
        yield manifest, body


def _manifest(tar: tarfile.TarFile, file: Path) -> Manifest:
    member = tar.getmember(MANIFEST)
    stream = tar.extractfile(member)
    if stream is None or member.size > LARGEST_MANIFEST:
        raise BadBackup(f"{file} is not a backup of Sapwood: its manifest cannot be read.")
    try:
        manifest = Manifest(**json.loads(stream.read()))
    except (ValueError, TypeError) as error:
        raise BadBackup(f"{file} is not a backup this version can read: {error}.") from error
    if manifest.format != FORMAT:
        raise BadBackup(f"{file} has format {manifest.format}; this version reads format {FORMAT}.")
    ours = connections[DEFAULT_DB_ALIAS].vendor
    if manifest.engine != ours:
        raise BadBackup(
            f"{file} is a backup of {manifest.engine}, and the settings name {ours}. "
            "Set DATABASE_URL to the kind of database it was made from. From SQLite to PostgreSQL: restore it on "
            "SQLite, then sapwood move."
        )
    return manifest


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _to_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def _rows(count: int | None) -> str:
    return "no such table" if count is None else f"{count} rows"
