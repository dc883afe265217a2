"""Files that are wrong, broken or meant to do harm: each is refused in words, none with a traceback."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sapwood.files import people, tables
from sapwood.files.words import Unreadable

HEAD = b"external_id,email,name\n"
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(**parts: bytes) -> bytes:
    """A small real workbook with some of its parts replaced (`sheet`, `strings`, `styles`, `book`)."""
    from openpyxl import Workbook

    made = Workbook()
    made.active.append(["external_id", "email", "name"])
    made.active.append(["1", "ada@x.example", "Ada"])
    out = io.BytesIO()
    made.save(out)
    names = {"sheet": SHEET, "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml", "book": "xl/workbook.xml"}
    replaced = {names[short]: data for short, data in parts.items()}
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, replaced.get(part.filename, old.read(part)))
    return result.getvalue()


def sheet(rows: str, before: str = "", after: str = "") -> bytes:
    return f'<?xml version="1.0"?><worksheet {SPREADSHEET}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def inline(text: str, reference: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def lying_archive() -> bytes:
    """An entry that says it unpacks to 100 bytes and unpacks to 50 MB."""
    content = bytearray(workbook(sheet=sheet(" " * 50_000_000)))
    place = content.find(SHEET.encode())
    central = content.rfind(SHEET.encode())
    struct.pack_into("<I", content, place - 30 + 22, 100)
    struct.pack_into("<I", content, central - 46 + 24, 100)
    return bytes(content)


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
        for number in range(2_100):
            made.writestr(f"x/{number}", b"")
    return out.getvalue()


def password() -> bytes:
    content = bytearray(workbook())
    place = 0
    while (place := content.find(b"PK\x01\x02", place)) >= 0:
        content[place + 8] |= 1
        place += 4
    return bytes(content)


def laughs() -> bytes:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]><worksheet {SPREADSHEET}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'.encode()


def outside() -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet {SPREADSHEET}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'.encode()


REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n\t\n ",
    "only a mark": lambda: b"\xef\xbb\xbf",
    "only NUL": lambda: b"\x00" * 4000,
    "only the headings": lambda: HEAD,
    "headings and blank rows": lambda: HEAD + b",,\n,,\n",
    "no headings": lambda: b"1,ada@x.example,Ada\n2,bo@x.example,Bo\n",
    "headings of something else": lambda: b"objective,key_result\nSell,More\n",
    "two columns of one meaning": lambda: b"e-mail address,mail\na@x.example,b@x.example\n",
    "the same heading twice": lambda: b"email,email\na@x.example,b@x.example\n",
    "a page named as a workbook": lambda: b"<html><table><tr><td>email</td></tr></table></html>",
    "a page with a doctype": lambda: b"\xef\xbb\xbf<!DOCTYPE html>\n<table></table>",
    "a workbook of 2003 in XML": lambda: b'<?xml version="1.0"?><Workbook/>',
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a PDF": lambda: b"%PDF-1.7\n" + b"x" * 300,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a gzip file": lambda: b"\x1f\x8b\x08" + zlib.compress(HEAD),
    "rich text": lambda: b"{\\rtf1 hello}",
    "noise": lambda: random.Random(7).randbytes(5_000),
    "a program": lambda: b"\x7fELF" + bytes(range(1, 32)) * 200,
    "UTF-16 cut off": lambda: "email,name\nada@x.example,Ada\n".encode("utf-16")[:-1],
    "UTF-8 cut off": lambda: ("email,name\n" + "a@x.example,Größe\n" * 9 + "a@x.example,ü").encode()[:-1],
    "too large": lambda: HEAD + b"x" * (tables.LIMITS.bytes + 1),
    "too many rows": lambda: HEAD + b"1,a@x.example,A\n" * (tables.LIMITS.rows + 5),
    "a million columns": lambda: b"email," + b"x," * 1_000_000 + b"\n1\n",
    "a cell without end": lambda: HEAD + b'1,a@x.example,"' + b"Ada " * 60_000,
    "a mark never closed": lambda: HEAD + b'1,a@x.example,"Ada\n2,b@x.example,Bo\n',
    "a workbook cut off": lambda: workbook()[:-200],
    "the beginning of a workbook": lambda: workbook()[:60],
    "four letters of a workbook": lambda: b"PK\x03\x04",
    "an empty archive": lambda: b"PK\x05\x06" + b"\x00" * 18,
    "an archive": lambda: archive(readme=b"hello"),
    "a text document": lambda: archive(word__document=b"x", **{"word/document.xml": b"<x/>"}),
    "an open document": lambda: archive(
        **{"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    ),
    "a binary workbook": lambda: archive(**{"xl/workbook.bin": b"\x00"}),
    "a workbook in name only": lambda: archive(**{"xl/workbook.xml": b"not xml"}),
    "a workbook with a password": password,
    "a bomb of one part": lambda: workbook(sheet=sheet(" " * 40_000_000)),
    "a bomb of many parts": lambda: archive(
        **{"xl/workbook.xml": b"<x/>"}, **{f"p{n}": b"0" * 900_000 for n in range(130)}
    ),
    "a bomb that lies": lying_archive,
    "more parts than a workbook has": many_parts,
    "a billion laughs": lambda: workbook(sheet=laughs()),
    "an outside entity": lambda: workbook(sheet=outside()),
    "broken XML": lambda: workbook(sheet=b"<worksheet><sheetData><row>"),
    "a string that is not there": lambda: workbook(sheet=sheet('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')),
    "a style that is not there": lambda: workbook(sheet=sheet('<row r="1"><c r="A1" s="4711"><v>1</v></c></row>')),
    "a place that is none": lambda: workbook(sheet=sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
    "a row number that is none": lambda: workbook(sheet=sheet('<row r="x"><c><v>1</v></c></row>')),
    "a number that is none": lambda: workbook(sheet=sheet('<row r="1"><c r="A1"><v>one</v></c></row>')),
    "a cell larger than a cell": lambda: workbook(sheet=sheet(f'<row r="1">{inline("x" * 3_000_000, "A1")}</row>')),
    "the last column": lambda: workbook(sheet=sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    "everything merged": lambda: workbook(
        sheet=sheet(
            "".join(f'<row r="{n}">{inline("email", f"A{n}")}</row>' for n in range(1, 12_001)),
            after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        )
    ),
    "no sheet to be seen": lambda: workbook(
        book=b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        b'<sheet name="S" sheetId="1" state="hidden" r:id="rId1"/></sheets></workbook>'
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused_in_words(name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        people.read(REFUSED[name]())
    assert str(caught.value).endswith(".")
    assert str(caught.value.next_step)


@pytest.mark.parametrize(
    "name", ["a bomb of one part", "a bomb of many parts", "more parts than a workbook has", "too large"]
)
def test_a_bomb_is_refused_before_it_is_unpacked(name: str) -> None:
    content = REFUSED[name]()
    begun = time.process_time()
    with pytest.raises(Unreadable):
        tables.read(content)
    assert time.process_time() - begun < 1


TAKEN: dict[str, Callable[[], bytes]] = {
    "a CSV file with the name of a workbook": lambda: HEAD + b"1,ada@x.example,Ada\n",
    "a size that a sheet only claims": lambda: workbook(
        sheet=sheet(
            f'<row r="1">{inline("email", "A1")}{inline("name", "B1")}</row><row r="2">{inline("ada@x.example", "A2")}{inline("Ada", "B2")}</row>',
            before='<dimension ref="A1:XFD1048576"/>',
        )
    ),
    "a row far down": lambda: workbook(
        sheet=sheet(
            f'<row r="1">{inline("email", "A1")}{inline("name", "B1")}</row><row r="1048576">{inline("ada@x.example", "A1048576")}{inline("Ada", "B1048576")}</row>'
        )
    ),
    "a title above the headings": lambda: b"Our people\n\nemail,name\nada@x.example,Ada\n",
}


@pytest.mark.parametrize("name", TAKEN)
def test_is_odd_but_taken(name: str) -> None:
    file = people.read(TAKEN[name]())
    assert [(row.email, row.name) for row in file.rows] == [("ada@x.example", "Ada")]
    assert file.problems == ()


ODD_CELLS: dict[str, tuple[str, str]] = {
    "a formula is text": ("=cmd|' /C calc'!A0", ""),
    "a script is text": ("<script>alert(1)</script>", ""),
    "a query is text": ("Robert'); DROP TABLE people;--", ""),
    "right to left": ("أحمد بن علي", ""),
    "far letters": ("李 小龍 𠮷", ""),
    "a smile": ("Ada 🙂", ""),
    "a cell as long as a book": ("A" * 20_000, "letters"),
    "a bell": ("Ada\x07", "control"),
    "an escape": ("\x1b[31mAda", "control"),
    "text that turns round": ("Ada\u202egnp.exe", "control"),
}


@pytest.mark.parametrize("name", ODD_CELLS)
def test_a_name_is_text_or_refused_by_its_row(name: str) -> None:
    text, refused = ODD_CELLS[name]
    file = people.read(tables.write_csv([["email", "name"], ["ada@x.example", text]]))
    if refused:
        assert [refused in str(one.reason) for one in file.problems] == [True]
        assert len(file.problems[0].given) <= 70
        assert file.rows[0].name is None
    else:
        assert file.problems == ()
        assert file.rows[0].name == text


def outcome(content: bytes, **how: str) -> people.PeopleFile | Unreadable:
    """The file, or the words it was refused with; anything else that is raised fails the test."""
    try:
        return people.read(content, **how)  # type: ignore[arg-type]
    except Unreadable as error:
        return error


def is_in_order(found: people.PeopleFile | Unreadable) -> bool:
    if isinstance(found, Unreadable):
        return bool(str(found)) and bool(str(found.next_step))
    return bool(found.rows) and all(str(one.reason) and str(one.next_step) for one in found.problems)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
@example(b"PK\x03\x04" + b"\x00" * 40 + b"PK\x05\x06" + b"\xff" * 18)
@example(b"\xff\xfe\x00\x00")
@example(b"sep=,\n")
def test_no_bytes_at_all_end_in_a_traceback(content: bytes) -> None:
    for beginning in (b"", HEAD, b"PK\x03\x04", "email;name\n".encode("utf-16")):
        assert is_in_order(outcome(beginning + content))


@settings(max_examples=200)
@given(st.lists(st.lists(st.text(max_size=30), max_size=16), max_size=8), st.sampled_from(["", "dmy", "mdy"]))
def test_no_rows_at_all_end_in_a_traceback(rows: list[list[str]], order: str) -> None:
    assert is_in_order(outcome(tables.write_csv([people.COLUMNS, *rows]), date_order=order))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6_000), st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_never_ends_in_a_traceback(place: int, byte: int) -> None:
    content = bytearray(workbook())
    content[place % len(content)] = byte
    assert is_in_order(outcome(bytes(content)))
