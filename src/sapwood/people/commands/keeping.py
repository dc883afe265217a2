"""What the commands that take in libraries and questionnaires share: who does it, and how problems are told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sapwood.activity import clock
from sapwood.files import tables
from sapwood.files.problems import Problem
from sapwood.people.columns import told
from sapwood.people.models import Person, Role


class NobodyKeepsIt(Exception):
    """Nobody who may take it in was found. Told by the command line in these words."""

    exit_status = 2

    def __init__(self, reason: str, next_step: str) -> None:
        super().__init__(reason)
        self.next_step = next_step


def keeper(address: str) -> Person:
    """The OKR owner of this address, else the one of longest standing: every deed is somebody's."""
    people = Person.objects.at_work(clock.today())
    found = people.filter(role_grants__role=Role.OKR_OWNER, role_grants__ends=None)
    if address:
        found = found.filter(email__iexact=address)
    person = found.order_by("role_grants__starts", "pk").first()
    if person is None:
        raise NobodyKeepsIt(
            f"No OKR owner has the address {address!r}." if address else "There is no OKR owner yet.",
            "Give the address of one with --by." if address else "An administrator names one on the People page.",
        )
    return person


def content_of(path: Path) -> bytes:
    """The bytes of a file; of one that is too large as many as make the reader say so, without loading it."""
    if path.stat().st_size > tables.LIMITS.bytes:
        return b" " * (tables.LIMITS.bytes + 1)
    return path.read_bytes()


def complain(reason: str, next_step: str, as_json: bool) -> int:
    """Say why a file cannot be read; the exit status."""
    if as_json:
        print(json.dumps({"error": reason, "next_step": next_step}, ensure_ascii=False, indent=2))
    else:
        print(f"{reason} {next_step}", file=sys.stderr)
    return 2


def lines(problems: Iterable[Problem]) -> list[str]:
    """A line a problem."""
    found = []
    for one in problems:
        where = f"line {one.line}" + (f", {one.column}" if one.column else "")
        given = f" “{one.given}”" if one.given else ""
        found.append(f"{where}:{given} {told(one.reason)} {told(one.next_step)}")
    return found


def data(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {
            "line": one.line,
            "column": one.column,
            "given": one.given,
            "reason": told(one.reason),
            "next_step": told(one.next_step),
        }
        for one in problems
    ]
