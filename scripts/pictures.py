"""Takes the pictures of the README anew, from the demo company on one day.

    .venv/bin/python scripts/pictures.py [--only NAME …]

Builds its own demo in a temporary folder, serves it, walks it in Chromium and writes `docs/pictures/<name>.png`.
Look at what came out before you commit it. Needs what the browser tests need (`scripts/browser`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
TODAY, PORT = "2026-11-24", 8764
BASE = f"http://127.0.0.1:{PORT}"
WIDTH = 1265
STARTS_WITHIN = 300  # seconds, the building of the company included


@dataclass(frozen=True)
class Picture:
    """One page as one of the company sees it; `way` goes there from My week."""

    who: str
    way: Callable[[Page], object]
    height: int = 960
    scheme: Literal["light", "dark"] = "light"


def at(address: str) -> Callable[[Page], object]:
    return lambda page: page.goto(BASE + address)


def goal(title: str) -> Callable[[Page], object]:
    def way(page: Page) -> None:
        page.goto(f"{BASE}/goals/")
        page.get_by_role("link", name=title).first.click()

    return way


SHOWN = {
    "my-week": Picture("Priya Raman", at("/")),
    "check-in": Picture("Leila Haddad", at("/check-in/"), scheme="dark"),
    "objective": Picture("Priya Raman", goal("One call is enough")),
    "map": Picture("Maren Holt", at("/alignment/?view=map")),
    "capabilities": Picture("Maren Holt", at("/capabilities/"), 820),
    "desk": Picture("Tobias Adeyemi", at("/desk/")),
}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", nargs="+", choices=SHOWN, default=list(SHOWN), metavar="NAME")
    given = options.parse_args()
    with demo(), sync_playwright() as player:
        window = player.chromium.launch(executable_path=browser.executable(), args=browser.arguments())
        for name in given.only:
            take(window, name, SHOWN[name])
        window.close()
    return 0


def take(window: Browser, name: str, picture: Picture) -> None:
    frame = ViewportSize(width=WIDTH, height=picture.height)
    context = window.new_context(viewport=frame, color_scheme=picture.scheme, locale="en-GB")
    page = context.new_page()
    page.goto(BASE)
    page.get_by_role("link", name="Look around").click()
    page.get_by_role("button", name=picture.who).first.click()
    page.wait_for_load_state()
    picture.way(page)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")
    print(f"{name}.png: {picture.who}, {page.url.removeprefix(BASE)}")
    context.close()


@contextmanager
def demo() -> Iterator[None]:
    """The demo company on a port of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="sapwood-pictures-") as folder:
        environment = {**os.environ, "SAPWOOD_DATA": f"{folder}/data", "SAPWOOD_KEYS": f"{folder}/keys"}
        words = [str(ROOT / ".venv/bin/sapwood"), "demo", "--port", str(PORT), "--today", TODAY]
        with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
            try:
                wait(server)
                yield
            finally:
                server.terminate()


def wait(server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(BASE, timeout=5).close()  # noqa: S310  (our own server)
            return
        except (urllib.error.URLError, TimeoutError):
            time.sleep(1)
    sys.exit("The demo did not start; run `make run` to see why.")


if __name__ == "__main__":
    sys.exit(main())
