"""Values of goal files, read: numbers in English and continental notation, choices under several names, days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sapwood.files import days
from sapwood.files.goals.model import (
    CHOICES,
    LONGEST,
    STEERING,
    KeyResult,
    Objective,
    folded,
    one_line,
    paragraphs,
    parted,
)
from sapwood.files.problems import Problem, excerpt
from sapwood.files.tables import Broken, Value, shown
from sapwood.files.words import Said, _, said

BOTH_WAYS = _("Day and month can be read both ways.")
NUMBERS = ("baseline", "target", "current")
CHOICE_WORDS = {
    "layer": {"development": "developmental", "private": "personal", "strategy": "strategic"},
    "nature": {"quantitative": "hard", "qualitative": "soft", "hart": "hard", "weich": "soft"},
    "ambition": {"commit": "committed", "commitment": "committed", "roofshot": "committed", "stretch": "aspirational",
                 "moonshot": "aspirational", "aspiration": "aspirational", "verpflichtend": "committed"},
    "indicator": {"lead": "leading", "lag": "lagging"},
    "direction": {"increase": "rise", "up": "rise", "rise to": "rise", "grow": "rise", "steigen": "rise", "decrease": "fall",
                  "reduce": "fall", "down": "fall", "fall to": "fall", "sinken": "fall", "at least": "stay_above",
                  "at most": "stay_below", "milestone": "reach", "milestones": "reach", "reach step by step": "reach"},
}  # fmt: skip


@dataclass
class Lines:
    """The cells of one objective or key result as they stand, with the line of each and its heading in the file."""

    line: int
    cells: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    place: str = ""  # 3: the fourth objective of the file, 3.1: its second key result

    def put(self, column: str, value: Value, line: int) -> None:
        self.cells[column], self.lines[column] = value, line


@dataclass
class Lump:
    """An objective as it stands, its key results, and what is wrong already."""

    own: Lines
    results: list[Lines] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(lumps: Iterable[Lump], *, date_order: str = "") -> tuple[Objective, ...]:
    """Typed goals out of cells; what one column or file proves about numbers and days holds for all of it."""
    every = list(lumps)
    results = [lines for lump in every for lines in lump.results]
    values = [lines.cells[name] for lines in results for name in NUMBERS if name in lines.cells]
    dues = [lines.cells["due"] for lines in results if "due" in lines.cells]
    unclear = bool(days.is_open(dues)) and not date_order
    reader = _Reader(decimal_mark(values), "" if unclear else date_order or days.order_of(dues), unclear)
    return tuple(reader.objective(lump) for lump in every)


class _Reader:
    def __init__(self, mark: str, order: str, unclear: bool) -> None:
        self.mark, self.order, self.unclear = mark, order, unclear
        self.problems: list[Problem] = []

    def objective(self, lump: Lump) -> Objective:
        self.problems = list(lump.problems)
        own = lump.own
        key_results = tuple(self._key_result(one) for one in lump.results)
        self._twins(lump.results, key_results)
        words = self._text(own, "objective")
        self._needed(own, "objective", words)
        return Objective(
            objective=words,
            id=self._id(own),
            cycle=self._text(own, "cycle"),
            owner=self._text(own, "owner"),
            level=self._text(own, "level"),
            layer=self._choice(own, "layer"),
            nature=self._choice(own, "nature"),
            ambition=self._choice(own, "ambition"),
            why=self._text(own, "why", several_lines=True),
            audience=self._text(own, "audience"),
            parent=parted(self._text(own, "parent")),
            pair=parted(self._text(own, "pair")),
            key_results=key_results,
            line=own.line,
            place=own.place,
            problems=tuple(self.problems),
        )

    def _key_result(self, own: Lines) -> KeyResult:
        unit = self._text(own, "unit")
        numbers = {}
        for column in NUMBERS:
            numbers[column], unit = self._number(own, column, unit)
        words = self._text(own, "key_result")
        self._needed(own, "key_result", words)
        return KeyResult(
            key_result=words,
            id=self._text(own, "id"),
            indicator=self._choice(own, "indicator"),
            direction=self._choice(own, "direction"),
            unit=unit,
            due=self._day(own, "due"),
            weight=self._weight(own),
            confidence=self._confidence(own),
            line=own.line,
            place=own.place,
            **numbers,
        )

    def _twins(self, lines: list[Lines], results: tuple[KeyResult, ...]) -> None:
        seen: set[str] = set()
        for own, result in zip(lines, results, strict=True):
            if result.id and result.id in seen:
                self._wrong(
                    own, "id", result.id, said(_("Two key results of one objective have this id.")),
                    said(_("Give each its own.")),
                )  # fmt: skip
            seen.add(result.id)

    def _needed(self, own: Lines, column: str, words: str) -> None:
        """A goal has words; what is invisible is none."""
        if not words and not any(one.cell == f"{own.place}/{column}" for one in self.problems):
            self._wrong(own, column, "", said(_("Here words are needed.")), said(_("Write them, or leave it out.")))

    # kinds of cells

    def _text(self, own: Lines, column: str, *, several_lines: bool = False) -> str:
        value = own.cells.get(column)
        if isinstance(value, Broken):
            self._wrong(
                own, column, value.text,
                said(_("The cell holds a formula without a result.")),
                said(_("Open the file in a spreadsheet program, mend or replace the formula, and save it.")),
            )  # fmt: skip
            return ""
        text = shown(value)
        if found := STEERING.search(text):
            self._wrong(
                own, column, text,
                said(_("The text holds an invisible control character (U+%(code)s)."), code=f"{ord(found[0]):04X}"),
                said(_("Type the text again instead of copying it.")),
            )  # fmt: skip
            return ""
        text = paragraphs(text) if several_lines else one_line(text)
        if len(text) > LONGEST.get(column, 300):
            self._wrong(
                own, column, text,
                said(_("The text has %(count)d letters; up to %(most)d fit."), count=len(text), most=LONGEST.get(column, 300)),
                said(_("Shorten it.")),
            )  # fmt: skip
        return text

    def _id(self, own: Lines) -> str:
        text = self._text(own, "id")
        if "/" in text:
            self._wrong(
                own, "id", text,
                said(_("The id of an objective has no slash: what follows a slash names a key result.")),
                said(_("Replace the slash by another mark.")),
            )  # fmt: skip
        return text

    def _choice(self, own: Lines, column: str) -> str:
        text = self._text(own, column)
        if not text:
            return ""
        words = {**{folded(one): one for one in CHOICES[column]}, **CHOICE_WORDS[column]}
        if (found := words.get(folded(text))) is None:
            self._wrong(
                own, column, text, said(_("This is none of the words that are known here.")),
                said(_("Write one of: %(words)s."), words=", ".join(CHOICES[column])),
            )  # fmt: skip
            return ""
        return found

    def _number(self, own: Lines, column: str, unit: str) -> tuple[Decimal | None, str]:
        given = own.cells.get(column)
        if isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < MOST:
            return round(Decimal(shown(given)), 6), unit  # a cell that is a number says it without marks
        text = self._text(own, column)
        if not text:
            return None, unit
        found = number(text, self.mark)
        if isinstance(found, Said):
            self._wrong(
                own,
                column,
                text,
                found,
                said(_("Write the number plainly, such as 1200 or 4.5, and its unit as the unit.")),
            )
            return None, unit
        value, told = found
        if told and unit and folded(told) != folded(unit) and told != unit:
            self._wrong(
                own, column, text, said(_("The unit is “%(unit)s”, but the number says “%(told)s”."), unit=unit, told=told),
                said(_("Say the unit once.")),
            )  # fmt: skip
        return value, unit or told

    def _weight(self, own: Lines) -> Decimal | None:
        text = self._text(own, "weight")
        if not text:
            return None
        found = number(text, self.mark)
        if isinstance(found, Said) or found[1] not in ("", "%") or not 0 <= found[0] <= 100:
            self._wrong(
                own,
                "weight",
                text,
                said(_("A weight is a number from 0 to 100.")),
                said(_("Write it as a number, or leave it out.")),
            )
            return None
        return round(found[0], 2)

    def _confidence(self, own: Lines) -> int | None:
        text = self._text(own, "confidence")
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s?(%|/\s?10|)", text)
        value = int(found[1]) if found else -1
        if found and found[2] == "%":
            value = -1 if value > 100 else round(value / 10)
        if not 0 <= value <= 10:
            self._wrong(
                own,
                "confidence",
                text,
                said(_("Confidence is a whole number from 0 to 10.")),
                said(_("Write 7, or 70 %.")),
            )
            return None
        return value

    def _day(self, own: Lines, column: str) -> dt.date | None:
        value = own.cells.get(column)
        if value is None or isinstance(value, Broken):
            self._text(own, column)
            return None
        if isinstance(value, str):
            value = self._text(own, column)
            if not value:
                return None
            if self.unclear and days.either_way(value):
                self._wrong(
                    own, column, value, said(BOTH_WAYS),
                    said(_("Write year, month and day, such as 2026-03-16.")),
                )  # fmt: skip
                return None
        day = days.read_day(value, self.order)
        if isinstance(day, Said):
            self._wrong(own, column, shown(value), day, said(_("Write year, month and day, such as 2026-03-16.")))
            return None
        return day

    def _wrong(self, own: Lines, column: str, given: str, reason: Said, next_step: Said) -> None:
        line = own.lines.get(column, own.line)
        cell = f"{own.place}/{column}"
        self.problems.append(Problem(line, own.headings.get(column, column), excerpt(given), reason, next_step, cell))


# ── numbers ─────────────────────────────────────────────────────────────────

_SPACES = "\u00a0\u2007\u2009\u202f"
_MARKED = re.compile(rf"[+-]?\d[\d.,'’ {_SPACES}]*")
_GROUPED = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
MOST = Decimal(10) ** 14


def number(text: str, mark: str = "") -> tuple[Decimal, str] | Said:
    """A number and the unit written at it. `mark` is what the file proves to be its decimal mark, or empty."""
    plain = text.replace("\u2212", "-").replace("\u2013", "-").strip()
    before = re.match(r"[$€£¥]\s?", plain)
    rest = plain[before.end() :] if before else plain
    found = _MARKED.match(rest)
    if found is None:
        return said(_("This is not a number."))
    digits, unit = found[0].rstrip(f" {_SPACES}.,'’"), rest[found.end() :].strip()
    unit = (before[0].strip() if before else "") or unit
    if re.match(r"\d|[kKmM]\b|[eE][+-]?\d|(?:to|bis|and|or|[-/])\s*\d", unit) or len(unit) > 40:
        return said(_("This is more than one number, or an abbreviated one."))
    value = _value(re.sub(rf"[{_SPACES}]", " ", digits).replace("’", "'"), mark)
    if isinstance(value, Said):
        return value
    if abs(value) >= MOST:
        return said(_("The number is larger than anything a goal counts."))
    return round(value, 6), unit


def _value(digits: str, mark: str) -> Decimal | Said:
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    if re.fullmatch(r"\d+", digits):
        return sign * Decimal(digits)
    marks = {one for one in ".," if one in digits}
    if len(marks) == 2:
        last = max(digits.rfind("."), digits.rfind(","))
        whole, part = digits[:last], digits[last + 1 :]
        if digits.count(digits[last]) == 1 and part.isdigit() and _GROUPED.fullmatch(whole):
            return sign * Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{part}")
        return said(_("The marks for thousands and decimals do not fit together."))
    if found := re.fullmatch(r"(\d+|\d{1,3}(?:(?:'\d{3})+|(?: \d{3})+))[.,](\d+)", digits):
        whole, part = re.sub(r"[^0-9]", "", found[1]), found[2]
        only = _GROUPED.fullmatch(digits) and whole != "0" and whole == found[1]
        if only and (mark == "" or mark not in digits):
            if mark:
                return sign * Decimal(whole + part)
            return said(_("This can be read as %(one)s and as %(two)s."), one=f"{whole}{part}", two=f"{whole}.{part}")
        return sign * Decimal(f"{whole}.{part}")
    if _GROUPED.fullmatch(digits):
        return sign * Decimal(re.sub(r"[^0-9]", "", digits))
    return said(_("This is not a number."))


def decimal_mark(values: Iterable[Value]) -> str:
    """The decimal mark that the numbers of a file prove, or empty when none or both do."""
    proven = set()
    for value in values:
        if not isinstance(value, str) or not (found := _MARKED.search(value)):
            continue
        digits = found[0].strip(f" {_SPACES}.,'’")
        one, many = re.search(r"([.,])(\d+)$", digits), re.findall(r"[.,]", digits)
        if one and (len(one[2]) != 3 or len(set(many)) == 2 or re.match(r"0[.,]", digits)):
            proven.add(one[1])
        elif len(many) > 1 and len(set(many)) == 1:
            proven.add("," if many[0] == "." else ".")
    return proven.pop() if len(proven) == 1 else ""


def written(value: Decimal) -> str:
    """A number that reads back to itself: three decimals could be thousands, so a zero follows them."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        text = "0"
    return f"{text}0" if re.fullmatch(r"-?\d{1,3}\.\d{3}", text) else text
