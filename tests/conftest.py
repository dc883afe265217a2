"""What every test stands on. The settings are in `tests/settings.py`, the people in `tests/cast.py`."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no mistake of ours
settings.load_profile("house")

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture
def now() -> Iterator[dt.datetime]:
    """The moment the cast lives in, with the clock of the house held there for the whole test."""
    from sapwood.activity import clock
    from tests import cast

    with clock.frozen(cast.NOW):
        yield cast.NOW


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database that somebody is in: a thread of the live server may still answer a browser that
    kept its line open. It is hung up on first."""
    from django.db import connection

    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves this machine."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", only_here)
