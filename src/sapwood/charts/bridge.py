"""The bridge timeline: the practice, the leading and the lagging indicator on one line of time, pilots and others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.charts.series import Frame, Point, band, extent
from sapwood.charts.svg import number, picture, plain, points, text
from sapwood.charts.words import _, day


@dataclass(frozen=True)
class Strand:
    """One indicator of a bridge: its readings, those of the comparison group, and the span the programme can move it.

    `name` stands above it; readings may carry intervals.
    """

    name: str
    readings: Sequence[Point]
    comparison: Sequence[Point] = ()
    unit: str = ""


def bridge_chart(
    *,
    title: str,
    practice: Sequence[dt.date],
    leading: Strand,
    lagging: Strand,
    first: dt.date,
    last: dt.date,
    start: dt.date | None = None,
    expected: dt.date | None = None,
    finding: str = "",
    width: float = 640,
    height: float = 380,
) -> str:
    """Three strips over the same time: the days of practice, the leading indicator in wood, the lagging one in green.

    `start`: of the programme (a line through all strips). `expected`: the day from which the lagging indicator may
    have moved; before it its strip is shaded from the start on, for nothing can be told there. Thin lines: the
    comparison group. `finding`: the sentence the study has earned; it belongs beside the picture too.
    """
    days = [*practice, *(one.day for strand in (leading, lagging) for one in (*strand.readings, *strand.comparison))]
    first, last = min([first, *days]), max([last, *days])
    left, right = 8.0, width - 118
    top = 24.0
    middle = top + 34
    each = (height - 30 - middle) / 2
    strips = [
        _strip(leading, "wood", Frame(left, right, middle + 22, middle + each - 10, first, last, *_extent(leading))),
        _strip(lagging, "green", Frame(left, right, middle + each + 22, height - 40, first, last, *_extent(lagging))),
    ]
    time = Frame(left, right, top, height - 30, first, last, 0, 1)
    parts = []
    if start is not None and expected is not None and expected > start:
        x, end = time.x(start), time.x(min(expected, last))
        place = f'x="{number(x)}" y="{number(middle + each + 20)}" width="{number(max(0.0, end - x))}" height="{number(height - 60 - middle - each)}"'
        parts.append(f'<rect class="band wait" {place}/>')
    if start is not None:
        x = time.x(start)
        pieces = [(top - 8, top + 25), (middle + 20, middle + each - 10), (middle + each + 20, height - 40)]
        way = "".join(f"M{number(x)} {number(upper)}V{number(lower)}" for upper, lower in pieces)
        parts.append(f'<path class="expect" d="{way}"/>')  # not across the names of the strips
        parts.append(text(x + 4, top - 8, _("start %(day)s") % {"day": day(start)}, css="t-ink"))
    parts.append(text(left, top + 6, _("practice")) if start is None or time.x(start) > 90 else "")
    parts.append(f'<path class="axis" d="M{number(left)} {number(top + 18)}H{number(right)}"/>')
    parts += [
        f'<path class="target" d="M{number(time.x(when))} {number(top + 11)}V{number(top + 25)}"/>' for when in practice
    ]
    parts += [one for strip in strips for one in strip]
    parts.append(text(left, height - 8, day(first)))
    parts.append(text(right, height - 8, day(last), anchor="end"))
    if expected is not None and first < expected <= last:
        parts.append(
            text(time.x(expected), height - 8, _("expected from %(day)s") % {"day": day(expected)}, anchor="middle")
        )
    said = [_("%(n)d days of practice") % {"n": len(practice)}, _said(leading), _said(lagging), finding]
    return picture(
        "".join(parts),
        width=width,
        height=height,
        css="c wide",
        title=title,
        described="; ".join(one for one in said if one),
    )


def _extent(strand: Strand) -> tuple[float, float]:
    own = [value for one in strand.readings for value in (one.value, one.low, one.high)]
    return extent([*own, *(one.value for one in strand.comparison)])


def _strip(strand: Strand, css: str, frame: Frame) -> list[str]:
    parts = [text(frame.left, frame.top - 10, strand.name, css="t-ink")]
    parts.append(f'<path class="grid" d="M{number(frame.left)} {number(frame.bottom)}H{number(frame.right)}"/>')
    known = band(strand.readings)
    if len(known) > 1:
        outline = [(frame.x(one.day), frame.y(one.high or 0.0)) for one in known]
        outline += [(frame.x(one.day), frame.y(one.low or 0.0)) for one in reversed(known)]
        parts.append(f'<polygon class="band{" wood" if css == "wood" else ""}" points="{points(outline)}"/>')
    others = [(frame.x(one.day), frame.y(one.value)) for one in strand.comparison]
    if len(others) > 1:
        parts.append(f'<polyline class="line other" points="{points(others)}"/>')
    line = [(frame.x(one.day), frame.y(one.value)) for one in strand.readings]
    if len(line) > 1:
        parts.append(f'<polyline class="line {css}" points="{points(line)}"/>')
    ends = []
    if line:
        x, y = line[-1]
        parts.append(
            f'<circle class="dot {"hollow" if css == "wood" else "green"}" cx="{number(x)}" cy="{number(y)}" r="4"/>'
        )
        ends.append((y, f"{_short(strand.readings[-1].value)} {strand.unit}".strip(), "t-ink"))
    if others:
        y = others[-1][1]
        if ends and abs(y - ends[0][0]) < 19:
            y = ends[0][0] + (19 if y >= ends[0][0] else -19)
        ends.append((y, _("others %(value)s") % {"value": _short(strand.comparison[-1].value)}, ""))
    parts += [text(frame.right + 10, y + 4, words, css=style) for y, words, style in ends]
    return parts


def _short(value: float) -> str:
    """At most three figures: the edge is narrow, and the exact value is in the words of the picture."""
    return plain(float(f"{value:.3g}"))


def _said(strand: Strand) -> str:
    if not strand.readings:
        return _("%(name)s: no reading yet") % {"name": strand.name}
    told = _("%(name)s: from %(then)s to %(now)s") % {
        "name": strand.name,
        "then": plain(strand.readings[0].value),
        "now": f"{plain(strand.readings[-1].value)} {strand.unit}".strip(),
    }
    if strand.comparison:
        told += ", " + _("others from %(then)s to %(now)s") % {
            "then": plain(strand.comparison[0].value),
            "now": plain(strand.comparison[-1].value),
        }
    return told
