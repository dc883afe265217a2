"""The forecast fan: the readings so far, then where they are likely to go, 50% inside 80%."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.charts.series import Frame, Point, extent
from sapwood.charts.svg import number, picture, plain, points, text
from sapwood.charts.words import _, day


@dataclass(frozen=True)
class FanStep:
    """The forecast on one day: middle, and the ends of the 50% and the 80% interval."""

    day: dt.date
    middle: float
    low50: float
    high50: float
    low80: float
    high80: float


def fan_chart(
    readings: Sequence[Point],
    steps: Sequence[FanStep],
    *,
    title: str,
    first: dt.date,
    last: dt.date,
    unit: str = "",
    target: float | None = None,
    enough: float | None = None,
    width: float = 560,
    height: float = 220,
) -> str:
    """Readings, oldest first, and the forecast from the last of them to the end of the cycle.

    `target` is drawn as a line, `enough` (the value that counts as landed) as a dotted one. The words of the picture
    say the landing with its 80% interval.
    """
    high, low = [step.high80 for step in steps], [step.low80 for step in steps]
    least, most = extent([*(one.value for one in readings), *low, *high, target, enough])
    days = [*(one.day for one in readings), *(step.day for step in steps)]
    frame = Frame(8, width - 118, 14, height - 26, min([first, *days]), max([last, *days]), least, most)
    parts = [_level(frame, target, "target"), _level(frame, enough, "expect")]
    parts += [_area(frame, steps, "80"), _area(frame, steps, "50")]
    if len(steps) > 1:
        way = [(frame.x(step.day), frame.y(step.middle)) for step in steps]
        parts.append(f'<polyline class="expect" points="{points(way)}"/>')
    line = [(frame.x(one.day), frame.y(one.value)) for one in readings]
    if len(line) > 1:
        parts.append(f'<polyline class="line green" points="{points(line)}"/>')
    parts += [f'<circle class="dot green" cx="{number(x)}" cy="{number(y)}" r="2.5"/>' for x, y in line[:-1]]
    if line:
        parts.append(f'<circle class="dot now" cx="{number(line[-1][0])}" cy="{number(line[-1][1])}" r="5"/>')
    if steps:
        parts.append(_landing(frame, steps[-1]))
    parts += _beside(frame, steps[-1] if steps else None, target, enough)
    parts.append(text(frame.left, height - 8, day(first)))
    parts.append(text(frame.right, height - 8, day(last), anchor="end"))
    said = (
        [_("no reading yet")]
        if not readings
        else [_("now %(value)s") % {"value": f"{plain(readings[-1].value)} {unit}".strip()}]
    )
    if steps:
        end = steps[-1]
        said.append(
            _("forecast for %(day)s: %(middle)s, between %(low)s and %(high)s in 8 of 10 cases")
            % {"day": day(end.day), "middle": plain(end.middle), "low": plain(end.low80), "high": plain(end.high80)}
        )
    if target is not None:
        said.append(_("target %(value)s") % {"value": plain(target)})
    return picture("".join(parts), width=width, height=height, css="c wide", title=title, described="; ".join(said))


def _level(frame: Frame, value: float | None, css: str) -> str:
    if value is None:
        return ""
    return f'<path class="{css}" d="M{number(frame.left)} {number(frame.y(value))}H{number(frame.right)}"/>'


def _area(frame: Frame, steps: Sequence[FanStep], share: str) -> str:
    if len(steps) < 2:
        return ""
    ends = [
        (step.day, step.low80, step.high80) if share == "80" else (step.day, step.low50, step.high50) for step in steps
    ]
    outline = [(frame.x(when), frame.y(high)) for when, _low, high in ends]
    outline += [(frame.x(when), frame.y(low)) for when, low, _high in reversed(ends)]
    return f'<polygon class="{"fan1" if share == "80" else "fan2"}" points="{points(outline)}"/>'


def _landing(frame: Frame, end: FanStep) -> str:
    x, low, high = frame.x(end.day), frame.y(end.low80), frame.y(end.high80)
    return (
        f'<path class="whisk" d="M{number(x)} {number(low)}V{number(high)}"/>'
        f'<circle class="dot green" cx="{number(x)}" cy="{number(frame.y(end.middle))}" r="4"/>'
    )


def _beside(frame: Frame, end: FanStep | None, target: float | None, enough: float | None) -> list[str]:
    """Labels at the right edge, pushed apart where they would meet; the landing stands, the others make room."""
    labels = []
    if end is not None:
        labels.append((frame.y(end.middle), plain(end.middle), "t-green"))
        labels.append((frame.y(end.high80), plain(end.high80), ""))
        labels.append((frame.y(end.low80), plain(end.low80), ""))
    if target is not None:
        labels.append((frame.y(target), _("target %(value)s") % {"value": plain(target)}, "t-ink"))
    if enough is not None and enough != target:
        labels.append((frame.y(enough), _("enough %(value)s") % {"value": plain(enough)}, ""))
    placed: list[float] = []
    parts = []
    for wish, words, css in labels:
        y = _free(wish, placed, frame)
        if y is not None:
            placed.append(y)
            parts.append(text(frame.right + 10, y + 4, words, css=css))
    return parts


def _free(wish: float, placed: Sequence[float], frame: Frame, room: float = 19) -> float | None:
    """The place nearest to the wish that leaves room to those placed; None when the edge is full."""
    tries = sorted((wish + step * room / 4 for step in range(-20, 21)), key=lambda y: abs(y - wish))
    for y in tries:
        if frame.top - 4 <= y <= frame.bottom + 4 and all(abs(y - other) >= room for other in placed):
            return y
    return None
