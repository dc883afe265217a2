"""What a clause does to what: lead verb and object, what is counted, shares of what, words beside numbers."""

from __future__ import annotations

from sapwood.coach.features.seen import DONE, SKIP, SMALL, STOP, Seen, head_of, number_name, short, verbs_of
from sapwood.coach.features.sentences import MODAL


def clause(seen: Seen, classes: list[frozenset[str]], start: int, name: str) -> int:
    """The verb a clause begins with, and the head of its object. Returns the verb's place."""
    found, add = seen.tokens, seen.add
    place = start
    while place < len(found) - 1 and place < start + 3 and found[place].stem in SKIP:
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
    verbs = [one for one in short(kinds) if one.startswith("verb.")]
    for one in verbs or [f"no verb, {short(kinds)[0]}" if token.kind != "number" else "number"]:
        add(f"{name} kind={one}", 1.5, place)
    head, last, number = head_of(found, place + 1)
    if head >= 0:
        add(f"{name} head={found[head].stem}", 1.0, head)
        for one in short(classes[head]):
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


def counted(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
    found, add = seen.tokens, seen.add
    head, _, _ = head_of(found, place + 1)
    if head < 0 or head > place + 5:
        return
    value = number_name(found[place])
    add(f"counted={found[head].stem}", 1.0, place, head)
    for one in short(classes[head]):
        add(f"counted kind={one}", 1.0, place, head)
        add(f"counted kind={one}#{value}", 0.7, place, head)


def share(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
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
        if token.stem in STOP and noun >= 0:
            break
        lower = token.text.lower()
        if noun >= 0 and (
            lower.endswith(("ed", "en"))
            or lower in DONE
            or token.stem in {"be", "have"}
            or lower in MODAL
            or (verbs_of(classes[later]) and not lower.endswith("s"))
        ):
            what = later
            while what < len(found) - 1 and found[what].stem in {"be", "have", "been", "can", "will"}:
                what += 1
            add(f"share says={found[what].stem}", 0.7, what)
            for one in verbs_of(classes[what]) or ["other"]:
                add(f"share says kind={one}", 1.0, what)
                for who in short(classes[noun]):
                    add(f"share {who}+{one}", 1.2, noun, what)
            break
        if token.stem not in SMALL and token.stem not in STOP:
            noun = later
    if noun >= 0:
        add(f"share of={found[noun].stem}", 0.7, noun)
        for one in short(classes[noun]):
            add(f"share of kind={one}", 1.0, noun)


def beside(seen: Seen, classes: list[frozenset[str]], place: int) -> None:
    """Which kinds of words stand near a number."""
    names: set[str] = set()
    for at in range(max(0, place - 4), min(len(seen.tokens), place + 4)):
        names |= classes[at]
    value = number_name(seen.tokens[place])
    for one in sorted(names):
        if one.startswith("noun.") or one in {"quality.guard", "word.speed", "word.own_output", "verb.third"}:
            seen.add(f"near {one}", 0.5, place)
            seen.add(f"near {one}#{value}", 0.4, place)
