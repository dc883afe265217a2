"""What is visible in a statement, read by exact rules: start, target, change, unit, direction, date, frequency.

Nothing here is learnt. A number that only names something (SOC 2, p95, week 6, 360 feedback) is no target;
neither is a due date, nor a placeholder such as "X %".
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from sapwood.coach.results import Direction, Measure, Span
from sapwood.coach.words import LONGEST

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:20[1-5]\d)"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<iso>{_YEAR}-\d{{2}}-\d{{2}})\b",
        rf"\b(?P<d1>\d{{1,2}})[./](?P<m1>\d{{1,2}})[./](?P<y1>{_YEAR}|\d{{2}})\b",
        rf"\b(?P<mname>{_MONTHS})\.?\s+(?P<md>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<my>{_YEAR}))?(?!\s*%)",
        rf"\b(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dname>{_MONTHS})\b\.?(?:,?\s+(?P<dy>{_YEAR}))?",
        rf"\b(?:FY\s?'?(?P<qfy>\d{{2,4}})[\s\-]?)?Q(?P<q>[1-4])\b(?:\s*(?:of\s+)?(?:FY|CY)?\s?'?[\s\-/]?(?P<qy>{_YEAR}|\d{{2}}\b))?",
        rf"\b(?P<qy2>{_YEAR})[\s\-]?Q(?P<q2>[1-4])\b",
        rf"\bH(?P<h>[12])\b(?:\s*(?:of\s+)?'?(?P<hy>{_YEAR}|\d{{2}}\b))?",
        r"\b(?:FY|CY)\s?'?\d{2,4}(?:/\d{2})?\b",
        rf"\b(?P<only>{_MONTHS})\.?\s+(?P<oy>{_YEAR})\b",
        rf"(?<=\bby )(?:the )?(?:end of |mid[- ]|early |late )?(?P<bymonth>{_MONTHS})\b(?!\s*\d)",
        rf"(?<=\bend of )(?P<endmonth>{_MONTHS})\b(?!\s*\d)",
        r"\b(?:week|wk|day|month|year|sprint|quarter|d|w|m)[\s\-]?\d{1,3}\b(?![.,]?\d)(?!\s*(?:%|days|hours|times))",
        r"\b(?:spring|summer|autumn|fall|winter)\s+20\d\d\b",
        rf"(?<![\w$€£.,])(?P<year>{_YEAR})(?:[/\-–]\d{{2,4}})?(?![\w%]|[.,]\d|\s?(?:%|percent))",
    )
)

_DATE_HINT = re.compile(
    r"20[1-5]\d|\bQ[1-4]|\bH[12]\b|\b(?:FY|CY)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d[./]\d{1,2}[./]\d|"
    r"\b(?:week|wk|day|month|year|sprint|quarter|d|w|m)[\s\-]?\d",
    re.IGNORECASE,
)

# Numbers that name something and count nothing.
_NAMES = re.compile(
    r"\b(?:SOC|ISO(?:/IEC)?|IEC|PCI(?: DSS)?|NIST|WCAG|CMMI|BS|EN|DIN|FIPS|RFC|version|phase|stage|sprint|chapter|section|"
    r"annex|article|python|java|php|django|rails|angular|react|vue|windows|ios|android|kubernetes|postgres(?:ql)?|node|web|"
    r"gen|generation|option|room|floor|KR|OKR|objective|part|part|rule|form|milestone|wave|iteration|gpt|covid|fortune|"
    r"office|microsoft|series|episode|unit|module|key stage|class|year|grade|step|scope|group|appendix|route|bus|line|"
    r"area|ward|cohort|batch|release|issue|ticket|epic|MR|PR|basel|euro|industry|web|oauth|html|css|http|ipv|tls|s)"
    r"[\s\-#]?v?\d+(?:[.\-/]\d+)*[a-z]?\b(?![.,]?\d)(?!\s?%)"
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
    r"|\b(?:two|three|four|one)[\s\-](?:way|factor|tier|sided|step|stop|size|party|dimensional|person|time|off|page|pager)\b",
    re.IGNORECASE,
)

_UNIT_WORDS = (
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
    rf"(?P<unit>[\s\-]?(?:{_UNIT_WORDS}))?(?![A-Za-z])",
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
    r"(?<![\w\-])(?:an? )?(?P<word>zero|one(?!\s*(?:$|[.,;)])| another| or more of| of (?:our|the|my|them)| place|'s)|two|three|four|five|six|seven|"
    r"eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|ninety|hundred|dozen)(?![\w\-])"
    r"(?P<over>\s+(?:out of|in|of)\s+(?:every\s+)?(?:ten|five|four|three|\d+)\b)?"
    rf"(?P<unit>[\s\-](?:{_UNIT_WORDS}))?",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:half of|half the|(?:a|one)[ -]third of|two[ -]thirds|three[ -]quarters|a quarter of (?:all|our|the|new|my))",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"\b(?:doubl(?:e(?! (?:check|digit|entry|opt|blind|click|bed|room))|ed|es|ing)|tripl(?:e|ed|es|ing)|quadrupl(?:e|ed|ing)|halv(?:e|ed|es|ing)|"
                     r"(?:cut|reduce|reduced|bring down)\b[\w\s]{0,40}?\b(?:in|by|to) half|(?:by|to) (?:half|a third|a quarter|two thirds)|down (?:by )?(?:a third|half)|twice as|half as)\b|(?<![\w.])(?:\+|[-−–]|minus |plus )\d+(?:\.\d+)?\s?(?:%|percent)|\b(?:down|(?<!make )(?<!makes )(?<!made )up|fall|falls|fell|rise|rises|grow|grows|drop|drops|improve|improves|increase|increases|decrease|decreases)\s+(?:by |about )?\d+(?:\.\d+)?\s?(?:%|percent|points)(?!\s*(?:to|->|→))|\d+(?:\.\d+)?\s?%\s+(?:above|below|over|under|better than|worse than|more than|less than)\s+(?:last|the (?:last|previous|prior|same)|previous|prior|this time|today)", re.IGNORECASE)  # fmt: skip
_ABSOLUTE = re.compile(
    r"\b(?:zero|no(?!t\b| matter| longer than\b)(?=\s+(?:more|less|fewer|later|longer|single|new|open|\w+))|none|nobody|nothing|never|"
    r"eliminat(?:e|es|ed|ing)|everyone|everybody|always|once|100\s?%|entire(?:ly)?|fully)\b",
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
_FREQUENCY = re.compile(
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
_RANK = re.compile(r"(?:\b\d{1,2}(?:st|nd|rd|th) (?:place|position|percentile)\b|#\s?\d+\b|\bno\. ?1\b|\bnumber[- ]one\b|\btop[\s\-](?:\d+|three|five|ten|quartile|decile)\b|"
                   r"\b\d{1,2}(?:st|nd|rd|th) (?:place|position|percentile)\b|\bfirst place\b)", re.IGNORECASE)  # fmt: skip
_GRADE = re.compile(r"\b(?:reach|achieve|attain|get|to|at|hit|from|pass|obtain|earn)\s+(?:\w+\s+){0,2}?(?:level|grade|band|tier|rating of|stage)\s+"
                    r"(?:[A-C][12]?\b|\d\b|\w+\b(?= maturity))|\b(?:B1|B2|C1|C2|A2|N[1-5])\b|\bmaturity level \d\b|\bblack belt\b", re.IGNORECASE)  # fmt: skip
_HOLE = r"(?:[XYZN]{1,3}|_{2,}|\?{1,3}|\[\s*[^\]\d]{0,12}\]|<[a-z ]{1,12}>|TBD|NN)"
_BY_HOLE = re.compile(
    rf"\bby\s+[$€£]?{_HOLE}\s*(?:%|percent|points|pp|k|m)?(?=[\s.,;)]|$)|(?<!\w){_HOLE}\s?%\s+(?:more|fewer|less|increase|decrease|reduction|growth|improvement|higher|lower|faster)|(?<![\w])[XN]x\b"
)
_N = r"[~≈<>≥≤=+\-−]{0,2}\s?(?:[$€£¥₹]|(?:USD|EUR|GBP|CHF)\s)?\s?[\d][\d.,]*\s?(?:k|m|bn|b|mm|million|billion|thousand)?\+?(?:\s?/\s?[\w]+)?"
_HOLE_AMOUNT = re.compile(rf"[$€£]\s?{_HOLE}(?!\w)|(?<!\w)(?:[XN]{{1,3}}|xx)\s?%|\b[XN] (?=[a-z]+s\b)")
_COMPARISON = r"(?:more|fewer|less|higher|lower|faster|slower|quicker|better|shorter|longer|cheaper|larger|smaller|up|down|growth|increase|decrease|improvement|reduction|drop|rise|gain|uplift|lift|jump|cut|saving|savings)"
_BY = re.compile(
    rf"\bby\s+(?:at least\s+|about\s+|around\s+|over\s+|more than\s+|up to\s+|an? (?:additional|further|extra)\s+|another\s+|roughly\s+|approximately\s+)?"
    rf"(?P<n>{_N})\s?(?P<u>%|percentage points?|percent|per cent|pp|points?|pts?|x\b|×|bps|basis points|times|-?fold|[a-z]+\b)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?P<n>{_N})\s?(?P<u>%|percentage points?|percent|pp|points?|pts|x|×|times)\s+(?:(?!or\b|is\b|to\b)\w+\s+)?(?P<c>{_COMPARISON})\b(?!\s+(?:\d|than \d))",
    re.IGNORECASE,
)
_OVER_TIME = re.compile(r"(?P<n>[\d.]+)\s?%\s*(?:[a-z]+\s){0,3}\(?(?:QoQ|YoY|MoM|WoW|YOY|year[- ](?:over|on)[- ]year|quarter[- ](?:over|on)[- ]quarter|"
                        r"month[- ](?:over|on)[- ]month|(?:per|a|each) (?:quarter|month|year) growth|growth)\b|(?:QoQ|YoY|MoM|WoW)\b[^.;]{0,24}?[\d.]+\s?%|"
                        r"(?:growth|increase|reduction|decrease|improvement|uplift|rise|drop|decline) (?:rate )?(?:of|by|to) (?:at least |over )?[\d.]+\s?(?:%|percent|x\b)", re.IGNORECASE)  # fmt: skip
_TIMES = re.compile(
    r"(?<![\w.])(?P<n>\d+(?:\.\d+)?)\s?(?:[x×](?![\w])(?!\s+(?:a|per|each|every|coverage|pipeline|return|roi|roas|for|the)\b)|-?fold\b|times (?:more|as|faster|our|higher|current|larger|bigger)\b)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\bfrom\s+(?:an?\s+)?(?:(?:current|today's|about|around|an? average of|average|avg\.?|roughly|the current|baseline of|over|under|below|above|last \w+'s)\s+)*"
    rf"(?P<a>{_N}|zero|none|one|two|three|four|five|six|seven|eight|nine|ten)(?P<mid>[^.;:]{{0,48}}?)\s?(?:\bto\b|->|→|–|—|\bdown to\b|\bup to\b|\binto\b)\s+"
    rf"(?:at least\s+|less than\s+|more than\s+|under\s+|over\s+|below\s+|above\s+|around\s+|about\s+|fewer than\s+|an? average of\s+|no more than\s+|at most\s+|or (?:below|above)\s+)*"
    rf"(?P<b>{_N}|zero|none|one|two|three|four|five|six|seven|eight|nine|ten|twelve)",
    re.IGNORECASE,
)
_FROM_WORDS = re.compile(
    r"\bfrom\s+(?:once\s+(?:a|every|per)\s+\w+|daily|weekly|biweekly|fortnightly|monthly|quarterly|yearly|annually|twice a \w+|every \w+ \w+|[A-D][+\-]?|B1|B2|A2|C1|half|a third|level \d|grade \w|beginner|nothing|never|red|amber)\s+to\s+\S+",
    re.IGNORECASE,
)
_ARROW = re.compile(rf"(?P<a>{_N}\s?%?(?:\s?[a-z]+)?)\s*(?:->|→|=>|⇒|-->)\s*(?P<b>{_N})", re.IGNORECASE)
_PAIR = re.compile(rf"\((?P<a>{_N}) to (?P<b>{_N})[^)]{{0,20}}\)", re.IGNORECASE)
_BEFORE_TO = re.compile(
    rf"(?P<a>{_N}\s?%?|[\d]+ (?:in|of) \d+)\s?(?P<ua>points|days?|hours?|h|minutes?|min|ms|s|weeks?|months?|g|kg)?\s+to\s+(?:under |over )?(?P<b>{_N}\s?%|\d+ (?:in|of) \d+|{_N}\s?(?:points|days?|hours?|h|minutes?|min|ms|s|weeks?|months?|g|kg)\b)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    rf"(?P<b>{_N})\s?(?:[a-z%]+\s){{0,3}}instead of\s+(?P<a>{_N}|one|two|three|four|five|six|seven|eight|nine|ten)|(?P<a2>{_N})\s?%? before,? (?:and )?(?P<b2>{_N})\s?%? after",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(
    rf":\s*(?P<a>{_N})\s?%?\s+to\s+(?P<b>{_N})(?=\s*%?\s*(?:$|[.,;)]|by\b|of\b|in\b|per\b|for\b))", re.IGNORECASE
)
_METRIC_TO = re.compile(
    rf"\b(?:e?NPS|CSAT|OEE|score|rating|rate|share|index|grade)\s+(?:of\s+)?(?P<a>{_N})\s+to\s+(?P<b>{_N})",
    re.IGNORECASE,
)
_BARE_TO = re.compile(
    rf"(?P<a>{_N})\s?(?P<ua>%|points|days|hours|minutes|min|ms|s|weeks)?\s+to\s+(?:at least |under |below |over )?(?P<b>{_N})",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    rf"(?:\b(?:currently|current(?:ly)?(?:\s\w+){{0,2}}|today|now|presently|baseline|base|previously|last (?:quarter|year|month|week|cycle|term|season|survey|time|round|spring|autumn)|previous(?:ly)?(?: \w+)?|prior(?: \w+)?|"
    rf"was|were|last|up from|down from|compared (?:to|with)|versus|vs\.?|against|starting (?:at|from|point)|start|as of \w+|this time last year|Q[1-4](?:\s?\d*)?)\b"
    rf"[\s:=(,]*(?:(?:at|is|of|about|around|average|avg|was|it was|only|stands at|we are at|closed|had|the|a|we had|an?)\s+)*)(?P<n>[~≈<>]?{_N}|zero|none|no\b|one|two|three|four|five|six|seven|eight|nine|ten)"
    rf"|(?P<n2>{_N})\s?(?:%|percent|points|days|hours|ms|people|of them|minutes)?\s+(?:today|now|currently|at present|at the moment|last (?:quarter|year|month|term|season)|right now|so far|this year)\b(?=[\s),.;]|$)",
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
_STAY = re.compile(
    r"\b(?:keep|kept|maintain|maintained|stay|stays|hold at|hold steady|sustain|remain|remains|preserve|not drop|not fall|never)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:<|≤|\b(?:below|under|less than|fewer than|at most|no more than|not more than|within|up to|max(?:imum)?(?: of)?|cap(?:ped)?|lower than|no later|does not exceed|not exceed)\b)",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:>|≥|\+(?=\s|$)|\b(?:above|over|at least|more than|minimum|min\.|or more|or higher|or better|higher than|not (?:drop|fall) below)\b)",
    re.IGNORECASE,
)
_UP = re.compile(
    r"\b(?:increas|grow|rais|rise|rose|boost|lift|doubl|tripl|expand|gain|more\b|improv|climb|higher|scale|add\b|up\b|extend|accelerat|strengthen|win|reach|achieve|get|attain)",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:reduc|decreas|cut|lower|shorten|drop|fall|halv|shrink|eliminat|fewer|less\b|minimi[sz]|bring down|lose|slash|trim|down\b|limit|curb|prevent|avoid|zero|speed up|faster|quicker)",
    re.IGNORECASE,
)
_LEVEL_WORD = re.compile(r"\b(?:level|grade|band|tier)\b", re.IGNORECASE)


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


@lru_cache(maxsize=2048)
def read(text: str, today: dt.date | None = None) -> Measure:
    """The measure a statement states. `today` turns "by June 30" into a date; without it only whole dates are read."""
    text = text[:LONGEST].replace("\u2011", "-")
    bare, due, due_spans = _without_dates(text, today)
    bare = _blanked(bare, _NAMES)
    measure = Measure(due=due, due_spans=due_spans, direction=_direction(bare))
    frequency = _frequency(bare)
    if frequency:
        measure = replace(measure, frequency=frequency.group().lower())
    counted = _blanked(bare, _FREQUENCY) if frequency else bare
    amounts = _amounts(counted)
    measure = _change(bare, measure)
    measure = _from_to(bare, measure)
    if measure.target is None:
        measure = _target(bare, counted, amounts, measure)
    if frequency and not measure.has_target:
        measure = replace(measure, has_target=True, target_spans=(Span(*frequency.span()),))
    return measure


def amounts_in(text: str) -> list[Amount]:
    """All numbers that are neither dates nor names."""
    bare, _, _ = _without_dates(text[:LONGEST], None)
    return _amounts(_blanked(bare, _NAMES))


def metric_spans(text: str) -> tuple[Span, ...]:
    """The numbers an objective states as the thing to reach: amounts, changes, ranks, and holes left for them."""
    bare, _, _ = _without_dates(text[:LONGEST], None)
    bare = _blanked(bare, _NAMES)
    spans = [one.span for one in _amounts(bare) if re.search(r"\d|%", bare[one.start : one.end]) or one.value > 1]
    for pattern in (_BY_HOLE, _FACTOR, _RANK, _HOLE_AMOUNT, _TIMES):
        spans += [Span(*match.span()) for match in pattern.finditer(bare)]
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _blanked(text: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)


def _frequency(text: str) -> re.Match[str] | None:
    for match in _FREQUENCY.finditer(text):
        if _ADJECTIVE_FREQUENCY.match(text, match.start()):
            continue
        return match
    return None


# ── dates ───────────────────────────────────────────────────────────────────


def _without_dates(text: str, today: dt.date | None) -> tuple[str, dt.date | None, tuple[Span, ...]]:
    if not _DATE_HINT.search(text):
        return text, None, ()
    due: dt.date | None = None
    spans: list[Span] = []
    for pattern in _DATES:
        matches = list(pattern.finditer(text))
        for match in matches:
            due = _day(match, today) or due
            spans.append(Span(*match.span()))
        if matches:
            text = _blanked(text, pattern)
    return text, due, tuple(sorted(spans))


def _day(match: re.Match[str], today: dt.date | None) -> dt.date | None:
    given = {name: value for name, value in match.groupdict().items() if value}
    try:
        if iso := given.get("iso"):
            return dt.date.fromisoformat(iso)
        if "mname" in given:
            return _in_year(_month(given["mname"]), int(given["md"]), given.get("my"), today)
        if "dname" in given:
            return _in_year(_month(given["dname"]), int(given["dd"]), given.get("dy"), today)
        if "d1" in given:
            day, month = int(given["d1"]), int(given["m1"])
            if day <= 12 and month <= 12 and day != month:
                return None  # 03/04: day or month first, nobody can know
            return dt.date(_full_year(given["y1"]), *((month, day) if month <= 12 else (day, month)))
        if quarter := given.get("q") or given.get("q2"):
            year = given.get("qy") or given.get("qy2")
            return _end_of(int(quarter) * 3, year, today) if not given.get("qfy") else None
        if half := given.get("h"):
            return _end_of(int(half) * 6, given.get("hy"), today)
        if "only" in given:
            return _end_of(_month(given["only"]), given["oy"], today)
        if name := given.get("bymonth") or given.get("endmonth"):
            return _end_of(_month(name), None, today)
        if "year" in given and re.search(
            r"\b(?:by|end of|before|until)\s+(?:the )?(?:end of )?$", match.string[: match.start()], re.IGNORECASE
        ):
            return dt.date(int(given["year"]), 12, 31)
    except ValueError:
        return None
    return None


def _month(name: str) -> int:
    return ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec").index(
        name[:3].lower()
    ) + 1


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _in_year(month: int, day: int, year: str | None, today: dt.date | None) -> dt.date | None:
    if year:
        return dt.date(_full_year(year), month, day)
    if today is None:
        return None
    this = dt.date(today.year, month, day)
    return this if this >= today else dt.date(today.year + 1, month, day)


def _end_of(month: int, year: str | None, today: dt.date | None) -> dt.date | None:
    if year is None and today is None:
        return None
    number = _full_year(year) if year else (today or dt.date.min).year
    found = dt.date(number, month, calendar.monthrange(number, month)[1])
    if year is None and today and found < today:
        found = dt.date(number + 1, month, calendar.monthrange(number + 1, month)[1])
    return found


# ── numbers ─────────────────────────────────────────────────────────────────


def _amounts(text: str) -> list[Amount]:
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
        found.append(Amount(value, _unit(unit), *match.span()))
    for match in _WORD_NUMBER.finditer(text):
        found.append(
            Amount(
                Decimal(_WORD_NUMBERS[match["word"].lower()]), _unit((match["unit"] or "").strip(" -")), *match.span()
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


def _unit(text: str) -> str:
    text = text.strip().lower()
    if text in {"percent", "per cent", "percentage"}:
        return "%"
    if text.startswith(("percentage point", "percent point")) or text in {"pp", "ppt", "pts", "pt"}:
        return "points"
    if text in {"×", "times"}:
        return "x"
    return text


def _parse(text: str) -> tuple[Decimal | None, str]:
    match = _NUMBER.search(text)
    if match:
        unit = (match["currency"] or match["over"] or match["unit"] or "").strip(" -")
        return _value(match["digits"], match["size"]), _unit(unit)
    word = text.strip().lower()
    if word in {"none", "no"}:
        return Decimal(0), ""
    return (Decimal(_WORD_NUMBERS[word]), "") if word in _WORD_NUMBERS else (None, "")


def _change(text: str, measure: Measure) -> Measure:
    """By 20 %, 2x, double, 5 points up, 28 % QoQ."""
    if match := _BY_HOLE.search(text):
        return replace(measure, relative=True, change_spans=(Span(*match.span()),))
    match = _BY.search(text)
    if (
        match
        and match["u"]
        and re.fullmatch(r"[a-z]+", match["u"], re.IGNORECASE)
        and not _is_amount_unit(match["u"], text, match)
    ):
        match = None
    if match and _unit(match["u"] or "") == "%" and not _changes_before(text, match.start()):
        match = None
    if (
        match
        and not match["u"]
        and not re.search(r"[$€£]|[km]\b", match["n"], re.IGNORECASE)
        and not _changes_before(text, match.start())
    ):
        match = None
    found = match or _MORE.search(text) or _OVER_TIME.search(text) or _TIMES.search(text)
    if found:
        value, unit = _parse(found.group().removeprefix("by").strip())
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
    if found := _FACTOR.search(text):
        word = found.group().lower()
        factor: Decimal | None = (
            Decimal("0.5") if "hal" in word else Decimal(3 if "tripl" in word else 4 if "quadr" in word else 2)
        )
        span, unit = Span(*found.span()), "x"
        if number := re.search(r"\d[\d.]*\s?(?:%|percent|points)?", word):
            factor, unit = _parse(number.group())
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
        bool(re.fullmatch(_UNIT_WORDS, unit.lower()))
        and _changes_before(text, match.start())
        or (unit.lower() in {"x", "times", "fold", "percent", "points", "pp"})
    )


def _changes_before(text: str, place: int) -> bool:
    return bool(_UP.search(text[:place]) or _DOWN.search(text[:place]))


def _from_to(text: str, measure: Measure) -> Measure:
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
            and (_UP.search(text[: bare.start()]) or _DOWN.search(text[: bare.start()]))
            and not re.search(r"\b(?:within|every|each|hold|by)\s*$", text[: bare.start()], re.IGNORECASE)
        ):
            match = bare
    if match is None and ("instead of" in lower or "before" in lower) and (other := _INSTEAD.search(text)):
        a, b = (other["a"], other["b"]) if other["a"] else (other["a2"], other["b2"])
        start, _ = _parse(a)
        target, unit = _parse(text[other.start() : other.end()] if b == other["b"] else b + " ")
        span = Span(*other.span())
        return replace(measure, baseline=start, target=target, unit=unit, has_baseline=True, has_target=True, baseline_spans=(span,), target_spans=(span,),
                       direction="rise" if start is not None and target is not None and target > start else "fall")  # fmt: skip
    if match is not None:
        start, unit_a = _parse(text[match.start("a") : match.end("a") + 12])
        target, unit_b = _parse(text[match.start("b") : match.end("b") + 22])
        if start is None:
            start, unit_a = _parse(match["a"])
        if target is None:
            target, unit_b = _parse(match["b"])
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
    if any(hint in lower for hint in _NOW) and (now := _CURRENT.search(text)):
        group = "n" if now["n"] else "n2"
        value, _unit_now = _parse(text[now.start(group) : now.end(group) + 12])
        if value is None:
            value, _unit_now = _parse(now[group])
        return replace(measure, baseline=value, has_baseline=True, baseline_spans=(Span(*now.span()),))
    return measure


def _same_kind(match: re.Match[str]) -> bool:
    """Whether both numbers of "A to B" carry a sign of what they count, the same for both, or follow a colon."""
    one, other = _parse(f"{match['a'].strip()} {match['ua'] or ''}")[1], _parse(match["b"])[1]
    before = match.string[: match.start()].rstrip()
    return bool(one and one == other and (one == "%" or len(before) > 8)) or before.endswith(
        (":", ",", "rate", "score")
    )


def _target(text: str, counted: str, amounts: list[Amount], measure: Measure) -> Measure:
    started = measure.baseline_spans[0] if measure.baseline_spans else None
    changed = measure.change_spans[0] if measure.relative and measure.change_spans else None
    free = [
        one
        for one in amounts
        if not (started and one.start < started.end and one.end > started.start)
        and not (changed and one.start < changed.end and one.end > changed.start)
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
    for pattern in (_RANK, _GRADE):
        if match := pattern.search(text):
            return replace(measure, has_target=True, target_spans=(Span(*match.span()),))
    for match in _ABSOLUTE.finditer(counted):
        if not _NO_TARGET_NO.match(text, match.start()):
            zero = match.group().lower() in {"zero", "no", "none"}
            return replace(
                measure, has_target=True, target=Decimal(0) if zero else None, target_spans=(Span(*match.span()),)
            )
    for match in _SHARE.finditer(counted):
        before = text[: match.start()]
        if _SCOPE_BEFORE.search(before):
            continue
        single = match.group().lower() in {"each", "every"}
        if single and not _UP.search(before) and not re.fullmatch(r"\s*(?:\w+(?:\s+\w+)?)?\s*", before):
            continue
        return replace(measure, has_target=True, target_spans=(Span(*match.span()),))
    return measure


def _direction(text: str) -> Direction | None:
    if _STAY.search(text):
        if _BELOW.search(text):
            return "stay_below"
        return "stay_above"
    up, down = _UP.search(text), _DOWN.search(text)
    if up and (not down or up.start() < down.start()):
        return (
            "fall"
            if re.search(r"<|\b(?:under|below)\b", text)
            and not re.search(r">|\bto\b.*\bfrom\b", text)
            and re.search(r"latency|time|rate of (?:errors|complaints)|turnover|churn|cost", text, re.IGNORECASE)
            else "rise"
        )
    if down:
        return "fall"
    if _BELOW.search(text):
        return "fall"
    if _ABOVE.search(text):
        return "rise"
    return None
