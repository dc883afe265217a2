"""What the models see of a statement: who does what (lead verb, its object, what is counted), word classes, words, letters.

A feature is a place in a table of 2**BITS rows, found by a checksum of its name; it keeps the tokens it came from,
so that a judgement can say which words it rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from zlib import crc32

from sapwood.coach import quantities
from sapwood.coach.lexicon import lexicon
from sapwood.coach.results import Measure
from sapwood.coach.words import NUMBER_WORDS, Token, tokens

BITS = 19
RULES, WORDS = 1 << 17, 1 << 18  # places below RULES are rules', then come words, from WORDS on letters
WEIGHTS = {"rule": 1.0, "word": 5.0, "letter": 3.0}  # how loud each group speaks; words and letters share theirs

_STOP = frozenset(
    "for to in on of by with at from across through via into per as and or that who which so within without over under "
    "than after before during between among about around until against when while if where because using based "
    "resulting leading including such like".split()
)
_SKIP = frozenset(
    "to we i my our the will shall should must have be and also please a an new each team all successful successfully "
    "personally every at least".split()
)
_SMALL = frozenset("the a an of to in for and or our my we i be with on by at".split())
_LABEL = re.compile(
    r"^\s*(?:(?:KR|O|OKR|Key Result|Objective)?\s?\d{0,2}(?:\.\d+)?\s?[.):\]\-–—]+\s*)?(?:[-*•]\s+)?", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:so that|so (?:\w+ ){1,3}(?:can|could)|resulting in|leading to|in order to|which (?:leads|results)|thereby|enabling|such that|until)\b",
    re.IGNORECASE,
)


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
        self.places.append(_place(name))
        self.weights.append(weight)
        self.sources.append((first, first if last < 0 else last))
        if self.names is not None:
            self.names.append(name)


def _place(name: str) -> int:
    found = crc32(name.encode())
    if name.startswith("c:"):
        return WORDS + found % ((1 << BITS) - WORDS)
    return RULES + found % (WORDS - RULES) if name.startswith("w:") else found % RULES


def see(text: str, kind: str, *, language: str = "en", level: str = "", named: bool = False) -> Seen:
    """The features of a statement."""
    found = tokens(text)
    seen = Seen(found, quantities.read(text), names=[] if named else None)
    words = lexicon(language)
    classes = words.of(found)
    _measure_features(seen, level)
    _shape_features(seen, classes, text)
    _class_features(seen, classes)
    _word_features(seen)
    _letter_features(seen)
    return seen


def _short(names: frozenset[str]) -> list[str]:
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


def _size(value: Decimal) -> str:
    return "0" if value == 0 else "1" if value == 1 else "few" if value <= 5 else "some" if value <= 30 else "many"


def _measure_features(seen: Seen, level: str) -> None:
    measure = seen.measure
    add = seen.add
    add("bias", 1.0)
    for name, value in (
        ("target", measure.has_target),
        ("baseline", measure.has_baseline),
        ("relative", measure.relative),
        ("due", bool(measure.due_spans)),
        ("frequency", bool(measure.frequency)),
    ):
        if value:
            add(f"m:{name}", 1.0)
    if not measure.has_target:
        add("m:no target", 1.0)
    add(f"m:direction={measure.direction}", 0.6)
    unit = measure.unit
    group = (
        "none"
        if not unit
        else "%"
        if unit == "%"
        else "money"
        if unit in "$€£¥"
        else "score"
        if unit[0] in "/io"
        else "time"
        if re.match(r"(?:m?s|h|min|hour|sec|day|week|month|year|business|working)", unit)
        else "other"
    )
    add(f"m:unit={group}", 1.0)
    if measure.target is not None:
        aim = measure.target
        add(
            "m:target="
            + ("0" if aim == 0 else "1" if aim == 1 else "few" if aim <= 5 else "some" if aim <= 30 else "many"),
            1.0,
        )
    if level:
        add(f"level={level}", 0.7)


def _shape_features(seen: Seen, classes: list[frozenset[str]], text: str) -> None:
    """Lead verb and its object, what is counted, who is the subject."""
    found, add = seen.tokens, seen.add
    if not found:
        add("empty", 1.0)
        return
    start = _after_label(found, text)
    colon = next((place for place in range(start, min(len(found), start + 9)) if found[place].text == ":"), -1)
    if colon > start and colon + 1 < len(found):
        add("colon", 1.0)
        _clause(seen, classes, colon + 1, "after")
    lead = _clause(seen, classes, start, "lead")
    seen.lead = lead
    _sentence(seen, classes, start)
    _parts(seen, classes, start)
    for place in range(start + 1, len(found) - 1):
        if found[place].text in {"and", "&", ",", ";", "+"} and any(
            name.startswith("verb.") for name in classes[place + 1]
        ):
            for name in _short(classes[place + 1]):
                if name.startswith("verb."):
                    add(f"and={name}", 0.8, place + 1)
    for place, token in enumerate(found):
        if token.kind == "number" and place + 1 < len(found):
            _counted(seen, classes, place)
            _share(seen, classes, place)
            _beside(seen, classes, place)
    if match := _CAUSE.search(text):
        add("cause", 1.0)
        add(f"cause={match.group().split()[0].lower()}", 0.5)
    length = len(found)
    add(
        "length=" + ("1" if length < 4 else "2" if length < 7 else "3" if length < 12 else "4" if length < 20 else "5"),
        1.0,
    )
    if text.rstrip().endswith(")"):
        add("bracket", 0.5)


def starts_at(found: list[Token], text: str) -> int:
    """The first token that says something: after "KR1:", "we will", "successfully"."""
    place = _after_label(found, text)
    stop = place + 3
    while place < len(found) - 1 and place < stop and found[place].stem in _SKIP:
        place += 1
    return place


def _after_label(found: list[Token], text: str) -> int:
    match = _LABEL.match(text)
    end = match.end() if match else 0
    return next((place for place, one in enumerate(found) if one.start >= end), 0)


def _clause(seen: Seen, classes: list[frozenset[str]], start: int, name: str) -> int:
    """The verb a clause begins with, and the head of its object. Returns the verb's place."""
    found, add = seen.tokens, seen.add
    place = start
    while place < len(found) - 1 and place < start + 3 and found[place].stem in _SKIP:
        place += 1
    token = found[place]
    kinds = classes[place]
    first = number_name(token) if token.kind == "number" else token.stem
    add(f"{name}={first}", 1.5, place)
    lower = token.text.lower()
    form = (
        "ing"
        if lower.endswith("ing")
        else "ed"
        if lower.endswith("ed")
        else "ly"
        if lower.endswith("ly")
        else "s"
        if lower.endswith("s")
        else "base"
    )
    add(f"{name} form={form}", 0.7, place)
    verbs = [one for one in _short(kinds) if one.startswith("verb.")]
    for one in verbs or [f"no verb, {_short(kinds)[0]}" if token.kind != "number" else "number"]:
        add(f"{name} kind={one}", 1.5, place)
    head, last, number = _head(found, place + 1)
    if head >= 0:
        add(f"{name} head={found[head].stem}", 1.0, head)
        for one in _short(classes[head]):
            add(f"{name} head kind={one}", 1.0, head)
            for verb in verbs or ["none"]:
                add(f"{name} {verb}+{one}", 1.5, place, head)
        add(f"{name} {first}+{found[head].stem}", 1.0, place, head)
    if number >= 0:
        value = number_name(found[number])
        for verb in verbs or ["none"]:
            add(f"{name} {verb}#{value}", 1.0, place, number)
    elif verbs:
        add(f"{name} {verbs[0]} no number", 1.0, place)
    article = place + 1 < len(found) and found[place + 1].text.lower() in {"a", "an", "the", "our", "my"}
    if article:
        add(f"{name} {(verbs or ['none'])[0]} {found[place + 1].text.lower()}", 0.7, place)
    if last < len(found) and found[last].kind == "word":
        add(f"{name} then={found[last].stem}", 0.6, last)
        for verb in verbs:
            add(f"{name} {verb} then={found[last].stem}", 0.6, last)
    return place


def _head(found: list[Token], start: int) -> tuple[int, int, int]:
    """The last noun before a preposition or mark, where it ended, and a number on the way."""
    head, number, place = -1, -1, start
    while place < len(found) and place < start + 9:
        token = found[place]
        if token.kind == "number":
            number = place if number < 0 else number
        elif token.kind == "mark":
            if token.text not in {"'", '"', "“", "”", "(", "&", "/", "#", "%", ">", "<", "+", "$", "~", "≥", "≤"}:
                break
        elif token.stem in _STOP:
            if head >= 0 or number >= 0:
                break
        elif token.stem not in _SMALL:
            head = place
        place += 1
    return head, place, number


def _counted(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
    found, add = seen.tokens, seen.add
    head, _, _ = _head(found, place + 1)
    if head < 0 or head > place + 5:
        return
    value = number_name(found[place])
    add(f"counted={found[head].stem}", 1.0, place, head)
    for one in _short(classes[head]):
        add(f"counted kind={one}", 1.0, place, head)
        add(f"counted kind={one}#{value}", 0.7, place, head)


_MODAL = frozenset("can may could able will must should possible".split())
_JOINT = frozenset("and & , ; + so which that until with by who while - – — :".split())


def _verbs(names: frozenset[str]) -> list[str]:
    return [one for one in sorted(names) if one.startswith("verb.")]


def _sentence(seen: Seen, classes: list[frozenset[str]], start: int) -> None:
    """Whether it is a command, a sentence with a subject, or a heap of nouns; who is the subject, and what it does or suffers."""
    found, add = seen.tokens, seen.add
    place = start
    while place < len(found) - 1 and place < start + 3 and found[place].stem in _SKIP:
        place += 1
    first = found[place]
    if first.kind == "word" and _verbs(classes[place]) and not first.text.lower().endswith("s"):
        add("sentence=command", 1.0, place)
        return
    head, cut = -1, min(len(found), place + 12)
    for at in range(place, cut):
        token = found[at]
        lower = token.text.lower()
        if token.kind == "word" and at > place:
            done = lower.endswith(("ed", "en")) or lower in _DONE
            if lower in _MODAL or token.stem == "be":
                after = next(
                    (
                        later
                        for later in range(at + 1, min(len(found), at + 4))
                        if found[later].stem not in {"be", "not", "to", "also", "able"}
                    ),
                    -1,
                )
                kind = "modal" if lower in _MODAL else "be"
                _subject(seen, classes, head, kind)
                if after >= 0:
                    add(f"{kind}={found[after].stem}", 0.7, after)
                    for one in _verbs(classes[after]) or ["other"]:
                        add(f"{kind} kind={one}", 1.0, after)
                        for who in _short(classes[head]) if head >= 0 else ["?"]:
                            add(f"{kind} {who}+{one}", 1.0, head, after)
                return
            if done and head >= 0:
                _subject(seen, classes, head, "passive")
                add(f"passive={token.stem}", 0.7, at)
                for one in _verbs(classes[at]) or ["other"]:
                    add(f"passive kind={one}", 1.0, at)
                    for who in _short(classes[head]):
                        add(f"passive {who}+{one}", 1.0, head, at)
                return
            if head >= 0 and _verbs(classes[at]) and not lower.endswith("s") and "noun.person" in classes[head]:
                _subject(seen, classes, head, "active")
                add(f"active={token.stem}", 0.7, at)
                for one in _verbs(classes[at]):
                    add(f"active kind={one}", 1.0, at)
                return
        if token.kind == "word" and token.stem not in _STOP and token.stem not in _SMALL:
            head = at
    add("sentence=nouns", 1.0)
    if head >= 0:
        _subject(seen, classes, _head(found, place)[0], "nouns")


def _subject(seen: Seen, classes: list[frozenset[str]], head: int, kind: str) -> None:
    seen.add(f"sentence={kind}", 1.0)
    for one in _short(classes[head]) if head >= 0 else ["?"]:
        seen.add(f"sentence={kind}, {one}", 1.0, head)


def _parts(seen: Seen, classes: list[frozenset[str]], start: int) -> None:
    """What follows "and", "so that", "with": the part with the strictest test decides what a statement is."""
    found, add = seen.tokens, seen.add
    for place in range(start + 2, len(found) - 1):
        if found[place].text.lower() not in _JOINT:
            continue
        joint = found[place].text.lower()
        names: set[str] = set()
        number = False
        for at in range(place + 1, min(len(found), place + 9)):
            if at > place + 2 and found[at].text.lower() in _JOINT:
                break
            names |= classes[at]
            number = number or found[at].kind == "number"
        for one in (
            "noun.person",
            "verb.third",
            "noun.metric",
            "quality.guard",
            "verb.make",
            "verb.do",
            "verb.up",
            "verb.down",
        ):
            if one in names:
                add(f"part {one}", 0.6, place + 1)
                add(f"part {joint} {one}", 0.4, place + 1)
                if number:
                    add(f"part {one} number", 0.6, place + 1)
        if "noun.person" in names and "verb.third" in names:
            add("part people do", 0.8, place + 1)


def _share(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
    """ "80% of services migrated": the share of what, and what is said of it."""
    found, add = seen.tokens, seen.add
    at = place + 1
    if at < len(found) and found[at].text in {"%", "percent"}:
        at += 1
    if at + 1 >= len(found) or found[at].text.lower() not in {"of", "out", "in"}:
        return
    noun = -1
    for later in range(at + 1, min(len(found), at + 9)):
        token = found[later]
        if token.kind != "word":
            continue
        if token.stem in _STOP and noun >= 0:
            break
        lower = token.text.lower()
        if noun >= 0 and (
            lower.endswith(("ed", "en"))
            or lower in _DONE
            or token.stem in {"be", "have"}
            or lower in _MODAL
            or (_verbs(classes[later]) and not lower.endswith("s"))
        ):
            what = later
            while what < len(found) - 1 and found[what].stem in {"be", "have", "been", "can", "will"}:
                what += 1
            add(f"share says={found[what].stem}", 0.7, what)
            for one in _verbs(classes[what]) or ["other"]:
                add(f"share says kind={one}", 1.0, what)
                for who in _short(classes[noun]):
                    add(f"share {who}+{one}", 1.2, noun, what)
            break
        if token.stem not in _SMALL and token.stem not in _STOP:
            noun = later
    if noun >= 0:
        add(f"share of={found[noun].stem}", 0.7, noun)
        for one in _short(classes[noun]):
            add(f"share of kind={one}", 1.0, noun)


def _beside(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
    """Which kinds of words stand near a number."""
    names: set[str] = set()
    for at in range(max(0, place - 4), min(len(seen.tokens), place + 4)):
        names |= classes[at]
    value = number_name(seen.tokens[place])
    for one in sorted(names):
        if one.startswith("noun.") or one in {"quality.guard", "word.speed", "word.own_output", "verb.third"}:
            seen.add(f"near {one}", 0.5, place)
            seen.add(f"near {one}#{value}", 0.4, place)


_DONE = frozenset(
    "built held run written made sold sent won read done taught led gone live set shut put kept met cut begun known shown drawn lit hung".split()
)


def _class_features(seen: Seen, classes: list[frozenset[str]]) -> None:
    counts: dict[str, list[int]] = {}
    for place, names in enumerate(classes):
        for name in names:
            counts.setdefault(name, []).append(place)
    for name, places in sorted(counts.items()):
        seen.add(f"has {name}", 1.0, places[0])
        if len(places) > 1:
            seen.add(f"more {name}", 0.7, places[1])
    for wanted in (
        "noun.person",
        "verb.third",
        "word.soft",
        "word.vague",
        "quality.guard",
        "noun.metric",
        "word.owner",
    ):
        if wanted not in counts:
            seen.add(f"lacks {wanted}", 0.6)
    for place in range(len(classes) - 1):
        if "noun.person" in classes[place] and "verb.third" in classes[place + 1]:
            seen.add("people who do", 1.2, place, place + 1)


def _word_features(seen: Seen) -> None:
    found = [(place, number_name(one) if one.kind == "number" else one.stem) for place, one in enumerate(seen.tokens)]
    found = [(place, word) for place, word in found if seen.tokens[place].kind != "mark" or word in "%:→<>"]
    names: list[tuple[str, int, int]] = []
    for index, (place, word) in enumerate(found):
        names.append((f"w:{word}", place, place))
        if index + 1 < len(found):
            after, following = found[index + 1]
            names.append((f"w:{word} {following}", place, after))
    weight = WEIGHTS["word"] / max(1.0, len(names)) ** 0.5
    for name, first, last in names:
        seen.add(name, weight, first, last)


def _letter_features(seen: Seen) -> None:
    total = [(place, _pieces(one.text.lower())) for place, one in enumerate(seen.tokens) if one.kind == "word"]
    count = sum(len(pieces) for _, pieces in total)
    weight = WEIGHTS["letter"] / max(1, count) ** 0.5
    for place, pieces in total:
        if seen.names is None:
            seen.places.extend(pieces)
            seen.weights.extend([weight] * len(pieces))
            seen.sources.extend([(place, place)] * len(pieces))
        else:
            for piece in _named_pieces(seen.tokens[place].text.lower()):
                seen.add(piece, weight, place)


def _named_pieces(word: str) -> list[str]:
    padded = f"<{word[:24]}>"
    return [f"c:{padded[at : at + size]}" for size in (3, 4, 5) for at in range(len(padded) - size + 1)]


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[int, ...]:
    return tuple(_place(name) for name in _named_pieces(word))
