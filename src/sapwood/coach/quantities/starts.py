"""Where things stand today: from A to B, A → B, (currently 12)."""

from __future__ import annotations

import re
from dataclasses import replace

from sapwood.coach.quantities.directions import DOWN, UP
from sapwood.coach.quantities.numbers import AMOUNT, parsed
from sapwood.coach.results import Direction, Measure, Span

_FROM_TO = re.compile(
    rf"\bfrom\s+(?:an?\s+)?(?:(?:current|today's|about|around|an? average of|average|avg\.?|roughly|the current|baseline of|over|under|below|above|last \w+'s)\s+)*"
    rf"(?P<a>{AMOUNT}|zero|none|one|two|three|four|five|six|seven|eight|nine|ten)(?P<mid>[^.;:]{{0,48}}?)\s?(?:\bto\b|->|→|–|—|\bdown to\b|\bup to\b|\binto\b)\s+"
    rf"(?:at least\s+|less than\s+|more than\s+|under\s+|over\s+|below\s+|above\s+|around\s+|about\s+|fewer than\s+|an? average of\s+|no more than\s+|at most\s+|or (?:below|above)\s+)*"
    rf"(?P<b>{AMOUNT}|zero|none|one|two|three|four|five|six|seven|eight|nine|ten|twelve)",
    re.IGNORECASE,
)
_FROM_WORDS = re.compile(
    r"\bfrom\s+(?:once\s+(?:a|every|per)\s+\w+|daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually|twice a \w+|every \w+ \w+|[A-D][+\-]?|B1|B2|A2|C1|half|a third|level \d|grade \w|beginner|nothing|never|red|amber)\s+to\s+\S+",
    re.IGNORECASE,
)
_ARROW = re.compile(rf"(?P<a>{AMOUNT}\s?%?(?:\s?[a-z]+)?)\s*(?:->|→|=>|⇒|-->)\s*(?P<b>{AMOUNT})", re.IGNORECASE)
_PAIR = re.compile(rf"\((?P<a>{AMOUNT}) to (?P<b>{AMOUNT})[^)]{{0,20}}\)", re.IGNORECASE)
_BEFORE_TO = re.compile(
    rf"(?P<a>{AMOUNT}\s?%?|[\d]+ (?:in|of) \d+)\s?(?P<ua>points|days?|hours?|h|minutes?|min|ms|s|weeks?|months?|g|kg)?\s+(?:down |up )?to\s+(?:under |over )?(?P<b>{AMOUNT}\s?%|\d+ (?:in|of) \d+|{AMOUNT}\s?(?:points|days?|hours?|h|minutes?|min|ms|s|weeks?|months?|g|kg)\b)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"(?P<b>{AMOUNT})\s?(?:[a-z%]+\s){{0,3}}instead of\s+(?P<a>{AMOUNT}|one|two|three|four|five|six|seven|eight|nine|ten)|(?P<a2>{AMOUNT})\s?%? before,? (?:and )?(?P<b2>{AMOUNT})\s?%? after",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(
    rf":\s*(?P<a>{AMOUNT})\s?%?\s+to\s+(?P<b>{AMOUNT})(?=\s*%?\s*(?:$|[.,;)]|by\b|of\b|in\b|per\b|for\b))",
    re.IGNORECASE,
)
_METRIC_TO = re.compile(
    rf"\b(?:e?NPS|CSAT|OEE|score|rating|rate|share|index|grade)\s+(?:of\s+)?(?P<a>{AMOUNT})\s+to\s+(?P<b>{AMOUNT})",
    re.IGNORECASE,
)
_BARE_TO = re.compile(
    rf"(?P<a>{AMOUNT})\s?(?P<ua>%|points|days|hours|minutes|min|ms|s|weeks)?\s+to\s+(?:at least |under |below |over )?(?P<b>{AMOUNT})",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    rf"(?:\b(?:currently|current(?:ly)?(?:\s\w+){{0,2}}|today|now|presently|baseline|base|previously|last (?:quarter|year|month|week|cycle|term|season|survey|time|round|spring|autumn)|previous(?:ly)?(?: \w+)?|prior(?: \w+)?|"
    rf"was|were|last|up from|down from|compared (?:to|with)|versus|vs\.?|against|starting (?:at|from|point)|start|as of \w+|this time last year|Q[1-4](?:\s?\d*)?)\b"
    rf"[\s:=(,]*(?:(?:at|is|of|about|around|average|avg|was|it was|only|stands at|we are at|closed|had|the|a|we had|an?)\s+)*)(?P<n>[~≈<>]?{AMOUNT}|zero|none|no\b|one|two|three|four|five|six|seven|eight|nine|ten)"
    rf"|(?P<n2>{AMOUNT})\s?(?:%|percent|points|days|hours|ms|people|of them|minutes)?\s+(?:today|now|currently|at present|at the moment|last (?:quarter|year|month|term|season)|right now|so far|this year)\b(?=[\s),.;]|$)",
    re.IGNORECASE,
)
_ARROWS = ("->", "→", "=>", "⇒")
_NOW = (
    "current",
    "today",
    "now",
    "present",
    "base",
    "last",
    "previous",
    "prior",
    "was",
    "were",
    "up from",
    "down from",
    "compared",
    "versus",
    "vs",
    "against",
    "start",
    "as of",
    "time",
    "q1",
    "q2",
    "q3",
    "q4",
    "so far",
    "this year",
    "moment",
)


def with_start(text: str, measure: Measure) -> Measure:
    """From A to B, A → B, and what stands there today."""
    lower = text.lower()
    match = None
    if "from" in lower:
        match = _FROM_TO.search(text)
    if match is None and any(mark in text for mark in _ARROWS):
        match = _ARROW.search(text)
    if match is None and " to " in lower:
        match = _PAIR.search(text) or _AFTER_COLON.search(text) or _METRIC_TO.search(text)
    if match is None and " to " in lower:
        bare = _BARE_TO.search(text)
        exact = _BEFORE_TO.search(text)
        if (
            exact
            and _same_kind(exact)
            and not re.search(r"\b(?:within|every|each|hold|by)\s*$", text[: exact.start()], re.IGNORECASE)
        ):
            match = exact
        elif (
            bare
            and (UP.search(text[: bare.start()]) or DOWN.search(text[: bare.start()]))
            and not re.search(r"\b(?:within|every|each|hold|by)\s*$", text[: bare.start()], re.IGNORECASE)
            and _comparable(bare)
        ):
            match = bare
    if match is None and ("instead of" in lower or "before" in lower) and (other := _INSTEAD.search(text)):
        a, b = (other["a"], other["b"]) if other["a"] else (other["a2"], other["b2"])
        start, _ = parsed(a)
        target, unit = parsed(text[other.start() : other.end()] if b == other["b"] else b + " ")
        span = Span(*other.span())
        return replace(measure, baseline=start, target=target, unit=unit, has_baseline=True, has_target=True, baseline_spans=(span,), target_spans=(span,),
                       direction="rise" if start is not None and target is not None and target > start else "fall")  # fmt: skip
    if match is not None:
        start, unit_a = parsed(text[match.start("a") : match.end("a") + 12])
        target, unit_b = parsed(text[match.start("b") : match.end("b") + 22])
        if start is None:
            start, unit_a = parsed(match["a"])
        if target is None:
            target, unit_b = parsed(match["b"])
        direction: Direction | None = measure.direction
        if start is not None and target is not None and start != target:
            direction = "rise" if target > start else "fall"
        return replace(
            measure,
            baseline=start,
            target=target,
            unit=unit_b or unit_a,
            direction=direction,
            has_baseline=True,
            has_target=True,
            baseline_spans=(Span(*match.span("a")),),
            target_spans=(Span(*match.span("b")),),
        )
    if "from" in lower and (words := _FROM_WORDS.search(text)):
        span = Span(*words.span())
        return replace(measure, has_baseline=True, has_target=True, baseline_spans=(span,), target_spans=(span,))
    if any(hint in lower for hint in _NOW) and (now := _CURRENT.search(text)) and not _names_a_scope(now):
        group = "n" if now["n"] else "n2"
        value, _unit_now = parsed(text[now.start(group) : now.end(group) + 12])
        if value is None:
            value, _unit_now = parsed(now[group])
        return replace(measure, baseline=value, has_baseline=True, baseline_spans=(Span(*now.span()),))
    return measure


def _names_a_scope(match: re.Match[str]) -> bool:
    """ "The last four designs", "against the three rivals": which ones, not where it stands."""
    named = re.match(r"(?:last|against|versus|vs|prior|previous)\b(?!\s?:)", match.group(), re.IGNORECASE)
    return bool(named and match["n"] and match["n"].strip().isalpha())


def _comparable(match: re.Match[str]) -> bool:
    """Whether the two numbers of "A to B" can be of one kind: not "within 24 hours to 80 %"."""
    one, other = match["ua"] or "", parsed(match.string[match.start("b") : match.end("b") + 12])[1]
    return not one or not other or (one == "%") == (other == "%")


def _same_kind(match: re.Match[str]) -> bool:
    """Whether both numbers of "A to B" carry a sign of what they count, the same for both, or follow a colon."""
    one, other = parsed(f"{match['a'].strip()} {match['ua'] or ''}")[1], parsed(match["b"])[1]
    before = match.string[: match.start()].rstrip()
    return bool(one and one == other and (one == "%" or len(before) > 8)) or before.endswith(
        (":", ",", "rate", "score")
    )
