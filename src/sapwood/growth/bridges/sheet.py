"""A file with values of a bridge: a row for each team and period. Read with what is wrong in which row, and the plan of
what it would do; nothing is written here."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sapwood.files import days, tables
from sapwood.files.people.headings import folded
from sapwood.files.problems import excerpt
from sapwood.files.tables import Row, Table, shown
from sapwood.files.words import Said, Unreadable, said
from sapwood.growth.actions.bridge_values import Told
from sapwood.growth.bridges import periods
from sapwood.growth.models import Bridge, BridgeTeam, BridgeValue, Kind
from sapwood.people.columns import told as in_words

HEADINGS = {
    "team": ("team", "team name", "unit", "department"),
    "period": ("period", "day", "date", "week", "month", "week of", "from"),
    "leading": ("leading", "leading indicator", "behaviour", "behavior"),
    "lagging": ("lagging", "lagging indicator", "result", "outcome", "value"),
}


@dataclass(frozen=True)
class RowProblem:
    line: int
    column: str
    given: str
    reason: str
    next_step: str


@dataclass
class Plan:
    """What the file would do: values that are new, changed, and there already."""

    told: list[Told] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    same: int = 0
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def can_apply(self) -> bool:
        return bool(self.told) and not self.problems and bool(self.new or self.changed)

    @property
    def fingerprint(self) -> str:
        rows = [(one.part.pk, one.kind, one.day.isoformat(), str(one.value)) for one in self.told]
        return hashlib.sha256(repr((rows, self.new, self.changed)).encode()).hexdigest()[:32]


def plan(content: bytes, bridge: Bridge, parts: Sequence[BridgeTeam], today: dt.date) -> Plan:
    """Read the file and lay it beside what is there. Raises Unreadable for what is no table with these columns."""
    table = tables.read(content)
    top, places = _headings(table)
    body = [row for row in table.rows if row.line > top]
    if not body:
        raise Unreadable(
            said(gettext_noop("The file has headings but no row below them.")),
            said(gettext_noop("Add a row for each team and period.")),
        )
    reader = _Reader({_key(part.team.name): part for part in parts}, places, bridge, today)
    reader.order = days.order_of([row.at(places["period"]) for row in body])
    for row in body:
        reader.row(row)
    _beside(reader.plan, bridge)
    return reader.plan


class _Reader:
    def __init__(self, teams: dict[str, BridgeTeam], places: dict[str, int], bridge: Bridge, today: dt.date) -> None:
        self.teams, self.places, self.bridge, self.today = teams, places, bridge, today
        self.plan, self.order = Plan(), ""
        self.seen: dict[tuple[int, str, int], int] = {}

    def row(self, row: Row) -> None:
        part, day = self._team(row), self._day(row)
        values = [(kind, self._number(row, kind)) for kind in Kind.values if kind in self.places]
        if part is None or day is None:
            return
        for kind, value in values:
            if value is None:
                continue
            mark = (part.pk, kind, periods.index_of(day, self.bridge.period))
            if mark in self.seen:
                self._problem(
                    row, kind, shown(row.at(self.places[kind])),
                    _("Row %(line)d tells the same team and period.") % {"line": self.seen[mark]},
                    _("Keep one of the two."),
                )  # fmt: skip
                continue
            self.seen[mark] = row.line
            self.plan.told.append(Told(part, kind, day, value))

    def _team(self, row: Row) -> BridgeTeam | None:
        given = shown(row.at(self.places["team"])).strip()
        part = self.teams.get(_key(given))
        if part is None:
            names = ", ".join(sorted(one.team.name for one in self.teams.values())[:6])
            self._problem(
                row, "team", given, _("No team of this bridge is called so."), _("Its teams: %(names)s.") % {"names": names}
            )  # fmt: skip
        return part

    def _day(self, row: Row) -> dt.date | None:
        value = row.at(self.places["period"])
        text = shown(value).strip()
        day: dt.date | Said
        if len(text) == 7 and text[4] == "-" and text.replace("-", "").isdigit() and 1 <= int(text[5:]) <= 12:
            day = dt.date(int(text[:4]), int(text[5:]), 1)
        elif isinstance(value, str) and days.either_way(value) and not self.order:
            self._problem(
                row, "period", text, _("It can be read as day and month or as month and day."),
                _("Write it as 2026-03-16."),
            )  # fmt: skip
            return None
        else:
            day = days.read_day(value, self.order)
        if isinstance(day, Said):
            self._problem(row, "period", text, in_words(day), _("Write it as 2026-03-16, or a month as 2026-03."))
            return None
        if not dt.date(2000, 1, 1) <= day <= self.today:
            self._problem(row, "period", text, _("It lies ahead of us, or before the year 2000."), _("Check the year."))
            return None
        return day

    def _number(self, row: Row, kind: str) -> Decimal | None:
        value = row.at(self.places[kind])
        text = shown(value).strip()
        if not text:
            return None
        if isinstance(value, bool | dt.date | tables.Broken):
            text_number = ""
        else:
            text_number = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
            if "," in text_number and "." not in text_number:
                text_number = text_number.replace(",", ".")
        try:
            number = Decimal(text_number)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= Decimal(10) ** 14:
            self._problem(row, kind, text, _("It is not a number."), _("Write a number such as 3.5, without its unit."))
            return None
        return number

    def _problem(self, row: Row, column: str, given: str, reason: str, next_step: str) -> None:
        self.plan.problems.append(RowProblem(row.line, column, excerpt(given), reason, next_step))


def _headings(table: Table) -> tuple[int, dict[str, int]]:
    known = {word: column for column, words in HEADINGS.items() for word in words}
    for row in table.rows[:10]:
        named = {known[key]: place for place, cell in enumerate(row.cells) if (key := folded(shown(cell))) in known}
        if {"team", "period"} <= set(named) and {"leading", "lagging"} & set(named):
            return row.line, named
    raise Unreadable(
        said(gettext_noop("No row names the columns.")),
        said(gettext_noop("The first row needs: team, period, and leading or lagging or both.")),
    )


def _beside(plan: Plan, bridge: Bridge) -> None:
    rows = BridgeValue.objects.filter(part__bridge=bridge).values_list("part", "kind", "period", "value")
    here = {(part, kind, period): value for part, kind, period, value in rows}
    for one in plan.told:
        period = periods.first_day(periods.index_of(one.day, bridge.period), bridge.period)
        value = here.get((one.part.pk, one.kind, period))
        if value is None:
            plan.new += 1
        elif value == one.value.quantize(Decimal("0.000001")):
            plan.same += 1
        else:
            plan.changed += 1
        plan.first = min(plan.first or period, period)
        plan.last = max(plan.last or period, period)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())
