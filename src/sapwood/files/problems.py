"""What keeps a row of a file from being taken, for every kind of file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sapwood.files.words import Said

STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Letters that steer a screen and say nothing."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row cannot be taken: where, what was given, why not, and what to do."""

    line: int
    column: str  # the heading as the file has it, or empty for the row as a whole
    given: str
    reason: Said
    next_step: Said
    cell: str = field(default="", compare=False)  # a name for the cell, where it can be corrected in place


def excerpt(text: str, longest: int = 60) -> str:
    """What was given, fit to be shown: control characters written out, long text cut."""
    safe = STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", " ".join(text.split()))
    return safe if len(safe) <= longest else f"{safe[: longest - 1]}…"
