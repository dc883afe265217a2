"""What the coach reads in a goal, as pages show it: what each statement is, its remarks, and what the judgement rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from django.utils.translation import gettext as _

from sapwood.coach import Context, Finding, Judgement, Reading, Result, Span, Statement, read_objective
from sapwood.coach.language import knows
from sapwood.files import goals as files
from sapwood.goals.models import Aside
from sapwood.goals.models.aside import digest
from sapwood.people.columns import told

Kind = Literal["result", "wish", "delivered", "task", "unsure"]
KINDS: tuple[Kind, ...] = ("result", "wish", "delivered", "task", "unsure")
UNSEEN = {"KR203", "KR205"}  # what nobody could tell apart at the end is a wish so far
SURE = 0.5  # the likeliest of three: below it nothing is claimed
Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Judged:
    """One judgement in words. `percent` is how sure the coach is of this answer, `words` what it rests on."""

    name: str
    answer: str
    percent: int
    words: tuple[str, ...]
    certain: bool  # read off the text by a rule


@dataclass(frozen=True)
class Heard:
    """One remark of the coach: what it says, what it asks, and ways to write it instead."""

    code: str
    weight: int  # 3 error, 2 warning, 1 note
    message: str
    question: str
    rewrites: tuple[str, ...] = ()
    statement: str = ""  # the text it is about
    aside: Aside | None = None  # put aside, by whom and why

    @property
    def digest(self) -> str:
        """Of the text it is about."""
        return digest(self.statement)


@dataclass(frozen=True)
class Line:
    """A statement, read. `pieces` is its text cut up, and whether each piece is what a remark is about."""

    text: str
    kind: Kind | Literal["objective"]
    pieces: Pieces
    heard: tuple[Heard, ...]
    judged: tuple[Judged, ...]
    language: str = "en"

    @property
    def weight(self) -> int:
        """How much there is to ask: the remarks, and whether it is a result at all."""
        return sum(one.weight for one in self.heard) + {"task": 4, "delivered": 3, "wish": 2}.get(self.kind, 0)


@dataclass(frozen=True)
class Goal:
    """An objective with its key results, read together; `heard` is about the set."""

    title: Line | None
    results: tuple[Line, ...]
    heard: tuple[Heard, ...]
    language: str = "en"

    @property
    def remarks(self) -> int:
        """How many there are on all of it."""
        lines = (*((self.title,) if self.title else ()), *self.results)
        return len(self.heard) + sum(len(line.heard) for line in lines)


@dataclass(frozen=True)
class Counts:
    """How many key results are what."""

    result: int = 0
    wish: int = 0
    delivered: int = 0
    task: int = 0
    unsure: int = 0

    @property
    def total(self) -> int:
        return self.result + self.wish + self.delivered + self.task + self.unsure


def read(reading: Reading) -> Goal:
    """The coach's reading in words for a page."""
    return Goal(
        line(reading.objective) if reading.objective else None,
        tuple(line(one) for one in reading.key_results),
        tuple(heard(one, _whole(reading)) for one in reading.findings),
        reading.language,
    )


def read_file(found: Iterable[files.Objective]) -> list[Goal]:
    """Goals out of a file, read as they stand there: what a file does not say is not asked for."""
    return [read(read_objective(goal.objective, _results(goal), _context(goal), id=goal.id)) for goal in found]


def counts(goals: Iterable[Goal]) -> Counts:
    """How many of all key results are results, wishes, things delivered, tasks, and not clear."""
    kinds = [one.kind for goal in goals for one in goal.results]
    return Counts(*(kinds.count(kind) for kind in KINDS))


def weakest(goals: Sequence[Goal]) -> tuple[Line | None, Heard] | None:
    """The statement that most needs a word, and the one question for it; a set of key results comes last."""
    lines = [one for goal in goals for one in (*goal.results, *((goal.title,) if goal.title else ())) if one.heard]
    if lines:
        found = max(lines, key=lambda one: one.weight)  # of equals the first one
        return found, found.heard[0]
    sets = [one for goal in goals for one in goal.heard]
    return (None, max(sets, key=lambda one: one.weight)) if sets else None


def line(read: Statement) -> Line:
    """One statement in words."""
    spans = [span for finding in read.findings for span in finding.spans]
    return Line(
        read.text,
        kind_of(read),
        pieces(read.text, spans),
        tuple(heard(one, read.text) for one in read.findings),
        tuple(judged(read)),
        read.language,
    )


def kind_of(read: Statement) -> Kind | Literal["objective"]:
    """Result, something delivered or task; not sure where the likeliest of the three is not even likely, and a wish
    where it is about others but two people could not tell whether it came true."""
    if read.kind == "objective":
        return "objective"
    if read.type is None or read.type.p < SURE:
        return "unsure"
    if read.type.value == "outcome" and any(one.code in UNSEEN for one in read.findings):
        return "wish"
    kinds: Mapping[object, Kind] = {"outcome": "result", "output": "delivered", "activity": "task"}
    return kinds[read.type.value]


def heard(finding: Finding, text: str) -> Heard:
    """A finding in the reader's language."""
    weight = {"error": 3, "warning": 2, "note": 1}[finding.severity]
    return Heard(finding.code, weight, told(finding.message), told(finding.question), finding.rewrites, text)


def judged(read: Statement) -> list[Judged]:
    """What was judged of a statement, how sure, and on which words it rests: everything one may dispute."""
    if not knows(read.language):
        return []
    found = []
    if read.type is not None:
        answers = {"outcome": _("a result"), "output": _("something delivered"), "activity": _("a task")}
        found.append(_judged(read.text, read.type, _("What it is"), answers[str(read.type.value)]))
    names = _names()
    for label in read.labels.values():
        if label.name in names:
            found.append(_judged(read.text, label, names[label.name], _("yes") if label.value else _("no")))
    return found


def key_of(code: str, text: str) -> str:
    """By which a remark is told from others; another text has another one."""
    return f"{code}-{crc32(text.encode()):08x}"


def pieces(text: str, spans: Sequence[Span]) -> Pieces:
    """The text cut at the ends of the spans; each piece with whether it lies in one."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for span in sorted(spans):
        if span.start > at:
            cut.append((text[at : span.start], False))
        if span.end > max(at, span.start):
            cut.append((text[max(at, span.start) : span.end], True))
        at = max(at, span.end)
    cut.append((text[at:], False))
    return tuple(piece for piece in cut if piece[0])


def _judged(text: str, given: Judgement, name: str, answer: str) -> Judged:
    words = tuple(dict.fromkeys(text[span.start : span.end].strip() for span in given.spans))
    return Judged(
        name, answer, min(99, round(given.p * 100)), tuple(word for word in words if word), given.by == "rule"
    )


def _names() -> dict[str, str]:
    return {
        "measurable": _("Can be measured"),
        "has_target": _("Names a target"),
        "has_baseline": _("Says where it starts"),
        "relative_change": _("A change of something unsaid"),
        "binary": _("Only done or not done"),
        "vague": _("Everyone reads it differently"),
        "gameable": _("Could be met in the wrong way"),
        "individual_effort": _("Measures one's own effort"),
        "qualitative": _("Says a state in words"),
        "contains_metric": _("Has a number in it"),
        "is_task_or_output": _("Is a task"),
        "inspiring_or_directional": _("Points somewhere"),
        "soft": _("Is about behaviour"),
    }


def _whole(reading: Reading) -> str:
    return "\n".join(one.text for one in reading.statements)


def _results(goal: files.Objective) -> list[Result]:
    return [
        Result(one.key_result, one.id, one.baseline, one.target, one.due, one.indicator, one.unit)
        for one in goal.key_results
        if one.key_result
    ]


def _context(goal: files.Objective) -> Context:
    return Context(
        level=goal.level if goal.level in {"company", "department", "team", "individual"} else "",
        layer=goal.layer,
        nature=goal.nature,
        ambition=goal.ambition,
        audience=goal.audience or None,
        why=goal.why or None,
    )
