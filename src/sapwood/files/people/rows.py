"""A people file, read: its columns, its rows, and what is left to be asked."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sapwood.files.problems import Problem
from sapwood.files.tables import Table
from sapwood.files.words import Said

COLUMNS = (
    "external_id", "email", "name", "manager", "team", "parent_team", "role",
    "share", "time_zone", "language", "starts", "leaves", "away_from", "away_until",
)  # fmt: skip
DAYS = ("starts", "leaves", "away_from", "away_until")
LONGEST = {"external_id": 80, "email": 254, "name": 160, "manager": 254, "team": 120, "parent_team": 120, "role": 120}


class Emptied(enum.Enum):
    """A cell with a dash: what is there is to be taken out."""

    IT = "-"


Text = str | Emptied | None
Day = dt.date | Emptied | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row, read. None: the file says nothing about it."""

    line: int
    external_id: str | None = None
    email: str | None = None
    name: str | None = None
    manager: Text = None
    team: str | None = None
    parent_team: Text = None
    role: Text = None
    share: Decimal | None = None
    time_zone: str | None = None
    language: str | None = None
    starts: Day = None
    leaves: Day = None
    away_from: Day = None
    away_until: Day = None


@dataclass(frozen=True)
class Question:
    """A column of days that can be read two ways, with some of its values."""

    column: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class PeopleFile:
    """A people file, read. Rows with problems are in `rows` too, so that others may refer to them."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[str, str]  # column → the heading as the file has it
    questions: tuple[Question, ...] = ()
    remarks: tuple[Said, ...] = ()
    table: Table = field(default_factory=lambda: Table((), "csv"))

    def heading(self, column: str) -> str:
        return self.headings.get(column, column)
