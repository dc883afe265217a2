from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.config import processes


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database and built assets, made by whichever test process comes first."""
    own = tmp_path_factory.getbasetemp()  # one level higher lie those of all processes of this run, or of all runs
    common = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "prepared"
    with common.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not common.exists():
            done = processes.sapwood("prepare", env=processes.environment(common))
            assert done.returncode == 0, done.stderr
    return common


@pytest.fixture
def prepared(_made_once: Path, tmp_path: Path) -> Path:
    """A folder of one's own with a migrated, empty database; the built assets are linked."""
    shutil.copytree(_made_once / "data", tmp_path / "data")
    (tmp_path / "assets").symlink_to(_made_once / "assets")
    return tmp_path


@pytest.fixture
def empty_postgres() -> Iterator[str]:
    """The address of an empty database on the PostgreSQL that `make test-all` starts; dropped afterwards."""
    with _database_of_ones_own() as url:
        yield url


@pytest.fixture
def other_postgres() -> Iterator[str]:
    """A second one."""
    with _database_of_ones_own() as url:
        yield url


@contextmanager
def _database_of_ones_own() -> Iterator[str]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        pytest.skip("needs PostgreSQL: .venv/bin/python scripts/with_postgres.py .venv/bin/python -m pytest …")
    import psycopg

    name = f"sapwood_test_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
