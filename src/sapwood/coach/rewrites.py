"""Other ways to write a key result, with blanks for the numbers nobody but the writer knows. Each is judged first."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from sapwood.coach.phrases import Phrases
from sapwood.coach.reading import read_statement
from sapwood.coach.results import Statement

MOST = 3
WHO = "[people]"  # a blank for those whom only the writer knows


@lru_cache(maxsize=8)
def templates(language: str) -> dict[str, tuple[str, ...]]:
    """The lines of data/<language>/rewrites.txt by section."""
    found: dict[str, list[str]] = {}
    name = ""
    text = files("sapwood.coach").joinpath("data", language, "rewrites.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("["):
            name = line.strip("[] ")
        elif line.strip() and not line.startswith("#"):
            found.setdefault(name, []).append(line.strip())
    return {section: tuple(lines) for section, lines in found.items()}


@lru_cache(maxsize=4096)
def rewrites(section: str, words: Phrases, *, when: str = "") -> tuple[str, ...]:
    """Up to three that pass the coach's own rules."""
    known = templates(words.language)
    people = words.people or ("people close to me" if words.private else "colleagues" if words.own else WHO)
    found: list[str] = []
    for line in (*known.get(section, ()), *known["any"]):
        if ("{topic}" in line and not words.topic) or ("{thing}" in line and not words.thing):
            continue
        if section != "any" and line in known["any"] and found:
            break
        they = people.replace("[p", "[P") if people == WHO else people[:1].upper() + people[1:]
        text = line.format(
            thing=words.thing, topic=words.topic, people=people, They=they, when=when or "the next survey"
        )
        if text not in found and passes(text, words.language):
            found.append(text)
        if len(found) == MOST:
            break
    return tuple(found)


@lru_cache(maxsize=4096)
def passes(text: str, language: str = "en") -> bool:
    """Whether a rewrite, its blanks filled in, is a measurable outcome that nobody would remark on."""
    return sound(read_statement(filled(text), language=language, spans=False))


def guarded(text: str) -> bool:
    """Whether a guardrail quietens the doubt that the number could be met in the wrong way."""
    return _guarded(re.sub(r"\d+", "7", filled(text)))


@lru_cache(maxsize=4096)
def _guarded(text: str) -> bool:
    return read_statement(text, spans=False).p("gameable") < 0.6


def sound(read: Statement) -> bool:
    """An outcome with a level to reach, not vague, not gameable, not one's own effort."""
    return bool(
        read.type
        and read.type.value == "outcome"
        and read.says("has_target")
        and not read.says("vague")
        and not read.says("individual_effort")
        and read.p("gameable") < 0.6
    )


def filled(text: str) -> str:
    """The text with a number in each blank, so that it can be judged as it will be read."""
    numbers = iter(("40", "65", "12", "30"))
    if "of __" in text or "out of" in text:
        numbers = iter(("7", "9", "4", "30"))
    if "out of 5, up from" in text:
        numbers = iter(("4", "3", "4", "3"))
    return re.sub(
        r"__",
        lambda match: next(numbers, "5"),
        text.replace(WHO, "customers").replace(WHO.replace("[p", "[P"), "Customers"),
    )
