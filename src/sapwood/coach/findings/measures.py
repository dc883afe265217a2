"""How far, from where: target and starting value, and steps too small to notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from sapwood.coach.findings.remarks import enough, finding
from sapwood.coach.findings.texts import bare, plain
from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Finding, Statement
from sapwood.files.words import _, said


def of_measure(read: Statement, words: Phrases, strict: bool) -> Iterator[Finding]:
    measure = read.measure
    outcome = bool(read.type and read.type.value == "outcome")
    name = words.thing or words.topic
    what = said(_("“%(name)s”"), name=name) if name else said(_("this"))
    unsaid = _asked(read, strict)
    if (
        not measure.has_target
        and (strict or not unsaid)
        and not read.says("binary")
        and (outcome or strict)
        and (read.type is None or read.type.value == "outcome")
    ):
        yield finding(
            "KR202",
            said(_("There is a direction but no level to reach.")),
            said(_("How far should %(what)s go, and by when?"), what=str(what)),
            instead=_with_target(read, name),
        )
    elif outcome and measure.relative and not measure.has_baseline and measure.change_spans:
        change = read.text[measure.change_spans[0].start : measure.change_spans[0].end].strip()
        yield finding(
            "KR206",
            said(_("“%(change)s” of what? The starting point is missing."), change=change),
            said(_("Where does %(what)s stand today, and who would know?"), what=str(what)),
            spans=measure.change_spans,
            instead=(f"{bare(read.text)} (today: __)",),
        )
    elif (
        outcome
        and measure.has_target
        and not measure.has_baseline
        and measure.direction in {"rise", "fall"}
        and _is_level(measure.unit, read.text)
    ):
        yield finding(
            "KR201",
            said(_("Where it stands today is not said.")),
            said(_("Where does %(what)s stand today, and who would know?"), what=str(what)),
            spans=measure.target_spans,
            instead=_with_start(read),
        )
    if (
        measure.baseline is not None
        and measure.target is not None
        and measure.baseline != measure.target
        and measure.baseline != 0
    ):
        step = abs(measure.target - measure.baseline) / abs(measure.baseline)
        share = measure.unit == "%" and min(abs(100 - measure.target), abs(measure.target)) < 5
        if step < Decimal("0.02") and not share:
            yield finding(
                "AM102",
                said(
                    _("From %(start)s to %(target)s is a very small step."),
                    start=plain(measure.baseline),
                    target=plain(measure.target),
                ),
                said(_("Would it also happen if nobody did anything?")),
                spans=measure.baseline_spans + measure.target_spans,
            )


def _asked(read: Statement, strict: bool) -> bool:
    """Whether it is already asked what would show it: then asking how far it should go is too early."""
    vague, measurable = read.labels.get("vague"), read.labels.get("measurable")
    return bool(vague and vague.value and enough("KR205", vague.p, strict)) or bool(
        measurable and not measurable.value and enough("KR203", measurable.p, strict)
    )


def _is_level(unit: str, text: str) -> bool:
    """Whether the target is a level of something that has a value today, not a number of new things."""
    return unit == "%" or unit.startswith(("/", "in ", "out")) or bool(
        re.search(r"\b(?:nps|csat|rate|rating|score|time|latency|churn|retention|turnover|share|average|median|revenue|cost|satisfaction|conversion|absence|uptime|speed|days|hours|minutes)\b", text, re.IGNORECASE)
    )  # fmt: skip


def _with_target(read: Statement, name: str) -> tuple[str, ...]:
    base = bare(read.text)
    return (f"{base} from __ to __",) if read.measure.direction in {"rise", "fall"} and len(base.split()) <= 12 else ()


def _with_start(read: Statement) -> tuple[str, ...]:
    """The same text with a place for where it stands today."""
    base = bare(read.text)
    span = read.measure.target_spans[0]
    before = read.text[: span.start].rstrip()
    if before.lower().endswith(" to"):
        return (f"{before[:-3]} from __ to {read.text[span.start :].rstrip('. ')}",)
    return (f"{base} (today: __)",)
