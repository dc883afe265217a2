"""The word lists of a language: data/<language>/lexicon.txt, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sapwood.coach.words import Token, stem


@dataclass(frozen=True)
class Lexicon:
    """Which classes a stem belongs to, and which entries of several words begin with it."""

    classes: dict[str, frozenset[str]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]]  # first stem → (stems, class)

    def of(self, found: list[Token]) -> list[frozenset[str]]:
        """The classes of each token; the first token of a phrase gets the phrase's class too."""
        stems = [one.stem for one in found]
        result = []
        for place, word in enumerate(stems):
            known = self.classes.get(word, _NONE)
            for phrase, name in self.phrases.get(word, ()):
                if tuple(stems[place : place + len(phrase)]) == phrase:
                    known = known | {name}
            result.append(known)
        return result


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The lists of one language."""
    classes: dict[str, set[str]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    name = ""
    text = files("sapwood.coach").joinpath("data", language, "lexicon.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line.strip("[]")
            continue
        for entry in line.split():
            stems = tuple(stem(word) for word in entry.split("_"))
            if len(stems) == 1:
                classes.setdefault(stems[0], set()).add(name)
            else:
                phrases.setdefault(stems[0], []).append((stems, name))
    return Lexicon(
        {word: frozenset(names) for word, names in classes.items()},
        {first: tuple(entries) for first, entries in phrases.items()},
    )
