"""`sapwood serve` is one thing: what it started ends with it, however it ends."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from tests.config import processes
from tests.config.processes import until


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_end_it_ends_with_all_it_started(prepared: Path, word: signal.Signals) -> None:
    with processes.serving(prepared) as server:
        below = server.below()
        assert len(below) >= 2

        # Ctrl-C reaches the whole group, a service manager asks the parent only.
        (os.killpg if word == signal.SIGINT else os.kill)(server.process.pid, word)

        assert server.process.wait(processes.PATIENCE) == 0
        assert processes.alive(below) == []
        assert not server.answers()
        assert "Traceback" not in server.said.read_text()


def test_a_killed_parent_leaves_no_child(prepared: Path) -> None:
    with processes.serving(prepared) as server:
        below = server.below()

        server.process.kill()
        server.process.wait()

        until(lambda: not processes.alive(below))
        assert not server.answers()


def test_a_fallen_child_is_started_again(prepared: Path) -> None:
    with processes.serving(prepared) as server:
        fallen = server.web()

        for pid in fallen:
            os.kill(pid, signal.SIGKILL)

        until(lambda: set(server.web()) - set(fallen) and server.answers())
        assert "starting it again" in server.said.read_text()


def test_a_taken_port_is_said_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        done = processes.sapwood("serve", "--port", str(port), env=processes.environment(tmp_path))

    assert done.returncode == 2
    assert str(port) in done.stderr
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_answers_this_machine_only(tmp_path: Path) -> None:
    done = processes.sapwood("demo", "--host", "0.0.0.0", env=processes.environment(tmp_path))  # noqa: S104

    assert done.returncode == 2
    assert "loopback" in done.stderr
    assert not (tmp_path / "data").exists()


def test_the_demo_is_never_built_among_real_people(prepared: Path) -> None:
    env = processes.environment(prepared)
    assert processes.sapwood("administrator", "ada@example.org", "--name", "Ada", env=env).returncode == 0

    done = processes.sapwood("demo", "--port", str(processes.free_port()), env=env)

    assert done.returncode == 2
    assert "empty" in done.stderr
    assert "SAPWOOD_DATA" in done.stderr
