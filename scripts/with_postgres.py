#!/usr/bin/env python3
"""Run a command beside a private PostgreSQL that is thrown away afterwards.

    scripts/with_postgres.py pytest -q

The server listens on a socket in a temporary folder only; DATABASE_URL names it to the command. Needs
PostgreSQL's own programs: found where the systems put them, installed by apt-get when root, else named plainly.
"""

from __future__ import annotations

import os
import shutil
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


def main(command: list[str]) -> int:
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    programs = _programs()
    if programs is None:
        print(HOW, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="sapwood-postgres-") as folder:
        home = Path(folder)
        as_owner = _as_owner(home)
        data = home / "data"
        quiet = {"stdout": subprocess.DEVNULL, "check": True}
        subprocess.run(
            [
                *as_owner,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "sapwood",
                "--auth=trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            **quiet,
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={home} -c fsync=off -c max_connections=60"
        subprocess.run(
            [*as_owner, programs / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start"], **quiet
        )
        try:
            url = f"postgresql://sapwood@/postgres?host={home}"
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            subprocess.run([*as_owner, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


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
