"""The goal file: CSV, XLSX, YAML or Markdown, read into goals and written from them without loss; and goals out of
Word documents and pasted text.

`read(content)` takes the bytes of a file of any kind, `read_pasted(text)` what somebody pasted; both give a GoalFile or
raise Unreadable. What a file is, is told by its content, never by its name. `docs/goal-file.md` explains the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from sapwood.files import archives, tables
from sapwood.files.goals import cells, markdown, rows, text, word, yaml
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import COLUMNS, GoalFile, KeyResult, Objective, one_line, paragraphs
from sapwood.files.people import Problem
from sapwood.files.words import Said, Unreadable, _, said

__all__ = [
    "COLUMNS",
    "KINDS",
    "GoalFile",
    "KeyResult",
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


def read(content: bytes, *, date_order: str = "", sheet: str = "", limits: tables.Limits = tables.LIMITS) -> GoalFile:
    """The goals in a file. Raises Unreadable for what holds none; everything smaller is a problem of a goal.

    `date_order` (dmy, mdy) says what 03/04/2026 means; without it, and when the file does not tell, it is a problem.
    """
    if content[:4] in archives.BEGINS and len(content) <= limits.bytes:
        if archives.is_word(archives.contents_of(content, limits)):
            lumps, loose, remarks, places = word.read(content, limits=limits)
            return replace(_file((lumps, loose, remarks), "docx", date_order, ()), places=places)
    elif len(content) <= limits.bytes and content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        written, _encoding, noticed = tables.decode(content)
        if (kind := kind_of(written)) != "table":
            return _file(_of_text(written, kind), kind, date_order, noticed)
    return _of_table(tables.read(content, sheet=sheet, limits=limits), date_order)


def read_pasted(pasted: str, *, date_order: str = "", limits: tables.Limits = tables.LIMITS) -> GoalFile:
    """The goals in pasted text: any kind of goal file that is text, cells of a spreadsheet, or lines with or without
    bullets, numbers and front words (Objective:, O1, KR 1.2:). Raises Unreadable for what holds none."""
    content = pasted.encode("utf-8", "replace")
    if not pasted.strip() or len(content) > limits.bytes:
        return read(content, limits=limits)  # which says what is wrong
    written, _encoding, noticed = tables.decode(content)
    kind = kind_of(written)
    if kind == "table":
        written = text.without_rulers(written)
        columns = written if text.has_headings(written) else text.two_columns(written)
        if columns is not None:
            return _of_table(tables.read(columns.encode(), limits=limits), date_order)
        tables.refuse_other_kinds(content)
        kind = "text"
    elif kind == "markdown" and not re.search(r"(?m)^#{1,6}[ \t]", written):
        kind = "text"  # a list without an objective above it
    elif kind == "yaml" and text.is_labelled(written):  # or a chat whose lines begin with [10:23]
        try:
            return _file(_of_text(written, kind), kind, date_order, noticed)
        except Unreadable:
            kind = "text"
    return _file(_of_text(written, kind), kind, date_order, noticed)


def write(goals: Iterable[Objective], kind: str) -> bytes:
    """A goal file (`kind` is csv, xlsx, yaml or md) that `read` reads back to the same goals."""
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; allowed are {', '.join(KINDS)}.")
    return {"csv": rows.to_csv, "xlsx": rows.to_xlsx, "yaml": yaml.write, "md": markdown.write}[kind](goals)


def _of_text(written: str, kind: str) -> tuple[list[cells.Lump], list[Problem], list[Said]]:
    reader = {"yaml": yaml.read, "markdown": markdown.read, "text": text.read}[kind]
    return reader(written.replace("\r\n", "\n").replace("\r", "\n"))


def _of_table(table: tables.Table, date_order: str) -> GoalFile:
    return _file(rows.read(table), table.format, date_order, table.remarks)


def _file(
    found: tuple[list[cells.Lump], list[Problem], list[Said]], kind: str, date_order: str, noticed: Iterable[Said]
) -> GoalFile:
    lumps, loose, remarks = found
    goals = cells.read(lumps, date_order=date_order)
    if not goals and not loose:
        raise Unreadable(
            said(_("There is no goal in the file.")), said(_("Add at least one objective with a key result."))
        )
    return GoalFile(_without_twins(goals), kind, tuple(loose), (*noticed, *remarks))


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


def _without_twins(goals: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Two objectives with one id: the later one is a problem."""
    seen: dict[str, int] = {}
    kept = []
    for goal in goals:
        if goal.id and goal.id in seen:
            twin = Problem(
                goal.line, "id", goal.id, said(_("The objective in line %(line)d has this id already."), line=seen[goal.id]),
                said(_("Give each objective its own id.")),
            )  # fmt: skip
            goal = replace(goal, problems=(*goal.problems, twin))
        elif goal.id:
            seen[goal.id] = goal.line
        kept.append(goal)
    return tuple(kept)
