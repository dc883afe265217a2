"""The goal file: CSV, XLSX, YAML or Markdown, read into goals and written from them without loss; and goals out of
Word documents and pasted text.

`read(content)` takes the bytes of a file of any kind, `read_pasted(text)` what somebody pasted; both give a GoalFile or
raise Unreadable. What a file is, is told by its content, never by its name. `docs/goal-file.md` explains the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sapwood.files import archives, tables
from sapwood.files.goals import cells, exports, markdown, rows, text, word, yaml
from sapwood.files.goals.corrections import Corrections, LeftOut, applied
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import COLUMNS, GoalFile, KeyResult, Objective, one_line, paragraphs
from sapwood.files.problems import Problem
from sapwood.files.words import Said, Unreadable, _, said

__all__ = [
    "COLUMNS",
    "KINDS",
    "Corrections",
    "GoalFile",
    "KeyResult",
    "LeftOut",
    "Objective",
    "Problem",
    "Unreadable",
    "one_line",
    "paragraphs",
    "read",
    "read_pasted",
    "write",
]

KINDS = ("csv", "xlsx", "yaml", "md")
AS_GIVEN = Corrections()


def read(
    content: bytes,
    *,
    date_order: str = "",
    sheet: str = "",
    limits: tables.Limits = tables.LIMITS,
    corrections: Corrections = AS_GIVEN,
) -> GoalFile:
    """The goals in a file. Raises Unreadable for what holds none; everything smaller is a problem of a goal.

    `date_order` (dmy, mdy) says what 03/04/2026 means; without it, and when the file does not tell, it is a problem.
    `corrections` are read in place of what the file says in these cells.
    """
    reading = _Reading(date_order, corrections)
    if content[:4] in archives.BEGINS and len(content) <= limits.bytes:
        if archives.is_word(archives.contents_of(content, limits)):
            lumps, loose, remarks, places = word.read(content, limits=limits)
            return reading.file((lumps, loose, remarks), "docx", places=places)
    elif len(content) <= limits.bytes and content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        written, _encoding, noticed = tables.decode(content)
        if (kind := kind_of(written)) != "table":
            return reading.file(_of_text(written, kind), kind, noticed)
    return reading.table(tables.read(content, sheet=sheet, limits=limits))


def read_pasted(
    pasted: str, *, date_order: str = "", limits: tables.Limits = tables.LIMITS, corrections: Corrections = AS_GIVEN
) -> GoalFile:
    """The goals in pasted text: any kind of goal file that is text, cells of a spreadsheet, or lines with or without
    bullets, numbers and front words (Objective:, O1, KR 1.2:). Raises Unreadable for what holds none."""
    content = pasted.encode("utf-8", "replace")
    if not pasted.strip() or len(content) > limits.bytes:
        return read(content, limits=limits)  # which says what is wrong
    written, _encoding, noticed = tables.decode(content)
    reading = _Reading(date_order, corrections)
    kind = kind_of(written)
    if kind == "table":
        written = text.without_rulers(written)
        columns = written if text.has_headings(written) or _is_export(written, limits) else text.two_columns(written)
        if columns is not None:
            return reading.table(tables.read(columns.encode(), limits=limits))
        tables.refuse_other_kinds(content)
        kind = "text"
    elif kind == "markdown" and not re.search(r"(?m)^#{1,6}[ \t]", written):
        kind = "text"  # a list without an objective above it
    elif kind == "yaml" and text.is_labelled(written):  # or a chat whose lines begin with [10:23]
        try:
            return reading.file(_of_text(written, kind), kind, noticed)
        except Unreadable:
            kind = "text"
    return reading.file(_of_text(written, kind), kind, noticed)


def write(goals: Iterable[Objective], kind: str) -> bytes:
    """A goal file (`kind` is csv, xlsx, yaml or md) that `read` reads back to the same goals."""
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; allowed are {', '.join(KINDS)}.")
    return {"csv": rows.to_csv, "xlsx": rows.to_xlsx, "yaml": yaml.write, "md": markdown.write}[kind](goals)


def _is_export(written: str, limits: tables.Limits) -> bool:
    try:
        return exports.recognises(tables.read(written.encode(), limits=limits))
    except Unreadable:
        return False


def _of_text(written: str, kind: str) -> tuple[list[cells.Lump], list[Problem], list[Said]]:
    reader = {"yaml": yaml.read, "markdown": markdown.read, "text": text.read}[kind]
    return reader(written.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True)
class _Reading:
    date_order: str
    corrections: Corrections

    def table(self, table: tables.Table) -> GoalFile:
        return self.file(exports.read(table) or rows.read(table), table.format, table.remarks)

    def file(
        self,
        found: tuple[list[cells.Lump], list[Problem], list[Said]],
        kind: str,
        noticed: Iterable[Said] = (),
        places: Mapping[int, Said] = MappingProxyType({}),
    ) -> GoalFile:
        given, loose, remarks = found
        lumps, loose, out = applied(given, loose, self.corrections)
        goals = cells.read(lumps, date_order=self.date_order)
        if not given and not loose:
            raise Unreadable(
                said(_("There is no goal in the file.")), said(_("Add at least one objective with a key result."))
            )
        file = GoalFile(
            goals,
            kind,
            tuple(loose),
            (*noticed, *remarks),
            left_out=tuple(out),
            lines={own.place: own for lump in lumps for own in (lump.own, *lump.results)},
            places=places,
        )
        return replace(file, goals=_without_twins(file))


def kind_of(written: str) -> str:
    """yaml, markdown, text or table, told by how the first lines begin and by front words such as “Objective:”."""
    first = next((line.strip() for line in written.splitlines() if line.strip()), "")
    rest = (
        line
        for line in written.splitlines()
        if line.strip() and not line.lstrip().startswith(("#", "%YAML")) and line.strip() != "---"
    )
    begins = next(rest, "").rstrip()
    named = re.match(r"[\"']?(\w+)[\"']?\s*:(\s|$)", begins)
    if first[:1] in ("{", "["):
        return "yaml"
    if (
        named
        and (named[1] in yaml.LISTS or column_of(named[1]) in ("cycle", "owner"))
        and re.search(r"(?m)^[\"']?(goals|objectives)[\"']?[ \t]*:", written)
    ):
        return "yaml"
    item = re.match(r"-\s+[\"']?(\w+)[\"']?\s*:(\s|$)", begins)
    if (
        item
        and column_of(item[1])
        and not re.search(r"(?m)^#{1,6}[ \t]", written[: written.find(begins)] if begins else "")
    ):
        return "yaml"
    if first == "---":
        return "markdown"
    if text.is_labelled(written) and not text.has_headings(written):
        return "text"
    return "markdown" if re.match(r"#{1,6}\s|[-*+]\s", first) else "table"


def _without_twins(file: GoalFile) -> tuple[Objective, ...]:
    """Two objectives with one id: the later one is a problem."""
    seen: dict[str, int] = {}
    kept = []
    for goal in file.goals:
        if goal.id and goal.id in seen:
            twin = Problem(
                goal.line, "id", goal.id, said(_("The objective in %(place)s has this id already."), place=file.place(seen[goal.id])),
                said(_("Give each objective its own id.")), f"{goal.place}/id",
            )  # fmt: skip
            goal = replace(goal, problems=(*goal.problems, twin))
        elif goal.id:
            seen[goal.id] = goal.line
        kept.append(goal)
    return tuple(kept)
