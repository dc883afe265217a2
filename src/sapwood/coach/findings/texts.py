"""Pieces of the own text that stand in a question, and which ways of rewriting fit."""

from __future__ import annotations

import re
from decimal import Decimal

from sapwood.coach.phrases import Phrases
from sapwood.coach.results import Span, Statement

_TRAINING = re.compile(
    r"\b(?:training|course|courses|e-?learning|webinar|webinars|bootcamp|certification|certificate|workshop|workshops|seminar|module|modules|class|classes|nanodegree|specialisation|programme|masterclass)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:complet|attend|finish|take|took|taking|do|enrol|enroll|participat|join|pass|go through|train|trained|read|study|learn|sign up|watch)\w*\b",
    re.IGNORECASE,
)


def section_of(text: str, words: Phrases) -> str:
    """Which ways of rewriting fit."""
    lower = text.lower()
    for section, pattern in (
        ("campaigns", r"\bcampaigns?\b"),
        ("mentoring", r"\bmentor|\bcoach (?:a|two|three|\d)"),
        ("hire", r"\b(?:hire|recruit|fill|appoint|onboard)\b"),
        ("reading", r"\b(?:read|books?|podcasts?|papers)\b"),
        ("outreach", r"\b(?:calls?|prospects?|cold|pitch|leads|outreach|investors)\b"),
        (
            "research",
            r"\b(?:interviews?|research|survey|user tests?|usability|explore|investigate|analy[sz]e|discovery)\b",
        ),
        ("document", r"\b(?:documentation|docs?|guide|handbook|manual|runbook|faq|playbook|wiki|policy)\b"),
        ("publish", r"\b(?:blog|posts?|articles?|newsletters?|case stud|videos?|whitepaper|publish|podcast episode)"),
        (
            "event",
            r"\b(?:workshops?|sessions?|meetups?|events?|talks?|meetings?|webinars?|offsite|hackathon|evenings?|visits?)\b",
        ),
    ):
        if re.search(pattern, lower):
            return section
    if is_training(text):
        return "own training" if words.own else "training"
    return "output" if words.thing else "any"


def is_training(text: str) -> bool:
    return bool(_TRAINING.search(text) and _TAKES.search(text)) and not re.search(
        r"\b(?:hold|host|run|lead|organi[sz]e|deliver|design|facilitate)\b[^.]{0,30}\b(?:workshop|training|course|session)",
        text,
        re.IGNORECASE,
    )


def people_of(words: Phrases) -> str:
    if words.private:
        return words.people or "the people close to you"
    return words.people or ("your colleagues" if words.own else "the people it is for")


def quoted(text: str) -> str:
    """The text short enough to stand in a sentence."""
    text = " ".join(text.split()).rstrip(" .;,")
    if len(text) <= 90:
        return text
    return text[:86].rsplit(" ", 1)[0] + " …"


def bare(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;,")


def spoken(read: Statement, spans: tuple[Span, ...]) -> str:
    if not spans:
        return quoted(read.text)
    words = [read.text[span.start : span.end] for span in spans]
    return max(words, key=len) if len(words) > 1 else words[0]


def plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
