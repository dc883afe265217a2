"""Which lines of a running text are objectives: by front words, headings, nested lists, lists below a line, numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.files.goals.marks import ASIDES, CLOSES, GREETS, is_pair, mark_of
from sapwood.files.goals.model import folded


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or paragraph, without the marks of its list."""

    line: int
    text: str
    heading: int = 0  # 1 is the highest; 0: no heading
    depth: int = -1  # of an item, 0 is the outermost list; -1: no item
    apart: bool = True  # begins something new: an empty line stands before it, or it is a paragraph
    rows: tuple[tuple[int, dict[str, str]], ...] = ()  # a table of key results: the line and the columns of each


def objectives_of(pieces: Sequence[Piece]) -> tuple[set[int], bool]:
    """The places of the objectives, and whether that is only a guess."""
    marks = [mark_of(piece.text) for piece in pieces]
    if "goal" in marks:
        return {place for place, mark in enumerate(marks) if mark == "goal"}, False
    headings = [place for place, piece in enumerate(pieces) if piece.heading]
    nested = _with_items_below(pieces)
    if headings:
        found = {place for place in headings if _carries(pieces, marks, place)}
        if len(found) > 1 or len(nested) < 2:
            return found, False
        return nested, False
    if nested:
        leads = _leads(pieces, marks)
        return (leads if len(leads) > 1 or len(nested) == 1 and leads else nested), False
    if leads := _leads(pieces, marks):
        return leads, False
    if any(mark == "result" or piece.rows for mark, piece in zip(marks, pieces, strict=True)):
        return set(), False
    return _by_numbers(pieces), True


def _carries(pieces: Sequence[Piece], marks: Sequence[str], place: int) -> bool:
    """Whether a heading is an objective: it has results below it, or at least no deeper heading does."""
    if marks[place] == "result" or folded(pieces[place].text) in ASIDES:
        return False
    for piece, mark in zip(pieces[place + 1 :], marks[place + 1 :], strict=True):
        if mark == "result" or piece.depth >= 0 or piece.rows:
            return True
        if piece.heading:
            return piece.heading <= pieces[place].heading
    return True


def _with_items_below(pieces: Sequence[Piece]) -> set[int]:
    """Outermost items that have a list of their own."""
    found: set[int] = set()
    outer = -1
    for place, piece in enumerate(pieces):
        if piece.depth == 0:
            outer = place
        elif piece.depth > 0 and outer >= 0 and not is_pair(piece.text):
            found.add(outer)
        elif piece.depth < 0 and (piece.heading or piece.apart):
            outer = -1
    return found


def _leads(pieces: Sequence[Piece], marks: Sequence[str]) -> set[int]:
    """Lines that stand directly above a list or above lines with front words."""
    found: set[int] = set()
    above = -1
    for place, (piece, mark) in enumerate(zip(pieces, marks, strict=True)):
        if piece.depth >= 0 or mark == "result" or piece.rows:
            if above >= 0:
                found.add(above)
            above = -1
        elif is_pair(piece.text) or GREETS.fullmatch(piece.text):
            continue
        elif above < 0 or piece.apart:
            above = place
    return found


def _by_numbers(pieces: Sequence[Piece]) -> set[int]:
    """Lines without any mark: one without a number begins an objective where lines with numbers follow."""
    said_here = [
        (place, bool(re.search(r"\d", piece.text)))
        for place, piece in enumerate(pieces)
        if not is_pair(piece.text) and not GREETS.fullmatch(piece.text) and not CLOSES.fullmatch(piece.text)
    ]
    blocks: list[list[int]] = []
    for place, _number in said_here:
        if pieces[place].depth >= 0:
            continue
        if pieces[place].apart or not blocks:
            blocks.append([])
        blocks[-1].append(place)
    if len(blocks) > 1 and any(len(block) > 1 for block in blocks):
        return {block[0] for block in blocks}
    numbers = {place for place, number in said_here if number}
    plain = [place for place, number in said_here if not number and pieces[place].depth < 0]
    if not numbers or not plain:
        return set(plain)
    return {place for place in plain if any(later in numbers for later in range(place + 1, len(pieces)))} or set(plain)
