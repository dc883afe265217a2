"""The front words by which people mark objectives and key results, and the words of lines that are neither."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sapwood.files.goals.headings import column_of
from sapwood.files.goals.model import folded

_OBJECTIVE = r"(?:objective|obj|okr|goal|ziel|objectif|objetivo|obiettivo)"
_RESULT = r"(?:key[ -]?results?|krs?|schl(?:ü|ue)sselergebniss?e?|r[ée]sultats?[ -]cl[ée]s?|resultados?[ -]claves?)"
_NUMBER = r"#?(?:\d{1,3}|[ivx]{1,4}\b)(?:[.\-/]\d{1,3})*"
_ENDS = r"(?:\s*[:.)\]]+(?=\s|$)|\s*[:|]|\s*\t\s*|\s+[-–—](?=\s)|\s*$)"
GOAL_MARK = re.compile(
    rf"(?i)(?:{_OBJECTIVE}(?:\s*{_NUMBER})?{_ENDS}|{_OBJECTIVE}\s*#?\d{{1,3}}\s+(?-i:(?=[^\W\d_a-z]))"
    rf"|(?-i:O)\s*:|o\s?\d{{1,3}}(?:{_ENDS}|\s+(?=\S)))\s*(.*)"
)
RESULT_MARK = re.compile(
    rf"(?i)(?:{_RESULT}\s*{_NUMBER}(?:{_ENDS}|\s+(?=\S))|{_RESULT}{_ENDS}|(?:as\s+)?measured\s+by\s*(?::|$))\s*(.*)"
)
SEVERAL = re.compile(
    r"(?i)(?:key[ -]?results|krs|schl(?:ü|ue)sselergebnisse|r[ée]sultats|resultados|(?:as\s+)?measured)"
)
INSIDE = re.compile(rf"(?i)(?<=\S)\s+(?=(?:kr|key[ -]?result)\s*{_NUMBER}\s*(?:[:.)]|[-–—]\s))")
PAIR = re.compile(r"([^\W\d_][\w /-]{0,40}?)\s*:\s*(.*\S)?")
HINT = re.compile(r"\s*(?:\(([^()]{3,120})\)|\[([^\[\]]{3,120})\]|[|]\s*([^|]{3,120}))\s*$")
BY = re.compile(r"(?i)(?:due|by|until|till|deadline|bis|fällig|avant)\s*(?:am|on|le)?\s*:?\s*(\d[\d./-]{6,9}\d)")
GREETS = re.compile(
    r"(?i)(?:hi|hello|hey|dear|good (?:morning|afternoon)|hallo|liebe[rs]?|guten|bonjour|cher|chère)\b.{0,50}"
)
CLOSES = re.compile(
    r"(?i)(?:(?:best|kind|warm|many)?\s*(?:regards|wishes|thanks)|best|thanks|thank you|cheers|(?:viele|beste|liebe)\s+gr(?:ü|ue)(?:ß|ss)e"
    r"|cordialement|--)\s*[,.!]?"
)
ASIDES = frozenset(
    folded(word)
    for word in "initiatives, initiative, tasks, actions, action items, to do, to dos, todos, projects, activities, milestones, notes, "
    "risks, dependencies, comments, next steps, status, blockers, summary, introduction, background, context, appendix, "
    "what was learned, massnahmen, aufgaben, notizen, risiken, projets, actes, remarques".split(",")
)
IGNORED = ASIDES | {folded(word) for word in ("progress", "score", "priority", "grade", "rating", "health", "update")}


def is_labelled(texts: Iterable[str]) -> bool:
    """Whether a text says by its own words what is an objective or a key result."""
    return any(mark_of(text) in ("goal", "result") for text in texts)


def mark_of(text: str) -> str:
    """goal, result, or empty: what the front words of a line say."""
    if RESULT_MARK.fullmatch(text):
        return "result"
    return "goal" if GOAL_MARK.fullmatch(text) else ""


def is_pair(text: str) -> bool:
    found = PAIR.fullmatch(text)
    return bool(found and (column_of(found[1]) or folded(found[1]) in IGNORED))
