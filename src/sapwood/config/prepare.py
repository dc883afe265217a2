"""What has to be true before the server starts: database up to date, files for browsers built. Silent when it is."""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from pathlib import Path

from django.conf import settings


def database() -> list[str]:
    """Apply what is missing; returns the names of the migrations applied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in missing]


def is_new() -> bool:
    """Whether nothing was ever written into the database."""
    from django.db import connection

    return not connection.introspection.table_names()


def missing_migrations() -> int:
    """How many migrations this version has and the database lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def assets() -> bool:
    """Build and collect the files that browsers load; returns whether anything was done."""
    from django.core.management import call_command

    from sapwood.ui import assets as built

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    changed = built.build(settings.SAPWOOD_ASSETS / "ui")
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / "collected-from"
    now = _sources()
    if not changed and root.exists() and stamp.exists() and stamp.read_text() == now:
        return False
    call_command(
        "collectstatic", interactive=False, clear=root.exists(), verbosity=0, ignore_patterns=["ui/css/*", "ui/js/*"]
    )  # the joined files are served, not their sources
    stamp.write_text(now)
    return True


def demo(*, seed: int, today: dt.date) -> bool:
    """Build the invented company into an empty database, on a day from which its clock goes on; returns whether it was
    built now.

    Raises NotEmpty when there are people, but no mark of the demo.
    """
    from sapwood.activity import clock
    from sapwood.activity.models import DemoMarker
    from sapwood.config import demo as company

    if DemoMarker.objects.exists():
        return False
    company.build(seed=seed, today=today)
    clock.begin_on(today)
    return True


def _sources() -> str:
    """A digest of which static files there are, how large, and how new."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path}\x1f{stat.st_size}\x1f{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
