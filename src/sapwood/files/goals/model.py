"""A goal as a file says it: the columns of the goal file and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from sapwood.files.problems import Problem
from sapwood.files.tables import shown
from sapwood.files.words import Said, _, said

if TYPE_CHECKING:
    from sapwood.files.goals.cells import Lines
    from sapwood.files.goals.corrections import LeftOut

COLUMNS = (
    "id", "cycle", "owner", "level", "layer", "nature", "ambition", "objective", "why", "audience",
    "key_result", "indicator", "direction", "unit", "baseline", "target", "current", "due", "weight", "confidence",
    "parent", "pair",
)  # fmt: skip
OF_OBJECTIVES = ("id", "cycle", "owner", "level", "layer", "nature", "ambition", "why", "audience", "parent", "pair")
OF_KEY_RESULTS = (
    "id", "indicator", "direction", "unit", "baseline", "target", "current", "due", "weight", "confidence",
)  # fmt: skip
LONGEST = {
    "id": 80, "cycle": 80, "owner": 254, "level": 40, "objective": 300, "why": 4000, "audience": 200,
    "key_result": 300, "unit": 40, "parent": 2000, "pair": 2000,
}  # fmt: skip
CHOICES = {
    "layer": ("strategic", "developmental", "personal"),
    "nature": ("hard", "soft"),
    "ambition": ("committed", "aspirational"),
    "indicator": ("leading", "lagging"),
    "direction": ("rise", "fall", "stay_above", "stay_below", "reach"),
}


@dataclass(frozen=True, slots=True)
class KeyResult:
    """One key result. Empty or None: the file says nothing about it."""

    key_result: str
    id: str = ""
    indicator: str = ""
    direction: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    due: dt.date | None = None
    weight: Decimal | None = None
    confidence: int | None = None
    line: int = field(default=0, compare=False)
    place: str = field(default="", compare=False)  # in the file: 3.1 is the second key result of the fourth objective


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective with its key results. `problems` keep it from being taken in; it can be looked at all the same."""

    objective: str
    id: str = ""
    cycle: str = ""
    owner: str = ""
    level: str = ""
    layer: str = ""
    nature: str = ""
    ambition: str = ""
    why: str = ""
    audience: str = ""
    parent: tuple[str, ...] = ()
    pair: tuple[str, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    line: int = field(default=0, compare=False)
    place: str = field(default="", compare=False)  # in the file, counted from 0
    problems: tuple[Problem, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class GoalFile:
    """A goal file, read. `loose` are problems of rows that belong to no objective."""

    goals: tuple[Objective, ...]
    format: str  # csv, xlsx, yaml, markdown, docx, text
    loose: tuple[Problem, ...] = ()
    remarks: tuple[Said, ...] = ()
    left_out: tuple[LeftOut, ...] = ()  # by corrections
    lines: Mapping[str, Lines] = field(default_factory=dict, repr=False, compare=False)  # by place
    places: Mapping[int, Said] = field(default_factory=dict)  # what a line number stands for, where it is no line

    def place(self, line: int) -> Said:
        """Where a line number points to, in words: line 12, or paragraph 7 of a document."""
        return self.places.get(line) or said(_("line %(line)d"), line=line)

    def cells_of(self, place: str) -> Mapping[str, str]:
        """What stands in the cells of an objective or key result, by column, as text and with corrections in it."""
        return (
            {column: shown(value) for column, value in self.lines[place].cells.items()} if place in self.lines else {}
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        every = [*self.loose, *(one for goal in self.goals for one in goal.problems)]
        return tuple(sorted(every, key=lambda one: one.line))


_HIDDEN = re.compile("[\u200b\ufeff\u00ad\u2060\ufffe\uffff\ud800-\udfff]")  # says nothing; no file may hold some of it
STEERING = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")


def one_line(text: str) -> str:
    """The text as every format keeps it: composed letters, single spaces, nothing invisible."""
    return " ".join(unicodedata.normalize("NFC", _HIDDEN.sub("", text)).split())


def paragraphs(text: str) -> str:
    """The same for text of several lines, with at most one empty line between two."""
    lines = [one_line(line) for line in _HIDDEN.sub("", text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def folded(heading: str) -> str:
    """A heading without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", heading.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", plain).split())


def joined(names: tuple[str, ...]) -> str:
    """Several names in one cell: a | b. A bar or backslash inside a name gets a backslash before it."""
    return " | ".join(re.sub(r"([|\\])", r"\\\1", name) for name in names)


def parted(text: str) -> tuple[str, ...]:
    """The names in one cell."""
    parts = (one_line(re.sub(r"\\([|\\])", r"\1", part)) for part in re.findall(r"(?:\\[|\\]|[^|])+", text))
    return tuple(dict.fromkeys(part for part in parts if part))
