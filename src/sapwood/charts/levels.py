"""A few levels over time, each as sure as it is: a dot with whiskers, between the start and where it should go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sapwood.charts.series import Frame, Point, extent
from sapwood.charts.svg import number, picture, plain, points, text
from sapwood.charts.words import _, day

CAP = 5.0  # half the width of a whisker's end


def levels_chart(
    levels: Sequence[Point],
    *,
    title: str,
    start: Point,
    target: float,
    first: dt.date,
    last: dt.date,
    width: float = 560,
    height: float = 190,
) -> str:
    """`start` is the baseline with its own interval, drawn hollow; `levels` what was read since, oldest first."""
    every = [start, *levels]
    least, most = extent([target, *(one.value for one in every), *(one.low for one in every), *(o.high for o in every)])
    begin, end = min([first, *(one.day for one in every)]), max([last, *(one.day for one in every)])
    frame = Frame(14, width - 84, 14, height - 28, begin, end, least, most)
    parts = []
    for value, word, css in ((target, _("to %(value)s"), "target"), (start.value, _("from %(value)s"), "axis")):
        y = frame.y(value)
        parts.append(f'<path class="{css}" d="M{number(frame.left)} {number(y)}H{number(frame.right)}"/>')
        parts.append(
            text(frame.right + 8, y + 4, word % {"value": plain(value)}, css="t-ink" if css == "target" else "")
        )
    line = [(frame.x(one.day), frame.y(one.value)) for one in every]
    if len(line) > 1:
        parts.append(f'<polyline class="line green" points="{points(line)}"/>')
    parts += [_whiskers(frame, one) for one in every]
    for place, (x, y) in enumerate(line):
        css = "dot hollow" if place == 0 else "dot now" if place == len(line) - 1 else "dot green"
        parts.append(f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="{5 if place else 4}"/>')
    parts.append(text(frame.left, height - 8, day(begin)))
    parts.append(text(frame.right, height - 8, day(end), anchor="end"))
    return picture(
        "".join(parts), width=width, height=height, css="c wide", title=title, described="; ".join(map(_said, every))
    )


def _whiskers(frame: Frame, one: Point) -> str:
    if one.low is None or one.high is None:
        return ""
    x, low, high = frame.x(one.day), frame.y(one.low), frame.y(one.high)
    ends = "".join(f"M{number(x - CAP)} {number(y)}h{number(2 * CAP)}" for y in (low, high))
    return f'<path class="whisk" d="M{number(x)} {number(low)}V{number(high)}{ends}"/>'


def _said(one: Point) -> str:
    said = f"{day(one.day)} {plain(one.value)}"
    if one.low is None or one.high is None:
        return said
    return f"{said}, " + _("between %(low)s and %(high)s") % {"low": plain(one.low), "high": plain(one.high)}
