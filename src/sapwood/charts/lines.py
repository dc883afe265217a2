"""Lines over time: the small one in a row, the large one of a key result, and the two of a pair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sapwood.charts.series import Frame, Point, band, extent
from sapwood.charts.svg import number, picture, plain, points, text
from sapwood.charts.words import _, day


def sparkline(
    values: Sequence[float], *, title: str, width: float = 104, height: float = 28, expected: float | None = None
) -> str:
    """A line of shares 0 to 1, oldest first; `expected` ends the dotted line of an even pace at the right.

    The height is the larger of the pace and the line itself, so that rows of one cycle can be compared.
    """
    top, bottom, left, right = 4.0, height - 4.0, 3.0, width - 5.0
    most = min(1.0, max(expected or 0.0, *values, 0.25)) if values else max(expected or 1.0, 1e-6)
    scale = (bottom - top) / most

    def y(value: float) -> float:
        return bottom - scale * min(most, max(0.0, value))

    pace = ""
    if expected is not None:
        pace = f'<path class="expect" d="M{number(left)} {number(bottom)}L{number(right)} {number(y(expected))}"/>'
    if not values:
        return picture(pace, width=width, height=height, css="c spark", title=title)
    step = (right - left) / max(1, len(values) - 1)
    line = [(left + step * place, y(value)) for place, value in enumerate(values)]
    x, last = line[-1] if len(line) > 1 else (right, line[0][1])
    drawn = f'<polyline class="line green" points="{points(line)}"/>' if len(line) > 1 else ""
    dot = f'<circle class="dot green" cx="{number(x)}" cy="{number(last)}" r="3"/>'
    said = f"{values[-1]:.2f}"
    if len(values) > 1:
        said = _("%(now).2f, from %(then).2f") % {"now": values[-1], "then": values[0]}
    if expected is not None:
        said += "; " + _("an even pace would be at %(pace).2f") % {"pace": expected}
    return picture(pace + drawn + dot, width=width, height=height, css="c spark", title=title, described=said)


def readings_chart(
    readings: Sequence[Point],
    *,
    title: str,
    unit: str = "",
    baseline: float | None = None,
    target: float | None = None,
    first: dt.date,
    last: dt.date,
    width: float = 560,
    height: float = 200,
) -> str:
    """All readings of a key result in its cycle, their intervals, and the line of an even pace to the target."""
    low, high = extent(
        [baseline, target, *(r.value for r in readings), *(r.low for r in readings), *(r.high for r in readings)]
    )
    end = max([last, *(r.day for r in readings)])
    frame = Frame(8, width - 84, 14, height - 26, min([first, *(r.day for r in readings)]), end, low, high)
    parts = []
    for value, word, css in ((target, _("to %(value)s"), "target"), (baseline, _("from %(value)s"), "axis")):
        if value is None:
            continue
        y = frame.y(value)
        parts.append(f'<path class="{css}" d="M{number(frame.left)} {number(y)}H{number(frame.right)}"/>')
        parts.append(
            text(frame.right + 8, y + 4, word % {"value": plain(value)}, css="t-ink" if css == "target" else "")
        )
    if baseline is not None and target is not None:
        way = [(frame.x(first), frame.y(baseline)), (frame.x(last), frame.y(target))]
        parts.append(f'<polyline class="expect" points="{points(way)}"/>')
    parts.append(_band(frame, readings))
    line = [(frame.x(reading.day), frame.y(reading.value)) for reading in readings]
    if len(line) > 1:
        parts.append(f'<polyline class="line green" points="{points(line)}"/>')
    parts += [f'<circle class="dot green" cx="{number(x)}" cy="{number(y)}" r="2.5"/>' for x, y in line[:-1]]
    if line:
        parts.append(f'<circle class="dot now" cx="{number(line[-1][0])}" cy="{number(line[-1][1])}" r="5"/>')
    parts.append(text(frame.left, height - 8, day(first)))
    parts.append(text(frame.right, height - 8, day(last), anchor="end"))
    said = "; ".join(f"{day(r.day)} {plain(r.value)}" for r in readings[-8:]) or _("no reading yet")
    return picture(
        "".join(parts),
        width=width,
        height=height,
        css="c wide",
        title=title,
        described=_("Readings in %(unit)s: %(said)s") % {"unit": unit or _("numbers"), "said": said},
    )


def pair_chart(
    hard: Sequence[Point],
    soft: Sequence[Point],
    *,
    title: str,
    names: tuple[str, str],
    first: dt.date,
    last: dt.date,
    width: float = 640,
    height: float = 200,
) -> str:
    """Two courses of progress, 0 to 1, from a shared start: the hard goal in green, the soft one in wood. Their names
    stand beside the picture."""
    frame = Frame(62, width - 62, 16, height - 26, first, last, -0.12, 1.08)
    parts = [
        f'<path class="grid" d="M{number(frame.left)} {number(frame.y(level))}H{number(frame.right)}"/>'
        for level in (0.0, 1.0)
    ]
    parts += [text(6, frame.y(0) + 4, _("start")), text(6, frame.y(1) + 4, _("target"))]
    ends = []
    for series, css in ((soft, "wood"), (hard, "green")):
        parts.append(_band(frame, series, css="band wood" if css == "wood" else "band"))
        line = [(frame.x(one.day), frame.y(one.value)) for one in series]
        if len(line) > 1:
            parts.append(f'<polyline class="line {css}" points="{points(line)}"/>')
        if line:
            x, y = line[-1]
            dot = "hollow" if css == "wood" else "green"
            parts.append(f'<circle class="dot {dot}" cx="{number(x)}" cy="{number(y)}" r="4"/>')
            ends.append((y, x, plain(series[-1].value)))
    ends.sort()
    for place, (y, x, said) in enumerate(ends):
        shift = 0.0 if place == 0 or y - ends[place - 1][0] > 18 else 18 - (y - ends[place - 1][0])
        parts.append(text(x + 10, y + 4 + shift, said, css="t-ink"))
    parts.append(text(frame.left, height - 8, day(first)))
    parts.append(text(frame.right, height - 8, day(last), anchor="end"))
    told = "; ".join(
        _("%(name)s: %(share).2f of the way") % {"name": name, "share": series[-1].value}
        for name, series in zip(names, (hard, soft), strict=True)
        if series
    )
    return picture("".join(parts), width=width, height=height, css="c wide", title=title, described=told)


def _band(frame: Frame, readings: Sequence[Point], css: str = "band") -> str:
    known = band(readings)
    if len(known) < 2:
        return ""
    upper = [(frame.x(one.day), frame.y(one.high or 0.0)) for one in known]
    lower = [(frame.x(one.day), frame.y(one.low or 0.0)) for one in reversed(known)]
    return f'<polygon class="{css}" points="{points(upper + lower)}"/>'
