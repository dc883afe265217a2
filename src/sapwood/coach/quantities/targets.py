"""The level to reach: a number, a rank, a grade, all, none, or how often."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from sapwood.coach.quantities.directions import UP
from sapwood.coach.quantities.numbers import Amount
from sapwood.coach.results import Measure, Span

_ABSOLUTE = re.compile(
    r"\b(?:zero|no(?!t\b| matter| longer than\b)(?=\s+(?:more|less|fewer|later|longer|single|new|open|\w+))|none|nobody|nothing|never|"
    r"eliminat(?:e|es|ed|ing)|everyone|everybody|always|once|twice|without a single|100\s?%|entire(?:ly)?|fully)\b",
    re.IGNORECASE,
)
_NO_TARGET_NO = re.compile(
    r"\bno(?=\s+(?:code|show|shows|longer|brainer|matter|reply|ops|sql|rush|idea)\b)|\bfully\b|\bentire(?:ly)?\b|\bnothing\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:all|every|each|everyone|both)\b", re.IGNORECASE)
_SCOPE_BEFORE = re.compile(
    r"\b(?:for|across|in|to|of|from|with|by|at|on|after|before|during|among|between|over|into|through|throughout|within|"
    r"covering|around|above|via|per|as|and|that|when|if|where|which|once|using|serve|suit|support|supporting|than|about|"
    r"against|until|under|behind)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_RELATIVE_CLAUSE = re.compile(  # "alerts nobody reads", "a list everyone can open"
    r"\b(?!(?:that|and|to|by|so|with|for|where|although|because)\b)[a-z]+ (?:nobody|everybody|everyone)$", re.IGNORECASE
)
_REACHES = re.compile(r"\b(?:for|by|with)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
FREQUENCY = re.compile(
    r"\b(?:(?:bi-?|semi-?)?(?:dai|week|month|quarter|year|annual|fortnight)ly|nightly|hourly|every (?:\w+ )?(?:day|week|month|quarter|year|night|"
    r"morning|evening|monday|tuesday|wednesday|thursday|friday|saturday|sunday|sprint|fortnight|release|working day)s?|"
    r"each (?:day|week|month|quarter|sprint|fortnight)|(?:once|twice|\d+x|\d+ times|\w+ times) (?:a|per|each|every) (?:day|week|month|quarter|year|sprint)|"
    r"(?:per|a) (?:day|week|month|quarter|sprint)|biweekly|bimonthly)\b",
    re.IGNORECASE,
)
_ADJECTIVE_FREQUENCY = re.compile(
    r"\b(?:dai|week|month|quarter|year|annual)ly\s+(?:active|recurring|(?:\w+ )?targets?|budgets?|revenue|sales|report|reports|users?|active|"
    r"average|goals?|okrs?|plan|plans|planning|survey|pulse|dashboard|metrics?|visitors?|traffic|churn|spend|cost|volume)\b",
    re.IGNORECASE,
)
RANK = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th) (?:place|position|percentile)\b|#\s?\d+\b|\bno\. ?1\b|\bnumber[- ]one\b|\btop[\s\-](?:\d+|three|five|ten|quartile|decile)\b|"
                   r"\b\d{1,2}(?:st|nd|rd|th) (?:place|position|percentile)\b|\bfirst place\b)", re.IGNORECASE)  # fmt: skip
_GRADE = re.compile(r"\b(?:reach|achieve|attain|get|to|at|hit|from|pass|obtain|earn)\s+(?:\w+\s+){0,2}?(?:level|grade|band|tier|rating of|stage)\s+"
                    r"(?:[A-C][12]?\b|\d\b|\w+\b(?= maturity))|\b(?:B1|B2|C1|C2|A2|N[1-5])\b|\bmaturity level \d\b|\bblack belt\b", re.IGNORECASE)  # fmt: skip

_OUT_OF = re.compile(r",\s+of\s+$", re.IGNORECASE)  # "Colleagues who feel heard, of 9": among how many, not how far


def with_target(text: str, counted: str, amounts: list[Amount], measure: Measure) -> Measure:
    started = measure.baseline_spans[0] if measure.baseline_spans else None
    changed = measure.change_spans[0] if measure.relative and measure.change_spans else None
    free = [
        one
        for one in amounts
        if not (started and one.start < started.end and one.end > started.start)
        and not (changed and one.start < changed.end and one.end > changed.start)
        and not _OUT_OF.search(text[: one.start])
    ]
    if free and not measure.relative:
        best = next(
            (
                one
                for one in free
                if re.search(
                    r"\b(?:to|of|least|than|below|under|above|over|reach|achieve|hit|within)\s*[<>≥≤~$€£]*\s*$",
                    text[: one.start],
                    re.IGNORECASE,
                )
            ),
            free[0],
        )
        if (
            best.start > free[0].start
            and free[0].unit in {"%", "$", "€", "£"}
            and best.unit not in {"%", "$", "€", "£"}
        ):
            best = free[0]
        value = best.value
        direction = measure.direction
        if (
            started
            and measure.baseline is not None
            and value != measure.baseline
            and direction in {None, "rise", "fall"}
        ):
            direction = "rise" if value > measure.baseline else "fall"
        return replace(
            measure, target=value, unit=best.unit, has_target=True, target_spans=(best.span,), direction=direction
        )
    if measure.has_target or free:
        if free:
            return replace(measure, has_target=True, target_spans=measure.target_spans or (free[0].span,))
        return measure
    for pattern in (RANK, _GRADE):
        if match := pattern.search(text):
            return replace(measure, has_target=True, target_spans=(Span(*match.span()),))
    for match in _ABSOLUTE.finditer(counted):
        if not _NO_TARGET_NO.match(text, match.start()) and not _RELATIVE_CLAUSE.search(text[: match.end()]):
            zero = match.group().lower() in {"zero", "no", "none"}
            return replace(
                measure, has_target=True, target=Decimal(0) if zero else None, target_spans=(Span(*match.span()),)
            )
    for match in _SHARE.finditer(counted):
        before = text[: match.start()]
        reaches = (
            _REACHES.search(before) and not UP.search(before) and match.group().lower() not in {"both", "everyone"}
        )
        if _SCOPE_BEFORE.search(before) and not reaches:
            continue
        single = match.group().lower() in {"each", "every"}
        if single and not reaches and not UP.search(before) and not re.fullmatch(r"\s*(?:\w+(?:\s+\w+)?)?\s*", before):
            continue
        return replace(measure, has_target=True, target_spans=(Span(*match.span()),))
    return measure


def frequency_of(text: str) -> re.Match[str] | None:
    for match in FREQUENCY.finditer(text):
        if _ADJECTIVE_FREQUENCY.match(text, match.start()):
            continue
        return match
    return None
