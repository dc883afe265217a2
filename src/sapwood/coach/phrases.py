"""The person's own words, cut so that they fit into a question: what is done, to what, about what, for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sapwood.coach import quantities
from sapwood.coach.features import starts_at
from sapwood.coach.lexicon import lexicon
from sapwood.coach.results import NOTHING_KNOWN, Context
from sapwood.coach.words import Token, tokens

_CUT = frozenset(
    "to in on of by with at from across through via into per as or and that who which so within without over under than after "
    "before during between among about around until against when while if where because using based for resulting "
    "leading including then".split()
)
_ABOUT = frozenset("on about in for of regarding around".split())
_LESS = frozenset(
    "a an the our my your their its some all every each at least more new one two three four five six".split()
)
_TIME = frozenset("day week month quarter year sprint cycle end time hour minute q1 q2 q3 q4 h1 h2".split())
_COUNTERS = frozenset("number amount share percentage level count volume proportion".split())
_NO_THING = frozenset("it them this that these those everything something".split())


@dataclass(frozen=True, slots=True)
class Phrases:
    """Pieces of a statement; empty where it has none."""

    lead: str = ""  # the stem of what is done
    thing: str = ""
    topic: str = ""
    people: str = ""
    own: bool = False  # written by one person about oneself
    language: str = "en"
    private: bool = False  # of one's life outside work: nobody there is a colleague

    @property
    def many(self) -> bool:
        """Whether the thing is named in the plural."""
        return self.thing.endswith("s") and not self.thing.endswith(("ss", "us", "is"))


def phrases(text: str, *, objective: str = "", context: Context = NOTHING_KNOWN, language: str = "en") -> Phrases:
    """The pieces of a statement. `people` falls back on the audience, then the objective, then a general word."""
    found = tokens(text)
    classes = lexicon(language).of(found)
    own = context.level == "individual" or context.layer in {"developmental", "personal"} or bool(
        re.search(r"\b(?:my|I|myself|me)\b", text) or re.search(r"\b(?:my|I|myself)\b", objective)
    )  # fmt: skip
    start = starts_at(found, text)
    lead, place = "", start
    verbs = classes[start] if start < len(found) else frozenset()
    if any(name.startswith("verb.") for name in verbs):
        lead, place = found[start].stem, start + 1
    bare = {one.start: one for one in quantities.amounts_in(text)}
    thing, after = _noun(found, place, set(bare), classes)
    if thing.split(" ")[-1].lower() in _COUNTERS and after < len(found) and found[after].stem == "of":
        thing, after = _noun(found, after + 1, set(bare), classes)
    topic = ""
    if after < len(found) and found[after].stem in _ABOUT:
        topic, _ = _noun(found, after + 1, set(bare), classes)
        if topic.split(" ")[0].lower().endswith("ing") and topic.split(" ")[0].lower() not in {
            "training",
            "marketing",
            "pricing",
            "planning",
            "onboarding",
        }:
            topic = ""
    if (
        not topic
        and thing
        and any(name.startswith("word.soft") or name == "word.training" for name in _of(thing, language))
    ):
        topic = "" if any(name == "word.training" for name in _of(thing.split()[-1], language)) else thing
    people = _people(found, classes, text) or _audience(context) or _people_of(objective, language)
    return Phrases(lead, thing, topic, people, own, language, context.layer == "personal")


def _of(text: str, language: str) -> set[str]:
    return {name for names in lexicon(language).of(tokens(text)) for name in names}


def _noun(found: list[Token], start: int, numbers: set[int], classes: list[frozenset[str]]) -> tuple[str, int]:
    """Words up to the next preposition, mark or number; what they begin with that counts or points is left out."""
    words: list[Token] = []
    place = start
    while place < len(found) and len(words) < 6:
        token = found[place]
        if token.kind == "number" or token.start in numbers:
            if words:
                break
        elif token.kind == "mark":
            if token.text in {'"', "“", "”", "'", "#"} and not words:
                place += 1
                continue
            break
        elif token.stem in _CUT:
            if words or token.stem not in {"at", "with", "of"}:
                break
        elif token.text in {"I", "we", "you", "they"} or (
            words and "verb.third" in classes[place] and not any(name.startswith("noun.") for name in classes[place])
        ):
            break
        elif not (not words and token.text.lower() in _LESS):
            words.append(token)
        place += 1
    if not words or words[0].stem in _TIME or words[0].text.lower() in _NO_THING:
        return "", place
    return " ".join(word.text for word in words), place


def _people(found: list[Token], classes: list[frozenset[str]], text: str) -> str:
    """The first people named, with the word that says which: "cross-functional peers", "sales team members"."""
    for place, names in enumerate(classes):
        token = found[place]
        if (
            "noun.person" not in names
            or token.kind != "word"
            or not token.text.lower().endswith(("s", "people", "staff", "men", "women", "children"))
        ):
            continue
        if (
            token.stem
            in {
                "sale",
                "business",
                "department",
                "team",
                "office",
                "account",
                "lead",
                "need",
                "contact",
                "rep",
                "school",
                "process",
            }
            and place + 1 < len(found)
            and "noun.person" in classes[place + 1]
        ):
            continue
        first = place
        while first > 0 and place - first < 2:
            before = found[first - 1]
            if (
                before.kind != "word"
                or before.stem in _CUT
                or before.text.lower() in _LESS
                or any(name.startswith("verb.") for name in classes[first - 1])
            ):
                break
            first -= 1
        named = " ".join(one.text for one in found[first : place + 1])
        return named[:1].lower() + named[1:] if found[first].start == 0 and named[1:2].islower() else named
    return ""


def _people_of(objective: str, language: str) -> str:
    found = tokens(objective)
    return _people(found, lexicon(language).of(found), objective) if found else ""


def _audience(context: Context) -> str:
    audience = (context.audience or "").strip()
    return audience if audience and len(audience.split()) <= 6 else ""
