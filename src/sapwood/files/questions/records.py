"""Records: what a YAML mapping or a row of a table says in the columns of a file, with the line of each word.

YAML and tables become the same records, so that one reader checks both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sapwood.files import tables
from sapwood.files.goals.model import folded, one_line, paragraphs
from sapwood.files.goals.yaml import Text, _document
from sapwood.files.problems import Problem, excerpt
from sapwood.files.questions.model import LEVELS, LONGEST, Words
from sapwood.files.tables import rearmed, shown
from sapwood.files.words import Said, Unreadable, _, said

LEVEL_COLUMNS = tuple(f"level_{number}" for number in range(1, LEVELS + 1))
YES, NO = {"yes", "true", "1", "x", "ja", "oui"}, {"no", "false", "0", "nein", "non"}


@dataclass
class Record:
    """What one row says. Cells are texts; a column that is not there says nothing."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)

    def line_of(self, column: str) -> str:
        """The text of a column on one line; empty when it says nothing."""
        return one_line(self.cells.get(column, ""))

    def lines_of(self, column: str) -> tuple[str, ...]:
        """The lines of a column that say something."""
        return tuple(line for line in paragraphs(self.cells.get(column, "")).splitlines() if line)


@dataclass
class Complaints:
    """Problems, gathered while a file is read."""

    found: list[Problem] = field(default_factory=list)

    def add(self, record: Record, column: str, reason: Said, next_step: Said) -> None:
        given = excerpt(record.cells.get(column, ""))
        self.found.append(Problem(record.line, column, given, reason, next_step))

    def text(self, record: Record, column: str, *, needed: bool = False, longest: str = "") -> str:
        """A column's text on one line; too long or missing is a problem."""
        value = record.line_of(column)
        most = LONGEST[longest or column]
        if needed and not value:
            self.add(record, column, said(_("Here a text is missing.")), said(_("Write it into the row.")))
        if len(value) > most:
            self.add(
                record, column, said(_("This has %(count)d letters; %(most)d fit."), count=len(value), most=most),
                said(_("Say it more briefly.")),
            )  # fmt: skip
        return value

    def choice(self, record: Record, column: str, allowed: Sequence[str], otherwise: str) -> str:
        """One of the allowed words; `otherwise` when the column says nothing."""
        value = record.line_of(column).casefold().replace(" ", "_").replace("-", "_")
        if value and value not in allowed:
            self.add(
                record, column, said(_("This is none of the words that are known here.")),
                said(_("Write one of: %(words)s."), words=", ".join(allowed)),
            )  # fmt: skip
        return value or otherwise

    def flag(self, record: Record, column: str, otherwise: bool) -> bool:
        value = record.line_of(column).casefold()
        if value and value not in YES | NO:
            self.add(record, column, said(_("Here yes or no is expected.")), said(_("Write yes or no.")))
        return value in YES if value else otherwise

    def anchors(self, record: Record) -> tuple[str, ...]:
        """The anchors of a row: five, or none."""
        found = [self.text(record, column, longest="level") for column in LEVEL_COLUMNS]
        if any(found) and not all(found):
            empty = LEVEL_COLUMNS[found.index("")]
            self.add(
                record, empty, said(_("Of the five levels some are described and some are not.")),
                said(_("Describe all five, or none.")),
            )  # fmt: skip
        return tuple(found) if all(found) else ()

    def words(self, record: Record, column: str) -> Words:
        """A translation of the text in `column`."""
        language = record.line_of("language")
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?", language):
            self.add(
                record, "language", said(_("This is not the code of a language.")), said(_("Write one such as de or pt-BR."))
            )  # fmt: skip
        return Words(language.lower(), self.text(record, column, needed=True), self.anchors(record))


def read(
    content: bytes, columns: Sequence[str], flatten: Callable[[Any, Complaints], list[Record]], complaints: Complaints
) -> tuple[list[Record], str, tuple[Said, ...]]:
    """The records of a file, its format and what was noticed. Raises Unreadable.

    `flatten` turns the values of a YAML document into records.
    """
    if (
        content[:2] != b"PK"
        and len(content) <= tables.LIMITS.bytes
        and content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe")
    ):
        text, _encoding, noticed = tables.decode(content)
        if _is_yaml(text):
            return flatten(_document(text.replace("\r\n", "\n")), complaints), "yaml", tuple(noticed)
    table = tables.read(content)
    top, places, left = _headings(table, columns)
    found = []
    for row in table.rows:
        if row.line <= top:
            continue
        cells = {}
        for column, place in places.items():
            value = row.at(place)
            if text := rearmed(value) if isinstance(value, str) else shown(value):
                cells[column] = text
        if any(value.strip() for value in cells.values()):
            found.append(Record(row.line, cells))
    remarks = [said(_("Not read: %(names)s."), names=", ".join(left[:12]))] if left else []
    return found, table.format, (*table.remarks, *remarks)


def record_of(
    given: Mapping[Text, Any], columns: Iterable[str], complaints: Complaints, *, beside: Iterable[str] = ()
) -> Record:
    """The single values of a mapping as a record; names that are neither columns nor `beside` are problems."""
    record = Record(min((key.line for key in given), default=1))
    known, other = set(columns), set(beside)
    for key, value in given.items():
        name = folded(key).replace(" ", "_")
        if name in other:
            continue
        if name not in known:
            complaints.found.append(
                Problem(
                    key.line, str(key), "", said(_("This name is not known here.")),
                    said(_("Take it out, or use one of: %(names)s."), names=", ".join([*columns, *other])),
                )
            )  # fmt: skip
        elif isinstance(value, Text):
            record.cells[name] = str(value)
        elif isinstance(value, list) and all(isinstance(one, Text) for one in value):
            record.cells[name] = "\n".join(one_line(one) for one in value)
        else:
            complaints.found.append(
                Problem(
                    key.line, str(key), "", said(_("Here a single text is expected.")),
                    said(_("Write one value behind the colon.")),
                )
            )  # fmt: skip
    return record


def spread_anchors(record: Record, complaints: Complaints) -> Record:
    """The same record with its `anchors`, one a line, as the columns of levels."""
    anchors = record.cells.pop("anchors", "")
    lines = [line for line in paragraphs(anchors).splitlines() if line]
    if lines and len(lines) != LEVELS:
        complaints.found.append(
            Problem(
                record.line, "anchors", excerpt(lines[0]),
                said(_("There are %(count)d anchors; five levels need five."), count=len(lines)),
                said(_("Describe all five, or none.")),
            )
        )  # fmt: skip
    else:
        record.cells.update(zip(LEVEL_COLUMNS, lines, strict=False))
    return record


def mappings(given: Any, complaints: Complaints, what: str) -> list[Mapping[Text, Any]]:
    """The mappings of a list; anything else in it is a problem."""
    found: list[Mapping[Text, Any]] = []
    for one in given if isinstance(given, list) else [given] if given else []:
        if isinstance(one, dict):
            found.append(one)
        else:
            line = one.line if isinstance(one, Text) else 1
            complaints.found.append(
                Problem(
                    line, what, excerpt(one if isinstance(one, str) else ""),
                    said(_("Here a list of entries with names and values is expected.")),
                    said(_("Write “- key: …” and below it what belongs to it.")),
                )
            )  # fmt: skip
    return found


def translated(given: Any, columns: Sequence[str], complaints: Complaints, line: int) -> list[Record]:
    """The records of `translations: {de: {text: …}}`, each with its language."""
    found: list[Record] = []
    if given and not isinstance(given, dict):
        complaints.found.append(
            Problem(
                line, "translations", excerpt(given if isinstance(given, str) else ""),
                said(_("Translations stand under the code of their language.")),
                said(_("Write “de: {text: …}” below the word “translations:”.")),
            )
        )  # fmt: skip
        return found
    for language, words in (given or {}).items():
        for one in mappings([words], complaints, "translations"):
            record = record_of(one, (*columns, "anchors", *LEVEL_COLUMNS), complaints)
            record.cells["language"] = str(language)
            found.append(spread_anchors(record, complaints) if "anchors" in record.cells else record)
    return found


def to_yaml(values: Any) -> bytes:
    """Plain values as YAML, in their order."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    made = yaml.dump(
        values,
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=False,
        encoding="utf-8",
    )
    assert isinstance(made, bytes)
    return made


def without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [], {}, ())}


def words_plainly(words: Iterable[Words], column: str) -> dict[str, Any]:
    return {one.language: without_empty({column: one.text, "anchors": "\n".join(one.anchors)}) for one in words}


def row_of(columns: Sequence[str], values: Mapping[str, Any], anchors: Sequence[str] = ()) -> list[str | int]:
    every = {**values, **dict(zip(LEVEL_COLUMNS, anchors, strict=False))}
    return [every.get(column, "") for column in columns]


def _is_yaml(text: str) -> bool:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(("#", "%YAML", "---")))
    first = next(lines, "")
    return first[:1] in "{[" or re.match(r"(- )?[\"']?\w+[\"']?\s*:(\s|$)", first) is not None


def _headings(table: tables.Table, columns: Sequence[str]) -> tuple[int, dict[str, int], list[str]]:
    """The line of the headings, the place of each column, and headings that are not read."""
    for row in table.rows[:10]:
        named = {
            folded(shown(cell)).replace(" ", "_"): place for place, cell in enumerate(row.cells) if shown(cell).strip()
        }
        places = {column: named[column] for column in columns if column in named}
        if len(places) >= 2:
            return row.line, places, [name for name in named if name not in places]
    raise Unreadable(
        said(_("No row names the columns.")),
        said(_("The first row names them: %(columns)s."), columns=", ".join(columns)),
    )
