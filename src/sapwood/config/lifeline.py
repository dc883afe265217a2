"""A child ends when its parent is gone, however the parent went."""

from __future__ import annotations

import os
import signal
import threading
import time

LOOK = 0.4  # seconds between looks
PATIENCE = 3.0  # seconds for an orderly end before the hard one


def tie_to_parent() -> None:
    """Watch the parent from a thread; when it is gone, end this process, orderly at first.

    Polling the parent's id works on every system; the signal that Linux could send instead is lost on macOS.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
