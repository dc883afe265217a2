"""A whole database as a file and back, with SQLite's own means or with PostgreSQL's programs."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class BadBackup(Exception):
    """A file that is no backup of ours, or one that cannot be read here."""

    exit_status = 2


class Occupied(Exception):
    """There is something where the backup should go."""

    exit_status = 2


@contextmanager
def temporary_database(engine: str, body: Path) -> Iterator[str]:
    """A second database connection to a copy of the backup, thrown away afterwards."""
    alias = f"examined-{secrets.token_hex(4)}"
    settings = dict(connections[DEFAULT_DB_ALIAS].settings_dict)
    if engine == "sqlite":
        copy = body.with_name("examined.sqlite3")
        shutil.copyfile(body, copy)
        settings["NAME"] = str(copy)
    else:
        settings["NAME"] = f"sapwood_examined_{secrets.token_hex(4)}"
        settings["OPTIONS"] = {name: value for name, value in settings["OPTIONS"].items() if name != "pool"}
        _postgres(settings, "createdb", settings["NAME"])
    connections.settings[alias] = settings
    try:
        if engine == "postgresql":
            restore_postgres(settings, body)
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.settings[alias]
        if engine == "postgresql":
            _postgres(settings, "dropdb", "--if-exists", settings["NAME"])


def copy_sqlite(database: BaseDatabaseWrapper, to: Path) -> dict[str, Any]:
    source_path = Path(str(database.settings_dict["NAME"]))
    if not source_path.exists():
        raise BadBackup(f"There is no database at {source_path}. Is SAPWOOD_DATA set as it is for the server?")
    source = sqlite3.connect(f"{source_path.resolve().as_uri()}?mode=rw", uri=True, timeout=60)
    copy = sqlite3.connect(to)
    try:
        source.backup(copy, pages=4096, sleep=0.01)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        return facts_by(lambda query: copy.execute(query).fetchall(), names_in_sqlite)
    finally:
        copy.close()
        source.close()


def dump_postgres(database: BaseDatabaseWrapper, to: Path) -> dict[str, Any]:
    from django.db import transaction

    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _postgres(
            database.settings_dict, "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={to}", str(database.settings_dict["NAME"]),
        )  # fmt: skip
        return facts(database)


def restore_postgres(settings: dict[str, Any], body: Path) -> None:
    _postgres(
        settings, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
        f"--dbname={settings['NAME']}", str(body),
    )  # fmt: skip


def _postgres(settings: dict[str, Any], program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs against the server the settings name."""
    if shutil.which(program) is None:
        raise BadBackup(f"{program} was not found. Install PostgreSQL's client programs (Debian: apt-get install postgresql-client).")  # fmt: skip
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = {**os.environ, **{name: str(settings[key]) for name, key in named.items() if settings[key]}}
    done = subprocess.run([program, *words], env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise BadBackup(f"{program} failed: {said[-1]}.")


def must_be_empty(database: BaseDatabaseWrapper) -> None:
    if database.vendor == "sqlite":
        target = Path(str(database.settings_dict["NAME"]))
        beside = [path for path in target.parent.glob(f"{target.name}*") if path.stat().st_size]
        if beside:
            raise Occupied(
                f"There is a database at {target}, and nothing was changed. "
                "Stop the server and move it away, or name an empty folder in SAPWOOD_DATA."
            )
    elif database.introspection.table_names():
        raise Occupied(
            f"The database {database.settings_dict['NAME']} holds tables, and nothing was changed. "
            "Name an empty one in DATABASE_URL."
        )


def facts(database: BaseDatabaseWrapper) -> dict[str, Any]:
    """Rows per table, migrations and the head of the chain, as the connection sees them now."""

    def ask(query: str) -> list[Any]:
        with database.cursor() as cursor:
            cursor.execute(query)
            return list(cursor.fetchall())

    return facts_by(ask, names_in_sqlite if database.vendor == "sqlite" else lambda _ask: sorted(database.introspection.table_names()))  # fmt: skip


def names_in_sqlite(ask: Any) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [row[0] for row in ask(query)]


def facts_by(ask: Any, names: Any) -> dict[str, Any]:
    tables = {name: ask(f'SELECT COUNT(*) FROM "{name}"')[0][0] for name in names(ask)}  # noqa: S608  (our own names)
    if "django_migrations" not in tables or "activity_chainhead" not in tables:
        raise BadBackup("The database is not one of Sapwood, or was never brought up to date: sapwood migrate.")
    migrations = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    head = ask("SELECT digest FROM activity_chainhead")
    return {
        "tables": tables,
        "migrations": sorted(f"{room}.{name}" for room, name in migrations),
        "chain_head": head[0][0] if head else "",
    }
