"""Dates in a statement: when it is due, and numbers that are dates and count nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from sapwood.coach.quantities.numbers import blanked
from sapwood.coach.results import Span

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:20[1-5]\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})\b",
        rf"\b(?P<d1>\d{{1,2}})[./](?P<m1>\d{{1,2}})[./](?P<y1>{_YEAR}|\d{{2}})\b",
        rf"\b(?P<mname>{_MONTHS})\.?\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<my>{_YEAR}))?(?!\s*%)",
        rf"\b(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dname>{_MONTHS})\b\.?(?:,?\s+(?P<dy>{_YEAR}))?",
        rf"\b(?:FY\s?'?(?P<qfy>\d{{2,4}})[\s\-]?)?Q(?P<q>[1-4])\b(?:\s*(?:of\s+)?(?:FY|CY)?\s?'?[\s\-/]?(?P<qy>{_YEAR}|\d{{2}}\b))?",
        rf"\b(?P<qy2>{_YEAR})[\s\-]?Q(?P<q2>[1-4])\b",
        rf"\bH(?P<h>[12])\b(?:\s*(?:of\s+)?'?(?P<hy>{_YEAR}|\d{{2}}\b))?",
        r"\b(?:FY|CY)\s?'?\d{2,4}(?:/\d{2})?\b",
        rf"\b(?P<only>{_MONTHS})\.?\s+(?P<oy>{_YEAR})\b",
        rf"(?<=\bby )(?:the )?(?:end of |mid[- ]|early |late )?(?P<bymonth>{_MONTHS})\b(?!\s*\d)",
        rf"(?<=\bend of )(?P<endmonth>{_MONTHS})\b(?!\s*\d)",
        r"\b(?:week|wk|day|month|year|sprint|quarter|d|w|m)[\s\-]?\d{1,3}\b(?![.,]?\d)(?!\s*(?:%|days|hours|times))",
        r"\b(?:spring|summer|autumn|fall|winter)\s+20\d\d\b",
        rf"(?<![\w$€£.,])(?P<year>{_YEAR})(?:[/\-–]\d{{2,4}})?(?![\w%]|[.,]\d|\s?(?:%|percent))",
    )
)

_DATE_HINT = re.compile(
    r"20[1-5]\d|\bQ[1-4]|\bH[12]\b|\b(?:FY|CY)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./]\d{1,2}[./]\d|"
    r"\b(?:week|wk|day|month|year|sprint|quarter|d|w|m)[\s\-]?\d",
    re.IGNORECASE,
)


def without_dates(text: str, today: dt.date | None) -> tuple[str, dt.date | None, tuple[Span, ...]]:
    if not _DATE_HINT.search(text):
        return text, None, ()
    due: dt.date | None = None
    spans: list[Span] = []
    for pattern in _DATES:
        matches = list(pattern.finditer(text))
        for match in matches:
            due = _day(match, today) or due
            spans.append(Span(*match.span()))
        if matches:
            text = blanked(text, pattern)
    return text, due, tuple(sorted(spans))


def _day(match: re.Match[str], today: dt.date | None) -> dt.date | None:
    given = {name: value for name, value in match.groupdict().items() if value}
    try:
        if iso := given.get("iso"):
            return dt.date.fromisoformat(iso)
        if "mname" in given:
            return _in_year(_month(given["mname"]), int(given["md"]), given.get("my"), today)
        if "dname" in given:
            return _in_year(_month(given["dname"]), int(given["dd"]), given.get("dy"), today)
        if "d1" in given:
            day, month = int(given["d1"]), int(given["m1"])
            if day <= 12 and month <= 12 and day != month:
                return None  # 03/04: day or month first, nobody can know
            return dt.date(_full_year(given["y1"]), *((month, day) if month <= 12 else (day, month)))
        if quarter := given.get("q") or given.get("q2"):
            year = given.get("qy") or given.get("qy2")
            return _end_of(int(quarter) * 3, year, today) if not given.get("qfy") else None
        if half := given.get("h"):
            return _end_of(int(half) * 6, given.get("hy"), today)
        if "only" in given:
            return _end_of(_month(given["only"]), given["oy"], today)
        if name := given.get("bymonth") or given.get("endmonth"):
            return _end_of(_month(name), None, today)
        if "year" in given and re.search(
            r"\b(?:by|end of|before|until)\s+(?:the )?(?:end of )?$", match.string[: match.start()], re.IGNORECASE
        ):
            return dt.date(int(given["year"]), 12, 31)
    except ValueError:
        return None
    return None


def _month(name: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        name[:3].lower()
    ) + 1


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _in_year(month: int, day: int, year: str | None, today: dt.date | None) -> dt.date | None:
    if year:
        return dt.date(_full_year(year), month, day)
    if today is None:
        return None
    this = dt.date(today.year, month, day)
    return this if this >= today else dt.date(today.year + 1, month, day)


def _end_of(month: int, year: str | None, today: dt.date | None) -> dt.date | None:
    if year is None and today is None:
        return None
    number = _full_year(year) if year else (today or dt.date.min).year
    found = dt.date(number, month, calendar.monthrange(number, month)[1])
    if year is None and today and found < today:
        found = dt.date(number + 1, month, calendar.monthrange(number + 1, month)[1])
    return found
