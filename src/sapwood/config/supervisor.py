"""Two children, web and worker, in one process group. The parent loads no Django and only watches."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

GRACE = 2.5  # seconds between asking a child to end and ending it
READY = 60.0  # seconds a web server may take to answer
BACK_OFF = (0.5, 1.0, 2.0, 5.0, 10.0)


class CannotServe(Exception):
    """Why the server does not start, and what to do."""

    exit_status = 2


@dataclass
class _Child:
    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    again: float = 0.0
    started: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, env={**os.environ, "SAPWOOD_SUPERVISED": "1"})
        self.started = time.monotonic()

    @property
    def is_up(self) -> bool:
        return self.process is not None and self.process.poll() is None


def check_port(host: str, port: int) -> None:
    """Raises CannotServe when the port is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotServe(
                f"Port {port} on {host} cannot be used: {error.strerror}. Choose another one with --port."
            ) from error


def run(host: str, port: int, *, announce: Callable[[], None]) -> int:
    """Start both children, say so with `announce` once the web server answers, and keep them up until told to end."""
    children = [
        _Child("web", [sys.executable, "-m", "sapwood.config.web", host, str(port)]),
        _Child("worker", [sys.executable, "-m", "sapwood.config.worker"]),
    ]
    told: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        told.append(number)

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    try:
        for child in children:
            child.start()
        if not _answers(host, port, children[0], told):
            if told:
                return 0
            raise CannotServe("The web server did not start; its own words stand above.")
        announce()
        while not told:
            for child in children:
                _keep_up(child)
            time.sleep(0.2)
        return 0
    finally:
        _end(children)


def _answers(host: str, port: int, web: _Child, told: list[int]) -> bool:
    until = time.monotonic() + READY
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (a comparison, not a bind)
    while time.monotonic() < until and web.is_up and not told:
        try:
            with socket.create_connection((where, port), timeout=0.5):
                return True
        except OSError:
            time.sleep(0.05)
    return False


def _keep_up(child: _Child) -> None:
    if child.is_up:
        if child.falls and time.monotonic() - child.started > 60:
            child.falls = 0
        return
    now = time.monotonic()
    if child.again == 0.0:
        wait = BACK_OFF[min(child.falls, len(BACK_OFF) - 1)]
        code = child.process.returncode if child.process else None
        print(f"sapwood: the {child.name} ended ({code}); starting it again in {wait} s.", file=sys.stderr, flush=True)
        child.falls += 1
        child.again = now + wait
    elif now >= child.again:
        child.again = 0.0
        child.start()


def _end(children: list[_Child]) -> None:
    for child in children:
        if child.process is not None and child.is_up:
            child.process.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        if child.process is None:
            continue
        try:
            child.process.wait(max(0.05, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.process.kill()
            child.process.wait()
