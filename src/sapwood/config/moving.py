"""From SQLite to PostgreSQL: everything, in one transaction, and the proof that it is everything.

The SQLite database is held still by its write lock while its rows are copied into an empty PostgreSQL database, keys
and public ids as they are. Before the copy is kept, each table's rows are read back and compared: their number, and a
checksum of what they say. Where anything differs, nothing is kept. The SQLite database is only read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from sapwood.config import environment, prepare

AT_A_TIME = 2000  # rows
KEPT_BY_MIGRATE = {"django_migrations"}  # the target has its own, and they are compared
WRITTEN_BY_MIGRATE = {"django_content_type", "auth_permission"}  # by every `migrate`; replaced by the source's own
NOT_WORTH_MOVING = {"cache_shared"}  # counts of failed sign-ins, forgotten within minutes
LISTED = 20  # findings that are printed; the rest is counted


class CannotMove(Exception):
    """Why nothing was moved, and what to do."""

    exit_status = 2


@dataclass(frozen=True)
class Moved:
    """What lies in the target: for each table its rows and the checksum both sides agreed on."""

    rows: dict[str, int]
    checksums: dict[str, str]
    where: str
    sorts_like_sqlite: bool  # else lists of names are sorted by the rules of the target's language


def move(url: str) -> Moved:
    """Copy the SQLite database of the settings into the empty PostgreSQL database that `url` names.

    The target may hold no tables yet, or those that `sapwood migrate` makes. Raises CannotMove, with everything
    that stands in the way; then the target holds no rows, and the source is as it was in every case.
    """
    source = connections[DEFAULT_DB_ALIAS]
    if source.vendor != "sqlite":
        raise CannotMove(
            "The settings name PostgreSQL already, and a move begins at SQLite. Leave DATABASE_URL unset for it, "
            "and name the new database with --to."
        )
    if prepare.is_new():
        raise CannotMove(f"There is nothing to move: the database {source.settings_dict['NAME']} is empty.")
    if count := prepare.missing_migrations():
        raise CannotMove(f"The database lacks {count} migrations. Bring it up to date first: sapwood migrate")
    with _opened(url) as target:
        _make_tables(target)
        with transaction.atomic(), transaction.atomic(using=target.alias):  # IMMEDIATE: SQLite's write lock is ours
            _must_know(source)
            _must_be_empty(target)
            if found := _unfit(source):
                raise CannotMove(_told(found))
            try:
                checksums = {model._meta.db_table: _copy(model, target) for model in _models()}
                _go_on_counting(source, target)
                with target.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError as error:
                raise CannotMove(
                    f"PostgreSQL refused a row: {_first_line(error)} Nothing was kept. "
                    "Mend it on its page, or in the SQLite database, and move again."
                ) from error
            rows = _compare(checksums, target)
        with target.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SELECT datcollate FROM pg_database WHERE datname = current_database()")
            collation = str(cursor.fetchone()[0])
        where = f"{target.settings_dict['NAME']} on {target.settings_dict['HOST'] or 'this machine'}"
        digests = {table: checksum.hex for table, checksum in checksums.items()}
        return Moved(rows, digests, where, collation.split(".")[0] in {"C", "POSIX"})


@contextmanager
def _opened(url: str) -> Iterator[BaseDatabaseWrapper]:
    """A second connection, to the database that `url` names."""
    if not url.startswith(("postgresql://", "postgres://")):
        begins = url.split("://")[0][:40]
        raise CannotMove(
            f"The address begins with {begins!r}; a move goes to postgresql://user:password@host:5432/name"
        )
    named = environment.database(url, settings.SAPWOOD_DATA)
    alias = f"target-{secrets.token_hex(4)}"
    given = {**connections[DEFAULT_DB_ALIAS].settings_dict, **named, "OPTIONS": {}, "ATOMIC_REQUESTS": False}
    connections.settings[alias] = given
    try:
        target = connections[alias]
        target.ensure_connection()
        yield target
    except ImproperlyConfigured as error:
        raise CannotMove("Python's PostgreSQL driver is not installed: scripts/setup --production installs it.") from error  # fmt: skip
    except OperationalError as error:
        raise CannotMove(f"The database {named['NAME']} on {named['HOST'] or 'this machine'} cannot be used: {_first_line(error)}") from error  # fmt: skip
    finally:
        if any(one.alias == alias for one in connections.all(initialized_only=True)):  # not opened without a driver
            connections[alias].close()
            del connections[alias]
        del connections.settings[alias]


def _make_tables(target: BaseDatabaseWrapper) -> None:
    """Migrate an empty target. One that is there already must be as this version makes it."""
    from django.db.migrations.executor import MigrationExecutor

    tables = target.introspection.table_names()
    if tables and "django_migrations" not in tables:
        raise CannotMove(
            f"The database {target.settings_dict['NAME']} holds tables that are not Sapwood's, {tables[0]} for one. "
            "Nothing was changed. Name an empty database."
        )
    if not tables:
        call_command("migrate", database=target.alias, interactive=False, verbosity=0)
    call_command("createcachetable", database=target.alias, verbosity=0)
    executor = MigrationExecutor(target)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CannotMove(
            f"The database {target.settings_dict['NAME']} was made by another version of Sapwood. "
            "Name an empty database: its tables are made by the move."
        )


def _must_know(source: BaseDatabaseWrapper) -> None:
    """Raises CannotMove when a table holds rows and belongs to no room of this version: they would stay behind."""
    known = {model._meta.db_table for model in _models()} | KEPT_BY_MIGRATE | NOT_WORTH_MOVING
    for table in sorted(set(source.introspection.table_names()) - known):
        if count := _count(source, table):
            raise CannotMove(
                f"The table {table} holds {count} rows, and this version of Sapwood does not know it. Nothing was "
                "moved. When nobody needs it, drop it from the SQLite database; else move with the version that does."
            )


def _must_be_empty(target: BaseDatabaseWrapper) -> None:
    free = KEPT_BY_MIGRATE | WRITTEN_BY_MIGRATE | NOT_WORTH_MOVING
    full = {table: _count(target, table) for table in sorted(target.introspection.table_names()) if table not in free}
    held = [f"{table} ({count} rows)" for table, count in full.items() if count]
    if held:
        raise CannotMove(
            f"The database {target.settings_dict['NAME']} is not empty: {', '.join(held[:3])}"
            f"{f' and {len(held) - 3} more tables' if len(held) > 3 else ''}. Nothing was changed. "
            "Name an empty database."
        )
    with target.cursor() as cursor:
        for table in sorted(WRITTEN_BY_MIGRATE, key=lambda name: name != "auth_permission"):
            cursor.execute(f"DELETE FROM {target.ops.quote_name(table)}")  # noqa: S608  (our own names)


def _models() -> list[type[models.Model]]:
    """Every table of this version that Django keeps, those between two others included."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _rows(model: type[models.Model], alias: str) -> Iterator[tuple[Any, ...]]:
    """Every row as the product reads it, by key: where keys are drawn at random, nothing tells who came first."""
    names = [field.attname for field in _fields(model)]
    rows = model._base_manager.using(alias).order_by("pk").values_list(*names)
    return iter(rows.iterator(chunk_size=AT_A_TIME))


class _Checksum:
    """Of a table's rows, whatever their order: the sum of a digest of each."""

    def __init__(self) -> None:
        self.rows, self._sum = 0, 0

    def add(self, row: Sequence[Any]) -> None:
        said = "\x1f".join(_said(value) for value in row)
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(said.encode()).digest())

    @property
    def hex(self) -> str:
        return f"{self._sum % 2**256:064x}"


def _said(value: Any) -> str:
    """A value in one spelling, whichever database it was read from."""
    if value is None:
        return "\x00"
    if isinstance(value, dt.datetime):
        return (value.astimezone(dt.UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, Decimal):
        return f"{value + 0:f}"
    if isinstance(value, dict | list):
        return json.dumps(_same_number(value), sort_keys=True)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return f"{type(value).__name__} {value}"


def _same_number(value: Any) -> Any:
    """JSON with each number in one form: PostgreSQL keeps what it is worth, not how it was written (-0.0, 1e16)."""
    if isinstance(value, dict):
        return {name: _same_number(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_same_number(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _copy(model: type[models.Model], target: BaseDatabaseWrapper) -> _Checksum:
    """Copy one table; returns the checksum of what was read."""
    fields, checksum = _fields(model), _Checksum()
    quote = target.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    with (
        target.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN") as copy,
    ):
        for row in _rows(model, DEFAULT_DB_ALIAS):
            checksum.add(row)
            copy.write_row([_written(field, value, target) for field, value in zip(fields, row, strict=True)])
    return checksum


def _written(field: models.Field[Any, Any], value: Any, target: BaseDatabaseWrapper) -> Any:
    if value is None and isinstance(field, models.JSONField) and not field.null:
        return target.ops.adapt_json_value(None, field.encoder)
    return field.get_db_prep_save(value, target)


def _go_on_counting(source: BaseDatabaseWrapper, target: BaseDatabaseWrapper) -> None:
    """Keys go on where SQLite stopped, so that none is given twice, not even one whose row was deleted."""
    with source.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence")
        last = dict(cursor.fetchall())
    with target.cursor() as cursor:
        for model in _models():
            key = model._meta.pk
            if isinstance(key, models.AutoField) and (used := last.get(model._meta.db_table)):
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                    [target.ops.quote_name(model._meta.db_table), key.column, used],
                )


def _compare(read: dict[str, _Checksum], target: BaseDatabaseWrapper) -> dict[str, int]:
    """Read everything back. Raises CannotMove for the first table that differs, and for a broken chain of events."""
    from sapwood.activity import events

    for model in _models():
        table, found = model._meta.db_table, _Checksum()
        for row in _rows(model, target.alias):
            found.add(row)
        was = read[table]
        if (found.rows, found.hex) != (was.rows, was.hex):
            how = f"{found.rows} of {was.rows} rows" if found.rows != was.rows else "another content"
            raise CannotMove(f"{table} arrived with {how}. Nothing was kept.")
    broken = events.verify_chain(using=target.alias)
    if broken is not None:
        raise CannotMove(f"The chain of events is broken at event {broken}, before or by the move. Nothing was kept.")
    return {table: checksum.rows for table, checksum in read.items()}


def _unfit(source: BaseDatabaseWrapper) -> list[str]:
    """What SQLite has kept and PostgreSQL cannot: where, in which row, and why."""
    found = []
    for model in _models():
        fields = [(number, field, _limit(field, source)) for number, field in enumerate(_fields(model))]
        checked = [(number, field, limit) for number, field, limit in fields if limit is not None]
        key = next(number for number, field, _limits in fields if field.primary_key)
        if not checked:
            continue
        for row in _rows(model, DEFAULT_DB_ALIAS):
            for number, field, limit in checked:
                if why := _why_not(row[number], limit):
                    found.append(f"{model._meta.db_table}.{field.column}, row {row[key]}: {why}")
    return found


def _limit(field: models.Field[Any, Any], source: BaseDatabaseWrapper) -> int | tuple[int, int] | None:
    """How many characters a text may have (0: any number), between what a whole number may lie; None: all fits."""
    if isinstance(field, models.CharField | models.TextField | models.JSONField):
        return getattr(field, "max_length", None) or 0
    ranges = {
        "SmallIntegerField": (-(2**15), 2**15 - 1),
        "PositiveSmallIntegerField": (0, 2**15 - 1),
        "IntegerField": (-(2**31), 2**31 - 1),
        "PositiveIntegerField": (0, 2**31 - 1),
    }
    return ranges.get(field.get_internal_type())


def _why_not(value: Any, limit: int | tuple[int, int] | None) -> str:
    if value is None or limit is None:
        return ""
    if isinstance(limit, tuple):
        return "" if limit[0] <= value <= limit[1] else f"the number {value} is not between {limit[0]} and {limit[1]}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if "\x00" in text or "\\u0000" in text:
        return "a null character, which no PostgreSQL text can hold"
    if any("\ud800" <= character <= "\udfff" for character in text if character > "\ud7ff"):
        return "half a character, which is no text"
    return f"{len(text)} characters; {limit} are allowed" if isinstance(value, str) and 0 < limit < len(text) else ""


def _told(found: list[str]) -> str:
    more = f"\n  and {len(found) - LISTED} more" if len(found) > LISTED else ""
    return (
        "Nothing was moved. PostgreSQL cannot keep this:\n  "
        + "\n  ".join(found[:LISTED])
        + more
        + "\nMend it on its page, or in the SQLite database, and move again."
    )


def _count(database: BaseDatabaseWrapper, table: str) -> int:
    with database.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {database.ops.quote_name(table)}")  # noqa: S608  (our own names)
        return int(cursor.fetchone()[0])


def _first_line(error: Exception) -> str:
    line = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return line if line.endswith(".") else f"{line}."
