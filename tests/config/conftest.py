from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from tests.config import processes


@pytest.fixture(scope="session")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty database and built assets, made by whichever test process comes first."""
    common = tmp_path_factory.getbasetemp().parent / "prepared"
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
