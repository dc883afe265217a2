"""The remarks on a key result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sapwood.coach.findings.gaming import gaming
from sapwood.coach.findings.measures import of_measure
from sapwood.coach.findings.remarks import HOLE, RISK, enough, finding, open_blank, risky
from sapwood.coach.findings.texts import people_of, quoted, section_of, spoken
from sapwood.coach.findings.types import of_type, posing
from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Context, Finding, Span, Statement
from sapwood.coach.rewrites import rewrites
from sapwood.files.words import _, said

_FEW_PEOPLE = re.compile(
    r"\b(?P<n>two|three|four|2|3|4|both|my (?:two|three|four|2|3|4)) (?:of (?:my|our) )?(?:\w+ ){0,2}(?P<who>colleagues|peers|reports|team members|mentees|direct reports|coworkers|managers|interns|nurses|teachers|engineers)\b[^.]{0,40}\b(?:rate|rates|say|score|survey|feedback|agree|feel)",
    re.IGNORECASE,
)


def of_key_result(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    words = replace(words, own=words.own or read.p("individual_effort") >= 0.8)
    if hole := HOLE.search(read.text):
        yield open_blank(hole)
    if read.type is not None:
        yield from of_type(read, words, strict)
        yield from _judged(read, words, context, strict)
    yield from of_measure(read, words, strict)
    if few := _FEW_PEOPLE.search(read.text):
        yield finding(
            "KR303",
            said(_("With fewer than five people asked, each can be recognised.")),
            said(_("Whom else could you ask, so that five or more answer?")),
            spans=(Span(*few.span("n")),),
        )
    if context.safety_critical and (risk := RISK.search(read.text)):
        yield risky(risk)


def _judged(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    labels = read.labels
    people = people_of(words)
    outcome = bool(read.type and read.type.value == "outcome")
    effort = labels["individual_effort"]
    if effort.value and enough("KR301", effort.p, strict) and context.layer != "personal":
        yield finding(
            "KR301",
            said(_("This measures your own work, not its effect on others.")),
            said(_("Who besides you would notice, and what would they do differently?")),
            p=effort.p,
            spans=effort.spans,
            instead=rewrites(section_of(read.text, words), words),
        )
    gameable = labels["gameable"]
    if gameable.value and enough("KR401", gameable.p, strict):
        message, question, guard = gaming(read, words)
        yield finding("KR401", message, question, p=gameable.p, spans=gameable.spans, instead=guard)
    vague = labels["vague"]
    shown = bool(vague.value and enough("KR205", vague.p, strict))
    if shown:
        word = spoken(read, vague.spans)
        yield finding(
            "KR205",
            said(_("“%(word)s” means something else to everyone."), word=word),
            said(
                _("What would %(people)s see or hear if “%(word)s” were true? Name one thing that can be counted."),
                people=people,
                word=word,
            ),
            p=vague.p,
            spans=vague.spans,
            instead=rewrites("vague", replace(words, topic=words.topic or words.thing)),
        )
    measurable = labels["measurable"]
    if not measurable.value and (strict or not shown) and enough("KR203", measurable.p, strict):
        yield finding(
            "KR203",
            said(_("Nothing here tells two people whether it was met.")),
            said(_("Which record, count or question would show that “%(words)s” came true?"), words=quoted(read.text)),
            p=measurable.p,
            instead=rewrites("vague", replace(words, topic=words.topic or words.thing)),
        )
    binary = labels["binary"]
    if binary.value and (strict or not posing(read, strict)) and enough("KR204", binary.p, strict):
        yield finding(
            "KR204",
            said(_("There is only done or not done; in week six nobody sees how it is going.")),
            said(
                _("What quantity or which steps would show that “%(words)s” is half-way there?"),
                words=quoted(read.text),
            ),
            p=binary.p,
            spans=binary.spans,
        )
    if outcome and strict and not words.people:
        yield finding(
            "KR302", said(_("Nobody is named.")), said(_("Who has to do something differently for this to come true?"))
        )
