"""Rows come out of whatever a spreadsheet program wrote."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sapwood.files import tables
from sapwood.files.words import Unreadable

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
HALF_PAST_NINE = dt.datetime.combine(dt.date(2026, 3, 16), dt.time(9, 30))  # workbooks know no zones
ROWS = [
    ["id", "name", "note"],
    ["1", "Ada Okoye", "x"],
    ["2", "Jürgen Größe", 'says "hello"'],
    ["3", "Two\nlines", "a,b;c\td|e"],
]


def written(rows: list[list[str]], separator: str, encoding: str) -> bytes:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def book(*rows: list[object], **sheets: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    page = made.active
    for row in rows:
        page.append(row)
    for name, content in sheets.items():
        other = made.create_sheet(name)
        for row in content:
            other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(table: tables.Table) -> list[list[object]]:
    return [list(row.cells) for row in table.rows]


@pytest.mark.parametrize(("encoding", "separator"), list(itertools.product(ENCODINGS, tables.SEPARATORS)))
def test_every_encoding_with_every_separator(encoding: str, separator: str) -> None:
    table = tables.read(written(ROWS, separator, encoding))
    assert cells(table) == ROWS
    assert table.separator == separator
    assert [row.line for row in table.rows] == [1, 2, 3, 4]


def test_lines_are_counted_through_quoted_line_breaks() -> None:
    table = tables.read(b'id,name\r\n1,"a\r\nb\r\nc"\r\n\r\n2,d\r\n')
    assert [(row.line, row.cells[0]) for row in table.rows] == [(1, "id"), (2, "1"), (6, "2")]


def test_old_line_ends_are_line_ends() -> None:
    assert cells(tables.read(b"id,name\r1,Ada\r2,Bo")) == [["id", "name"], ["1", "Ada"], ["2", "Bo"]]


def test_the_line_that_names_the_separator_is_obeyed_and_counted() -> None:
    table = tables.read(b"sep=;\nid;name\n1;a,b\n")
    assert [(row.line, list(row.cells)) for row in table.rows] == [(2, ["id", "name"]), (3, ["1", "a,b"])]


def test_blank_rows_and_columns_at_the_end_say_nothing() -> None:
    assert cells(tables.read(b"id,name,,\n1,Ada,,\n,,,\n  ,\n\n")) == [["id", "name"], ["1", "Ada"]]


def test_empty_characters_are_left_out_and_told() -> None:
    table = tables.read(b"id,name\n1,A\x00da\n")
    assert cells(table)[1] == ["1", "Ada"]
    assert "NUL" in str(table.remarks[0])


def test_other_alphabets_are_the_last_thing_guessed() -> None:
    text = "номер;имя;отдел\n" + "".join(f"{n};Анна Иванова;Продажи и сервис\n" for n in range(40))
    table = tables.read(text.encode("cp1251"))
    assert table.rows[1].cells[1] == "Анна Иванова"
    assert any("guess" in str(remark) for remark in table.remarks)


def test_one_wrong_byte_in_utf8_is_named_by_its_line() -> None:
    good = "id;name\n" + "".join(f"{n};Jürgen Größe\n" for n in range(9))
    with pytest.raises(Unreadable, match="line 11") as caught:
        tables.read(good.encode() + b"9;J\xfcrgen\n")
    assert "UTF-8" in str(caught.value)


def test_a_workbook_gives_days_numbers_and_padded_numbers() -> None:
    from openpyxl import Workbook

    made = Workbook()
    page = made.active
    page.append(["id", "share", "starts", "at"])
    page.append([123, 0.8, dt.date(2026, 3, 16), HALF_PAST_NINE])
    page["A2"].number_format = "00000"
    page["A3"] = 1001.0
    out = io.BytesIO()
    made.save(out)
    table = tables.read(out.getvalue())
    assert cells(table)[1] == ["00123", 0.8, dt.date(2026, 3, 16), HALF_PAST_NINE]
    assert cells(table)[2] == [1001]
    assert [tables.shown(value) for value in table.rows[1].cells] == ["00123", "0.8", "2026-03-16", "2026-03-16 09:30"]


def test_a_merged_cell_counts_for_every_row_it_covers() -> None:
    from openpyxl import Workbook

    made = Workbook()
    page = made.active
    for row in (["id", "team"], ["1", "Cranes"], ["2"], ["3"]):
        page.append(row)
    page.merge_cells("B2:B4")
    out = io.BytesIO()
    made.save(out)
    assert [row.at(1) for row in tables.read(out.getvalue()).rows] == ["team", "Cranes", "Cranes", "Cranes"]


def test_the_result_of_a_formula_counts_and_a_missing_one_is_broken() -> None:
    content = book(["email", "name"], ["a@x.example", "=A2&B2"], ["b@x.example", "#REF!"])
    assert tables.read(content).rows[1].cells[1] == tables.Broken("=…")
    assert tables.read(content).rows[2].cells[1] == tables.Broken("#REF!")
    saved = _with_results(content, b"Ada")
    assert tables.read(saved).rows[1].cells[1] == "Ada"


def _with_results(content: bytes, result: bytes) -> bytes:
    """The workbook as a spreadsheet program saves it: each formula with its result."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            data = before.read(part)
            if part.filename.startswith("xl/worksheets/"):
                assert b"<f>" in data
                data = re.sub(
                    rb'<c r="B2"[^>]*><f>(.*?)</f><v ?/?>(</v>)?',
                    rb'<c r="B2" t="str"><f>\1</f><v>' + result + b"</v>",
                    data,
                )
            after.writestr(part.filename, data)
    return out.getvalue()


def test_the_first_sheet_is_read_and_another_by_its_name() -> None:
    content = book(["id"], ["1"], Others=[["id"], ["2"]])
    table = tables.read(content)
    assert cells(table) == [["id"], ["1"]]
    assert "first of 2 sheets" in str(table.remarks[0])
    assert cells(tables.read(content, sheet="others")) == [["id"], ["2"]]
    with pytest.raises(Unreadable, match="no visible sheet “third”"):
        tables.read(content, sheet="third")


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), min_size=1, max_size=6))
def test_any_text_survives_a_csv_file(rows: list[tuple[str, str]]) -> None:
    content = tables.write_csv([["id", "name", "note", "end"], *[["1", *row, "end"] for row in rows]])
    try:
        back = [[tables.rearmed(str(cell)) for cell in row.cells] for row in tables.read(content).rows[1:]]
    except Unreadable:
        assert sum(letter < " " or letter == "\x7f" for row in rows for text in row for letter in text) > 20
    else:
        assert back == [["1", *[text.replace("\x00", "") for text in row], "end"] for row in rows]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "'=1", "''=1", '=HYPERLINK("x")'])
def test_what_could_begin_a_formula_is_disarmed_and_comes_back(text: str) -> None:
    assert tables.disarmed(text).startswith("'")
    assert tables.rearmed(tables.disarmed(text)) == text


@pytest.mark.parametrize("text", ["Ada", "O'Neil", "'quoted'", "", "5", "a=b"])
def test_other_text_is_left_alone(text: str) -> None:
    assert tables.disarmed(text) == text
    assert tables.rearmed(text) == text


def test_a_written_workbook_holds_text_and_no_formula() -> None:
    from openpyxl import load_workbook

    content = tables.write_xlsx(
        [("People", [["name", "day"], ["=1+1", dt.date(2026, 3, 16)], ["bad\x0bletter", None]])]
    )
    page = load_workbook(io.BytesIO(content)).active
    assert page["A2"].data_type == "s"
    assert page["A2"].value == "'=1+1"
    assert page["B2"].value == dt.datetime.combine(dt.date(2026, 3, 16), dt.time())
    assert page["A3"].value == "badletter"


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheet_programs_call_them(number: int, letters: str) -> None:
    assert tables.column_letters(number) == letters
