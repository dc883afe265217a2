"""What is left after a wave was published: in the database's files, in a back-up made before, in the key store."""

from __future__ import annotations

import tarfile
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sapwood.config import backups
from sapwood.feedback import keys
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Receipt, Wave
from tests import cast
from tests.config import processes
from tests.feedback import rounds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("now")]

CLOSE = """
import datetime as dt, sys
from sapwood.feedback.actions import closing
from sapwood.feedback.models import Ballot, Publication, Wave
wave = Wave.objects.get()
print(wave.stage, Ballot.objects.count())
at = wave.closes + dt.timedelta(hours=float(sys.argv[1]))
try:
    closing.close(wave, at)
except closing.Waiting:
    print("waits")
wave.refresh_from_db()
print(wave.stage, Publication.objects.count(), Ballot.objects.count())
"""


@pytest.fixture
def told() -> cast.Cast:
    made = cast.gather()
    rounds.hands(made.cranes, 9)
    return made


@pytest.fixture
def wave(told: cast.Cast) -> Wave:
    opened = rounds.open_pulse(told.dee)
    rounds.all_answer(opened, words="Remark")
    return opened


@pytest.mark.sqlite
def test_no_piece_of_a_sealed_ballot_is_left_in_the_databases_files(wave: Wave) -> None:
    pieces = [bytes(sealed)[200:264] for sealed in Ballot.objects.values_list("sealed", flat=True)]
    assert all(piece in _files() for piece in pieces)  # what is looked for can be found

    closing.close(wave, rounds.AFTER)

    left = _files()
    assert [piece for piece in pieces if piece in left] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's files")
def test_the_tables_are_written_anew_on_postgresql(wave: Wave) -> None:
    before = [_table_file(model) for model in (Ballot, Receipt)]
    assert all(size > 0 for _path, size in before)

    for _run in range(100):  # the database's own housekeeping may read it just now; the job comes again, as here
        try:
            closing.close(wave, rounds.AFTER)
            break
        except closing.Waiting:
            time.sleep(0.1)

    for _run in range(300):  # and again at night, until nothing old is seen by anybody
        if all(size == 0 for _path, size in map(_table_file, (Ballot, Receipt))):
            break
        time.sleep(0.2)
        closing.scrub_storage()
    after = [_table_file(model) for model in (Ballot, Receipt)]
    assert not {path for path, _size in before} & {path for path, _size in after}
    assert [size for _path, size in after] == [0, 0]


def test_no_private_key_is_in_a_backup_made_while_the_wave_is_open(wave: Wave, tmp_path: Path) -> None:
    private = keys.store().private(f"{wave.public_id}-wave")
    backups.make(tmp_path / "open.tar")

    with tarfile.open(tmp_path / "open.tar") as tar:
        parts = {member.name: tar.extractfile(member).read() for member in tar.getmembers()}  # type: ignore[union-attr]
    assert set(parts) - {"manifest.json"} <= {"sapwood.sqlite3", "sapwood.pgdump"}
    assert not any(private in part or private.hex().encode() in part for part in parts.values())


@pytest.mark.sqlite
def test_a_backup_made_while_the_wave_was_open_and_restored_later_shows_no_answer(wave: Wave, tmp_path: Path) -> None:
    answered = Ballot.objects.count()
    backups.make(tmp_path / "open.tar")
    closing.close(wave, rounds.AFTER)

    env = processes.environment(tmp_path, SAPWOOD_KEYS=str(settings.SAPWOOD_KEYS))
    restored = processes.sapwood("restore", str(tmp_path / "open.tar"), env=env)
    assert restored.returncode == 0, restored.stderr

    assert processes.python(CLOSE, env, "1").splitlines() == [f"open {answered}", "waits", f"closed 0 {answered}"]
    assert processes.python(CLOSE, env, "25").splitlines() == [f"closed {answered}", "voided 0 0"]


@pytest.mark.sqlite
@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(closing.STEPS)), ids=[step.__name__ for step in closing.STEPS])
def test_a_worker_killed_by_the_system_after_a_step_ends_in_the_same_publication(
    wave: Wave, place: int, tmp_path: Path
) -> None:
    backups.make(tmp_path / "open.tar")
    said = []
    for name, kill in (("whole", -1), ("killed", place)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "keys").mkdir(mode=0o700)
        for file in settings.SAPWOOD_KEYS.glob(f"{wave.public_id}*"):
            (folder / "keys" / file.name).write_bytes(file.read_bytes())
        env = processes.environment(folder, SAPWOOD_KEYS=str(folder / "keys"))
        assert processes.sapwood("restore", str(tmp_path / "open.tar"), env=env).returncode == 0
        first = processes.start(KILL + CLOSE, env, "1", str(kill))
        first.communicate(timeout=processes.PATIENCE)
        assert first.returncode == (0 if kill < 0 else -9)
        processes.python(CLOSE, env, "2")
        said.append(processes.python(SAID, env))
        assert list((folder / "keys").iterdir()) == []
    assert said[0] == said[1]
    assert "Cranes" in said[0]


KILL = """
import os, signal, sys
from sapwood.feedback.actions import closing
steps, place = list(closing.STEPS), int(sys.argv[2])
def last(wave, at):
    steps[place](wave, at)
    os.kill(os.getpid(), signal.SIGKILL)
if place >= 0:
    closing.STEPS[place] = last
"""

SAID = """
from sapwood.feedback.models import Cell, Publication, PublishedComment, Receipt, Ballot
assert Publication.objects.count() == 1 and not Receipt.objects.exists() and not Ballot.objects.exists()
for row in Cell.objects.order_by("unit__name", "item__key", "kind").values_list(
    "unit__name", "item__key", "kind", "value", "low", "high", "count", "distribution", "withheld"
):
    print(row)
for row in sorted(PublishedComment.objects.values_list("unit__name", "text")):
    print(row)
"""


def _files() -> bytes:
    """Everything SQLite has on the disk for this database."""
    name = Path(str(settings.DATABASES["default"]["TEST"]["NAME"]))
    return b"".join(file.read_bytes() for file in sorted(name.parent.glob(f"{name.name}*")))


def _table_file(model: type[Ballot] | type[Receipt]) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filepath(%s), pg_relation_size(%s)", [model._meta.db_table] * 2)
        path, size = cursor.fetchone()
    return path, size
