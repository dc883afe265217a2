"""What the page shows of a plan: each goal's verdict in words, and the cells that can be corrected in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from django.utils.translation import gettext as _

from sapwood.files import goals as files
from sapwood.files.goals.cells import BOTH_WAYS
from sapwood.files.goals.model import CHOICES, OF_KEY_RESULTS, OF_OBJECTIVES
from sapwood.files.problems import Problem
from sapwood.goals import columns
from sapwood.goals.drafts import KeyResultDraft
from sapwood.goals.importing.plans import GoalPlan, Plan, Verdict, folded
from sapwood.people.columns import told
from sapwood.ui.templatetags.ui import number

SHOWN = 200  # goals in words on one page; the counts are of all
MOST_FIELDS = 400  # cells that can be typed into on one page; the next ones come when these are right
OPEN = 12  # goals that cannot be taken whose other cells can be typed into as well
ORDER = (Verdict.REJECTED, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
USUAL = {False: ("objective", "owner", "cycle"), True: ("key_result", "baseline", "target", "unit", "due")}
PREFIX = "cell-"


@dataclass
class Said:
    """A problem in words. `leave` is the name by which the line it is about can be left out."""

    where: str
    column: str
    given: str
    reason: str
    next_step: str
    leave: str = ""


@dataclass
class Field:
    """A cell that can be typed into."""

    cell: str
    label: str
    value: str
    problems: list[Said] = field(default_factory=list)
    choices: str = ""  # which list of suggestions it has
    is_long: bool = False

    @property
    def name(self) -> str:
        return PREFIX + self.cell

    @property
    def key(self) -> str:
        """Its id on the page."""
        return f"c-{self.cell.replace('/', '-').replace('.', '-').replace(' ', '_')}"


@dataclass
class Part:
    """The cells of the objective (no words) or of one of its key results."""

    words: str = ""
    place: str = ""
    fields: list[Field] = field(default_factory=list)


@dataclass
class Card:
    """One goal and its verdict."""

    plan: GoalPlan
    where: str
    wrong: list[Part] = field(default_factory=list)
    rest: list[Part] = field(default_factory=list)
    problems: list[Said] = field(default_factory=list)  # without a cell to type into

    @property
    def title(self) -> str:
        return self.plan.goal.objective

    @property
    def place(self) -> str:
        return self.plan.goal.place

    @property
    def owner(self) -> str:
        return str(self.plan.owner or self.plan.goal.owner)

    @property
    def cycle(self) -> str:
        return str(self.plan.cycle or self.plan.goal.cycle or "")

    @property
    def results(self) -> list[tuple[str, str]]:
        return [(one.title, _way(one)) for one in self.plan.draft.key_results] if self.plan.draft else []

    @property
    def changes(self) -> list[tuple[str, str, str, str]]:
        return [(columns.label(one.column), one.of, one.before, one.after) for one in self.plan.changes]


@dataclass
class Shared:
    """A word that cannot be taken and stands in several goals: it is corrected once."""

    field: Field
    count: int


@dataclass
class Preview:
    sections: list[tuple[str, int, list[Card]]] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)
    loose: list[Said] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)  # place, where, words
    corrected: list[Field] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    asks_for_owner: bool = False
    asks_for_order: bool = False
    hidden: int = 0  # goals that cannot be taken and have no fields yet


def preview(plan: Plan, file: files.GoalFile, given: files.Corrections, choices: dict[str, list[str]]) -> Preview:
    """`choices` are the owners and cycles that can be suggested."""
    return _Showing(plan, file, given, choices).all()


class _Showing:
    def __init__(
        self, plan: Plan, file: files.GoalFile, given: files.Corrections, choices: dict[str, list[str]]
    ) -> None:
        self.plan, self.file, self.given = plan, file, given
        self.left = MOST_FIELDS
        self.found = Preview(choices={**choices, **{name: list(words) for name, words in CHOICES.items()}})

    def all(self) -> Preview:
        found, counts = self.found, self.plan.counts
        every = [problem for one in self.plan.goals for problem in one.problems]
        found.asks_for_owner = any(one.cell.endswith("/owner") and not one.given for one in every)
        found.asks_for_order = any(one.reason.text == BOTH_WAYS for one in every)
        found.shared = list(self._shared(every))
        for verdict in ORDER:
            if counts[verdict]:
                some = [one for one in self.plan.goals if one.verdict == verdict][:SHOWN]
                cards = [self._card(one, number) for number, one in enumerate(some)]
                found.sections.append((str(verdict), counts[verdict], cards))
        found.loose = [self._said(one) for one in self.plan.loose]
        found.left_out = [(one.place, self._where(one.line), one.words) for one in self.file.left_out]
        found.corrected = list(self._corrected())[: max(0, self.left)]
        return found

    def _card(self, one: GoalPlan, number: int) -> Card:
        card = Card(one, self._where(one.goal.line))
        if one.verdict != Verdict.REJECTED:
            return card
        by_cell: dict[str, list[Said]] = {}
        for problem in one.problems:
            if self._is_shared(problem):
                card.problems.append(replace(self._said(problem), next_step=_("Correct it above, for all of them.")))
            elif problem.cell.startswith("!") or not problem.cell:
                card.problems.append(self._said(problem))
            else:
                by_cell.setdefault(problem.cell, []).append(self._said(problem))
        if self.left < len(by_cell):
            self.found.hidden += 1
            card.problems += [said for some in by_cell.values() for said in some]
            return card
        for place, words in self._places(one):
            wrong = [cell for cell in by_cell if cell.partition("/")[0] == place]
            self._add(card.wrong, place, words, wrong, by_cell)
            if number < OPEN:
                said_here = {f"{place}/{column}" for column in (*USUAL["." in place], *self.file.cells_of(place))}
                self._add(card.rest, place, words, sorted(said_here - set(wrong), key=_in_order), {})
        return card

    def _places(self, one: GoalPlan) -> Iterator[tuple[str, str]]:
        yield one.goal.place, ""
        for result in one.goal.key_results:
            yield result.place, result.key_result or _("a key result without words")

    def _add(
        self, parts: list[Part], place: str, words: str, cells: Iterable[str], said: dict[str, list[Said]]
    ) -> None:
        part = Part(words, place)
        for cell in cells:
            if self.left <= 0:
                break
            column = cell.partition("/")[2]
            if column in (*OF_OBJECTIVES, *OF_KEY_RESULTS, "objective", "key_result") and column != "level":
                part.fields.append(
                    self._field(cell, column, self.file.cells_of(place).get(column, ""), said.get(cell, []))
                )
                self.left -= 1
        if part.fields:
            parts.append(part)

    def _field(self, cell: str, column: str, value: str, problems: list[Said]) -> Field:
        choices = column if column in self.found.choices else ""
        is_long = "\n" in value or len(value) > 120 or column == "why"
        return Field(cell, columns.label(column), value, problems, choices, is_long)

    def _shared(self, every: list[Problem]) -> Iterator[Shared]:
        """Owners and cycles that nobody knows here and that stand in more than one goal."""
        counts = Counter((one.cell.partition("/")[2], one.given) for one in every if one.given and _is_of_all(one))
        first = {(one.cell.partition("/")[2], one.given): one for one in reversed(every) if _is_of_all(one)}
        for (column, given), count in counts.items():
            value = self.file.cells_of(first[column, given].cell.partition("/")[0]).get(column, "").strip()
            if count > 1 and value and self.left > 0:
                said = self._said(first[column, given])
                said.where = said.column = said.given = ""
                self.left -= 1
                yield Shared(self._field(f"*/{column}/{value}", column, value, [said]), count)

    def _is_shared(self, problem: Problem) -> bool:
        place, _slash, column = problem.cell.partition("/")
        value = self.file.cells_of(place).get(column, "").strip()
        return _is_of_all(problem) and any(one.field.cell == f"*/{column}/{value}" for one in self.found.shared)

    def _corrected(self) -> Iterator[Field]:
        """What was corrected already, so that it can be corrected again; not what is asked for once more."""
        asked = {
            one.cell
            for _verdict, _count, cards in self.found.sections
            for card in cards
            for part in card.wrong
            for one in part.fields
        }
        asked |= {one.field.cell for one in self.found.shared}
        for cell, text in self.given.cells.items():
            place, _slash, rest = cell.partition("/")
            column, _slash, before = rest.partition("/")
            if cell in asked:
                continue
            if place == "*":
                made = self._field(cell, column, text, [])
                made.label = _("%(column)s, instead of “%(before)s”") % {"column": made.label, "before": before}
                yield made
            elif place in self.file.lines:
                made = self._field(cell, column, text, [])
                made.label = f"{self._where(self.file.lines[place].line)}, {made.label}"
                yield made

    def _where(self, line: int) -> str:
        return told(self.file.place(line))

    def _said(self, one: Problem) -> Said:
        leave = one.cell if one.cell.startswith("!") else ""
        return Said(self._where(one.line), one.column, one.given, told(one.reason), self._next_step(one), leave)

    def _next_step(self, one: Problem) -> str:
        """What to do; for the name of a team or cycle that is nearly one here, that one."""
        names = self.found.choices.get(one.cell.partition("/")[2], []) if _is_of_all(one) and one.given else []
        near = get_close_matches(folded(one.given), {folded(name): name for name in names}, 1, 0.75)
        if not near:
            return told(one.next_step)
        name = next(name for name in names if folded(name) == near[0])
        return _("Perhaps “%(name)s” is meant.") % {"name": name}


def _is_of_all(problem: Problem) -> bool:
    return problem.cell.partition("/")[2] in ("owner", "cycle") and not problem.cell.startswith("!")


def _in_order(cell: str) -> int:
    column = cell.partition("/")[2]
    order = ("objective", "key_result", "owner", "cycle", "baseline", "target", "unit", "due")
    return order.index(column) if column in order else len(order)


def _way(result: KeyResultDraft) -> str:
    """How the numbers of a new key result were understood."""
    if result.target is None and result.baseline is None:
        return ""
    numbers = [number(one) if one is not None else "–" for one in (result.baseline, result.target)]
    return f"{numbers[0]} → {numbers[1]} {result.unit}".strip()
