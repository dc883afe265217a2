"""A key result as it was given: its text, and the numbers that may stand in fields beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from sapwood.coach.reading import read_statement
from sapwood.coach.results import Context, Judgement, Span, Statement


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


_SURELY_DONE = 0.95  # so sure that a text alone is an output or an activity that numbers beside it change nothing


def read_given(given: Result, context: Context, language: str) -> Statement:
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


def with_fields(read: Statement, given: Result) -> Statement:
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
