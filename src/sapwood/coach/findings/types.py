"""An output or an activity that poses as a result, and the question that repairs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sapwood.coach.findings.remarks import enough, finding
from sapwood.coach.findings.texts import is_training, people_of, quoted, section_of
from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Finding, Statement
from sapwood.coach.rewrites import rewrites
from sapwood.files.words import Said, _, said


def of_type(read: Statement, words: Phrases, strict: bool) -> Iterator[Finding]:
    kind = read.type
    if kind is None or not posing(read, strict):
        return
    text, spans = quoted(read.text), kind.spans
    people = people_of(words)
    if kind.value == "activity":
        if is_training(read.text):
            about = words.topic
            question = (
                said(
                    _("When the %(thing)s on %(topic)s is finished, what will %(people)s notice in daily work?"),
                    thing=words.thing,
                    topic=about,
                    people=people,
                )
                if words.thing and about and not words.many
                else said(
                    _("When the %(thing)s are finished, what will %(people)s notice in daily work?"),
                    thing=words.thing,
                    people=people,
                )
                if words.thing and words.many
                else said(_("When that is finished, what will %(people)s notice in daily work?"), people=people)
            )
            section = "own training" if words.own or read.says("individual_effort") else "training"
            yield finding(
                "KR103",
                said(
                    _("“%(words)s” shows attendance; what people do differently afterwards is the result."), words=text
                ),
                question,
                p=kind.p,
                spans=spans,
                instead=rewrites(section, words),
            )
            return
        yield finding(
            "KR102",
            said(_("“%(words)s” is effort: it can be done in full while nothing is different afterwards."), words=text),
            _after_effort(read, words, people),
            p=kind.p,
            spans=spans,
            instead=rewrites(section_of(read.text, words), words),
        )
    if kind.value == "output":
        yield finding(
            "KR101",
            said(_("“%(words)s” is something delivered; it can be there and change nothing."), words=text),
            _after_output(words, people, read.text),
            p=kind.p,
            spans=spans,
            instead=rewrites(section_of(read.text, words), words),
        )


def posing(read: Statement, strict: bool) -> bool:
    """Whether it gets the remark that it is an output or an activity."""
    kind = read.type
    if kind is None or kind.value == "outcome":
        return False
    return enough("KR101" if kind.value == "output" else "KR103" if is_training(read.text) else "KR102", kind.p, strict)


def _after_effort(read: Statement, words: Phrases, people: str) -> Said:
    text = read.text.lower()
    if words.thing and re.search(
        r"\b(?:workshop|session|meeting|talk|event|lunch|round|evening|day|hour|forum|demo|meetup|roadshow|drill|visit)",
        words.thing.lower(),
    ):
        return said(_("After the last of the %(thing)s, what will %(people)s do that they do not do today?"), thing=words.thing, people=people) if words.many else said(
            _("After the %(thing)s, what will %(people)s do that they do not do today?"), thing=words.thing, people=people)  # fmt: skip
    if re.search(r"\b(?:call|mail|contact|reach|pitch|source|prospect|outreach|knock)", text):
        return said(_("What should the people you reach do next? Could that be counted instead?"))
    if re.search(
        r"\b(?:interview|research|explore|investigat|analys|evaluat|survey|review|audit|test|study|benchmark)", text
    ):
        return said(_("What will be decided or done differently because of what you find out?"))
    if re.search(r"\bmentor|\bcoach", text):
        return said(_("What will those you mentor do on their own that they cannot do today?"))
    if read.says("individual_effort") or words.own:
        return said(_("When you have done that, what will %(people)s notice?"), people=people)
    return said(
        _("When “%(words)s” is done, what will %(people)s do or notice that they do not today?"),
        words=quoted(read.text),
        people=people,
    )


def _after_output(words: Phrases, people: str, text: str) -> Said:
    if words.lead in {"hir", "hire", "recruit", "fill", "appoint", "onboard"}:
        return said(_("What will be possible with the new people that is not possible today, and who will feel it?"))
    if words.thing and 1 <= len(words.thing.split()) <= 5:
        if words.many:
            return said(
                _("Once the %(thing)s are there, what will %(people)s do that they cannot or do not do today?"),
                thing=words.thing,
                people=people,
            )
        return said(
            _("Once the %(thing)s is there, what will %(people)s do that they cannot or do not do today?"),
            thing=words.thing,
            people=people,
        )
    return said(
        _("Once “%(words)s” is done, what will %(people)s do that they do not do today?"),
        words=quoted(text),
        people=people,
    )
