#!/usr/bin/env python3
"""Hold the written pages against the tree: links lead somewhere, commands exist, no file names a machine.

Prints one line a finding; exit status 1 when there is one.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LINK = re.compile(r"\]\(([^)#\s]+)(?:#([^)\s]*))?\)")
MAKE = re.compile(r"(?:^|[`\s])make ([a-z][a-z-]*)", re.MULTILINE)
SAPWOOD = re.compile(r"(?:^ {4}|`|bin/)sapwood ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?", re.MULTILINE)
FILE = re.compile(r"`((?:src|tests|scripts|docs|bench)/[\w./-]+)`")
FOREIGN = {
    "the host of a package registry": re.compile(
        r"(?:pypi|pythonhosted|npmjs|crates|rubygems)\.(?:org|io)", re.IGNORECASE
    ),
    "an address of a package registry": re.compile(r"https?://[^ \"]+/(?:simple|packages/[0-9a-f]{2})/"),
    "a path of one machine": re.compile(r"/(?:work/(?:main|shared)|home/[a-z]\w*|Users/\w+|root)/"),
}
NOT_HERE = ("uv.lock", "package-lock.json", "yarn.lock", "pnpm-lock.yaml")


def main() -> int:
    """Look at every tracked file; returns 0 when all is well."""
    tracked = [ROOT / name for name in _git_lists()]
    findings = [*_words(tracked), *_foreign(tracked)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def _git_lists() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _words(tracked: list[Path]) -> Iterator[str]:
    goals = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    commands = _commands()
    first = {name.split()[0] for name in commands}
    for page in (path for path in tracked if path.suffix == ".md"):
        text, name = page.read_text(encoding="utf-8"), page.relative_to(ROOT)
        for target, part in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            there = (page.parent / target).resolve()
            if not there.exists():
                yield f"{name}: the link to {target} leads nowhere."
            elif part and there.suffix == ".md" and part not in _parts(there):
                yield f"{name}: {target} has no part #{part}."
        for word in sorted(set(MAKE.findall(_code(text))) - goals):
            yield f"{name}: there is no `make {word}`."
        for one, two in sorted(set(SAPWOOD.findall(_code(text)))):
            if one not in first or (one not in commands and f"{one} {two}" not in commands):
                yield f"{name}: there is no `sapwood {one} {two}`.".replace(" `.", "`.")
        for file in sorted(set(FILE.findall(text))):
            if not (ROOT / file).exists():
                yield f"{name}: there is no {file}."


def _code(text: str) -> str:
    """What stands in backticks or is indented: only that is a command."""
    inline = "\n".join(f"`{word}`" for word in re.findall(r"`([^`\n]+)`", text))
    return "\n".join(re.findall(r"^ {4}.*$", text, re.MULTILINE)) + "\n" + inline


def _commands() -> set[str]:
    sys.path.insert(0, str(ROOT / "src"))
    from sapwood.cli import COMMANDS

    return {command.name for command in COMMANDS}


def _parts(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _foreign(tracked: list[Path]) -> Iterator[str]:
    for path in tracked:
        name = path.relative_to(ROOT)
        if path.name in NOT_HERE:
            yield f"{name}: this lock names the hosts it was made from; requirements*.lock carry hashes only."
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FOREIGN.items():
            if found := pattern.search(text):
                yield f"{name}: names {what}: {found.group()}"


if __name__ == "__main__":
    sys.exit(main())
