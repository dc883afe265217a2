"""Rows out of CSV and XLSX files, whatever wrote them, with line numbers; and rows back into such files.

What a file is, is told by its content, never by its name. Every limit is said in words, and checked before
work is done: a small file that unpacks into a large one is refused unopened.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sapwood.files.words import Said, Unreadable, _, said

__all__ = ["Broken", "Limits", "Row", "Table", "Unreadable", "Value", "column_letters", "read", "shown"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell of a workbook without a value: an error such as #REF!, or a formula that was never worked out."""

    text: str


Value = str | int | float | bool | dt.date | dt.datetime | Broken | None
SEPARATORS = ",;\t|"


@dataclass(frozen=True)
class Limits:
    """What is read at most. A company of 50,000 people fits well inside."""

    bytes: int = 10 * 2**20
    unpacked: int = 100 * 2**20  # of an XLSX, all parts together
    ratio: int = 100  # unpacked to packed, of one part of an XLSX
    rows: int = 50_000
    columns: int = 200


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not blank, with the line (CSV) or row number (XLSX) it begins at."""

    line: int
    cells: tuple[Value, ...]

    def at(self, column: int) -> Value:
        """The cell in a column counted from 0; None beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """The rows of a file that are not blank, without blank columns at their end, and how they were read."""

    rows: tuple[Row, ...]
    format: str  # csv, xlsx
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    remarks: tuple[Said, ...] = ()


def read(content: bytes, *, sheet: str = "", limits: Limits = LIMITS) -> Table:
    """The table in a file. `sheet` names a sheet of a workbook; else the first visible one is read.

    Raises Unreadable for what is no table, is damaged, or is larger than the limits.
    """
    if len(content) > limits.bytes:
        raise Unreadable(
            said(
                _("The file is %(size)s large; up to %(most)s is read."),
                size=size(len(content)),
                most=size(limits.bytes),
            ),
            said(_("Leave out columns and sheets that are not needed, or split the file.")),
        )
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise Unreadable(said(_("The file is empty.")), said(_("Choose the file that has the rows.")))
    if content[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        from sapwood.files import workbooks

        return workbooks.read(content, sheet=sheet, limits=limits)
    refuse_other_kinds(content)
    text, encoding, remarks = decode(content)
    return _read_text(text, encoding, remarks, limits)


def shown(value: Value) -> str:
    """A cell as a person would read it: days in ISO order, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Broken):
        return value.text
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA: what spreadsheet programs call a column."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# ── which kind ──────────────────────────────────────────────────────────────


def refuse_other_kinds(content: bytes) -> None:
    """Raise Unreadable for a file whose first bytes say that it is neither a table nor a text."""
    save_as = said(_("Open it in a spreadsheet program and save it as XLSX or CSV."))
    start = content[:2048].lstrip(b"\xef\xbb\xbf\x00\t\r\n ").lower()
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Unreadable(said(_("This is a workbook of the old XLS kind, or one with a password.")), save_as)
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<body", b"<head", b"<meta")):
        raise Unreadable(said(_("This is a web page or XML, though its name may say otherwise.")), save_as)
    for mark, kind in (
        (b"%pdf", "PDF"),
        (b"{\\rtf", "RTF"),
        (b"\x89png", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"\x1f\x8b", "gzip"),
    ):
        if start.startswith(mark):
            raise Unreadable(said(_("This is a file of the kind %(kind)s, not a table."), kind=kind), save_as)


# ── letters ─────────────────────────────────────────────────────────────────


def decode(content: bytes) -> tuple[str, str, list[Said]]:
    """The text of a file, the name of its encoding, and what was noticed. Raises Unreadable.

    In this order: what a byte order mark says, UTF-16 without one, UTF-8, Windows-1252, and only then a guess
    by charset detection.
    """
    for mark, name in ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
                       (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):  # fmt: skip
        if content.startswith(mark):
            return _tidy(_strictly(content, name), name.removesuffix("-sig"))
    if wide := _wide_without_mark(content):
        return _tidy(_strictly(content, wide), "utf-16")
    try:
        return _tidy(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        repaired = content.decode("utf-8", "replace")
        bad = repaired.count("\ufffd")
        good = sum(letter > "\x7f" for letter in repaired) - bad
        if good > 3 * bad:
            raise _not_clean("UTF-8", content, error.start) from None
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return _guessed(content)
    letters = sum(letter.isalpha() for letter in text[:20_000])
    if sum(letter.isalpha() and letter > "\x7f" for letter in text[:20_000]) > 0.3 * letters:
        return _guessed(content)  # hardly a western language
    return _tidy(text, "windows-1252", said(_("Read as Windows-1252. Check that letters with accents look right.")))


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_clean(encoding.removesuffix("-sig").upper(), content, error.start) from None


def _wide_without_mark(content: bytes) -> str:
    """UTF-16 of mostly western text has a NUL in every second place."""
    sample = content[:4000]
    places = max(1, len(sample) // 2)
    even, odd = sample[0::2].count(0) / places, sample[1::2].count(0) / places
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def _guessed(content: bytes) -> tuple[str, str, list[Said]]:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:65_536]).best()
    try:
        if best is None:
            raise LookupError
        text = content.decode(best.encoding)
    except (LookupError, UnicodeDecodeError):
        raise Unreadable(
            said(_("The letters of this file are in no encoding we know, or it is no text.")),
            said(_("Save it as “CSV UTF-8” or as XLSX.")),
        ) from None
    remark = said(_("Read as %(encoding)s, which is a guess. Check that the names look right."), encoding=best.encoding)
    return _tidy(text, best.encoding, remark)


def _tidy(text: str, encoding: str, *remarks: Said) -> tuple[str, str, list[Said]]:
    noticed = list(remarks)
    text = text.removeprefix("\ufeff")
    if nul := text.count("\x00"):
        text = text.replace("\x00", "")
        noticed.append(said(_("%(count)d empty characters (NUL) were left out."), count=nul))
    odd = len(re.findall(r"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]", text))
    if odd > max(20, len(text) // 50):
        raise Unreadable(
            said(_("This is not a table but a file of another kind.")), said(_("Choose a CSV or an XLSX file."))
        )
    return text, encoding, noticed


def _not_clean(encoding: str, content: bytes, place: int) -> Unreadable:
    return Unreadable(
        said(
            _("The file is %(encoding)s, but in line %(line)d it holds a byte that is not."),
            encoding=encoding,
            line=content[:place].count(b"\n") + 1,
        ),
        said(_("Save it again as “CSV UTF-8” or as XLSX; it may have been cut off.")),
    )


# ── separated values ────────────────────────────────────────────────────────


def _read_text(text: str, encoding: str, remarks: list[Said], limits: Limits) -> Table:
    skipped, separator = 0, ""
    if told := re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE):  # a line some spreadsheet programs write
        skipped, separator, text = 1, told[1], text[told.end() :]
    separator = separator or _separator_of(text)
    rows: list[Row] = []
    for line, record in _records(text, separator, skipped):
        cells = _without_tail(record)
        if not cells:
            continue
        _within(len(cells), len(rows) + 1, line, limits)
        rows.append(Row(line, tuple(cells)))
    return Table(tuple(rows), "csv", encoding=encoding, separator=separator, remarks=tuple(remarks))


def _separator_of(text: str) -> str:
    """The separator that cuts the first rows into the most columns, most evenly."""
    sample = text[:65_536]

    def merit(separator: str) -> float:
        widths = []
        try:
            for record in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
                if any(cell.strip() for cell in record):
                    widths.append(len(record))
                if len(widths) == 30:
                    break
        except csv.Error:
            return 0.0
        if not widths:
            return 0.0
        width, times = Counter(widths).most_common(1)[0]
        return (width - 1) * times / len(widths)

    return max(SEPARATORS, key=merit)


def _records(text: str, separator: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins at. A quotation mark that is never closed is an error, not a long cell."""
    pending: list[str] = []

    def lines() -> Iterator[str]:
        for one in io.StringIO(text, newline=""):
            pending.append(one)
            yield one

    reader = csv.reader(lines(), delimiter=separator)
    line = skipped + 1
    record: list[str] = []
    while True:
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(
                said(_("A cell in line %(line)d is larger than anything a table holds."), line=line),
                said(_("Perhaps a quotation mark is opened there and never closed.")),
            ) from None
        if len(pending) > 1 and sum(one.count('"') for one in pending) % 2:
            raise Unreadable(
                said(_("A quotation mark opened in line %(line)d is never closed."), line=line),
                said(_("Close it, or write it twice inside a quoted cell.")),
            )
        pending.clear()
        yield line, record
        line = skipped + reader.line_num + 1


def _without_tail(cells: Sequence[Value]) -> list[Value]:
    """The cells up to the last one that says something; none for a blank row."""
    last = len(cells)
    while last and (cells[last - 1] is None or (isinstance(cells[last - 1], str) and not str(cells[last - 1]).strip())):
        last -= 1
    return list(cells[:last])


def _within(columns: int, rows: int, line: int, limits: Limits) -> None:
    if columns > limits.columns:
        raise Unreadable(
            said(
                _("Line %(line)d has %(count)d columns; up to %(most)d are read."),
                line=line,
                count=columns,
                most=limits.columns,
            ),
            said(_("Leave out the columns that are not needed.")),
        )
    if rows > limits.rows + 1:  # the headings are a row too
        raise Unreadable(
            said(_("The file has more than %(most)d rows."), most=limits.rows), said(_("Split it into several files."))
        )


def size(count: int) -> str:
    """A number of bytes as people say it."""
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{max(1, count // 1024)} KB"


# ── out ─────────────────────────────────────────────────────────────────────

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def disarmed(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: an apostrophe goes before what could begin one."""
    return f"'{text}" if _FORMULA.match(text) else text


def rearmed(text: str) -> str:
    """The text as it was before `disarmed`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    """Comma-separated, UTF-8 with the mark that spreadsheet programs need, formulas disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([disarmed(shown(value)) for value in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def write_xlsx(sheets: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    """A workbook with these sheets, the first row of each bold and held in place, formulas disarmed."""
    from sapwood.files import workbooks

    return workbooks.write(sheets)
