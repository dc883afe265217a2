"""Goals in pasted text: what people copy out of a document, a mail, a chat or a spreadsheet.

The marks of lists, quotations and bold letters are taken off here; `outline` reads what is left.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sapwood.files.goals import marks, outline
from sapwood.files.goals.cells import Lump
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.outline import Piece
from sapwood.files.problems import Problem
from sapwood.files.tables import SEPARATORS
from sapwood.files.words import Said, Unreadable, _, said

MOST_LINES = 20_000
LONGEST = 20_000  # letters of one line
_QUOTED = re.compile(r"(?:\s*>)+ ?")
_SPOKEN = re.compile(r"\[[^\[\]\n]{0,24}\d{1,2}[:.]\d{2}[^\[\]\n]{0,12}\]\s*[^:\n]{1,40}:\s+")  # [10:23] Ada:
_HEADING = re.compile(r"(#{1,6})\s+(.*\S)")
_BULLET = re.compile(
    r"(?P<sign>[-*+•◦▪▫●○‣⁃∙·–—→➢➤✓✔■□◆♦»§\uf0a7\uf0b7\uf0d8]|o(?=\t))(?:\s+|(?<=[•◦▪●○‣⁃∙➢➤■□◆♦\uf0a7\uf0b7\uf0d8]))(?=\S)"
)
_COUNTED = re.compile(
    r"(?:(?P<dotted>\d{1,3}(?:\.\d{1,3})+)[.)]?|(?P<number>\d{1,3})[.)]|\((?P<inside>\d{1,2}|[a-z])\)|(?P<letter>[a-z])[.)])\s+(?=\S)"
)
_BOX = re.compile(r"(?:\[[ xX]?\]|[☐☑☒✅⬜])\s*")


def read(text: str) -> tuple[list[Lump], list[Problem], list[Said]]:
    """The goals of a text. Raises Unreadable for one that is longer than any list of goals."""
    lines = text.split("\n")
    if len(lines) > MOST_LINES or any(len(line) > LONGEST for line in lines):
        raise Unreadable(
            said(_("The text is longer than any list of goals.")), said(_("Paste the part that has the goals."))
        )
    return outline.read(pieces(_lines(lines)))


def is_labelled(text: str) -> bool:
    """Whether lines of a text begin with front words such as “Objective:” or “KR1:”."""
    return marks.is_labelled(bare(line.lstrip("# \t"))[0] for line in text.split("\n")[:2000] if len(line) < 1000)


def has_headings(text: str) -> bool:
    """Whether one of the first lines, cut at a separator, names the two columns that a table of goals needs."""
    for line in [one for one in text.split("\n") if one.strip()][:10]:
        for separator in SEPARATORS:
            try:
                cells = next(csv.reader(io.StringIO(line), delimiter=separator), [])
            except csv.Error:
                continue
            if {"objective", "key_result"} <= {column_of(cell) for cell in cells if len(cell) < 100}:
                return True
    return False


def without_rulers(text: str) -> str:
    """A table drawn with bars, without the line of dashes below its headings."""
    return re.sub(r"(?m)^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*(?::?-{2,}:?)?[ \t]*$\n?", "", text)


def two_columns(text: str) -> str | None:
    """Cells copied out of a spreadsheet without headings: two columns are objective and key result. None: it is
    no table."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < 2 or any(line.count("\t") != 1 or _BULLET.match(line.lstrip()) for line in lines):
        return None
    return "objective\tkey_result\n" + text


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its marks."""

    number: int
    text: str
    indent: int = 0
    kind: str = ""  # which kind of list mark it had; empty: none
    heading: int = 0
    apart: bool = True


def pieces(lines: Iterable[Line]) -> list[Piece]:
    """Lines with the depth of their lists worked out: 1. and below it • is a list inside a list, indented or not."""
    found: list[Piece] = []
    stack: list[tuple[int, str]] = []  # indent and kind of the lists that are open
    for line in lines:
        if line.heading:
            found.append(Piece(line.number, line.text, heading=line.heading))
            stack = []
        elif line.kind:
            found.append(Piece(line.number, line.text, depth=_depth(stack, line.indent, line.kind), apart=line.apart))
        else:
            if line.apart and not line.indent:
                stack = []
            found.append(Piece(line.number, line.text, apart=line.apart))
    return found


def _lines(lines: Iterable[str]) -> Iterator[Line]:
    apart = True
    for number, line in enumerate(lines, start=1):
        text, indent, kind = bare(line)
        if not text or re.fullmatch(r"[-_=*~ \t>]{3,}|\|", line.strip()):
            apart = True
        elif heading := _HEADING.fullmatch(text):
            yield Line(number, _plain(heading[2]), heading=len(heading[1]))
            apart = True
        else:
            yield Line(number, text, indent, kind, apart=apart)
            apart = False


def bare(line: str) -> tuple[str, int, str]:
    """A line without marks, how far it is indented, and the kind of its list mark (empty: none)."""
    line = _QUOTED.sub("", line, count=1) if line.lstrip().startswith(">") else line
    line = line.replace("\u00a0", " ").rstrip()
    text = line.strip()
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    if spoken := _SPOKEN.match(text):
        text = text[spoken.end() :]
    kind = ""
    if not marks.is_labelled([_plain(text)]):
        if stars := re.match(r"(\*{2,4})\s+(?=\S)", text):  # ** is a deeper item where lists are written with stars
            kind, indent, text = "-", indent + 4 * len(stars[1]) - 4, text[stars.end() :]
        elif found := _BULLET.match(text):
            kind = "-" if found["sign"] in "-*+–—" else found["sign"]
            text = text[found.end() :]
        elif found := _COUNTED.match(text):
            kind = f"1{'.' * found['dotted'].count('.')}" if found["dotted"] else "1" if found["number"] else "a"
            text = text[found.end() :]
        if box := _BOX.match(text):
            kind, text = kind or "[", text[box.end() :]
    return _plain(text), indent, kind


def _plain(text: str) -> str:
    """Without the marks of bold and slanted letters."""
    text = re.sub(r"\*\*|__|`", "", text)
    return re.sub(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])", r"\2", text).strip()


def _depth(stack: list[tuple[int, str]], indent: int, kind: str) -> int:
    """How deep an item lies: deeper than one that is indented less, or that has another mark and stands before it."""
    while stack and stack[-1][0] > indent:
        stack.pop()
    for place, (wide, known) in enumerate(stack):
        if wide == indent and known == kind:
            del stack[place + 1 :]
            return place
    stack.append((indent, kind))
    return len(stack) - 1
