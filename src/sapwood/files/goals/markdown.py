"""Goal files as Markdown: `# objective`, `- key result`, and `key: value` lines below either for the rest.

Front matter says cycle and owner for the whole file. Text between an objective and its list is its why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from sapwood.files.goals.cells import Lines, Lump, written
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import OF_KEY_RESULTS, OF_OBJECTIVES, Objective, joined
from sapwood.files.goals.text import is_labelled
from sapwood.files.problems import Problem, excerpt
from sapwood.files.words import Said, _, said

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*\S)")
_BULLET = re.compile(r"([ \t]*)(?:[-*+]|\d{1,3}[.)])[ \t]+(.*\S)")
_PAIR = re.compile(r"([A-Za-z][\w /-]{0,40}?)[ \t]*:(?:[ \t]+(.*))?")
WIDE = ("cycle", "owner")


def read(text: str) -> tuple[list[Lump], list[Problem], list[Said]]:
    """The goals of a Markdown text. Everything odd is a problem of a line."""
    lines = text.split("\n")
    reading = _Reading()
    start = reading.front_matter(lines)
    for number, line in enumerate(lines[start:], start=start + 1):
        reading.line(number, line.rstrip("\r\t "))
    return (*reading.finished(), [])


class _Reading:
    def __init__(self) -> None:
        self.wide: dict[str, tuple[str, int]] = {}
        self.lumps: list[Lump] = []
        self.depths: list[int] = []
        self.bare: list[bool] = []  # nothing but the heading so far
        self.loose: list[Problem] = []
        self.result: Lines | None = None

    def front_matter(self, lines: list[str]) -> int:
        """What stands between two lines of dashes at the top; the number of lines it takes."""
        first = next((place for place, line in enumerate(lines) if line.strip()), 0)
        if not lines or lines[first].strip() != "---":
            return 0
        end = next(
            (place for place in range(first + 1, min(len(lines), first + 60)) if lines[place].strip() == "---"), None
        )
        if end is None:
            return first + 1
        for place in range(first + 1, end):
            found = _PAIR.fullmatch(lines[place].strip())
            column = column_of(found[1]) if found else ""
            if found and column in WIDE:
                self.wide[column] = (_unquoted(found[2] or ""), place + 1)
            elif lines[place].strip() and not lines[place].lstrip().startswith("#"):
                self._wrong(
                    place + 1,
                    "",
                    lines[place],
                    _("Only cycle and owner can be said for the whole file."),
                    _("Write it below each objective."),
                )
        return end + 1

    def line(self, number: int, line: str) -> None:
        if not line.strip() or line.strip() in ("---", "***"):
            return
        if found := _HEADING.fullmatch(line):
            self._heading(number, len(found[1]), found[2])
        elif found := _BULLET.fullmatch(line):
            self._bullet(number, found[2])
        elif self.result is not None and line[0] in " \t":
            self._of_result(number, line.strip(), self.result)
        elif self.lumps:
            self._of_objective(number, line.strip())
        else:
            self._wrong(
                number,
                "",
                line,
                _("This stands before the first objective."),
                _("Begin an objective with # and a space."),
            )

    def finished(self) -> tuple[list[Lump], list[Problem]]:
        kept = []
        for place, lump in enumerate(self.lumps):
            deeper = place + 1 < len(self.lumps) and self.depths[place + 1] > self.depths[place]
            if not (self.bare[place] and deeper):  # a title above the objectives
                kept.append(lump)
        for lump in kept:
            for column, (value, number) in self.wide.items():
                if column not in lump.own.cells and value:
                    lump.own.put(column, value, number)
        return kept, self.loose

    def _heading(self, number: int, depth: int, words: str) -> None:
        lump = Lump(Lines(number))
        lump.own.put("objective", _unquoted(words), number)
        self.lumps.append(lump)
        self.depths.append(depth)
        self.bare.append(True)
        self.result = None

    def _bullet(self, number: int, words: str) -> None:
        if not self.lumps:
            self._wrong(
                number,
                "key_result",
                words,
                _("This key result stands before the first objective."),
                _("Begin an objective with # and a space."),
            )
            return
        self.bare[-1] = False
        self.result = Lines(number)
        self.result.put("key_result", _unquoted(words), number)
        self.lumps[-1].results.append(self.result)

    def _of_result(self, number: int, line: str, result: Lines) -> None:
        found = _PAIR.fullmatch(line)
        column = column_of(found[1]) if found else ""
        if found and column in OF_KEY_RESULTS:
            self._put(self.lumps[-1], result, column, found[2] or "", number)
        elif found and column in OF_OBJECTIVES:
            self._wrong(
                number,
                found[1],
                line,
                _("This does not belong here."),
                _("Numbers, units and days belong to a key result, the rest to its objective."),
                self.lumps[-1],
            )
        else:  # a key result that runs over several lines
            result.put("key_result", f"{result.cells['key_result']} {line}", result.line)

    def _of_objective(self, number: int, line: str) -> None:
        lump = self.lumps[-1]
        self.bare[-1] = False
        self.result = None
        found = _PAIR.fullmatch(line)
        column = column_of(found[1]) if found else ""
        if found and column in OF_OBJECTIVES:
            self._put(lump, lump.own, column, found[2] or "", number)
        elif found and column in OF_KEY_RESULTS:
            self._wrong(
                number,
                found[1],
                line,
                _("This does not belong here."),
                _("Numbers, units and days belong to a key result, the rest to its objective."),
                lump,
            )
        else:
            before = lump.own.cells.get("why")
            lump.own.put("why", f"{before}\n{line}" if before else line, number)

    def _put(self, lump: Lump, own: Lines, column: str, value: str, number: int) -> None:
        if column in own.cells:
            self._wrong(
                number, column, value, _("This was said already, further up."), _("Keep one of the two lines."), lump
            )
        elif text := _unquoted(value.strip()):
            own.put(column, text, number)

    def _wrong(
        self, number: int, column: str, given: str, reason: str, next_step: str, lump: Lump | None = None
    ) -> None:
        found = Problem(number, column, excerpt(given), said(reason), said(next_step))
        (self.loose if lump is None else lump.problems).append(found)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            found = json.loads(text)
        except ValueError:
            return text
        if isinstance(found, str):
            return found
    return text


def write(goals: Iterable[Objective]) -> bytes:
    """Markdown that `read` reads back to the same goals. What all of them share stands in front."""
    every = list(goals)
    wide = {
        column: getattr(every[0], column)
        for column in WIDE
        if every and len({getattr(goal, column) for goal in every}) == 1
    }
    wide = {column: value for column, value in wide.items() if value}
    lines = ["---", *(f"{column}: {_quoted(value)}" for column, value in wide.items()), "---", ""] if wide else []
    for goal in every:
        lines.append(f"# {_quoted(goal.objective)}")
        for column in OF_OBJECTIVES:
            value = getattr(goal, column)
            if value and column not in wide:
                lines.append(f"{column}: {_quoted(joined(value) if isinstance(value, tuple) else value)}")
        lines.append("")
        for result in goal.key_results:
            lines.append(f"- {_quoted(result.key_result)}")
            for column in OF_KEY_RESULTS:
                value = getattr(result, column)
                if value not in (None, ""):
                    text = written(value) if hasattr(value, "quantize") else str(value)
                    lines.append(f"  {column}: {_quoted(text)}")
        lines += [""] if goal.key_results else []
    return "\n".join(lines).encode("utf-8", "replace")


def _quoted(text: str) -> str:
    """In quotation marks where it would not be read back as it is: several lines, or front words such as “O1:”."""
    needs = "\n" in text or text.startswith('"') or is_labelled(f"- {text}")
    return json.dumps(text, ensure_ascii=False) if needs else text
