"""The goal file: CSV, XLSX, YAML or Markdown, read into goals and written from them without loss.

What a file is, is told by its content, never by its name. `docs/goal-file.md` explains the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sapwood.files import tables
from sapwood.files.goals import cells, markdown, rows, yaml
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
    "write",
]

KINDS = ("csv", "xlsx", "yaml", "md")


def read(content: bytes, *, date_order: str = "", sheet: str = "", limits: tables.Limits = tables.LIMITS) -> GoalFile:
    """The goals in a file. Raises Unreadable for what holds none; everything smaller is a problem of a goal.

    `date_order` (dmy, mdy) says what 03/04/2026 means; without it, and when the file does not tell, it is a problem.
    """
    lumps, loose, remarks, kind = _lumps(content, sheet, limits)
    goals = cells.read(lumps, date_order=date_order)
    if not goals and not loose:
        raise Unreadable(
            said(_("There is no goal in the file.")), said(_("Add at least one objective with a key result."))
        )
    return GoalFile(_without_twins(goals), kind, tuple(loose), tuple(remarks))


def write(goals: Iterable[Objective], kind: str) -> bytes:
    """A goal file (`kind` is csv, xlsx, yaml or md) that `read` reads back to the same goals."""
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; allowed are {', '.join(KINDS)}.")
    return {"csv": rows.to_csv, "xlsx": rows.to_xlsx, "yaml": yaml.write, "md": markdown.write}[kind](goals)


def _lumps(
    content: bytes, sheet: str, limits: tables.Limits
) -> tuple[list[cells.Lump], list[Problem], list[Said], str]:
    if len(content) <= limits.bytes and content[:2] != b"PK" and content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        text, _encoding, noticed = tables.decode(content)
        kind = kind_of(text)
        if kind != "table":
            lumps, loose = (yaml.read if kind == "yaml" else markdown.read)(
                text.replace("\r\n", "\n").replace("\r", "\n")
            )
            return lumps, loose, noticed, kind
    table = tables.read(content, sheet=sheet, limits=limits)
    lumps, loose, remarks = rows.read(table)
    return lumps, loose, [*table.remarks, *remarks], table.format


def kind_of(text: str) -> str:
    """yaml, markdown or table, told by how the first lines begin."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    rest = (
        line
        for line in text.splitlines()
        if line.strip() and not line.lstrip().startswith(("#", "%YAML")) and line.strip() != "---"
    )
    begins = next(rest, "").rstrip()
    named = re.match(r"[\"']?(\w+)[\"']?\s*:(\s|$)", begins)
    if first[:1] in ("{", "["):
        return "yaml"
    if (
        named
        and (named[1] in yaml.LISTS or column_of(named[1]) in ("cycle", "owner"))
        and re.search(r"(?m)^[\"']?(goals|objectives)[\"']?[ \t]*:", text)
    ):
        return "yaml"
    item = re.match(r"-\s+[\"']?(\w+)[\"']?\s*:(\s|$)", begins)
    if item and column_of(item[1]) and not re.search(r"(?m)^#{1,6}[ \t]", text[: text.find(begins)] if begins else ""):
        return "yaml"
    if re.match(r"#{1,6}\s|[-*+]\s|---$", first):
        return "markdown"
    return "table"


def _without_twins(goals: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Two objectives with one id: the later one is a problem."""
    from dataclasses import replace

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
