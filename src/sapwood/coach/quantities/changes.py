"""Amounts relative to where things are: by 20 %, 2x, double, 5 points up, 28 % a quarter."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from sapwood.coach.quantities.directions import changes_before
from sapwood.coach.quantities.numbers import AMOUNT, UNIT_WORDS, parsed, unit_of
from sapwood.coach.results import Measure, Span

FACTOR = re.compile(r"\b(?:doubl(?:e(?! (?:check|digit|entry|opt|blind|click|bed|room))|ed|es|ing)|tripl(?:e|ed|es|ing)|quadrupl(?:e|ed|ing)|halv(?:e|ed|es|ing)|"
                     r"(?:cut|reduce|reduced|bring down)\b[\w\s]{0,40}?\b(?:in|by|to) half|(?:by|to) (?:half|a third|a quarter|two thirds)(?! of)|down (?:by )?(?:a third|half)|twice as|half as)\b|(?<![\w.])(?:\+|[-−–]|minus |plus )\d+(?:\.\d+)?\s?(?:%|percent|pts\b|points\b|pp\b)|\b(?:down|(?<!make )(?<!makes )(?<!made )(?<!back )up|fall|falls|fell|rise|rises|grow|grows|drop|drops|improve|improves|increase|increases|decrease|decreases)\s+(?:by |about )?\d+(?:\.\d+)?\s?(?:%|percent|points)(?!\s*(?:to|->|→))|\d+(?:\.\d+)?\s?%\s+(?:above|below|over|under|better than|worse than|more than|less than)\s+(?:last|the (?:last|previous|prior|same)|previous|prior|this time|today)", re.IGNORECASE)  # fmt: skip


_HOLE = r"(?:[XYZN]{1,3}|_{2,}|\?{1,3}|\[\s*[^\]\d]{0,12}\]|<[a-z ]{1,12}>|TBD|NN)"
BY_HOLE = re.compile(
    rf"\bby\s+[$€£]?{_HOLE}\s*(?:%|percent|points|pp|k|m)?(?=[\s.,;)]|$)|[+\-−]\s?{_HOLE}\s?%|(?<!\w){_HOLE}\s?%\s+(?:more|fewer|less|increase|decrease|reduction|growth|improvement|higher|lower|faster)|(?<![\w])[XN]x\b"
)


OPEN_AMOUNT = re.compile(rf"[$€£]\s?{_HOLE}(?!\w)|(?<!\w)(?:[XN]{{1,3}}|xx)\s?%|\b[XN] (?=[a-z]+s\b)")
_COMPARISON = r"(?:more|fewer|less|higher|lower|faster|slower|quicker|better|shorter|longer|cheaper|larger|smaller|up|down|growth|increase|decrease|improvement|reduction|drop|rise|gain|uplift|lift|jump|cut|saving|savings)"
_BY = re.compile(
    rf"\bby\s+(?:at least\s+|about\s+|around\s+|over\s+|more than\s+|up to\s+|an? (?:additional|further|extra)\s+|another\s+|roughly\s+|approximately\s+)?"
    rf"(?P<n>{AMOUNT})\s?(?P<u>%|percentage points?|percent|per cent|pp|points?|pts?|x\b|×|bps|basis points|times|-?fold|[a-z]+\b)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?P<n>{AMOUNT})\s?(?P<u>%|percentage points?|percent|pp|points?|pts|x|×|times)\s+(?:(?!or\b|is\b|to\b)\w+\s+)?(?P<c>{_COMPARISON})\b(?!\s+(?:\d|than \d))",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(r"(?P<n>[\d.]+)\s?%\s*(?:[a-z]+\s){0,3}\(?(?:QoQ|YoY|MoM|WoW|YOY|year[- ](?:over|on)[- ]year|quarter[- ](?:over|on)[- ]quarter|"
                        r"month[- ](?:over|on)[- ]month|(?:per|a|each) (?:quarter|month|year) growth|growth)\b|(?:QoQ|YoY|MoM|WoW)\b[^.;]{0,24}?[\d.]+\s?%|"
                        r"(?:growth|increase|reduction|decrease|improvement|uplift|rise|drop|decline) (?:rate )?(?:of|by|to) (?:at least |over )?[\d.]+\s?(?:%|percent|x\b)", re.IGNORECASE)  # fmt: skip
TIMES = re.compile(
    r"(?<![\w.])(?P<n>\d+(?:\.\d+)?)\s?(?:[x×](?![\w])(?!\s+(?:a|per|each|every|coverage|pipeline|return|roi|roas|for|the)\b)(?!\s+\w+\s+(?:a|per|each|every)\b)|-?fold\b|times (?:more|as|faster|our|higher|current|larger|bigger)\b)",
    re.IGNORECASE,
)


def with_change(text: str, measure: Measure) -> Measure:
    """By 20 %, 2x, double, 5 points up, 28 % QoQ."""
    if match := BY_HOLE.search(text):
        return replace(measure, relative=True, change_spans=(Span(*match.span()),))
    match = _BY.search(text)
    if (
        match
        and match["u"]
        and re.fullmatch(r"[a-z]+", match["u"], re.IGNORECASE)
        and not _is_amount_unit(match["u"], text, match)
    ):
        match = None
    if match and unit_of(match["u"] or "") == "%" and not changes_before(text, match.start()):
        match = None
    if (
        match
        and not match["u"]
        and not re.search(r"[$€£]|[km]\b", match["n"], re.IGNORECASE)
        and not changes_before(text, match.start())
    ):
        match = None
    found = match or _MORE.search(text) or _OVER_TIME.search(text) or TIMES.search(text)
    if found:
        value, unit = parsed(found.group().removeprefix("by").strip())
        span = Span(*found.span())
        return replace(
            measure,
            relative=True,
            change=value,
            change_unit=unit,
            change_spans=(span,),
            has_target=True,
            target_spans=(span,),
        )
    if found := FACTOR.search(text):
        word = found.group().lower()
        factor: Decimal | None = (
            Decimal("0.5") if "hal" in word else Decimal(3 if "tripl" in word else 4 if "quadr" in word else 2)
        )
        span, unit = Span(*found.span()), "x"
        if number := re.search(r"\d[\d.]*\s?(?:%|percent|points)?", word):
            factor, unit = parsed(number.group())
        return replace(
            measure,
            relative=True,
            change=factor,
            change_unit=unit,
            change_spans=(span,),
            has_target=True,
            target_spans=(span,),
        )
    return measure


def _is_amount_unit(unit: str, text: str, match: re.Match[str]) -> bool:
    """ "by 20 minutes" changes by an amount; "by 3 teams" says who does it, unless something rises or falls."""
    return (
        bool(re.fullmatch(UNIT_WORDS, unit.lower()))
        and changes_before(text, match.start())
        or (unit.lower() in {"x", "times", "fold", "percent", "points", "pp"})
    )
