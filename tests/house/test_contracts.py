"""What the house promises about itself: rooms import downwards, tables and models agree, documents tell the truth."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


def test_imports_only_go_down() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said, stderr=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_every_migration_has_a_name() -> None:
    ours = [
        name
        for room, name in MigrationLoader(None).disk_migrations
        if room in {"people", "goals", "activity", "feedback", "api"}
    ]

    assert ours
    assert [name for name in ours if "_auto_" in name] == []


def test_documents_name_commands_and_files_that_exist() -> None:
    spec = importlib.util.spec_from_file_location("check_docs", ROOT / "scripts" / "check_docs.py")
    assert spec is not None
    assert spec.loader is not None
    check_docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check_docs)
    tracked = [ROOT / name for name in check_docs._git_lists()]

    assert [*check_docs._words(tracked), *check_docs._foreign(tracked)] == []
