"""Whether a quantity is to rise, to fall, or to stay above or below."""

from __future__ import annotations

import re

from sapwood.coach.results import Direction

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
UP = re.compile(
    r"\b(?:increas|grow|rais|rise|rose|boost|lift|doubl|tripl|expand|gain|more\b|improv|climb|higher|scale|add\b|up\b|extend|accelerat|strengthen|win|reach|achieve|get|attain)",
    re.IGNORECASE,
)
DOWN = re.compile(
    r"\b(?:reduc|decreas|cut|lower|shorten|drop|fall|halv|shrink|eliminat|fewer|less\b|minimi[sz]|bring down|lose|slash|trim|down\b|limit|curb|prevent|avoid|zero|speed up|faster|quicker)",
    re.IGNORECASE,
)


def direction_of(text: str) -> Direction | None:
    if _STAY.search(text):
        if _BELOW.search(text):
            return "stay_below"
        return "stay_above"
    up, down = UP.search(text), DOWN.search(text)
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


def changes_before(text: str, place: int) -> bool:
    return bool(UP.search(text[:place]) or DOWN.search(text[:place]))
