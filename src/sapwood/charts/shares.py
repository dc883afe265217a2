"""Shares of a whole over time, on an axis from nothing to all: nothing looks steeper than it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sapwood.charts.series import Frame, Point
from sapwood.charts.svg import number, picture, points, text
from sapwood.charts.words import day

LEVELS = (0.0, 0.5, 1.0)


def shares_chart(
    series: Sequence[tuple[str, Sequence[Point]]],
    *,
    title: str,
    first: dt.date,
    last: dt.date,
    width: float = 560,
    height: float = 180,
) -> str:
    """Up to two named courses of shares, 0 to 1; the first in green, the second in wood. Their names stand beside the
    picture, the last value of each stands at its end."""
    frame = Frame(62, width - 62, 12, height - 26, first, last, -0.04, 1.04)
    parts = [
        f'<path class="grid" d="M{number(frame.left)} {number(frame.y(level))}H{number(frame.right)}"/>'
        + text(frame.left - 8, frame.y(level) + 4, _percent(level), anchor="end")
        for level in LEVELS
    ]
    ends = []
    drawn = list(zip(series, ("green", "wood"), strict=False))
    for (_name, course), css in reversed(drawn):
        line = [(frame.x(one.day), frame.y(min(1.0, max(0.0, one.value)))) for one in course]
        if len(line) > 1:
            parts.append(f'<polyline class="line {css}" points="{points(line)}"/>')
        if line:
            x, y = line[-1]
            parts.append(
                f'<circle class="dot {"hollow" if css == "wood" else "now"}" cx="{number(x)}" cy="{number(y)}" r="4"/>'
            )
            ends.append((y, x, _percent(course[-1].value)))
    ends.sort()
    below = float("-inf")
    for y, x, said in ends:
        below = max(y, below + 16)
        parts.append(text(x + 10, below + 4, said, css="t-ink"))
    parts.append(text(frame.left, height - 8, day(first)))
    parts.append(text(frame.right, height - 8, day(last), anchor="end"))
    told = "; ".join(
        f"{name}: {_percent(course[0].value)} → {_percent(course[-1].value)}" for name, course in series if course
    )
    return picture("".join(parts), width=width, height=height, css="c wide", title=title, described=told)


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
