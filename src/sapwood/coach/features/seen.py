"""What is kept of a statement for the models, and how words and numbers are told apart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zlib import crc32

from sapwood.coach.results import Measure
from sapwood.coach.words import NUMBER_WORDS, Token

BITS = 19
RULES, WORDS = 1 << 17, 1 << 18  # places below RULES are rules', then come words, from WORDS on letters
WEIGHTS = {"rule": 1.0, "word": 5.0, "letter": 3.0}  # how loud each group speaks; words and letters share theirs

STOP = frozenset(
    "for to in on of by with at from across through via into per as and or that who which so within without over under "
    "than after before during between among about around until against when while if where because using based "
    "resulting leading including such like".split()
)
SKIP = frozenset(
    "to we i my our the will shall should must have be and also please a an new each team all successful successfully "
    "personally every at least".split()
)
SMALL = frozenset("the a an of to in for and or our my we i be with on by at".split())


@dataclass(slots=True)
class Seen:
    """The features of one statement: places in the table, their weights, and first and last token of each."""

    tokens: list[Token]
    measure: Measure
    places: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    sources: list[tuple[int, int]] = field(default_factory=list)
    lead: int = -1  # the token that says what is done
    names: list[str] | None = None  # filled for people who look at a model, see `training`

    def add(self, name: str, weight: float, first: int = -1, last: int = -1) -> None:
        self.places.append(place_of(name))
        self.weights.append(weight)
        self.sources.append((first, first if last < 0 else last))
        if self.names is not None:
            self.names.append(name)


def place_of(name: str) -> int:
    found = crc32(name.encode())
    if name.startswith("c:"):
        return WORDS + found % ((1 << BITS) - WORDS)
    return RULES + found % (WORDS - RULES) if name.startswith("w:") else found % RULES


def short(names: frozenset[str]) -> list[str]:
    return sorted(names) or ["?"]


def number_name(token: Token) -> str:
    """A number as its kind: one, few, many, percent, money."""
    text = token.text
    if "%" in text:
        return "0%"
    if text[0] in "$€£¥":
        return "0$"
    digits = re.sub(r"\D", "", text)
    value = NUMBER_WORDS.get(text.lower(), 0) or int(digits[:9] or 0)
    if not value:
        return "0"
    return "1" if value == 1 else "few" if value <= 5 else "some" if value <= 30 else "many"


def verbs_of(names: frozenset[str]) -> list[str]:
    return [one for one in sorted(names) if one.startswith("verb.")]


def head_of(found: list[Token], start: int) -> tuple[int, int, int]:
    """The last noun before a preposition or mark, where it ended, and a number on the way."""
    head, number, place = -1, -1, start
    while place < len(found) and place < start + 9:
        token = found[place]
        if token.kind == "number":
            number = place if number < 0 else number
        elif token.kind == "mark":
            if token.text not in {"'", '"', "“", "”", "(", "&", "/", "#", "%", ">", "<", "+", "$", "~", "≥", "≤"}:
                break
        elif token.stem in STOP:
            if head >= 0 or number >= 0:
                break
        elif token.stem not in SMALL:
            head = place
        place += 1
    return head, place, number


DONE = frozenset(
    "built held run written made sold sent won read done taught led gone live set shut put kept met cut begun known shown drawn lit hung".split()
)
