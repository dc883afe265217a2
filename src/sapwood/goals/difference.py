"""Two texts compared word by word, and single changes carried over to a text that has moved on: pure rules.

A change names a stretch of words of the text it was made on (its base). It is laid on the text as it reads now by
finding the same words there: the way a three-way merge works, with words for lines. Where those words have been
changed meanwhile the change does not fit, and says so; nothing is ever overwritten silently.

Words are compared by `difflib.SequenceMatcher` of the standard library (Ratcliff and Obershelp's matching). White
space belongs to the word behind it; how wide it is makes no difference, a new line does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Literal

LONGEST = 1500
"""Words up to which texts are compared word by word; longer ones are one change from the first word to the last."""

_WORD = re.compile(r"(\s*)(\w+(?:[.,'’‑-]\w+)*|[^\w\s])")


@dataclass(frozen=True)
class Word:
    """A word or a mark with the white space before it; `space` is None where the text begins with the word."""

    space: str | None
    text: str

    @property
    def key(self) -> tuple[bool, str]:
        """What makes two words the same: the letters, and whether a new line begins with them."""
        return "\n" in (self.space or ""), self.text


@dataclass(frozen=True)
class Change:
    """The words `start` to `end` (not included) of the base give way to `after`. Equal ends: something is put in.

    `before` and `after` are text with the white space that stood before their first word.
    """

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True)
class Piece:
    """A stretch of a comparison: the same in both, gone, or new. `number` is the place of its change, from 0."""

    kind: Literal["same", "gone", "new"]
    text: str
    number: int | None = None


class Fit(StrEnum):
    """Whether a change still fits a text that has moved on since it was made."""

    FITS = "fits"
    ALREADY = "already"  # the text says so by now
    CLASHES = "clashes"  # the words it changes are no longer there


def words(text: str) -> list[Word]:
    """The words and marks of a text, in order. White space around the text is left out."""
    found = [Word(space, word) for space, word in _WORD.findall(text.replace("\r\n", "\n"))]
    if found:
        found[0] = Word(None, found[0].text)
    return found


def changes(base: str, text: str) -> list[Change]:
    """What has to be done to `base` so that it reads like `text`; empty when only white space differs."""
    old, new = words(base), words(text)
    found = []
    for kind, i, j, k, m in _steps(old, new):
        if kind != "equal":
            found.append(Change(i, j, _raw(old[i:j]), _raw(new[k:m])))
    return found


def pieces(base: str, text: str) -> list[Piece]:
    """Both texts in one, for showing: what is the same, what is gone and what is new, in reading order."""
    old, new = words(base), words(text)
    found: list[Piece] = []
    number = 0
    for kind, i, j, k, m in _steps(old, new):
        if kind == "equal":
            found.append(Piece("same", _raw(new[k:m])))
            continue
        if j > i:
            found.append(Piece("gone", _raw(old[i:j]), number))
        if m > k:
            found.append(Piece("new", _raw(new[k:m]), number))
        number += 1
    return found


def fit(base: str, current: str, change: Change) -> Fit:
    """Whether `change`, made on `base`, can be laid on `current`."""
    return _place(words(base), words(current), change)[0]


def apply(base: str, current: str, change: Change) -> str:
    """`current` with the change laid on it. Raises ValueError where it does not fit; a change that the text holds
    already leaves it as it is."""
    old, now = words(base), words(current)
    how, start, end = _place(old, now, change)
    if how == Fit.ALREADY:
        return current
    if how == Fit.CLASHES:
        raise ValueError("The words this change was made on are no longer in the text.")
    return _join([*now[:start], *words_of(change.after), *now[end:]])


def rebased(base: str, taken: Sequence[Change], change: Change) -> tuple[str, Change]:
    """The base with the `taken` ones of its changes in it, and where another of its changes stands there.

    So that a word that occurs twice is not mistaken for itself once a part of the changes has been taken.
    """
    if not taken:
        return base, change
    found = words(base)
    for one in sorted(taken, key=lambda one: one.start, reverse=True):
        found[one.start : one.end] = words_of(one.after)
    before = (one for one in taken if one.start < change.start)
    shift = sum(len(words_of(one.after)) - (one.end - one.start) for one in before)
    return _join(found), Change(change.start + shift, change.end + shift, change.before, change.after)


def words_of(after: str) -> list[Word]:
    """The words of a change's new text; the white space before its first word counts."""
    return [Word(space, word) for space, word in _WORD.findall(after)]


def _place(old: Sequence[Word], now: Sequence[Word], change: Change) -> tuple[Fit, int, int]:
    """How the change fits, and which words of `now` it takes the place of.

    A stretch of words must stand there unchanged and in one piece. Something put in goes between two words that
    still stand beside each other; where the base began or ended, the one neighbour is enough.
    """
    start, end = change.start, change.end
    if not 0 <= start <= end <= len(old) or _letters(old[start:end]) != _letters(words(change.before)):
        return Fit.CLASHES, 0, 0
    steps = _steps(old, now)
    where: dict[int, int] = {i + n: k + n for kind, i, j, k, _m in steps if kind == "equal" for n in range(j - i)}
    new = _keys(words_of(change.after))
    for kind, i, j, k, m in steps:
        if kind != "equal" and (i, j) == (start, end) and _keys(now[k:m]) == new:
            return Fit.ALREADY, k, m
    if end > start:
        places = [where.get(n) for n in range(start, end)]
        first = places[0]
        if first is None or places != list(range(first, first + end - start)):
            return Fit.CLASHES, 0, 0
        return Fit.FITS, first, first + end - start
    left = where.get(start - 1) if start else -1
    right = where.get(start) if start < len(old) else len(now)
    if left is None or right is None or right != left + 1:
        return Fit.CLASHES, 0, 0
    return Fit.FITS, right, right


def _steps(old: Sequence[Word], new: Sequence[Word]) -> list[tuple[str, int, int, int, int]]:
    if max(len(old), len(new)) > LONGEST:
        same = _keys(old) == _keys(new)
        return [("equal" if same else "replace", 0, len(old), 0, len(new))]
    matcher = SequenceMatcher(None, _keys(old), _keys(new), autojunk=False)
    return list(matcher.get_opcodes())


def _keys(found: Sequence[Word]) -> list[tuple[bool, str]]:
    """Keys of words; of the first one only the letters count, for it may have moved to or from the beginning."""
    return [word.key if word.space is not None else (False, word.text) for word in found]


def _letters(found: Sequence[Word]) -> list[str]:
    return [word.text for word in found]


def _raw(found: Sequence[Word]) -> str:
    return "".join((word.space or "") + word.text for word in found)


def _join(found: Sequence[Word]) -> str:
    """The text of words from different texts: none begins with white space, a former beginning gets a space, and two
    words that a mark held apart never run into one."""
    text = ""
    for word in found:
        space = " " if word.space is None else word.space
        if not space and _is_letter(text[-1:]) and _is_letter(word.text[0]):
            space = " "
        text += (space if text else "") + word.text
    return text


def _is_letter(sign: str) -> bool:
    """Whether a sign is part of a word rather than a mark."""
    return sign.isalnum() or sign == "_"
