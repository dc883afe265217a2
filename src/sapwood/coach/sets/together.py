"""Remarks on an objective and its key results together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sapwood.coach.findings import enough, finding
from sapwood.coach.language import knows
from sapwood.coach.lexicon import lexicon
from sapwood.coach.results import Context, Finding, Statement
from sapwood.coach.sets.around import of_policies, of_surroundings
from sapwood.coach.sets.given import Result
from sapwood.coach.sets.soft import of_soft
from sapwood.coach.words import content_of, overlap
from sapwood.files.words import _, said


def of_set(
    title: Statement | None, results: tuple[Statement, ...], given: Sequence[Result], context: Context, strict: bool
) -> Iterator[Finding]:
    yield from _count(title, results)
    yield from _repeats(results)
    known = title is not None and knows(title.language)
    if known:
        yield from _kinds(results, strict)
        yield from _shared_words(title, results, context, strict)
        yield from of_soft(title, results, context, strict)
        yield from of_policies(title, results, context)
    yield from _indicators(given)
    yield from of_surroundings(title, results, context)


def _count(title: Statement | None, results: tuple[Statement, ...]) -> Iterator[Finding]:
    if title is not None and not results:
        yield finding(
            "ST101", said(_("There are no key results.")), said(_("How would you see that it has become true?"))
        )
    elif len(results) > 5:
        yield finding(
            "ST102",
            said(_("%(n)d key results are more than anyone steers by."), n=len(results)),
            said(_("Which three would convince somebody who doubts?")),
        )
    elif len(results) == 1:
        yield finding(
            "ST103",
            said(_("There is only one key result.")),
            said(_("What could get worse while this one gets better?")),
        )


def _repeats(results: tuple[Statement, ...]) -> Iterator[Finding]:
    sets = [content_of(read.text) for read in results]
    for place, words in enumerate(sets):
        for before in range(place):
            if words and overlap(words, sets[before]) >= 0.7:
                yield finding(
                    "ST104",
                    said(_("Key results %(one)d and %(other)d say the same."), one=before + 1, other=place + 1),
                    said(_("What does the second one show that the first does not?")),
                )
                return


def _kinds(results: tuple[Statement, ...], strict: bool) -> Iterator[Finding]:
    kinds = [read.type for read in results if read.type is not None]
    if len(kinds) >= 2 and all(kind.value != "outcome" for kind in kinds):
        p = min(kind.p for kind in kinds)
        if enough("ST108", p, strict):
            yield finding(
                "ST108",
                said(_("All of these can be done, and nothing need have changed.")),
                said(_("If all of them were done and nobody noticed: what would be missing?")),
                p=p,
            )


def _shared_words(
    title: Statement | None, results: tuple[Statement, ...], context: Context, strict: bool
) -> Iterator[Finding]:
    if title is None or len(results) < 2:
        return
    own = content_of(title.text)
    if len(own) < 3:
        return
    own = own | content_of(context.audience or "")  # whom it is about belongs to what it says
    theirs = frozenset(word for read in results for word in content_of(read.text))
    roots = {word[:5] for word in theirs}
    if any(word[:5] in roots for word in own):
        return
    words = lexicon(title.language)
    kinds = {"noun.person", "word.soft", "word.money", "word.quality", "word.training", "word.speed", "noun.metric"}
    shared = kinds & _kinds_of(own, words.classes) & _kinds_of(theirs, words.classes)
    if not shared or strict:
        yield finding(
            "ST105",
            said(_("No word of the objective comes back in its key results.")),
            said(_("If all of them came true, would “%(words)s” be true?"), words=" ".join(title.text.split())[:90]),
            p=0.6,
        )


def _kinds_of(stems: frozenset[str], classes: Mapping[str, frozenset[str]]) -> set[str]:
    # "faster" is of the kinds of "fast"
    return {name for word in stems for one in (word, word.removesuffix("er")) for name in classes.get(one, frozenset())}


def _indicators(given: Sequence[Result]) -> Iterator[Finding]:
    kinds = {one.indicator for one in given}
    if len(given) < 2 or "" in kinds:
        return
    if kinds == {"lagging"}:
        yield finding(
            "ST106", said(_("All key results move last.")), said(_("What would you see move first, in week three?"))
        )
    if kinds == {"leading"}:
        yield finding(
            "ST107",
            said(_("All key results move first.")),
            said(_("If all of these move, what would prove that it helped?")),
        )
