#!/usr/bin/env python3
"""Run a command beside a private PostgreSQL that is thrown away afterwards.

    scripts/with_postgres.py pytest -q

The server listens on a socket in a temporary folder only; DATABASE_URL names it to the command. Needs
PostgreSQL's own programs: found where the systems put them, installed by apt-get when root, else named plainly.
What keeps the server from starting is told in PostgreSQL's words, with what helps.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/pgsql-*/bin",
)
HOW = "PostgreSQL's server programs were not found. Install them (Debian, Ubuntu: apt-get install postgresql; macOS: brew install postgresql)."
LOCALES = (  # letters of every language, sorted by their numbers, as SQLite does: the system's way, then PostgreSQL's own
    ("--locale=C.UTF-8",),
    ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
LONGEST_SOCKET = 100  # letters of its path; systems allow 104 to 108
HELP = {
    "invalid locale name": "This system has no locale C.UTF-8. Install PostgreSQL 17 or newer, which brings its own, "
    "or the locale (Debian: apt-get install locales).",
    "could not create shared memory": "The limit on shared memory is too low: raise kernel.shmmax, or /dev/shm of the container.",
    "could not resize shared memory": "The folder /dev/shm is too small: give the container more (docker run --shm-size=256m).",
    "Too many open files": "The limit on open files is too low: ulimit -n 4096",
    "insufficient file descriptors": "The limit on open files is too low: ulimit -n 4096",
    "Resource temporarily unavailable": "The limit on processes is too low: ulimit -u 4096",
    "could not fork": "The limit on processes or memory is too low: ulimit -u 4096; ulimit -v unlimited",
    "Cannot allocate memory": "There is too little memory, or a limit on it: ulimit -v unlimited",
    "No space left on device": "The disk for temporary files is full; another one can be named in TMPDIR.",
    "Permission denied": "The user postgres cannot read the folder for temporary files; name another one in TMPDIR, such as /tmp.",
}


class CannotStart(Exception):
    """Why there is no server, and what helps."""


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))  # ended from outside: the server ends too
    programs = _programs()
    if programs is None:
        print(HOW, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sapwood-postgres-", dir=_short_place()) as folder:
        home = Path(folder)
        as_owner = _as_owner(home)
        data = home / "data"
        try:
            _make(as_owner, programs, data)
            _start(as_owner, programs, data, home)
        except CannotStart as why:
            print(f"PostgreSQL did not start.\n{why}", file=sys.stderr)
            return 2
        try:
            url = f"postgresql://sapwood@/postgres?host={home}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            _run([*as_owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _make(as_owner: list[str], programs: Path, data: Path) -> None:
    said = ""
    for locale in LOCALES:
        words = ["-D", data, "-U", "sapwood", "--auth=trust", "--no-sync", "-E", "UTF8", *locale]
        done = _run([*as_owner, programs / "initdb", *words])
        if done.returncode == 0:
            return
        said = said or done.stdout
        shutil.rmtree(data, ignore_errors=True)
    raise CannotStart(_explained(said))


def _start(as_owner: list[str], programs: Path, data: Path, home: Path) -> None:
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=120"
    log = home / "log"
    done = _run([*as_owner, programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], quiet=True)
    if done.returncode:
        raise CannotStart(_explained(log.read_text(errors="replace") if log.exists() else done.stdout))


def _run(words: list[str | Path], *, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a program. `quiet`: what it leaves running would keep a pipe open for ever."""
    out = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.run(
        words, stdout=out, stderr=subprocess.STDOUT if not quiet else out, text=True, errors="replace",
        env={**os.environ, "LC_ALL": "C"}, check=False,
    )  # fmt: skip


def _explained(said: str | None) -> str:
    """The last lines of what PostgreSQL said, and what helps where we know it."""
    lines = [line for line in (said or "").strip().splitlines() if line.strip()] or ["It said nothing."]
    helps = [text for sign, text in HELP.items() if sign in (said or "")]
    return "\n".join([*(f"  {line}" for line in lines[-6:]), *dict.fromkeys(helps)])


def _short_place() -> str | None:
    """Where the temporary folder goes: the usual place, unless its path is too long for a socket."""
    usual = tempfile.gettempdir()
    return "/tmp" if len(usual) + 45 > LONGEST_SOCKET and Path("/tmp").is_dir() else None  # noqa: S108  (a private folder in it)


def _programs() -> Path | None:
    """The folder with initdb and pg_ctl, the newest version there is."""
    found = _look()
    if found is None and _is_root() and shutil.which("apt-get"):
        print("Installing PostgreSQL …", file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=False, **quiet)
        found = _look()
    return found


def _look() -> Path | None:
    beside = shutil.which("initdb")
    if beside and shutil.which("pg_ctl"):
        return Path(beside).resolve().parent
    folders = [
        folder for place in PLACES for folder in Path("/").glob(place.lstrip("/")) if (folder / "initdb").exists()
    ]
    return max(
        folders,
        key=lambda folder: [int(part) for part in folder.parent.name.split("@")[-1].split(".") if part.isdigit()],
        default=None,
    )


def _as_owner(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then its own user owns the folder and runs the server."""
    if not _is_root():
        return []
    shutil.chown(home, "postgres", "postgres")
    home.chmod(0o755)
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
