"""The web server: granian with a few threads in one process. Started by `sapwood serve`."""

from __future__ import annotations

import os
import sys

from sapwood.config import lifeline

THREADS = 4
"""SQLite serves one process with threads faster than several processes; measured."""


def main(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    lifeline.tie_to_parent()
    Granian(
        "sapwood.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("SAPWOOD_WEB_PROCESSES", "1")),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=2,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
