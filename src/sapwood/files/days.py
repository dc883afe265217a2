"""Days as people write them. Where day and month could be either, the file's owner is asked, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from sapwood.files.tables import Value
from sapwood.files.words import Said, _, said

ORDERS = ("dmy", "mdy")
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_SERIAL = range(10_000, 80_000)  # 1927 to 2119, as spreadsheet programs count days
FIRST, LAST = dt.date(1927, 1, 1), dt.date(2118, 12, 31)


def is_open(values: Iterable[Value]) -> list[str]:
    """Values of one column that can be read as day/month and as month/day, when nothing in it decides.

    A column with both 13/05 and 05/13 contradicts itself and is open as well.
    """
    either: list[str] = []
    day_first = month_first = False
    for value in values:
        if isinstance(value, str) and (found := _EITHER.fullmatch(value.strip())):
            one, two = int(found[1]), int(found[3])
            day_first |= one > 12
            month_first |= two > 12
            if one != two:
                either.append(value.strip())
    if not either or day_first != month_first:
        return []
    return list(dict.fromkeys(either))


def either_way(text: str) -> bool:
    """Whether the text is written as two numbers and a year, in an order it does not tell."""
    return _EITHER.fullmatch(text.strip()) is not None


def order_of(values: Iterable[Value]) -> str:
    """The order that a column proves by a number over 12: dmy, mdy, or empty."""
    for value in values:
        if isinstance(value, str) and (found := _EITHER.fullmatch(value.strip())):
            if int(found[1]) > 12:
                return "dmy"
            if int(found[3]) > 12:
                return "mdy"
    return ""


def read_day(value: Value, order: str) -> dt.date | Said:
    """The day, or a sentence that says why it is none. `order` is dmy or mdy, and used for 1/2/2026 only."""
    if isinstance(value, dt.datetime):
        return _within(value.date())
    if isinstance(value, dt.date):
        return _within(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return said(_("This is not a day."))
    if isinstance(value, int | float):
        return _serial(value)
    text = value.strip()
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _DOTTED.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _EITHER.fullmatch(text):
        if order == "mdy":
            return _day(found[4], found[1], found[3], said(_("Read as month/day/year, there is no such day.")))
        return _day(found[4], found[3], found[1], said(_("Read as day/month/year, there is no such day.")))
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _serial(float(text))
    if re.fullmatch(r"(19|20)\d{6}", text):
        return _day(text[:4], text[4:6], text[6:])
    if _SHORT_YEAR.fullmatch(text):
        return said(_("The year has two digits, so the century is open."))
    return said(_("This is not a day."))


def _day(year: str, month: str, day: str, otherwise: Said | None = None) -> dt.date | Said:
    try:
        return _within(dt.date(int(year), int(month), int(day)))
    except ValueError:
        return otherwise or said(_("There is no such day."))


def _serial(number: float) -> dt.date | Said:
    if int(number) not in _SERIAL:
        return said(_("This is not a day."))
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(number))


def _within(day: dt.date) -> dt.date | Said:
    if not FIRST <= day <= LAST:
        return said(_("The year %(year)d cannot be meant."), year=day.year)
    return day
