"""A server as somebody starts it, on a port of its own, with data thrown away afterwards."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240.0  # seconds; far more than any of this takes, even on a machine that is busy with other things


@dataclass
class Server:
    """One `sapwood serve`, with what it said."""

    process: subprocess.Popen[str]
    url: str
    said: Path

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sign-in/", timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except OSError:
            return False

    def below(self) -> list[int]:
        """Every process below the supervisor, children and theirs."""
        parents = _parents()
        found, look = [], [self.process.pid]
        while look:
            parent = look.pop()
            below = [pid for pid, its in parents.items() if its == parent]
            found += below
            look += below
        return found

    def web(self) -> list[int]:
        return [pid for pid in self.below() if "sapwood.config.web" in _words(pid)]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """A demo's environment with its own data; nothing of the caller's settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SAPWOOD_", "DJANGO_", "DATABASE_"))
    }
    return {
        **kept,
        "SAPWOOD_MODE": "demo",
        "SAPWOOD_DATA": str(folder / "data"),
        "SAPWOOD_ASSETS": str(folder / "assets"),
        **more,
    }


def sapwood(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "sapwood.cli", *words], env=env, capture_output=True, text=True, timeout=600, check=False
    )


def start(script: str, env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    """Start a script inside the product; the tests can be imported there."""
    whole = f"import django\ndjango.setup()\n{script}"
    return subprocess.Popen(
        [sys.executable, "-c", whole, *words], env={**env, "DJANGO_SETTINGS_MODULE": "sapwood.config.settings"},
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def python(script: str, env: dict[str, str], *words: str) -> str:
    """Run a script inside the product; returns what it printed."""
    process = start(script, env, *words)
    printed, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    return printed.strip()


@contextmanager
def serving(folder: Path, *, env: dict[str, str] | None = None) -> Iterator[Server]:
    """A running server that answers; whatever is left of it at the end is killed."""
    port = free_port()
    said = folder / f"said-{port}"
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "sapwood.cli", "serve", "--port", str(port)],
            env=env or environment(folder), stdout=out, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
    server = Server(process, f"http://127.0.0.1:{port}", said)
    try:
        until(lambda: "answers on" in said.read_text() or process.poll() is not None)
        assert server.answers(), said.read_text()
        yield server
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(true: Callable[[], object]) -> None:
    """Wait until something is true; fail when it never becomes so."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "It did not come true."
        time.sleep(0.05)


def alive(pids: list[int]) -> list[int]:
    parents = _parents()
    return [pid for pid in pids if pid in parents]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parents() -> dict[int, int]:
    """Each living process and its parent; one that only waits to be buried does not live."""
    found = {}
    for line in _listed():
        pid, parent, state = line.split()[:3]
        if not state.startswith("Z"):
            found[int(pid)] = int(parent)
    return found


def _listed() -> list[str]:
    """Lines of id, parent and state: from /proc where there is one, else from `ps`."""
    if not Path("/proc/self/stat").exists():
        return subprocess.run(
            ["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
        ).stdout.splitlines()
    lines = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = stat.read_text().rsplit(")", 1)
        except OSError:  # it ended meanwhile
            continue
        state, parent = rest.split()[:2]
        lines.append(f"{name.split()[0]} {parent} {state}")
    return lines


def _words(pid: int) -> str:
    line = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self/stat").exists():
        return line.read_text().replace("\0", " ") if line.exists() else ""
    return subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
