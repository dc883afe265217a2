"""Numbers in a statement with their units, and numbers that only name something (SOC 2, p95, week 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sapwood.coach.results import Span

NAMES = re.compile(
    r"\b(?:SOC|ISO(?:/IEC)?|IEC|PCI(?: DSS)?|NIST|WCAG|CMMI|BS|EN|DIN|FIPS|RFC|version|phase|stage|sprint|chapter|section|"
    r"annex|article|python|java|php|django|rails|angular|react|vue|windows|ios|android|kubernetes|postgres(?:ql)?|node|web|"
    r"gen|generation|option|room|floor|KR|OKR|objective|part|part|rule|form|milestone|wave|iteration|gpt|covid|fortune|"
    r"office|microsoft|series|episode|unit|module|key stage|class|year|grade|step|scope|group|appendix|route|bus|line|"
    r"area|ward|cohort|batch|release|issue|ticket|epic|MR|PR|basel|euro|industry|web|oauth|html|css|http|ipv|tls|s)"
    r"[\s\-#]?v?\d+(?:[.\-/]\d+)*[a-z]?\b(?![.,]?\d)(?!\s?(?:%|→|->|=>))"
    r"|\b(?:phase|chapter|module|part|step|stage|tranche|volume|version|day|week|tier|level|term|round|year)\s"
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:p|P)\d{2,3}\b|\b\d{2}th\b(?!\s+percentile)"
    r"|\bv\d+(?:\.\d+)*\b|\b\d+\.\d+\.\d+(?:[\w\-]*)\b|\b\d+\.x\b"
    r"|\b24\s?[/x]\s?7\b|\b9\s?[-–to]+\s?5\b|\b50/50\b"
    r"|\b360(?:[\s\-]?degrees?|°|\s?s\b)?(?=[\s\-]*(?:feedback|review|survey|degree|view|round|assessment|rating|score|°|s\b))"
    r"|\b(?:1|one)\s?(?::|-on-|-to-|-|\son\s|\sto\s)\s?(?:1|one)s?\b"
    r"|\b(?:first|last|past|next|previous|initial|coming|following)\s+(?:\d+|one|two|three|six|twelve|thirty|sixty|ninety)[\s\-]"
    r"(?:business |working |calendar )?(?:days?|weeks?|months?|years?|quarters?|hours?|minutes?)\b"
    r"|\b\d+[\s\-](?:day|week|month|year|hour|minute)s?[\s\-](?=(?:retention|active|plan|trial|rolling|moving|window|"
    r"period|onboarding|average|old|olds|cohort|programme|program|course|strategy|roadmap|forecast|review|check|survey|"
    r"follow|learning|warranty|survival|mortality|readmission|repeat|churn|return|blood|fitness|vision|sprint)\b)"
    r"|\b\d+[\s\-]year[\s\-]olds?\b|\bK-?12\b|\b[A-Za-z]+-\d+\b(?!\s?%)|\bA[345]\b|\b(?:key|pillar|priority|initiative|option)\s\d+\b"
    r"|^\s*(?:KR|O|Objective|Key Result)?\s?\d{1,2}(?:\.\d+)?\s?[.):]\s"
    r"|\b(?:two|three|four|one)-(?:way|factor|tier|sided|step|stop|size|party|dimensional|person|time|off|page|pager)\b|\b(?:one|two)\s(?:way|factor|sided|dimensional|pager)\b",
    re.IGNORECASE,
)

UNIT_WORDS = (
    r"%|percent(?:age)?(?:\s?points?)?|per\s?cent|pp\b|ppt\b|pts?\b|points?\b|basis points|bps\b|x\b|×|times\b|-?fold\b|"
    r"milliseconds?|msec|ms\b|seconds?|secs?\b|s\b|minutes?|mins?\b|hours?|hrs?\b|h\b|(?:business |working |calendar )?days?|"
    r"weeks?|months?|years?|quarters?|"
    r"kg\b|kgs\b|lbs?\b|pounds\b|g\b|km\b|miles?\b|metres?\b|meters?\b|tonnes?\b|tons?\b|litres?\b|"
    r"gb\b|tb\b|mb\b|kb\b|rps\b|qps\b|tps\b|req/s\b|fps\b|kwh\b|mwh\b|dollars?|euros?|stars?\b|hc\b|fte\b"
)
_NUMBER = re.compile(
    r"(?<![\w.])(?P<sign>[+\-−](?=[\d$€£]))?(?P<currency>[$€£¥₹]\s?|(?:USD|EUR|GBP|CHF)\s)?"
    r"(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)"
    r"(?P<size>\s?(?:thousand|million|billion|mio|mn|bn)\b|(?:k|K|M|MM|B|m)(?![A-Za-z]))?"
    r"(?P<plus>\+)?"
    r"(?P<over>\s?/\s?\d+(?:\.\d+)?(?![\w/])|\s+out\s+of\s+(?:\d+|five|ten)|\s+in\s+\d+\b|\s+of\s+\d+\b)?"
    rf"(?P<unit>[\s\-]?(?:{UNIT_WORDS}))?(?![A-Za-z])",
    re.IGNORECASE,
)
_SIZES = {"k": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9, "billion": 9}
_WORD_NUMBERS = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
}
_WORD_NUMBER = re.compile(
    r"(?<![\w\-])(?:an? )?(?P<word>zero|one(?!\s*(?:$|[.,;)])| another| or more of| of (?:our|the|my|them)| place| screen| spot| source| roof| page| click| stop| stopped| domain| login| can| has| could| who|'s)|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|dozen)(?![\w\-])"
    r"(?P<over>\s+(?:out of|in|of)\s+(?:every\s+)?(?:ten|five|four|three|\d+)\b)?"
    rf"(?P<unit>[\s\-](?:{UNIT_WORDS}))?",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:half of|half the|(?:a|one)[ -]third of|two[ -]thirds|three[ -]quarters|a quarter of (?:all|our|the|new|my))",
    re.IGNORECASE,
)


AMOUNT = r"[~≈<>≥≤=+\-−]{0,2}\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF)\s)?\s?[\d][\d.,]*\s?(?:k|m|bn|b|mm|million|billion|thousand)?\+?(?:\s?/\s?[\w]+)?"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the text that is no date and no name."""

    value: Decimal
    unit: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def blanked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)


def amounts_of(text: str) -> list[Amount]:
    found = []
    for match in _NUMBER.finditer(text):
        value = _value(match["digits"], match["size"])
        if value is None:
            continue
        unit = (match["unit"] or "").strip(" -").lower()
        if match["currency"]:
            unit = match["currency"].strip()
        elif match["over"]:
            unit = match["over"].strip().lower()
        found.append(Amount(value, unit_of(unit), *match.span()))
    for match in _WORD_NUMBER.finditer(text):
        found.append(
            Amount(
                Decimal(_WORD_NUMBERS[match["word"].lower()]), unit_of((match["unit"] or "").strip(" -")), *match.span()
            )
        )
    for match in _FRACTION.finditer(text):
        found.append(
            Amount(
                Decimal(50)
                if "half" in match.group().lower()
                else Decimal(67 if "two" in match.group().lower() else 33),
                "%",
                *match.span(),
            )
        )
    return sorted(found, key=lambda one: one.start)


def _value(digits: str, size: str | None) -> Decimal | None:
    plain = digits.replace("\u00a0", "").replace("\u202f", "")
    plain = plain.replace(",", "") if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", plain) else plain.replace(",", ".")
    if len(plain) > 18:
        return None
    try:
        return Decimal(plain) * (Decimal(10) ** _SIZES[size.strip().lower()] if size and size.strip() else 1)
    except (InvalidOperation, KeyError):
        return None


def unit_of(text: str) -> str:
    text = text.strip().lower()
    if text in {"percent", "per cent", "percentage"}:
        return "%"
    if text.startswith(("percentage point", "percent point")) or text in {"pp", "ppt", "pts", "pt"}:
        return "points"
    if text in {"×", "times"}:
        return "x"
    return text


def parsed(text: str) -> tuple[Decimal | None, str]:
    match = _NUMBER.search(text)
    if match:
        unit = (match["currency"] or match["over"] or match["unit"] or "").strip(" -")
        return _value(match["digits"], match["size"]), unit_of(unit)
    word = text.strip().lower()
    if word in {"none", "no"}:
        return Decimal(0), ""
    return (Decimal(_WORD_NUMBERS[word]), "") if word in _WORD_NUMBERS else (None, "")
