"""What the coach gives back: judgements with their probability and the words they rest on, findings, readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from sapwood.files.words import Said

Kind = Literal["key_result", "objective"]
Severity = Literal["error", "warning", "note"]
Direction = Literal["rise", "fall", "stay_above", "stay_below", "reach"]

KEY_RESULT_LABELS = (
    "measurable",
    "has_target",
    "has_baseline",
    "relative_change",
    "binary",
    "vague",
    "gameable",
    "individual_effort",
)
OBJECTIVE_LABELS = (
    "qualitative",
    "contains_metric",
    "is_task_or_output",
    "vague",
    "inspiring_or_directional",
    "soft",
)


class Span(NamedTuple):
    """A place in the text as it was given: from `start` up to, not with, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer about a statement. `p` is the probability of `value`; a rule that reads what is visible is sure."""

    name: str
    value: bool | str
    p: float
    spans: tuple[Span, ...] = ()
    by: Literal["rule", "model"] = "model"


@dataclass(frozen=True, slots=True)
class Measure:
    """The numbers of a statement, ready to prefill a form. What is not said is None."""

    baseline: Decimal | None = None
    target: Decimal | None = None
    change: Decimal | None = None  # "by 20 %": 20, "2x": 2
    unit: str = ""
    change_unit: str = ""  # "%", "x", or the unit itself
    direction: Direction | None = None
    due: dt.date | None = None
    frequency: str = ""  # weekly, every month
    has_target: bool = False
    has_baseline: bool = False
    relative: bool = False
    target_spans: tuple[Span, ...] = ()
    baseline_spans: tuple[Span, ...] = ()
    change_spans: tuple[Span, ...] = ()
    due_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: a stable code, what was seen, one question, and up to three ways to write it instead."""

    code: str
    severity: Severity
    message: Said
    question: Said
    p: float = 1.0
    spans: tuple[Span, ...] = ()
    rewrites: tuple[str, ...] = ()
    suppressed: str = ""  # the reason somebody gave for not wanting it here


@dataclass(frozen=True, slots=True)
class Statement:
    """One goal statement, read. `type` and `labels` are empty for a language the coach has no words for."""

    kind: Kind
    text: str
    id: str = ""
    language: str = "en"
    type: Judgement | None = None
    labels: Mapping[str, Judgement] = field(default_factory=dict)
    measure: Measure = Measure()
    findings: tuple[Finding, ...] = ()

    def says(self, label: str) -> bool:
        """Whether a label is judged true."""
        found = self.labels.get(label)
        return bool(found and found.value)

    def p(self, label: str) -> float:
        """The probability that a label is true; 0 where nothing was judged."""
        found = self.labels.get(label)
        if found is None:
            return 0.0
        return found.p if found.value else 1.0 - found.p


@dataclass(frozen=True, slots=True)
class Reading:
    """An objective with its key results, read together. `findings` are about the set as a whole."""

    objective: Statement | None
    key_results: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    language: str = "en"

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The objective, if there is one, then its key results in order."""
        return ((self.objective,) if self.objective else ()) + self.key_results


@dataclass(frozen=True, slots=True)
class Context:
    """What is known around a goal. Everything may be left out; the coach asks only for what it can know is missing."""

    today: dt.date | None = None
    level: str = ""  # company, department, team, individual
    layer: str = ""  # strategic, developmental, personal
    nature: str = ""  # hard, soft
    ambition: str = ""  # committed, aspirational
    owner: str | None = None  # None: not known here; "": known to be missing
    audience: str | None = None
    why: str | None = None
    parent: str | None = None
    pair: str | None = None
    cadence: str | None = None
    safety_critical: bool = False
    policies: tuple[str, ...] = ()  # what the organisation has said, in its own words
    forbidden: tuple[tuple[str, str], ...] = ()  # a policy's name and words a goal should not promise
    observers: int | None = None  # how many people a result measured by people rests on


NOTHING_KNOWN = Context()
