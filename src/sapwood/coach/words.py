"""Words with their places, and the stem by which lists and features know them. Linear in the length of the text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 1200  # letters of a statement that are read; the rest is no goal statement any more

_TOKEN = re.compile(
    r"(?P<number>[$€£¥]?\d+(?:[.,:/]\d+)*(?:\s?%|(?:[kKmMbBxX]|bn|ms|th|st|nd|rd|s|h)\b)?\+?)"
    r"|(?P<word>[^\W\d_]+(?:['’\-&][^\W\d_]+)*\d*)"
    r"|(?P<mark>->|→|>=|<=|≥|≤|[^\w\s])"
)


NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "dozen": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100,
}  # fmt: skip


class Token(NamedTuple):
    """A word, number or mark. `stem` is what lists and features know it by."""

    text: str
    stem: str
    kind: str  # word, number, mark
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The tokens of the part of a text that is read."""
    found = []
    for match in _TOKEN.finditer(text[:LONGEST]):
        kind = match.lastgroup or "mark"
        word = match.group()
        if kind == "word" and word.lower() in NUMBER_WORDS:
            kind = "number"
        found.append(Token(word, stem(word) if kind == "word" else word, kind, match.start(), match.end()))
    return found


_IRREGULAR = {
    "ran": "run",
    "held": "hold",
    "built": "build",
    "led": "lead",
    "taught": "teach",
    "wrote": "write",
    "written": "write",
    "grown": "grow",
    "grew": "grow",
    "made": "make",
    "went": "go",
    "gone": "go",
    "kept": "keep",
    "met": "meet",
    "sold": "sell",
    "sent": "send",
    "spent": "spend",
    "gave": "give",
    "given": "give",
    "got": "get",
    "gotten": "get",
    "won": "win",
    "said": "say",
    "told": "tell",
    "left": "leave",
    "felt": "feel",
    "found": "find",
    "fell": "fall",
    "fallen": "fall",
    "chose": "choose",
    "chosen": "choose",
    "spoke": "speak",
    "spoken": "speak",
    "took": "take",
    "taken": "take",
    "children": "child",
    "people": "people",
    "men": "man",
    "women": "woman",
    "analyses": "analysis",
    "criteria": "criterion",
    "data": "data",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "does": "do",
    "did": "do",
    "done": "do",
    "bought": "buy",
    "caught": "catch",
    "organisation": "organization",
    "busses": "bus",
    "less": "less",
    "business": "business",
    "news": "news",
    "process": "process",
    "access": "access",
    "lowest": "low",
    "lower": "lower",
    "better": "better",
    "during": "during",
    "something": "something",
    "nothing": "nothing",
    "anything": "anything",
    "everything": "everything",
    "training": "training",
    "meeting": "meeting",
    "pricing": "pricing",
    "hiring": "hire",
    "rating": "rating",
    "ratings": "rating",
    "rated": "rate",
    "rates": "rate",
    "rate": "rate",
    "testing": "test",
    "planning": "plan",
    "spending": "spending",
    "waiting": "waiting",
    "evening": "evening",
    "building": "build",
    "missing": "missing",
    "lasting": "lasting",
    "hundred": "hundred",
    "need": "need",
    "speed": "speed",
    "feed": "feed",
    "seed": "seed",
    "cancelled": "cancel",
    "controlled": "control",
    "enrolled": "enrol",
    "drew": "draw",
    "came": "come",
    "sat": "sit",
    "stood": "stand",
    "brought": "bring",
    "laid": "lay",
    "read": "read",
    "used": "use",
    "using": "use",
    "uses": "use",
}
_VOWEL = re.compile(r"[aeiouy]")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its most common endings: "published", "publishes", "publishing" → "publish"."""
    plain = unicodedata.normalize("NFKC", word).lower().replace("’", "'")
    plain = plain.removesuffix("'s").removesuffix("'")
    if plain in _IRREGULAR:
        known = _IRREGULAR[plain]
        return known[:-1] if known != plain and known.endswith("e") and len(known) > 3 and known != "rate" else known
    if len(plain) <= 3 or not plain.isascii():
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("sses", "shes", "ches", "xes", "zzes")):
        plain = plain[:-2]
    elif plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
        plain = plain[:-1]
    if plain.endswith("ied") and len(plain) > 4:
        return plain[:-3] + "y"
    for ending in ("ing", "ed"):
        root = plain[: -len(ending)]
        if plain.endswith(ending) and len(root) > 2 and _VOWEL.search(root):
            plain = root
            if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "lsz":
                plain = plain[:-1]
            break
    plain = plain.replace("isation", "ization")
    if plain.endswith(("ise", "yse")) and len(plain) > 5:
        plain = plain[:-2] + "ze"
    elif plain.endswith(("is", "ys")) and len(plain) > 5:
        plain = plain[:-1] + "z"
    return plain[:-1] if plain.endswith("e") and len(plain) > 3 else plain


def simplified(text: str) -> str:
    """A text for comparing: lower case, numbers as 0, single spaces."""
    return " ".join("0" if one.kind == "number" else one.stem for one in tokens(text) if one.kind != "mark")


def word_set(text: str) -> frozenset[str]:
    """The different words of a text in lower case, for the share of words that two texts have in common."""
    return frozenset(re.findall(r"\w+", text.lower()))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard: words in both through words in either."""
    return len(one & other) / len(one | other) if one or other else 0.0


def content_of(text: str) -> frozenset[str]:
    """The stems that carry meaning: no small words, no numbers. “High-performance” is two."""
    return frozenset(
        one.stem
        for one in tokens(text.replace("-", " "))
        if one.kind == "word" and len(one.stem) > 2 and one.stem not in _SMALL
    )


_SMALL = frozenset(
    "the and for with from that this our your their all any are was has have had not but its who which what when will can "
    "into out per than then them they you each every new more most less least make mak get be do by of on to in at as or an "
    "improv increas reduc build creat becom achiev ensur deliv give giv help keep kep lead grow".split()
)
