"""The browser of this machine, for the journeys and for the pictures of the README."""

from __future__ import annotations

import os
import shutil

CHROMIUM = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoBrowser(Exception):
    """There is none, or none where it is looked for."""


def executable() -> str:
    """Where it lies. Raises NoBrowser; `make test` installs one, or says how to."""
    named = os.environ.get("SAPWOOD_CHROMIUM", "")
    found = named or next((path for name in CHROMIUM if (path := shutil.which(name))), "")
    if not found:
        raise NoBrowser(
            "No Chromium was found. Install it (Debian: apt-get install chromium), or name it in SAPWOOD_CHROMIUM."
        )
    return found


def arguments() -> list[str]:
    """What it is started with: as root it has no sandbox."""
    return ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
