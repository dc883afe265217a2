"""Goals out of running text: headings, lists and front words such as “Objective:”, “O1” or “KR 1.2”.

What is read are pieces: lines of a pasted text, or paragraphs of a Word document. Which of them are objectives is
told, in this order, by front words, by headings, by lists inside lists, by lists below a line, by numbers in lines.
Such marks count the goals of one text and are no ids: another text has an O1 as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sapwood.files import days
from sapwood.files.goals.cells import Lines, Lump
from sapwood.files.goals.headings import column_of
from sapwood.files.goals.leads import Piece, objectives_of
from sapwood.files.goals.marks import (
    ASIDES,
    BY,
    CLOSES,
    GOAL_MARK,
    GREETS,
    HINT,
    INSIDE,
    PAIR,
    RESULT_MARK,
    SEVERAL,
    is_pair,
    mark_of,
)
from sapwood.files.goals.model import OF_KEY_RESULTS, OF_OBJECTIVES, folded, one_line
from sapwood.files.problems import Problem, excerpt
from sapwood.files.words import Said, _, said

__all__ = ["Piece", "read"]


MOST_SHOWN = 6


def read(pieces: Sequence[Piece]) -> tuple[list[Lump], list[Problem], list[Said]]:
    """The goals of a text, and remarks about what was guessed or not read. Nothing of a text makes it unreadable."""
    pieces = [part for piece in pieces for part in _parted(piece)]
    goals, guessed = objectives_of(pieces)
    reading = _Reading(goals, guessed)
    for place, piece in enumerate(pieces):
        if not reading.take(place, piece):
            break
    return reading.finished()


def _parted(piece: Piece) -> list[Piece]:
    """A chat's single line “Objective: … KR1: … KR2: …” as the lines it stands for."""
    texts = INSIDE.split(piece.text)
    if len(texts) == 1 or (len(texts) == 2 and not mark_of(texts[0])):
        return [piece]
    return [Piece(piece.line, text, piece.heading if not n else 0) for n, text in enumerate(texts)]


class _Reading:
    def __init__(self, goals: set[int], guessed: bool) -> None:
        self.goals, self.guessed = goals, guessed
        self.lumps: list[Lump] = []
        self.wide: dict[str, tuple[str, int]] = {}
        self.common: dict[str, tuple[str, int]] = {}  # said of an objective, meant for its key results
        self.unread: list[str] = []
        self.late: list[tuple[str, str, int, str]] = []  # said below the last key result: column, value, line, text
        self.lump: Lump | None = None
        self.result: Lines | None = None
        self.depth = -1  # of the key results' list
        self.marked = False  # the last key result had front words
        self.waits = ""  # goal, result: its words stand in the next line
        self.group = ""  # results, aside: what the lines below a word with a colon are

    def take(self, place: int, piece: Piece) -> bool:
        """False: here the goals end, and a signature begins."""
        text = piece.text
        if self.lump is None and GREETS.fullmatch(text):
            return True
        if piece.depth < 0 and not piece.heading and self.lumps and CLOSES.fullmatch(text):
            return False
        if place in self.goals:
            found = GOAL_MARK.fullmatch(text)
            self._objective(piece, found[1] if found else text)
        elif piece.rows:
            self._rows(piece)
        elif found := RESULT_MARK.fullmatch(text):
            self._marked(piece, found[1])
        elif self.waits and not is_pair(text):
            self._awaited(piece)
        elif piece.heading:
            self._section(piece)
        elif folded(text) in ASIDES and (text.endswith(":") or piece.depth < 0):
            self.group = "aside"
        elif is_pair(text):
            self._pair(piece)
        elif piece.depth >= 0:
            self._item(piece)
        else:
            self._plain(piece)
        return True

    def finished(self) -> tuple[list[Lump], list[Problem], list[Said]]:
        self._close()
        remarks = []
        if self.guessed and self.goals and any(lump.results for lump in self.lumps):
            remarks.append(
                said(
                    _("Nothing in the text tells objectives from key results. Lines with numbers below a line are read as its key results: please check that.")
                )
            )  # fmt: skip
        if self.unread:
            names = ", ".join(f"“{excerpt(text, 50)}”" for text in self.unread[:MOST_SHOWN])
            more = len(self.unread) - MOST_SHOWN
            remarks.append(
                said(_("Not read: %(names)s and %(more)d more."), names=names, more=more) if more > 0
                else said(_("Not read: %(names)s."), names=names)
            )  # fmt: skip
        return self.lumps, [], remarks

    # what a piece is

    def _objective(self, piece: Piece, words: str) -> None:
        self._close()
        self.lump = Lump(Lines(piece.line))
        self.lumps.append(self.lump)
        self.waits = "" if words else "goal"
        if words:
            words = re.sub(r"(?i)[,\s]+(?:as\s+)?measured\s+by\s*:?$", "", words).rstrip(": ") or words
            self._words(self.lump.own, "objective", words, piece.line)

    def _close(self) -> None:
        """What was said for the whole text, or for the objective as a whole, goes where nothing else is said."""
        if self.lump is not None:
            self._late(self.lump)
            for column, (value, line) in self.wide.items():
                if column not in self.lump.own.cells:
                    self.lump.own.put(column, value, line)
            for column, (value, line) in self.common.items():
                for result in self.lump.results:
                    if column not in result.cells:
                        result.put(column, value, line)
            if "objective" not in self.lump.own.cells:
                self.lump.problems.append(
                    Problem(
                        self.lump.own.line, "objective", "",
                        said(_("These key results stand below no objective.")),
                        said(_("Write what will be true at the end.")),
                    )
                )  # fmt: skip
        self.lump, self.result, self.depth, self.common = None, None, -1, {}
        self.group = self.waits = ""
        self.marked = False

    def _late(self, lump: Lump) -> None:
        """“Owner: …” below all key results is the objective's; below one of several it is that one's, and not read."""
        below_all = [one for one in self.late if lump.results and one[2] > lump.results[-1].line]
        for column, value, line, text in self.late:
            once = sum(one[0] == column for one in self.late) == 1
            if once and (column, value, line, text) in below_all and column not in lump.own.cells:
                lump.own.put(column, value, line)
            else:
                self.unread.append(text)
        self.late = []

    def _section(self, piece: Piece) -> None:
        """A heading that is no objective: the title of the text, or of a part of it."""
        if folded(piece.text) in ASIDES:
            self.group = "aside"
        elif is_pair(piece.text):
            self._pair(piece)
        else:
            self._close()

    def _marked(self, piece: Piece, words: str) -> None:
        several = bool(SEVERAL.match(piece.text))
        if not words:
            self.group, self.waits = ("results", "") if several else ("", "result")
            return
        for part in re.split(r"\s*;\s*", words.rstrip("; ")) if several else [words]:
            self._result(piece, part)
        self.marked = True

    def _awaited(self, piece: Piece) -> None:
        waits, self.waits = self.waits, ""
        if waits == "goal" and self.lump is not None:
            self._words(self.lump.own, "objective", piece.text, piece.line)
        else:
            self._result(piece, piece.text)
            self.marked = True

    def _item(self, piece: Piece) -> None:
        if self.group == "aside":
            self.unread.append(piece.text)
            return
        if self.depth < 0 or (self.result is None and self.group != "results"):
            self.depth = piece.depth
        below_marked = self.marked and self.result is not None and self.group != "results"
        if piece.depth > self.depth or below_marked:
            self.unread.append(piece.text)  # a remark on a key result
        else:
            self._result(piece, piece.text)

    def _plain(self, piece: Piece) -> None:
        if self.group == "aside" or (self.lump is None and not self.guessed):
            self.unread.append(piece.text)
        elif self._runs_on(piece):
            own, column = (self.result, "key_result") if self.result is not None else (self._own(), "objective")
            self._words(own, column, f"{own.cells.get(column, '')} {piece.text}", own.line)
        elif self.group == "results" or self.guessed:
            self._result(piece, piece.text)
        elif self.result is None:
            own = self._own()
            before = own.cells.get("why")
            own.put("why", f"{before}\n{piece.text}" if before else piece.text, piece.line)
        else:
            self.unread.append(piece.text)

    def _runs_on(self, piece: Piece) -> bool:
        """Whether a line is the rest of the one above it, as mail programs break them."""
        if piece.apart or self.lump is None:
            return False
        own, column = (self.result, "key_result") if self.result is not None else (self.lump.own, "objective")
        if column == "objective" and "why" in own.cells:
            return False
        ended = str(own.cells.get(column, "")).endswith((".", ";", ":", "!", "?"))
        return piece.text[:1].islower() or (self.marked and self.result is not None and not ended)

    def _own(self) -> Lines:
        assert self.lump is not None
        return self.lump.own

    # what it says

    def _result(self, piece: Piece, words: str) -> None:
        if self.lump is None:
            self.lump = Lump(Lines(piece.line))
            self.lumps.append(self.lump)
        self.result = Lines(piece.line)
        self.marked = False
        self._words(self.result, "key_result", words, piece.line)
        self.lump.results.append(self.result)

    def _rows(self, piece: Piece) -> None:
        """The table of an objective: one row a key result."""
        for line, row in piece.rows:
            self._result(Piece(line, ""), row["key_result"])
            assert self.result is not None
            for column, value in row.items():
                if column in OF_KEY_RESULTS and value:
                    self.result.put(column, value, line)
        self.marked = True

    def _pair(self, piece: Piece) -> None:
        found = PAIR.fullmatch(piece.text)
        column, value = (column_of(found[1]), found[2] or "") if found else ("", "")
        if value and self.result is not None and column in ("owner", "cycle"):
            self.late.append((column, value, piece.line, piece.text))
        elif not value or not self._put(column, value, piece.line):
            self.unread.append(piece.text)

    def _put(self, column: str, value: str, line: int) -> bool:
        """Put what is said of the key result, the objective or the whole text there; False where it has no place."""
        if self.lump is None:
            if column in ("cycle", "owner"):
                self.wide[column] = (value, line)
            return column in ("cycle", "owner")
        if self.result is not None:
            if column not in OF_KEY_RESULTS or column in self.result.cells:
                return False
            self.result.put(column, value, line)
            return True
        if column in OF_OBJECTIVES and column not in self.lump.own.cells:
            self.lump.own.put(column, value, line)
            return True
        if column in ("due", "confidence") and column not in self.common:
            self.common[column] = (value, line)
            return True
        return False

    def _words(self, own: Lines, column: str, text: str, line: int) -> None:
        """The words, without what stands behind them in brackets and belongs into another column: (due 2026-12-18)."""
        text = text.strip()
        while found := HINT.search(text):
            hint = next(part for part in found.groups() if part)
            parts = [part.strip() for part in re.split(r"[;,]\s", hint)]
            known = [self._hinted(own, column, part) for part in parts]
            if not text[: found.start()].strip() or not all(known):
                break
            for place in known:
                if place is not None and place[0] == "common":
                    self.common[place[1]] = (place[2], line)
                elif place is not None:
                    own.put(place[1], place[2], line)
            text = text[: found.start()].rstrip()
        own.put(column, text, line)

    def _hinted(self, own: Lines, column: str, text: str) -> tuple[str, str, str] | None:
        """Where a hint goes: its own cells or those of all key results, the column, the value."""
        of_goal = column == "objective"
        if (found := BY.fullmatch(text)) and not isinstance(days.read_day(found[1], "dmy"), Said):
            return ("common" if of_goal else "own", "due", found[1])
        pair = PAIR.fullmatch(text)
        meant = column_of(pair[1]) if pair and pair[2] else ""
        if pair and meant in (OF_OBJECTIVES if of_goal else OF_KEY_RESULTS) and meant not in own.cells:
            return ("own", meant, one_line(pair[2]))
        return None
