#!/usr/bin/env python3
"""Holds the documents against the repository: links lead somewhere, commands exist, no address of a machine or registry."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MAKE = re.compile(r"`make ([a-z-]+)|^\s+make ([a-z-]+)", re.MULTILINE)
COMMAND = re.compile(r"`sapwood ([a-z-]+)")
FORBIDDEN = {
    "an address of a package registry": re.compile(r"https?://[^ \"]+/(?:simple|packages/[0-9a-f]{2})/"),
    "a path of one machine": re.compile(r"(?<![A-Za-z0-9_.])/(?:w[o]rk|root|home/[a-z]+)/"),
}
NEVER = {"uv.lock", "poetry.lock", "package-lock.json", "yarn.lock"}


def main() -> int:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    found = [f"{name}: a lock file that carries addresses" for name in tracked if Path(name).name in NEVER]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = {name.split()[0] for name in re.findall(r'Command\("([a-z -]+)"', (ROOT / "src/sapwood/cli.py").read_text())}
    for name in tracked:
        path = ROOT / name
        if not path.is_file() or path.suffix in {".png", ".npz", ".woff2", ".gz", ".xlsx"}:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]
        if path.suffix == ".md":
            found += _of_document(path, text, targets, commands)
    print("\n".join(found) if found else f"{len(tracked)} files looked at; links lead somewhere, commands exist.")
    return bool(found)


def _of_document(path: Path, text: str, targets: set[str], commands: set[str]) -> list[str]:
    name = path.relative_to(ROOT)
    found = []
    for link in LINK.findall(text):
        if not link.startswith(("http://", "https://", "mailto:")) and not (path.parent / link).exists():
            found.append(f"{name}: the link {link} leads nowhere")
    for pair in MAKE.findall(text):
        target = pair[0] or pair[1]
        if target not in targets:
            found.append(f"{name}: there is no `make {target}`")
    found += [f"{name}: there is no `sapwood {word}`" for word in COMMAND.findall(text) if word not in commands]
    return found


if __name__ == "__main__":
    sys.exit(main())
