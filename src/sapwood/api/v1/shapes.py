"""What answers and requests look like."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from django.utils.translation import gettext_noop as said
from pydantic import BaseModel, ConfigDict, Field

from sapwood.api.v1.paging import Page
from sapwood.api.v1.values import Confidence, GivenConfidence, GivenMoment, GivenNumber, Id, Line, Number, Share

Layer = Literal["strategic", "developmental", "personal"]
Nature = Literal["hard", "soft"]
Stage = Literal["draft", "proposed", "active", "closed"]
Withheld = Literal["figures_of_one_person"]

_WITHHELD = said(
    "Set where figures are left out: those of one person's own goal are given to that person's own tokens alone."
)


class Named(BaseModel):
    """Somebody or something by id and name."""

    id: Id
    name: str


class Sender(BaseModel):
    """Who told something. A service is named too; it stands in no list of people."""

    id: Id
    name: str
    kind: Literal["person", "service"]


class Owner(BaseModel):
    kind: Literal["team", "person"]
    id: Id
    name: str


# ── people ──────────────────────────────────────────────────────────────────


class Place(BaseModel):
    """A team somebody is in now."""

    id: Id
    name: str
    is_primary: bool
    is_lead: bool


class Person(BaseModel):
    """A person as the directory shows them."""

    id: Id
    name: str
    email: str | None
    job_title: str
    teams: list[Place]
    manager: Named | None
    page: str = Field(description=said("The address of their page, for people."))


class Team(BaseModel):
    id: Id
    name: str
    level: Literal["company", "department", "team"]
    purpose: str
    parent: Id | None
    leads: list[Named]
    page: str


# ── goals ───────────────────────────────────────────────────────────────────


class Cycle(BaseModel):
    id: Id
    name: str
    starts: dt.date
    ends: dt.date
    stage: Literal["planning", "active", "scoring", "closed"]
    cadence_days: int = Field(description=said("Days between two check-ins."))
    is_current: bool


class Step(BaseModel):
    """A step of a key result that goes step by step."""

    number: int
    title: str
    is_reached: bool | None


class ResultStanding(BaseModel):
    """Where a key result stands after its latest reading."""

    current: Number | None
    progress: Share | None = Field(description=said("Share of the way from baseline to target; null: not measured."))
    confidence: Confidence | None
    measured_at: dt.datetime | None


class KeyResult(BaseModel):
    id: Id
    external_id: str | None
    objective: Id
    title: str
    direction: Literal["rise", "fall", "stay_above", "stay_below", "reach"]
    indicator: Literal["leading", "lagging"]
    source: Literal["manual", "instrument", "feed", "tally"]
    unit: str
    baseline: Number | None
    target: Number | None
    due: dt.date | None
    weight: Number
    updater: Named | None = Field(description=said("Who reports on it."))
    steps: list[Step]
    standing: ResultStanding | None
    withheld: Withheld | None = Field(description=_WITHHELD)
    version: int


class Parent(BaseModel):
    """What an objective serves: another objective, or one key result of it."""

    objective: Id
    key_result: Id | None
    kind: Literal["contributes", "supports"]


class Standing(BaseModel):
    """Where an objective stands: the weighted mean of its measured key results."""

    progress: Share | None
    measured: int
    of: int = Field(description=said("How many key results there are; so many of them are measured."))
    confidence: Confidence | None
    checked_in: dt.datetime | None


class Closure(BaseModel):
    """How a goal ended."""

    score: Share | None
    learned: str
    next: Literal["keep", "change", "retire"]
    at: dt.datetime


class Objective(BaseModel):
    id: Id
    external_id: str | None
    title: str
    why: str
    audience: str = Field(description=said("Whose behaviour will change."))
    layer: Layer
    nature: Nature
    ambition: Literal["committed", "aspirational"]
    stage: Stage
    owner: Owner
    cycle: Id | None = Field(description=said("null: it has no end and is looked at in each cycle."))
    parents: list[Parent]
    pairs: list[Id] = Field(description=said("The goals of the other nature that it is paired with."))
    key_results: list[KeyResult]
    standing: Standing | None
    closure: Closure | None
    withheld: Withheld | None = Field(description=_WITHHELD)
    created: dt.datetime
    changed: dt.datetime
    version: int
    page: str


# ── observations ────────────────────────────────────────────────────────────


class Reading(BaseModel):
    id: Id
    key_result: Id
    value: Number
    low: Number | None
    high: Number | None
    confidence: Confidence | None
    note: str
    source: Literal["manual", "instrument", "feed", "tally"]
    at: dt.datetime = Field(description=said("When it was observed."))
    by: Sender | None
    check_in: Id | None


class Blocker(BaseModel):
    text: str
    person: Named | None
    resolved: dt.datetime | None


class CheckIn(BaseModel):
    id: Id
    objective: Id
    by: Sender | None
    at: dt.datetime
    confidence: Confidence | None
    note: str
    readings: list[Reading]
    blockers: list[Blocker]


class Given(BaseModel):
    """A request's body: what is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class ReadingGiven(Given):
    """One value that another system measured."""

    value: GivenNumber = Field(description=said("The value, in the key result's unit; kept to six places."))
    observed_at: GivenMoment | None = Field(
        None, description=said("When it was observed, with its zone, from the year 2000 on; now, when it is left out.")
    )
    low: GivenNumber | None = Field(None, description=said("Lower end of its interval, where the source has one."))
    high: GivenNumber | None = Field(None, description=said("Upper end of its interval."))
    confidence: GivenConfidence | None = Field(None, description=said("How sure one is that the target is reached."))
    note: Line = Field("", max_length=500, description=said("What changed, in a line."))


class ToldGiven(Given):
    """What is told of one key result: a value, or for one that goes step by step the steps reached."""

    key_result: Id
    value: GivenNumber | None = None
    reached: list[Annotated[int, Field(ge=1, le=500, strict=True)]] | None = Field(
        None, max_length=500, description=said("The numbers of the steps that are reached.")
    )
    confidence: GivenConfidence | None = None
    note: Line = Field("", max_length=500)


class BlockerGiven(Given):
    text: Line = Field(min_length=1, max_length=300, description=said("What is in the way."))
    person: Id | None = Field(None, description=said("Who could help; they find it in their week."))


class CheckInGiven(Given):
    """A check-in on one objective."""

    objective: Id
    readings: list[ToldGiven] = Field([], max_length=50)
    note: Line = Field("", max_length=4000, description=said("What changed."))
    blockers: list[BlockerGiven] = Field([], max_length=10)


# ── wording ─────────────────────────────────────────────────────────────────


class StatementGiven(Given):
    kind: Literal["objective", "key_result"]
    text: Line = Field(min_length=1, max_length=2000)
    id: Line | None = Field(None, max_length=80)
    objective: Line | None = Field(None, max_length=2000, description=said("The objective a key result belongs to."))
    objective_id: Line | None = Field(
        None, max_length=80, description=said("The id of a statement of this request that is its objective.")
    )
    level: Literal["company", "department", "team", "individual"] | None = None
    ignore: list[Line] = Field([], max_length=60, description=said("Codes that are known and accepted."))


class LintGiven(Given):
    statements: list[StatementGiven] = Field(min_length=1, max_length=200)
    strict: Annotated[bool, Field(strict=True)] = Field(
        False, description=said("Show remarks the coach is less sure of too.")
    )
    select: list[Line] = Field([], max_length=60, description=said("Only these codes, or beginnings of codes."))
    ignore: list[Line] = Field([], max_length=60, description=said("Not these codes."))
    safety_critical: Annotated[bool, Field(strict=True)] = Field(
        False, description=said("The goals are of a team whose work is safety-critical.")
    )


Span = tuple[int, int]


class LintLabel(BaseModel):
    value: bool | str
    p: float
    spans: list[Span]


class LintType(BaseModel):
    label: str
    p: float
    spans: list[Span]


class LintMeasure(BaseModel):
    baseline: str | None
    target: str | None
    change: str | None
    unit: str
    direction: str | None
    due: dt.date | None


class LintFinding(BaseModel):
    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    question: str
    p: float
    spans: list[Span]
    rewrites: list[str]
    suppressed: str | None = None


class LintStatement(BaseModel):
    """The same object that sapwood lint --json prints."""

    id: str
    kind: Literal["objective", "key_result"]
    text: str
    language: str
    note: str | None = None
    type: LintType | None
    labels: dict[str, LintLabel]
    measure: LintMeasure | None = None
    findings: list[LintFinding]
    file: str
    line: int


class Linted(BaseModel):
    statements: list[LintStatement]


# ── the token, and what goes wrong ──────────────────────────────────────────


class Me(BaseModel):
    """Whose token this is and what it may do."""

    holder: Sender
    token: str = Field(description=said("The name it was given."))
    scopes: list[str]
    expires: dt.datetime
    requests_a_minute: int


class FieldProblem(BaseModel):
    at: str = Field(description=said("Where in the request."))
    problem: str
    given: str | None
    allowed: str


class Problem(BaseModel):
    """Why it was not done. code never changes its meaning; the words may."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    next_step: str
    allowed: list[str] | None = None
    errors: list[FieldProblem] | None = None


class People(Page[Person]):
    pass


class Teams(Page[Team]):
    pass


class Cycles(Page[Cycle]):
    pass


class Objectives(Page[Objective]):
    pass


class KeyResults(Page[KeyResult]):
    pass


class Readings(Page[Reading]):
    pass


class CheckIns(Page[CheckIn]):
    pass
