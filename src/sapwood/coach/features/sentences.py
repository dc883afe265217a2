"""Command, sentence or heap of nouns; who is the subject; what the parts after "and", "so that", "with" say."""

from __future__ import annotations

from sapwood.coach.features.seen import DONE, SKIP, SMALL, STOP, Seen, head_of, short, verbs_of

MODAL = frozenset("can may could able will must should possible".split())
_JOINT = frozenset("and & , ; + so which that until with by who while - – — :".split())


def sentence(seen: Seen, classes: list[frozenset[str]], start: int) -> None:
    """Whether it is a command, a sentence with a subject, or a heap of nouns; who is the subject, and what it does or suffers."""
    found, add = seen.tokens, seen.add
    place = start
    while place < len(found) - 1 and place < start + 3 and found[place].stem in SKIP:
        place += 1
    first = found[place]
    if first.kind == "word" and verbs_of(classes[place]) and not first.text.lower().endswith("s"):
        add("sentence=command", 1.0, place)
        return
    head, cut = -1, min(len(found), place + 12)
    for at in range(place, cut):
        token = found[at]
        lower = token.text.lower()
        if token.kind == "word" and at > place:
            done = lower.endswith(("ed", "en")) or lower in DONE
            if lower in MODAL or token.stem == "be":
                after = next(
                    (
                        later
                        for later in range(at + 1, min(len(found), at + 4))
                        if found[later].stem not in {"be", "not", "to", "also", "able"}
                    ),
                    -1,
                )
                kind = "modal" if lower in MODAL else "be"
                _subject(seen, classes, head, kind)
                if after >= 0:
                    add(f"{kind}={found[after].stem}", 0.7, after)
                    for one in verbs_of(classes[after]) or ["other"]:
                        add(f"{kind} kind={one}", 1.0, after)
                        for who in short(classes[head]) if head >= 0 else ["?"]:
                            add(f"{kind} {who}+{one}", 1.0, head, after)
                return
            if done and head >= 0:
                _subject(seen, classes, head, "passive")
                add(f"passive={token.stem}", 0.7, at)
                for one in verbs_of(classes[at]) or ["other"]:
                    add(f"passive kind={one}", 1.0, at)
                    for who in short(classes[head]):
                        add(f"passive {who}+{one}", 1.0, head, at)
                return
            if head >= 0 and verbs_of(classes[at]) and not lower.endswith("s") and "noun.person" in classes[head]:
                _subject(seen, classes, head, "active")
                add(f"active={token.stem}", 0.7, at)
                for one in verbs_of(classes[at]):
                    add(f"active kind={one}", 1.0, at)
                return
        if token.kind == "word" and token.stem not in STOP and token.stem not in SMALL:
            head = at
    add("sentence=nouns", 1.0)
    if head >= 0:
        _subject(seen, classes, head_of(found, place)[0], "nouns")


def _subject(seen: Seen, classes: list[frozenset[str]], head: int, kind: str) -> None:
    seen.add(f"sentence={kind}", 1.0)
    for one in short(classes[head]) if head >= 0 else ["?"]:
        seen.add(f"sentence={kind}, {one}", 1.0, head)


def parts(seen: Seen, classes: list[frozenset[str]], start: int) -> None:
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
