"""Whether a comment sounds pleased or troubled: a list of words with their negation, no model.

Meant for many comments of a unit together, never for one person: a single comment is often read wrongly (irony, mixed
feelings, words not on the list), and a count says only what the words say. English only; in other languages nothing is
found, and a comment counts as neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from sapwood.coach.words import stem, tokens

Tone = Literal["pleased", "troubled", "neither"]
REACH = 3  # so many words after a “not” are turned round
NOT = frozenset(stem(word) for word in ("not", "no", "never", "hardly", "without", "nobody", "nothing", "n't", "less"))


@dataclass(frozen=True, slots=True)
class Tones:
    """How many comments sound how."""

    pleased: int
    troubled: int
    neither: int

    @property
    def total(self) -> int:
        return self.pleased + self.troubled + self.neither


def tone_of(text: str) -> Tone:
    """What the words of one comment say together; "neither" when they balance or none is known."""
    pleased, troubled = _words()
    score, turned = 0, 0
    for one in tokens(text):
        if one.kind != "word":
            turned = 0 if one.kind == "mark" else turned
            continue
        if one.stem in NOT or one.stem.endswith("n't"):
            turned = REACH
            continue
        value = (one.stem in pleased) - (one.stem in troubled)
        score += -value if turned else value
        turned = max(0, turned - 1)
    return "pleased" if score > 0 else "troubled" if score < 0 else "neither"


def tones_of(texts: Iterable[str]) -> Tones:
    """All comments together."""
    found = [tone_of(text) for text in texts]
    return Tones(found.count("pleased"), found.count("troubled"), found.count("neither"))


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    text = files("sapwood.coach").joinpath("data", "en", "tone.txt").read_text(encoding="utf-8")
    parts: dict[str, set[str]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line.strip() and not line.startswith("#"):
            parts.setdefault(name, set()).update(stem(word) for word in line.split())
    return frozenset(parts["pleased"]), frozenset(parts["troubled"])
