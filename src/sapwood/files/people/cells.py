"""The cells of a people file: each read by what its column holds, or a problem of its row."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from sapwood.files import days
from sapwood.files.people.headings import folded
from sapwood.files.people.rows import COLUMNS, LONGEST, Day, Emptied, PersonRow, Text
from sapwood.files.problems import STEERING, Problem, excerpt
from sapwood.files.tables import Broken, Row, rearmed, shown
from sapwood.files.words import Said, _, said

SMALLEST_SHARE = Decimal("0.05")
LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "german": "de", "deutsch": "de", "allemand": "de",
    "french": "fr", "franzosisch": "fr", "francais": "fr", "spanish": "es", "spanisch": "es", "espanol": "es",
    "italian": "it", "italienisch": "it", "italiano": "it", "dutch": "nl", "portuguese": "pt", "polish": "pl",
}  # fmt: skip
_HIDDEN = re.compile("[\u200b\ufeff\u00ad\u2060]")  # says nothing, and makes two equal names differ
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x7f-\uffff]{1,64}@([\w-]+\.)+[\w-]{2,63}")
ASKED = "asked"  # the order of a column that has yet to be told
_DASHES = {"-", "–", "—"}


class Reader:
    """Reads rows, one cell after the other, and collects what is wrong."""

    def __init__(self, headings: Mapping[str, str], places: Mapping[str, int], width: int, separated: bool) -> None:
        self.headings, self.places, self.width, self.separated = headings, places, width, separated
        self.orders: dict[str, str] = {}
        self.problems: list[Problem] = []
        self.readers: dict[str, Callable[[Row, str], object]] = {
            "external_id": self._external_id, "email": self._email, "name": self._name, "manager": self._emptiable,
            "team": self._text, "parent_team": self._emptiable, "role": self._emptiable, "share": self._share,
            "time_zone": self._time_zone, "language": self._language,
        }  # fmt: skip

    def row(self, row: Row) -> PersonRow:
        if len(row.cells) > self.width and self.separated:
            extra = shown(row.at(self.width)) or shown(row.cells[-1])
            self._wrong(
                row, "", extra,
                said(_("The row has %(count)d cells, but there are %(most)d columns."), count=len(row.cells), most=self.width),
                said(_("Put quotation marks around a cell that contains the separator, or take the extra cell out.")),
            )  # fmt: skip
            return PersonRow(row.line)
        values: dict[str, Any] = {
            column: self.readers.get(column, self._day)(row, column)
            for column in COLUMNS
            if column in self.places or (column == "name" and {"first_name", "last_name"} & set(self.places))
        }
        found = PersonRow(row.line, **values)
        self._days_in_order(row, found)
        if found.external_id is None and found.email is None and not self._has_problem(row.line):
            self._wrong(
                row, "", found.name or "",
                said(_("The row has neither a staff number nor an e-mail address.")),
                said(_("Give one of them, so that the person is known again next time.")),
            )  # fmt: skip
        return found

    # kinds of cells

    def _text(self, row: Row, column: str) -> str | None:
        value = row.at(self.places[column])
        if value is None or value == "":
            return None
        if isinstance(value, Broken):
            self._wrong(
                row, column, value.text,
                said(_("The cell holds a formula without a result.")),
                said(_("Open the file in a spreadsheet program, mend or replace the formula, and save it.")),
            )  # fmt: skip
            return None
        text = rearmed(_HIDDEN.sub("", shown(value)).strip())
        if found := STEERING.search(text):
            self._wrong(
                row, column, text,
                said(_("The cell holds an invisible control character (U+%(code)s)."), code=f"{ord(found[0]):04X}"),
                said(_("Type the text again instead of copying it.")),
            )  # fmt: skip
            return None
        text = " ".join(unicodedata.normalize("NFC", text).split())
        if len(text) > LONGEST.get(column, 120):
            self._wrong(
                row, column, text,
                said(_("The text has %(count)d letters; up to %(most)d fit."), count=len(text), most=LONGEST.get(column, 120)),
                said(_("Shorten it. Perhaps a quotation mark is missing in this row.")),
            )  # fmt: skip
            return None
        return text or None

    def _emptiable(self, row: Row, column: str) -> Text:
        text = self._text(row, column)
        return Emptied.IT if text in _DASHES else text

    def _name(self, row: Row, column: str) -> str | None:
        if column in self.places:
            return self._text(row, column)
        parts = [self._text(row, part) for part in ("first_name", "last_name") if part in self.places]
        return " ".join(part for part in parts if part)[: LONGEST["name"]] or None

    def _external_id(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text and re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
            self._wrong(
                row, column, text,
                said(_("A spreadsheet program has shortened this number, and its last digits are lost.")),
                said(_("Format the column as text there, and save it again.")),
            )  # fmt: skip
            return None
        return text

    def _email(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        address = text.removeprefix("mailto:").lower()
        if len(address) > LONGEST["email"] or not _EMAIL.fullmatch(address) or ".." in address or ".@" in address:
            inside = re.search(r"<([^<>@\s]+@[^<>@\s]+)>", text)
            self._wrong(
                row, column, text,
                said(_("This is not an e-mail address.")),
                said(_("Write only the address, %(address)s."), address=inside[1]) if inside
                else said(_("Write it as name@company.example.")),
            )  # fmt: skip
            return None
        return address

    def _share(self, row: Row, column: str) -> Decimal | None:
        text = self._text(row, column)
        if text is None:
            return None
        found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,6})?)\s?(%?)", text)
        try:
            number = Decimal(found[1].replace(",", ".")) if found else Decimal(-1)
        except InvalidOperation:
            number = Decimal(-1)
        if found and (found[2] or number >= 5):  # 80 can only mean 80 %
            number /= 100
        share = round(number, 3)
        if not SMALLEST_SHARE <= share <= 1:
            self._wrong(
                row, column, text,
                said(_("The share of full time is not between 5 and 100 per cent.")),
                said(_("For four days of five write 0.8, or 80 with a per cent sign.")),
            )  # fmt: skip
            return None
        return share

    def _time_zone(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        zones = _zones()
        zone = zones.get(text.casefold().replace(" ", "_"))
        if zone is None:
            near = difflib.get_close_matches(text.casefold(), zones, n=1, cutoff=0.75)
            self._wrong(
                row, column, text,
                said(_("There is no time zone of this name.")),
                said(_("Did you mean %(zone)s?"), zone=zones[near[0]]) if near
                else said(_("Write it as in Europe/Berlin or America/New_York.")),
            )  # fmt: skip
        return zone

    def _language(self, row: Row, column: str) -> str | None:
        text = self._text(row, column)
        if text is None:
            return None
        code = LANGUAGES.get(folded(text)) or text.replace("_", "-")
        found = re.fullmatch(r"([A-Za-z]{2,3})((?:-[A-Za-z0-9]{2,8})?)", code)
        if not found:
            self._wrong(
                row, column, text,
                said(_("This is not a language.")),
                said(_("Write its short form, such as en, de or pt-br.")),
            )  # fmt: skip
            return None
        return (found[1] + found[2]).lower()

    def _day(self, row: Row, column: str) -> Day:
        value = row.at(self.places[column])
        if value is None or isinstance(value, Broken) or (isinstance(value, str) and STEERING.search(value)):
            self._text(row, column)
            return None
        if isinstance(value, str):
            value = rearmed(_HIDDEN.sub("", value).strip())
            if value in _DASHES:
                return Emptied.IT
            if not value:
                return None
        order = self.orders.get(column, "")
        if order == ASKED and isinstance(value, str) and days.either_way(value):
            return None  # until the question about the column is answered
        day = days.read_day(value, order)
        if isinstance(day, Said):
            self._wrong(row, column, shown(value), day, said(_("Write year, month and day, such as 2026-03-16.")))
            return None
        return day

    # rows

    def _days_in_order(self, row: Row, found: PersonRow) -> None:
        """Each pair of days is looked at in the file alone; a first day that only the database knows comes later."""
        for first, last, reason in (
            ("starts", "leaves", _("The last day is before the first day (%(first)s).")),
            ("away_from", "away_until", _("The absence ends before it begins (%(first)s).")),
        ):
            one, two = getattr(found, first), getattr(found, last)
            if isinstance(one, dt.date) and isinstance(two, dt.date) and two < one:
                self._wrong(
                    row,
                    last,
                    two.isoformat(),
                    said(reason, first=one.isoformat()),
                    said(_("Correct one of the two days.")),
                )
        begins = "away_from" in self.places and row.at(self.places["away_from"]) not in (None, "")
        if isinstance(found.away_until, dt.date) and (not begins or found.away_from is Emptied.IT):
            self._wrong(
                row, "away_until", found.away_until.isoformat(),
                said(_("There is an end of an absence without its beginning.")),
                said(_("Give the first day away as well, or leave both empty.")),
            )  # fmt: skip

    def _has_problem(self, line: int) -> bool:
        return bool(self.problems) and self.problems[-1].line == line

    def _wrong(self, row: Row, column: str, given: str, reason: Said, next_step: Said) -> None:
        heading = self.headings.get(column, column)
        self.problems.append(Problem(row.line, heading, excerpt(given), reason, next_step))


@cache
def _zones() -> dict[str, str]:
    import zoneinfo

    known = {zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in _AREAS}
    return {"utc": "UTC", "etc/utc": "UTC", **{zone.casefold(): zone for zone in sorted(known)}}


_AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
