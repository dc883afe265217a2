"""What is visible in a statement, put together."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import lru_cache

from sapwood.coach.quantities.changes import BY_HOLE, FACTOR, OPEN_AMOUNT, TIMES, with_change
from sapwood.coach.quantities.dates import without_dates
from sapwood.coach.quantities.directions import direction_of
from sapwood.coach.quantities.numbers import NAMES, Amount, amounts_of, blanked
from sapwood.coach.quantities.starts import with_start
from sapwood.coach.quantities.targets import FREQUENCY, RANK, frequency_of, with_target
from sapwood.coach.results import Measure, Span
from sapwood.coach.words import LONGEST


@lru_cache(maxsize=2048)
def read(text: str, today: dt.date | None = None) -> Measure:
    """The measure a statement states. `today` turns "by June 30" into a date; without it only whole dates are read."""
    text = text[:LONGEST].replace("\u2011", "-")
    bare, due, due_spans = without_dates(text, today)
    bare = blanked(bare, NAMES)
    measure = Measure(due=due, due_spans=due_spans, direction=direction_of(bare))
    frequency = frequency_of(bare)
    if frequency:
        measure = replace(measure, frequency=frequency.group().lower())
    counted = blanked(bare, FREQUENCY) if frequency else bare
    amounts = amounts_of(counted)
    measure = with_change(bare, measure)
    measure = with_start(bare, measure)
    if measure.target is None:
        measure = with_target(bare, counted, amounts, measure)
    if frequency and not measure.has_target:
        measure = replace(measure, has_target=True, target_spans=(Span(*frequency.span()),))
    return measure


def amounts_in(text: str) -> list[Amount]:
    """All numbers that are neither dates nor names."""
    bare, _, _ = without_dates(text[:LONGEST], None)
    return amounts_of(blanked(bare, NAMES))


def metric_spans(text: str) -> tuple[Span, ...]:
    """The numbers an objective states as the thing to reach: amounts, changes, ranks, and holes left for them."""
    bare, _, _ = without_dates(text[:LONGEST], None)
    bare = blanked(bare, NAMES)
    spans = [one.span for one in amounts_of(bare) if re.search(r"\d|%", bare[one.start : one.end]) or one.value > 1]
    for pattern in (BY_HOLE, FACTOR, RANK, OPEN_AMOUNT, TIMES):
        spans += [Span(*match.span()) for match in pattern.finditer(bare)]
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
