"""All features of a statement."""

from __future__ import annotations

import re
from decimal import Decimal

from sapwood.coach import quantities
from sapwood.coach.features.clauses import beside, clause, counted, share
from sapwood.coach.features.pieces import class_features, letter_features, word_features
from sapwood.coach.features.seen import SKIP, Seen, short
from sapwood.coach.features.sentences import parts, sentence
from sapwood.coach.lexicon import lexicon
from sapwood.coach.words import Token, tokens

_LABEL = re.compile(
    r"^\s*(?:(?:KR|O|OKR|Key Result|Objective)?\s?\d{0,2}(?:\.\d+)?\s?[.):\]\-–—]+\s*)?(?:[-*•]\s+)?", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\b(?:so that|so (?:\w+ ){1,3}(?:can|could)|resulting in|leading to|in order to|which (?:leads|results)|thereby|enabling|such that|until)\b",
    re.IGNORECASE,
)


def see(text: str, kind: str, *, language: str = "en", level: str = "", named: bool = False) -> Seen:
    """The features of a statement."""
    found = tokens(text)
    seen = Seen(found, quantities.read(text, None), names=[] if named else None)
    words = lexicon(language)
    classes = words.of(found)
    _measure_features(seen, level)
    _shape_features(seen, classes, text)
    class_features(seen, classes)
    word_features(seen)
    letter_features(seen)
    return seen


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
        clause(seen, classes, colon + 1, "after")
    lead = clause(seen, classes, start, "lead")
    seen.lead = lead
    sentence(seen, classes, start)
    parts(seen, classes, start)
    for place in range(start + 1, len(found) - 1):
        if found[place].text in {"and", "&", ",", ";", "+"} and any(
            name.startswith("verb.") for name in classes[place + 1]
        ):
            for name in short(classes[place + 1]):
                if name.startswith("verb."):
                    add(f"and={name}", 0.8, place + 1)
    for place, token in enumerate(found):
        if token.kind == "number" and place + 1 < len(found):
            counted(seen, classes, place)
            share(seen, classes, place)
            beside(seen, classes, place)
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
    while place < len(found) - 1 and place < stop and found[place].stem in SKIP:
        place += 1
    return place


def _after_label(found: list[Token], text: str) -> int:
    match = _LABEL.match(text)
    end = match.end() if match else 0
    return next((place for place, one in enumerate(found) if one.start >= end), 0)
