"""What every test stands on: test settings, no network, one clock that can be held."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# Before Django reads its settings. Every test process has data and assets of its own, thrown away at the end.
_FOLDER = tempfile.TemporaryDirectory(prefix="sapwood-test-")
for _name in [name for name in os.environ if name.startswith("SAPWOOD_") and name != "SAPWOOD_CHROMIUM"]:
    del os.environ[_name]
os.environ.update(
    SAPWOOD_MODE="test",
    SAPWOOD_DATA=str(Path(_FOLDER.name) / "data"),
    SAPWOOD_ASSETS=str(Path(_FOLDER.name) / "assets"),
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the test's thread
    OMP_NUM_THREADS="1",
    OPENBLAS_NUM_THREADS="1",
)

MONDAY = dt.datetime(2026, 3, 16, 9, 0, tzinfo=dt.UTC)  # a working day in the middle of a quarter


@pytest.fixture
def monday() -> dt.datetime:
    """The moment most stories happen at: Monday, 16 March 2026, 9:00 UTC."""
    return MONDAY


@pytest.fixture
def frozen_monday() -> Iterator[dt.datetime]:
    """The same moment, with the house's clock held there for the whole test."""
    from sapwood.activity import clock

    with clock.frozen(MONDAY):
        yield MONDAY
