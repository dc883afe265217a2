"""XLSX workbooks, read as somebody sees them on the screen: results of formulas, merged cells, padded numbers."""

from __future__ import annotations

import bisect
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

from sapwood.files import archives, sheets
from sapwood.files.tables import Broken, Limits, Row, Table, Value, disarmed, shown
from sapwood.files.words import Said, Unreadable, _, said

MOST_FILLED = 1_000_000  # cells that merged ranges may cover


def read(content: bytes, *, sheet: str = "", limits: Limits) -> Table:
    """The rows of one sheet. Raises Unreadable."""
    names = archives.contents_of(content, limits)
    if "xl/workbook.xml" not in names:
        raise Unreadable(_other_archive(names), said(_("Open it in a spreadsheet program and save it as XLSX or CSV.")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations that concern nobody here
        try:
            return _read(content, sheet, limits)
        except Unreadable:
            raise
        except Exception as error:  # the library below raises anything at all on a damaged file
            raise Unreadable(
                said(_("The workbook is damaged and cannot be read.")),
                said(_("Open it in a spreadsheet program, save it again as XLSX, or save it as CSV.")),
            ) from error


def write(pages: Iterable[tuple[str, Iterable[Sequence[Value]]]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.creator = "Sapwood"  # else the library signs
    for title, rows in pages:
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        for number, row in enumerate(rows):
            if number == 0:
                for column, heading in enumerate(row, start=1):
                    page.column_dimensions[get_column_letter(column)].width = max(14, len(shown(heading)) + 4)
            cells = []
            for value in row:
                cell = WriteOnlyCell(page, value=None)
                if isinstance(value, dt.date | int | float):
                    cell.value = value
                    if isinstance(value, dt.date):
                        cell.number_format = "yyyy-mm-dd"
                elif text := _fit_for_xml(shown(value)):
                    cell.value = disarmed(text)
                    cell.data_type = "s"  # text even where it looks like a formula
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _other_archive(names: frozenset[str]) -> Said:
    if "xl/workbook.bin" in names:
        return said(_("This is a workbook of the binary kind (XLSB)."))
    if archives.is_word(names):
        return said(_("This is a text document (DOCX), not a table."))
    if "content.xml" in names:
        return said(_("This is an OpenDocument file (ODS)."))
    return said(_("This is an archive (ZIP), not a workbook."))


def _read(content: bytes, sheet: str, limits: Limits) -> Table:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    with reader.archive:
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        pages = [
            (one.name, rel.target)
            for one, rel in reader.parser.find_sheets()
            if rel.target in reader.valid_files
            and "chartsheet" not in rel.Type
            and (one.state or "visible") == "visible"
        ]
        names = [name for name, _target in pages]
        wanted = [one for one in pages if one[0].casefold() == sheet.strip().casefold()] if sheet.strip() else pages
        if not wanted:
            raise Unreadable(
                said(_("The workbook has no visible sheet “%(sheet)s”."), sheet=sheet) if sheet.strip()
                else said(_("The workbook has no visible sheet.")),
                said(_("Its sheets are: %(names)s."), names=", ".join(names[:20]) or "–"),
            )  # fmt: skip
        name, target = wanted[0]
        with reader.archive.open(target) as source:
            found = sheets.read(source, _Values(reader.wb, reader.shared_strings), limits)
    _spread(found, limits)
    remarks = []
    if len(names) > 1 and not sheet.strip():
        remarks.append(said(_("Read the first of %(count)d sheets, “%(name)s”."), count=len(names), name=name))
    rows = tuple(Row(line, tuple(found.rows[line])) for line in sorted(found.rows))
    return Table(rows, "xlsx", sheet=name, sheets=tuple(names), remarks=tuple(remarks))


class _Values:
    """What stands in a cell, as the styles and strings of its workbook mean it."""

    def __init__(self, book: Any, strings: Sequence[str]) -> None:
        self.book, self.strings = book, strings
        self.widths: dict[int, int] = {}

    def __call__(self, kind: str, style: int, text: str) -> Value:
        from openpyxl.utils.datetime import from_excel, from_ISO8601

        if kind == "s":
            return self.strings[int(text)]
        if kind in ("str", "inlineStr"):
            return text
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            return Broken(text)
        if kind == "d":
            return sheets.plain(from_ISO8601(text))  # type: ignore[no-untyped-call]
        value = sheets.number(text)
        if style in self.book._date_formats:
            try:
                day = from_excel(value, self.book.epoch, timedelta=style in self.book._timedelta_formats)
            except (OverflowError, ValueError):
                return value  # no day; whoever reads the column says so
            return sheets.plain(day)
        if not isinstance(value, int):
            return value
        if style not in self.widths:
            self.widths[style] = self._padding(style)
        return f"{value:0{self.widths[style]}d}" if self.widths[style] else value

    def _padding(self, style: int) -> int:
        """How many digits a number format such as 00000 shows: staff numbers are often written so."""
        number = self.book._cell_styles[style].numFmtId
        code = self.book._number_formats[number - 164] if number >= 164 else ""
        return len(code) if re.fullmatch("0{2,}", code) else 0


def _spread(found: sheets.Sheet, limits: Limits) -> None:
    """Give every cell of a merged range the value that stands in its first one, in rows that say something."""
    lines = sorted(found.rows)
    filled = 0
    for reference in found.merged:
        left, top, right, bottom = sheets.bounds(reference)
        first = found.rows.get(top, [])
        value = first[left] if left < len(first) else None
        if value is None:
            continue
        for line in lines[bisect.bisect_left(lines, top) : bisect.bisect_right(lines, bottom)]:
            row = found.rows[line]
            for column in range(left, min(right + 1, limits.columns)):
                filled += 1
                if filled > MOST_FILLED:
                    raise Unreadable(
                        said(_("The sheet merges more cells than are read.")),
                        said(_("Take the merging out and save it.")),
                    )
                row.extend([None] * (column + 1 - len(row)))
                if row[column] is None:
                    row[column] = value


def _fit_for_xml(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text)
