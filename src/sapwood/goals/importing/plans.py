"""What is planned for each goal of a file, and what has to be known for it."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sapwood.files import goals as files
from sapwood.files.problems import Problem, excerpt
from sapwood.files.words import said
from sapwood.goals.drafts import ObjectiveDraft
from sapwood.goals.models import Cycle, Objective
from sapwood.people.models import Person, Team

Owner = Team | Person


class Verdict(enum.StrEnum):
    REJECTED = "rejected"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Change:
    """One value that moves. `column` is the file's; `of` names the key result, if it is one's."""

    column: str
    before: str
    after: str
    of: str = ""


@dataclass(frozen=True)
class Link:
    """The objective in this place of the plan serves, or is paired with, another: one here, or one of the file."""

    here: int | None = None  # key of an objective that exists
    place: int | None = None  # place in the plan
    result: int | str | None = None  # key of a key result that exists, or the id of one in the file


@dataclass(frozen=True)
class GoalPlan:
    """What the file does to one objective."""

    goal: files.Objective
    verdict: Verdict
    problems: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()
    found: Objective | None = None
    owner: Owner | None = None
    cycle: Cycle | None = None
    layer: str = Objective.Layer.STRATEGIC
    draft: ObjectiveDraft | None = None
    parents: tuple[Link, ...] = ()
    partners: tuple[Link, ...] = ()

    @property
    def rewrites(self) -> bool:
        """Whether more than links change."""
        return any(change.column not in ("parent", "pair") for change in self.changes)


@dataclass(frozen=True)
class Plan:
    goals: tuple[GoalPlan, ...]
    loose: tuple[Problem, ...] = ()
    leaves_readings: bool = False  # the file has current values or confidence, which are not taken in
    worded: int = 0  # key results whose numbers were read out of their words

    @property
    def counts(self) -> dict[str, int]:
        found = {str(verdict): 0 for verdict in Verdict}
        for one in self.goals:
            found[one.verdict] += 1
        return found

    @property
    def can_apply(self) -> bool:
        return not self.loose and all(one.verdict != Verdict.REJECTED for one in self.goals)

    @property
    def does_nothing(self) -> bool:
        return all(one.verdict in (Verdict.SAME, Verdict.REJECTED) for one in self.goals)

    @property
    def fingerprint(self) -> str:
        """Changes when anything that the reader has seen changes."""
        seen = [
            (one.verdict, one.goal, one.changes, one.found.pk if one.found else 0, one.found.version if one.found else 0, str(one.owner), str(one.cycle))
            for one in self.goals
        ]  # fmt: skip
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class State:
    """What stands here, as far as the importer may see it, and what the importer may do."""

    teams: Mapping[str, list[Team]]  # folded name → teams
    people: Mapping[str, list[Person]]  # folded name or address → people
    cycles: Mapping[str, Cycle]
    objectives: tuple[Objective, ...]  # visible ones, each with `results` and `steps` of them prefetched
    taken: frozenset[str]  # ids that somebody's goals have already, seen or not
    links: frozenset[tuple[int, int, int | None]]  # child, parent, the parent's key result
    pairs: frozenset[tuple[int, int]]
    may_write: Callable[[Owner, str], bool]
    may_edit: Callable[[Objective], bool]
    default_cycle: Cycle | None = None
    default_owner: Owner | None = None


def folded(text: str) -> str:
    return files.one_line(text).casefold()


def problem_of(goal: files.Objective, column: str, given: str, reason: str, next_step: str, place: str = "") -> Problem:
    """A problem with a goal, or with one of its key results: `place` is then that of the key result."""
    cell = f"{place or goal.place}/{column}" if column else ""
    return Problem(goal.line, column, excerpt(given), said(reason), said(next_step), cell)
