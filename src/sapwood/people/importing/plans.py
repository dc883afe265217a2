"""A plan of what a people file would do, and what it is made from. Plain data."""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from sapwood.files.people import Emptied, Problem, Question
from sapwood.files.words import Said

Away = tuple[dt.date, dt.date | None]
Key = int  # of a person: the database's key, or minus the number of the row for somebody new
K = TypeVar("K", int, str)


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the database has them now."""

    pk: int
    external_id: str | None
    email: str | None
    name: str
    role: str
    share: Decimal
    time_zone: str
    language: str
    starts: dt.date | None
    leaves: dt.date | None
    manager: int | None = None
    team: int | None = None
    away: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTeam:
    pk: int
    name: str
    parent: int | None
    retired: bool = False


@dataclass(frozen=True)
class State:
    """Who is here, on which day, and who asks."""

    people: tuple[Known, ...]
    teams: tuple[KnownTeam, ...]
    administrators: frozenset[int]
    importer: int
    today: dt.date
    time_zone: str = "UTC"  # of new people whose row names none: the importer's
    language: str = "en"


class Verdict(enum.StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Change:
    """One field of somebody known, from what to what, as text."""

    column: str
    before: str
    after: str


@dataclass
class RowPlan:
    """What one row does. `fields` are columns of the person; None in `manager`, `team`, `away`: nothing to do."""

    line: int
    key: Key
    name: str
    verdict: Verdict = Verdict.SAME
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    manager: Key | Emptied | None = None
    team: str | None = None  # the folded name
    away: Away | Emptied | None = None

    @property
    def is_known(self) -> bool:
        return self.key > 0


@dataclass(frozen=True, slots=True)
class TeamPlan:
    """A team to be made, or to be hung elsewhere. Names are folded, `name` is as written."""

    folded: str
    name: str
    parent: str | None
    pk: int | None = None  # None: to be made
    parent_before: str | None = None


@dataclass(frozen=True)
class Plan:
    """Everything a file would do."""

    rows: tuple[RowPlan, ...]
    teams: tuple[TeamPlan, ...]  # each after the team it hangs under
    missing: tuple[Known, ...]  # at work, not in the file
    protected: frozenset[int]  # of those: who stays even when the others leave
    leaving: frozenset[int]  # who leaves today because the box was ticked
    questions: tuple[Question, ...] = ()
    remarks: tuple[Said, ...] = ()

    @property
    def rejected(self) -> list[RowPlan]:
        return [row for row in self.rows if row.verdict == Verdict.REJECTED]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.verdict for row in self.rows)
        return {verdict.value: found[verdict] for verdict in Verdict}

    @property
    def can_apply(self) -> bool:
        return not self.questions and not self.rejected

    @property
    def does_nothing(self) -> bool:
        return all(row.verdict == Verdict.SAME for row in self.rows) and not self.teams and not self.leaving

    @property
    def fingerprint(self) -> str:
        """Changes whenever the plan would do something else: what was looked at is what is applied."""
        said = [
            [(row.line, row.key, row.verdict, sorted(map(repr, row.fields.items())), row.manager, row.team, row.away)
             for row in self.rows],
            self.teams,
            sorted(one.pk for one in self.missing),
        ]  # fmt: skip
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def folded(name: str) -> str:
    """A name as it is compared: in any case, with any spaces."""
    return " ".join(name.casefold().split())


def overlap(one: Away, other: Away) -> bool:
    """Whether two absences share a day; one without an end goes on."""
    return (one[1] is None or one[1] >= other[0]) and (other[1] is None or other[1] >= one[0])


def loops(above: Mapping[K, K | None]) -> list[list[K]]:
    """The circles in a map from each thing to the one above it, each once, in the order of going up."""
    done: set[K] = set()
    loops = []
    for start in above:
        path: list[K] = []
        place: dict[K, int] = {}
        step: K | None = start
        while step is not None and step not in done and step not in place:
            place[step] = len(path)
            path.append(step)
            step = above.get(step)
        if step is not None and step in place:
            loops.append(path[place[step] :])
        done.update(path)
    return loops


def with_number(known: Known) -> str:
    return f"{known.name} ({known.external_id})" if known.external_id else known.name


def stretch(away: Away) -> str:
    return f"{away[0].isoformat()} – {away[1].isoformat() if away[1] else '…'}"


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Emptied):
        return "-"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
