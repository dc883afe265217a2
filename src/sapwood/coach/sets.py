"""An objective with its key results, read together: each statement, and what only the set shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sapwood.coach.findings import enough, finding, findings
from sapwood.coach.language import SUPPORTED, language_of
from sapwood.coach.lexicon import lexicon
from sapwood.coach.reading import read_statement
from sapwood.coach.results import NOTHING_KNOWN, Context, Finding, Judgement, Reading, Span, Statement
from sapwood.coach.words import overlap, tokens
from sapwood.files.words import _, said

_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Result:
    """A key result as it was given: its text, and what a form or file says beside it."""

    text: str
    id: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    due: dt.date | None = None
    indicator: str = ""  # leading, lagging
    unit: str = ""
    projected: Decimal | None = None  # where the readings arrive if they go on as before
    ignore: Mapping[str, str] = field(default_factory=dict)  # code → the reason somebody gave


def read_key_result(
    result: Result | str,
    *,
    objective: str = "",
    context: Context = NOTHING_KNOWN,
    language: str = "",
    strict: bool = False,
) -> Statement:
    """One key result with its findings."""
    given = Result(result) if isinstance(result, str) else result
    read = _with_given(_read(given, context, language), given)
    found = [*findings(read, objective=objective, context=context, strict=strict), *_ambition(read, given, context)]
    return replace(read, findings=tuple(_marked(found, given.ignore)))


def read_goal_title(
    text: str,
    *,
    id: str = "",
    context: Context = NOTHING_KNOWN,
    language: str = "",
    strict: bool = False,
    ignore: Mapping[str, str] = _NOTHING,
) -> Statement:
    """One objective with its findings, without its key results."""
    read = read_statement(text, "objective", id=id, level=context.level, language=language, today=context.today)
    return replace(read, findings=tuple(_marked(findings(read, context=context, strict=strict), ignore)))


def read_objective(
    objective: str,
    key_results: Sequence[Result | str] = (),
    context: Context = NOTHING_KNOWN,
    *,
    id: str = "",
    strict: bool = False,
    ignore: Mapping[str, str] = _NOTHING,
) -> Reading:
    """An objective and its key results, read as one goal.

    >>> reading = read_objective("Nurses have time for patients", ["Hold 12 workshops"])
    >>> [finding.code for finding in reading.key_results[0].findings][:1]
    ['KR102']
    """
    given = [Result(one) if isinstance(one, str) else one for one in key_results]
    given = [one for one in given if one.text.strip()]
    language = language_of("\n".join([objective, *(one.text for one in given)]))
    title = (
        read_goal_title(objective, id=id, context=context, language=language, strict=strict, ignore=ignore)
        if objective.strip()
        else None
    )
    results = tuple(
        read_key_result(one, objective=objective, context=context, language=language, strict=strict) for one in given
    )
    found = list(_of_set(title, results, given, context, strict))
    return Reading(title, results, tuple(_marked(found, ignore)), language)


def _marked(found: Sequence[Finding], ignore: Mapping[str, str]) -> list[Finding]:
    return [replace(one, suppressed=ignore[one.code]) if one.code in ignore else one for one in found]


_SURELY_DONE = 0.95  # so sure that a text alone is an output or an activity that numbers beside it change nothing


def _read(given: Result, context: Context, language: str) -> Statement:
    """The judgements on a key result whose numbers may stand in fields beside the text.

    “Orders that leave complete” with 93 and 98 beside it is no yes-or-no, and nothing to be delivered: it is read as
    the sentence it belongs to. “Launch the new website” from 0 to 100 % remains a thing to be delivered.
    """

    def read(text: str) -> Statement:
        return read_statement(
            text, "key_result", id=given.id, level=context.level, language=language, today=context.today
        )

    alone = read(given.text)
    if given.target is None or alone.measure.target is not None or not given.text.strip():
        return alone
    whole = _cut(read(_spoken(given)), given.text)
    falls = given.baseline is not None and given.target < given.baseline  # nobody delivers less and less of a thing
    if alone.type and alone.type.value != "outcome" and alone.type.p >= _SURELY_DONE and not falls:
        return replace(whole, type=alone.type)
    return whole


def _spoken(given: Result) -> str:
    """The key result as one would say it, with the numbers of its fields."""
    unit = given.unit if given.unit in _SHORT_UNITS else ""
    start = "" if given.baseline is None else f" from {_plain(given.baseline)}{unit}"
    return f"{given.text}{start} to {_plain(given.target)}{unit}"


_SHORT_UNITS = frozenset({"%", "€", "$", "£", "h"})


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{Decimal(number).normalize():f}"


def _cut(read: Statement, text: str) -> Statement:
    """A reading of the longer sentence as one of the text alone: no span points behind its end."""
    if read.text == text:
        return read
    end = len(text)

    def inside(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(one for one in spans if one.end <= end)

    measure = replace(
        read.measure,
        target_spans=inside(read.measure.target_spans),
        baseline_spans=inside(read.measure.baseline_spans),
        change_spans=inside(read.measure.change_spans),
        due_spans=inside(read.measure.due_spans),
    )
    labels = {name: replace(one, spans=inside(one.spans)) for name, one in read.labels.items()}
    of_type = replace(read.type, spans=inside(read.type.spans)) if read.type else None
    return replace(read, text=text, type=of_type, labels=labels, measure=measure)


def _with_given(read: Statement, given: Result) -> Statement:
    """What the form's fields say counts as said."""
    if given.baseline is None and given.target is None and given.due is None:
        return read
    measure = read.measure
    measure = replace(
        measure,
        baseline=given.baseline if given.baseline is not None else measure.baseline,
        target=given.target if given.target is not None else measure.target,
        due=given.due or measure.due,
        has_baseline=measure.has_baseline or given.baseline is not None,
        has_target=measure.has_target or given.target is not None,
    )
    labels = dict(read.labels)
    labels["has_baseline"] = Judgement("has_baseline", measure.has_baseline, 1.0, measure.baseline_spans, "rule")
    labels["has_target"] = Judgement("has_target", measure.has_target, 1.0, measure.target_spans, "rule")
    steps = None not in (given.baseline, given.target) and {given.baseline, given.target} not in ({0, 1}, {0, 100})
    if steps and read.says("binary"):
        labels["binary"] = Judgement("binary", False, 0.95, (), "rule")  # there is a way between the two numbers
    return replace(read, measure=measure, labels=labels)


def _ambition(read: Statement, given: Result, context: Context) -> Iterator[Finding]:
    target, projected = read.measure.target, given.projected
    if target is None or projected is None or context.ambition == "committed":
        return
    falls = read.measure.direction in {"fall", "stay_below"}
    if (falls and projected <= target) or (not falls and projected >= target):
        yield finding(
            "AM101",
            said(_("If the readings go on as before, this is reached without doing anything.")),
            said(_("What would be a target that you reach in seven of ten cases?")),
            spans=read.measure.target_spans,
        )


# ── the set ─────────────────────────────────────────────────────────────────


def _of_set(
    title: Statement | None, results: tuple[Statement, ...], given: Sequence[Result], context: Context, strict: bool
) -> Iterator[Finding]:
    yield from _count(title, results)
    yield from _repeats(results)
    known = title is not None and title.language in SUPPORTED
    if known:
        yield from _kinds(results, strict)
        yield from _shared_words(title, results, context, strict)
        yield from _soft(title, results, context, strict)
        yield from _policies(title, results, context)
    yield from _indicators(given)
    yield from _around(title, results, context)


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
    sets = [_content(read.text) for read in results]
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


def _content(text: str) -> frozenset[str]:
    """The stems that carry meaning: no small words, no numbers. “High-performance” is two."""
    return frozenset(
        one.stem
        for one in tokens(text.replace("-", " "))
        if one.kind == "word" and len(one.stem) > 2 and one.stem not in _SMALL
    )


_SMALL = frozenset(
    "the and for with from that this our your their all any are was has have had not but its who which what when will can "
    "into out per than then them they you each every new more most less least make mak get be do by of on to in at as or an "
    "improv increas reduc build creat becom achiev ensur deliv give giv help keep kep lead grow".split()
)


def _shared_words(
    title: Statement | None, results: tuple[Statement, ...], context: Context, strict: bool
) -> Iterator[Finding]:
    if title is None or len(results) < 2:
        return
    own = _content(title.text)
    if len(own) < 3:
        return
    own = own | _content(context.audience or "")  # whom it is about belongs to what it says
    theirs = frozenset(word for read in results for word in _content(read.text))
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


_EVIDENCE = frozenset(
    "survey puls rate rating score say report agree feedback 360 interview observ observation ask tell name describ review "
    "questionnaire poll note mention thank notic nps enps csat colleague peer team customer student pupil patient parent member".split()
)


_SURELY_SOFT = 0.9  # who could be asked is asked only where nobody doubts that the goal is soft


def _soft(title: Statement | None, results: tuple[Statement, ...], context: Context, strict: bool) -> Iterator[Finding]:
    if title is None:
        return
    soft = title.labels.get("soft")
    sure = context.nature == "soft" or bool(soft and soft.value and soft.p >= (0.5 if strict else 0.6))
    if not sure:
        return
    p = 1.0 if context.nature == "soft" else (soft.p if soft else 1.0)
    if results and all(
        read.type is not None and read.type.value != "outcome" or read.says("vague") or not read.says("measurable")
        for read in results
    ):
        yield finding(
            "SG101",
            said(_("Nothing here could be seen or heard by somebody else.")),
            said(_("If it had become true, what would somebody in the room see or hear?")),
            p=p,
            spans=soft.spans if soft else (),
        )
    stems = {one.stem for read in results for one in tokens(read.text)} | {
        one.text.lower() for read in results for one in tokens(read.text)
    }
    if results and not stems & _EVIDENCE and (p >= _SURELY_SOFT or strict):
        yield finding(
            "SG102",
            said(_("Nobody is asked whether it shows.")),
            said(_("Who would notice it first, and how will you ask them?")),
            p=p,
        )
    if context.pair == "" and context.layer != "personal":
        yield finding(
            "SG103",
            said(_("It is not paired with a hard goal.")),
            said(_("Which hard goal lasts only if this becomes true?")),
        )
    if context.cadence == "":
        yield finding(
            "SG104",
            said(_("It is not said when you will look at it again.")),
            said(_("How often will you come back to it?")),
        )


def _policies(title: Statement | None, results: tuple[Statement, ...], context: Context) -> Iterator[Finding]:
    reads = ([title] if title else []) + list(results)
    for name, words in context.forbidden:
        for read in reads:
            match = (
                re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", read.text, re.IGNORECASE)
                if words.strip()
                else None
            )
            if match:
                yield finding(
                    "AL103",
                    said(_("“%(words)s” touches the policy “%(policy)s”."), words=match.group(), policy=name),
                    said(_("Do both fit together? Read the policy once more, or write the goal so that it keeps it.")),
                    spans=(Span(*match.span()),),
                )
                return
    for policy in context.policies:
        stated = _content(policy)
        for read in reads:
            common = stated & _content(read.text)
            if len(common) >= 3:
                yield finding(
                    "AL103",
                    said(_("The organisation has said: “%(policy)s”."), policy=" ".join(policy.split())[:160]),
                    said(_("Do both fit together?")),
                    spans=tuple(Span(one.start, one.end) for one in tokens(read.text) if one.stem in common),
                )
                return


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


def _around(title: Statement | None, results: tuple[Statement, ...], context: Context) -> Iterator[Finding]:
    if context.owner == "":
        yield finding("OB107", said(_("Nobody owns it.")), said(_("Who will say each week how it stands?")))
    if context.audience == "" and not (title and _names_people(title)):
        yield finding(
            "OB105",
            said(_("Nobody's behaviour is named.")),
            said(_("Who will do something differently because of this?")),
        )
    if context.why == "":
        yield finding("OB106", said(_("No reason is given.")), said(_("What happens to whom if nobody does this?")))
    if context.parent == "" and context.level not in {"company"} and context.layer != "personal":
        yield finding(
            "AL101",
            said(_("It leads up to nothing larger.")),
            said(_("Which goal above becomes easier once this is true?")),
        )
    if context.observers is not None and 0 < context.observers < 5:
        yield finding(
            "KR303",
            said(_("With fewer than five people asked, each can be recognised.")),
            said(_("Whom else could you ask, so that five or more answer?")),
        )


def _names_people(read: Statement) -> bool:
    if read.language not in SUPPORTED:
        return False
    return any("noun.person" in names for names in lexicon(read.language).of(tokens(read.text)))
