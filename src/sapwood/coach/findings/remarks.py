"""A remark with the severity of its code, whether it is sure enough to be shown, and those that both kinds of statement get."""

from __future__ import annotations

import re

from sapwood.coach.codes import BY_CODE
from sapwood.coach.results import Finding, Span
from sapwood.files.words import Said, _, said


def open_blank(hole: re.Match[str]) -> Finding:
    return finding(
        "KR207",
        said(_("A blank is still open.")),
        said(_("What goes into the blank, and who knows it?")),
        spans=(Span(*hole.span()),),
    )


def number_remark(spans: tuple[Span, ...]) -> Finding:
    return finding(
        "OB102",
        said(_("The number belongs into a key result.")),
        said(_("What will be different for someone once that number is reached?")),
        spans=spans,
    )


def enough(code: str, p: float, strict: bool) -> bool:
    """Whether a judgement of this probability is shown."""
    return p >= (min(0.5, BY_CODE[code].least) if strict else BY_CODE[code].least)


def finding(
    code: str,
    message: Said,
    question: Said,
    *,
    p: float = 1.0,
    spans: tuple[Span, ...] = (),
    instead: tuple[str, ...] = (),
) -> Finding:
    """A finding with its code's severity."""
    return Finding(code, BY_CODE[code].severity, message, question, round(p, 3), spans, instead)


RISK = re.compile(
    r"\b(?:risk[ -]?taking|take (?:more |bold |bigger )?risks?|fail(?:ing)? (?:fast|often|early)|move fast|break things|experiment(?:s|ing)? (?:live|freely|on)|without (?:waiting for )?approval|bold bets?|trial and error)\b",
    re.IGNORECASE,
)
HOLE = re.compile(
    r"(?:\b(?:XX?|xx|YY?|NN?)\s?%|\bby [XYN]\b|_{2,}|\bTBD\b|\[[^\]\d]{0,16}\](?!\()|[$€£]\s?[XYN]\b|(?<!\w)\?{2,})"
)


def risky(match: re.Match[str]) -> Finding:
    return finding(
        "AL102",
        said(_("This team is marked as safety-critical; “%(words)s” can hurt somebody here."), words=match.group()),
        said(_("Where can this be tried so that a failure harms no one?")),
        spans=(Span(*match.span()),),
    )
