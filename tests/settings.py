"""The product's settings as the tests need them: a throw-away folder a process, a database in a real file.

A file and not memory, so that two connections meet each other as they do in life.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

_FOLDER = tempfile.TemporaryDirectory(prefix="sapwood-test-", ignore_cleanup_errors=True)
for _name in [name for name in os.environ if name.startswith("SAPWOOD_") and name != "SAPWOOD_CHROMIUM"]:
    del os.environ[_name]
os.environ.update(
    SAPWOOD_MODE="test",
    SAPWOOD_DATA=str(Path(_FOLDER.name) / "data"),
    SAPWOOD_ASSETS=str(Path(_FOLDER.name) / "assets"),
    DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright runs an event loop in the test's thread
)
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from sapwood.config.settings import *  # noqa: E402, F403
from sapwood.config.settings import DATABASES  # noqa: E402

_database: dict[str, Any] = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    _database["TEST"] = {"NAME": str(Path(_FOLDER.name) / "test.sqlite3")}
    _options = _database["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

# Nothing is collected in tests, but the folder is looked for.
(Path(_FOLDER.name) / "assets" / "collected").mkdir(parents=True)
