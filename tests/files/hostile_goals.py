"""Goal files that are wrong, broken or meant to do harm, made by code: each by a name, in every format."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from sapwood.files import goals, tables

SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = b"id,objective,key_result,baseline,target\n"

# A cell that cannot be what its column holds, and the column: written into a file of every kind.
CELLS: dict[str, tuple[str, str]] = {
    "a number in words": ("target", "many"),
    "two numbers": ("target", "1 to 3"),
    "a number without end": ("target", "9" * 250),
    "a number of nothing": ("baseline", "-"),
    "an exponent": ("baseline", "1e999"),
    "not a number": ("target", "NaN"),
    "infinity": ("target", "Infinity"),
    "both readings": ("target", "1,200"),
    "mixed marks": ("baseline", "1.2,3.4"),
    "a day that is none": ("due", "2026-02-31"),
    "a day both ways": ("due", "03/04/2026"),
    "a year of two digits": ("due", "1.2.26"),
    "a year far away": ("due", "9999-12-31"),
    "a direction that is none": ("direction", "sideways"),
    "a layer that is none": ("layer", "secret"),
    "a nature that is none": ("nature", "liquid"),
    "an ambition that is none": ("ambition", "none of your business"),
    "an indicator that is none": ("indicator", "lagging behind"),
    "confidence beyond ten": ("confidence", "11"),
    "a weight beyond all": ("weight", "101"),
    "a weight below nothing": ("weight", "-1"),
    "a text turned around": ("owner", "Cranes\u202egro.evil"),
    "a text with a bell": ("cycle", "Autumn\x07 2026"),
    "an escape sequence": ("audience", "captains\x1b[2Jx"),
    "words without end": ("audience", "x" * 5_000),
    "a reason without end": ("why", "y" * 5_000),
    "an id with a slash": ("id", "a/b/c"),
    "a unit without end": ("unit", "u" * 100),
}  # fmt: skip
OF_GOAL = ("id", "cycle", "owner", "layer", "nature", "ambition", "why", "audience")


def in_csv(column: str, value: str) -> bytes:
    rows: list[list[str]] = [["objective", "key_result", column], ["Ships leave", "Hours lost", value]]
    return tables.write_csv(rows)


def in_xlsx(column: str, value: str) -> bytes:
    rows: list[list[str]] = [["objective", "key_result", column], ["Ships leave", "Hours lost", value]]
    if any(letter < " " for letter in value):  # no workbook can hold it; whoever wants harm writes the escape
        rows[1][2] = value.replace("\x07", "\u0082").replace("\x1b", "\u0084")
    return tables.write_xlsx([("Goals", rows)])


def in_yaml(column: str, value: str) -> bytes:
    quoted = json.dumps(value)
    if column in OF_GOAL:
        return f"goals:\n  - objective: Ships leave\n    {column}: {quoted}\n    key_results: [Hours lost]\n".encode()
    return f"goals:\n  - objective: Ships leave\n    key_results:\n      - key_result: Hours lost\n        {column}: {quoted}\n".encode()


def in_markdown(column: str, value: str) -> bytes:
    quoted = json.dumps(value)
    if column in OF_GOAL:
        return f"# Ships leave\n{column}: {quoted}\n- Hours lost\n".encode()
    return f"# Ships leave\n- Hours lost\n  {column}: {quoted}\n".encode()


def in_text(column: str, value: str) -> bytes:
    if column in OF_GOAL:
        return f"Objective: Ships leave\n{column}: {value}\nKR1: Hours lost\n".encode()
    return f"Objective: Ships leave\nKR1: Hours lost\n{column}: {value}\n".encode()


def in_docx(column: str, value: str) -> bytes:
    cells = [
        ["objective", "key_result", column],
        ["Ships leave", "Hours lost", value.replace("\x07", "\u0082").replace("\x1b", "\u0084")],
    ]
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in cells
    )
    return document(f"<w:tbl>{rows}</w:tbl>")


WRITERS: dict[str, Callable[[str, str], bytes]] = {
    "csv": in_csv, "xlsx": in_xlsx, "yaml": in_yaml, "md": in_markdown, "text": in_text, "docx": in_docx,
}  # fmt: skip


def document(body: str, before: str = "", **parts: str) -> bytes:
    """A Word document with this XML as its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"{before}<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def workbook(sheet: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    result = io.BytesIO()
    made = tables.write_xlsx([("Goals", [["objective", "key_result"], ["a", "b"]])])
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, sheet.encode() if is_sheet else old.read(part))
    return result.getvalue()


def rows_of(xml: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}<worksheet {SPREADSHEET}><sheetData>{xml}</sheetData></worksheet>'


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def bomb(kind: str, size: int = 60_000_000) -> bytes:
    """A file of this kind that unpacks to `size` bytes of blanks."""
    return workbook(rows_of(" " * size)) if kind == "xlsx" else document(" " * size)


def large_bomb(kind: str) -> bytes:
    """A bomb that is itself one megabyte: many parts, a thousandfold each."""
    blanks = b" " * 3_000_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("xl/workbook.xml" if kind == "xlsx" else "word/document.xml", blanks)
        number = 0
        while out.tell() < 2**20:
            number += 1
            made.writestr(f"x/{number}", blanks)
    return out.getvalue()


def lying(content: bytes, part: str) -> bytes:
    """The same archive, saying that a part unpacks to 100 bytes."""
    changed = bytearray(content)
    place, central = changed.find(part.encode()), changed.rfind(part.encode())
    struct.pack_into("<I", changed, place - 30 + 22, 100)
    struct.pack_into("<I", changed, central - 46 + 24, 100)
    return bytes(changed)


def locked(content: bytes) -> bytes:
    """The same archive with a password."""
    changed = bytearray(content)
    place = 0
    while (place := changed.find(b"PK\x01\x02", place)) >= 0:
        changed[place + 8] |= 1
        place += 4
    return bytes(changed)


def laughs(name: str) -> str:
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f"<!DOCTYPE {name} [{entities}]>"


def outside(name: str) -> str:
    return f'<!DOCTYPE {name} [<!ENTITY e SYSTEM "file:///etc/hostname">]>'


def inline(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def some(kind: str) -> bytes:
    """A file of this kind with nothing wrong in it."""
    good = tuple(
        goals.Objective(f"Goal {n}", id=f"g{n}", owner="Cranes", key_results=(goals.KeyResult(f"Result {n}"),))
        for n in range(4)
    )
    if kind == "text":
        return b"Objective: Goal 0\nowner: Cranes\nKR1: Result 0\n"
    if kind == "docx":
        return document(paragraph("Objective: Goal 0") + paragraph("owner: Cranes") + paragraph("KR1: Result 0"))
    return goals.write(good, kind)


_noise = random.Random(11).randbytes

# What cannot be read at all.
REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "blanks": lambda: b" \r\n\t\n ",
    "only a mark": lambda: b"\xef\xbb\xbf",
    "only NUL": lambda: b"\x00" * 4000,
    "only headings": lambda: HEAD,
    "no headings": lambda: b"1,Ships leave,Hours\n2,Ropes last,Torn\n",
    "headings of people": lambda: b"email,name\nada@x.example,Ada\n",
    "two columns of one meaning": lambda: b"goal,objective title,key result\na,b,c\n",
    "a web page": lambda: b"<html><table><tr><td>objective</td></tr></table></html>",
    "a web page with a mark": lambda: b"\xef\xbb\xbf<!DOCTYPE html><p>Objective: x</p>",
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    "a PDF": lambda: b"%PDF-1.7\n" + b"x" * 300,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a gzip file": lambda: b"\x1f\x8b\x08" + zlib.compress(HEAD),
    "rich text": lambda: b"{\\rtf1 Objective: x}",
    "noise": lambda: _noise(5_000),
    "a program": lambda: b"\x7fELF" + bytes(range(1, 32)) * 200,
    "UTF-16 cut off": lambda: "objective,key_result\na,b\n".encode("utf-16")[:-1],
    "too large": lambda: HEAD + b"x" * (tables.LIMITS.bytes + 1),
    "too many rows": lambda: HEAD + b"1,a,b\n" * (tables.LIMITS.rows + 5),
    "a million columns": lambda: b"objective,key_result," + b"x," * 1_000_000 + b"\n1\n",
    "a cell without end": lambda: HEAD + b'1,a,"' + b"Ada " * 60_000,
    "a mark never closed": lambda: HEAD + b'1,a,"b\n2,c,d\n',
    "a text without end": lambda: b"Objective: a\n" * 20_002,
    "a line without end": lambda: b"Objective: a\nKR1: " + b"b" * 30_000,
    # workbooks
    "a workbook cut off": lambda: some("xlsx")[:-200],
    "the beginning of a workbook": lambda: some("xlsx")[:60],
    "four letters of an archive": lambda: b"PK\x03\x04",
    "an empty archive": lambda: b"PK\x05\x06" + b"\x00" * 18,
    "an archive": lambda: archive(readme=b"hello"),
    "an open document": lambda: archive(**{"content.xml": b"<x/>"}),
    "a binary workbook": lambda: archive(**{"xl/workbook.bin": b"\x00"}),
    "a workbook in name only": lambda: archive(**{"xl/workbook.xml": b"not xml"}),
    "a workbook with a password": lambda: locked(some("xlsx")),
    "a workbook that is a bomb": lambda: bomb("xlsx"),
    "a workbook of one megabyte that is a bomb": lambda: large_bomb("xlsx"),
    "a workbook that lies about a bomb": lambda: lying(bomb("xlsx", 30_000_000), "xl/worksheets/sheet1.xml"),
    "a workbook that laughs": lambda: workbook(rows_of(inline("&j;"), laughs("worksheet"))),
    "a workbook that asks for a file": lambda: workbook(rows_of(inline("&e;"), outside("worksheet"))),
    "a workbook with broken XML": lambda: workbook("<worksheet><sheetData><row>"),
    "a string that is not there": lambda: workbook(rows_of('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')),
    "a style that is not there": lambda: workbook(rows_of('<row r="1"><c r="A1" s="4711"><v>1</v></c></row>')),
    "a place that is none": lambda: workbook(rows_of('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
    "the last column": lambda: workbook(rows_of('<row r="1"><c r="XFD1"><v>1</v></c></row>')),
    "a cell larger than a cell": lambda: workbook(rows_of(inline("x" * 3_000_000))),
    # documents
    "a document without words": lambda: document(""),
    "a document cut off": lambda: document(paragraph("O1: a"))[:-60],
    "a document with a password": lambda: locked(document(paragraph("O1: a"))),
    "a document that is a bomb": lambda: bomb("docx"),
    "a document of one megabyte that is a bomb": lambda: large_bomb("docx"),
    "a document that lies about a bomb": lambda: lying(bomb("docx", 30_000_000), "word/document.xml"),
    "a document that laughs": lambda: document(paragraph("&j;"), laughs("d")),
    "a document that asks for a file": lambda: document(paragraph("&e;"), outside("d")),
    "a document with a style sheet that laughs": lambda: document(
        paragraph("O1: a"), word__styles_xml="", **{"word__styles.xml": f"{laughs('s')}<w:styles {WORD}>&j;</w:styles>"}
    ),
    "a document with broken XML": lambda: document("<w:p>"),
    "a document of blank paragraphs": lambda: document("<w:p/>" * 20_001),
    "a document with a huge table": lambda: document("<w:tbl>" + ("<w:tr>" + "<w:tc/>" * 50 + "</w:tr>") * 500 + "</w:tbl>"),
    "a document with a row without end": lambda: document(
        "<w:tbl><w:tr>" + '<w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr></w:tc>' * 3 + "</w:tr></w:tbl>"
    ),
    "a document with a word without end": lambda: document(paragraph("O1: " + "x" * 50_000)),
    "a document of a million marks": lambda: document("<w:r/>" * 1_600_000),
    "a document with two columns of one meaning": lambda: document(
        "<w:tbl><w:tr>" + "".join(f"<w:tc>{paragraph(name)}</w:tc>" for name in ("Goal", "Objective title", "Key result")) + "</w:tr></w:tbl>"
    ),
    "a template of Word in name only": lambda: archive(**{"word/settings.xml": b"<x/>"}),
    # YAML
    "YAML with an anchor": lambda: b"goals: &a\n- objective: b\n  x: *a",
    "YAML with an alias": lambda: b"goals:\n- objective: *a",
    "YAML with a tag": lambda: b"goals:\n- objective: !!python/object/apply:os.system [ls]",
    "YAML of many documents": lambda: b"goals: []\n---\ngoals: []\n",
    "YAML too deep": lambda: b"goals: " + b"[" * 5_000,
    "YAML too wide": lambda: b"goals: [" + b"1," * 1_000_001 + b"]",
    "YAML that laughs": lambda: b"a: &a [x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 120)) + b"goals: *w",
    "YAML with a key twice": lambda: b"goals:\n- objective: a\n  objective: b",
    "YAML without goals": lambda: b"goals: 3",
    "JSON cut off": lambda: b'{"goals": [{"objective": "a"',
}  # fmt: skip

# What can be read, and has a goal that cannot be taken.
REJECTED: dict[str, Callable[[], bytes]] = {
    "one id twice": lambda: b"id,objective,key_result\nA,a,b\nA,c,d\n",
    "one id twice in YAML": lambda: b"goals:\n- {objective: a, id: x}\n- {objective: b, id: x}\n",
    "one key result's id twice": lambda: b"id,objective,key_result\nA/1,a,b\nA/1,a,c\n",
    "a row that says nothing": lambda: b"objective,key_result,target\na,,3\n",
    "a row longer than the headings": lambda: b"objective,key_result\na,b,c,d\n",
    "a formula that was never worked out": lambda: workbook(
        rows_of(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>objective</t></is></c><c r="B1" t="inlineStr"><is><t>key_result</t></is></c></row>'
            '<row r="2"><c r="A2"><f>1+1</f></c><c r="B2" t="inlineStr"><is><t>b</t></is></c></row>'
        )
    ),
    "an error in a cell": lambda: workbook(
        rows_of(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>objective</t></is></c><c r="B1" t="inlineStr"><is><t>key_result</t></is></c></row>'
            '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2" t="inlineStr"><is><t>b</t></is></c></row>'
        )
    ),
    "an unknown column in YAML": lambda: b"goals:\n- {objective: a, colour: red}\n",
    "a list for a text in YAML": lambda: b"goals:\n- objective: [a, b]\n",
    "an objective that is a number in YAML": lambda: b"goals:\n- 3\n- objective: b\n",
    "a key result without words in YAML": lambda: b"goals:\n- objective: a\n  key_results:\n  - target: 3\n",
    "front matter with anything": lambda: b"---\npassword: x\n---\n# a\n- b\n",
    "a target of an objective in Markdown": lambda: b"# a\ntarget: 3\n- b\n",
    "a line before the first objective": lambda: b"---\nowner: x\n---\nHello\n# a\n- b\n",
    "an objective without end": lambda: b"# " + b"x" * 5_000 + b"\n- b\n",
    "results without an objective": lambda: b"KR1: Hours\nKR2: Stops\n",
    "an export with a row that is nothing": lambda: b"Title,Type\na,Objective\nb,Key result\nc,Wish\n",
    "an export whose key result stands alone": lambda: b"Title,Type\nb,Key result\na,Objective\n",
}  # fmt: skip

# What looks like harm and is only text.
HARMLESS: dict[str, Callable[[], bytes]] = {
    "a script": lambda: b"# <script>alert(1)</script>\nowner: Cranes\n- <img src=x onerror=alert(1)>\n",
    "a formula": lambda: b"objective,key_result,owner\n=cmd|' /C calc'!A0,@SUM(1),Cranes\n",
    "a template": lambda: b"# {{ settings.SECRET_KEY }} {% debug %}\nowner: Cranes\n- ${7*7} #{7*7}\n",
    "a query": lambda: b"# Robert'); DROP TABLE goals_objective;--\nowner: Cranes\n- ' OR '1'='1\n",
    "a path": lambda: b"# ../../etc/passwd\nowner: Cranes\n- C:\\Windows\\..\\x\n",
    "a place for values": lambda: b"# %(name)s %s {0} {name}\nowner: Cranes\n- 100 %d of them\n",
    "letters on letters": lambda: ("# Z" + "\u0301" * 60 + "\nowner: Cranes\n- o\u0308\n").encode(),
    "pictures of people": lambda: "# \U0001f468\u200d\U0001f469\u200d\U0001f467 go\nowner: Cranes\n- \U0001f6a2 in time\n".encode(),
}  # fmt: skip


def every() -> dict[str, Callable[[], bytes]]:
    """All of them by name: what is refused, what is rejected (bad cells in every format included), what is harmless."""
    cells: dict[str, Any] = {
        f"{name} ({kind})": (lambda write=write, cell=cell: write(*cell))
        for kind, write in WRITERS.items()
        for name, cell in CELLS.items()
    }
    return {**REFUSED, **REJECTED, **cells, **HARMLESS}
