"""Classes of words, words, pairs of words, and pieces of words."""

from __future__ import annotations

from functools import lru_cache

from sapwood.coach.features.seen import WEIGHTS, Seen, number_name, place_of


def class_features(seen: Seen, classes: list[frozenset[str]]) -> None:
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


def word_features(seen: Seen) -> None:
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


def letter_features(seen: Seen) -> None:
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
    return tuple(place_of(name) for name in _named_pieces(word))
