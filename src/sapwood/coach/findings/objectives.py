"""The remarks on an objective."""

from __future__ import annotations

from collections.abc import Iterator

from sapwood.coach.findings.remarks import RISK, enough, finding, number_remark, risky
from sapwood.coach.findings.texts import people_of, quoted, spoken
from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Context, Finding, Statement
from sapwood.files.words import _, said


def of_objective(read: Statement, words: Phrases, context: Context, strict: bool) -> Iterator[Finding]:
    people = people_of(words) if words.people else "people"
    text = quoted(read.text)
    labels = read.labels
    metric = labels.get("contains_metric")
    if metric and metric.value:
        yield number_remark(metric.spans)
    task = labels["is_task_or_output"]
    vague = labels["vague"]
    if task.value and enough("OB101", task.p, strict):
        yield finding(
            "OB101",
            said(_("“%(words)s” is a task: it can be ticked off while everything else stays as it is."), words=text),
            said(_("When that is done, what will be true for %(people)s that is not true today?"), people=people),
            p=task.p,
            spans=task.spans,
            instead=_of_task(words),
        )
    elif vague.value and enough("OB103", vague.p, strict):
        word = spoken(read, vague.spans)
        yield finding(
            "OB103",
            said(_("Any organisation on earth could write “%(words)s”."), words=text),
            said(_("Which part of it, for whom, and what would they do or say if “%(word)s” were true?"), word=word),
            p=vague.p,
            spans=vague.spans,
        )
    qualitative = labels["qualitative"]
    if not qualitative.value and enough("OB104", qualitative.p, strict) and not (metric and metric.value):
        yield finding(
            "OB104",
            said(_("This moves a metric; it does not say what will be different.")),
            said(_("If the number moves, whose life got better, and how?")),
            p=qualitative.p,
        )
    if context.safety_critical and (risk := RISK.search(read.text)):
        yield risky(risk)


def _of_task(words: Phrases) -> tuple[str, ...]:
    if not words.thing or len(words.thing.split()) > 5:
        return ()
    who = words.people or "[people]"
    return (
        f"{who[:1].upper()}{who[1:]} get ____ done without help, because the {words.thing} {'are' if words.many else 'is'} there",
    )
