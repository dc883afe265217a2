"""Many estimates side by side, each with its interval, from the lowest to the highest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sapwood.charts.series import extent
from sapwood.charts.svg import number, picture, plain, points, text
from sapwood.charts.words import _

MOST_NAMED = 40  # more rows than this are drawn without names, side by side


@dataclass(frozen=True)
class Row:
    """One estimate and its interval."""

    name: str
    value: float
    low: float
    high: float


def caterpillar(
    rows: Sequence[Row], *, title: str, unit: str = "", zero: float | None = 0.0, width: float = 640
) -> str:
    """Estimates in rising order with their intervals; few are named, many are drawn as one shape.

    `zero` is the value the intervals are compared with, as a rule the average; None draws no line. Intervals that
    do not hold it are drawn in green, the others in wood. Overlapping intervals are no ranking: the words say so.
    """
    ordered = sorted(rows, key=lambda row: row.value)
    if len(ordered) <= MOST_NAMED:
        return _named(ordered, title, unit, zero, width)
    return _crowd(ordered, title, unit, zero, width)


def _named(rows: Sequence[Row], title: str, unit: str, zero: float | None, width: float) -> str:
    step, right, top = 20.0, width - 16.0, 12.0
    left = 24.0 + 6.5 * min(18, max([4, *(len(row.name) for row in rows)]))
    height = top + step * max(1, len(rows)) + 24
    least, most = extent([zero, *(row.low for row in rows), *(row.high for row in rows)], pad=0.05)

    def x(value: float) -> float:
        return left + (right - left) * (value - least) / ((most - least) or 1.0)

    parts = _upright(x, zero, top, height - 24, unit, least, most)
    for place, row in enumerate(reversed(rows)):
        y = top + step * (place + 0.5)
        clear = _is_clear(row, zero)
        parts.append(text(left - 10, y + 4, row.name if len(row.name) < 20 else row.name[:18] + "…", anchor="end"))
        parts.append(
            f'<path class="line {"green" if clear else "wood"}" d="M{number(x(row.low))} {number(y)}H{number(x(row.high))}"/>'
        )
        parts.append(
            f'<circle class="dot {"green" if clear else "hollow"}" cx="{number(x(row.value))}" cy="{number(y)}" r="4"/>'
        )
    return picture(
        "".join(parts), width=width, height=height, css="c wide", title=title, described=_said(rows, unit, zero)
    )


def _upright(
    x: Callable[[float], float], zero: float | None, top: float, bottom: float, unit: str, least: float, most: float
) -> list[str]:
    parts = [f'<path class="axis" d="M{number(x(least))} {number(bottom)}H{number(x(most))}"/>']
    if zero is not None:
        parts.append(f'<path class="target" d="M{number(x(zero))} {number(top)}V{number(bottom)}"/>')
    for value, anchor in ((least, "start"), (most, "end")):
        parts.append(text(x(value), bottom + 16, f"{plain(value)} {unit}".strip(), anchor=anchor))
    if zero is not None:
        parts.append(text(x(zero), bottom + 16, plain(zero), anchor="middle", css="t-ink"))
    return parts


def _crowd(rows: Sequence[Row], title: str, unit: str, zero: float | None, width: float) -> str:
    height, left, right, top, bottom = 260.0, 44.0, width - 16.0, 12.0, 232.0
    least, most = extent([zero, *(row.low for row in rows), *(row.high for row in rows)], pad=0.05)

    def at(place: int, value: float) -> tuple[float, float]:
        return left + (right - left) * (place + 0.5) / len(rows), bottom - (bottom - top) * (value - least) / (
            most - least
        )

    clear: list[str] = []
    unclear: list[str] = []
    for place, row in enumerate(rows):
        (x, low), (_x, high) = at(place, row.low), at(place, row.high)
        (clear if _is_clear(row, zero) else unclear).append(f"M{x:.2f} {number(low)}V{number(high)}")
    parts = [
        f'<path class="line wood hair" d="{"".join(unclear)}"/>',
        f'<path class="line green hair" d="{"".join(clear)}"/>',
    ]
    if zero is not None:
        y = at(0, zero)[1]
        parts.append(f'<path class="target" d="M{number(left)} {number(y)}H{number(right)}"/>')
        parts.append(text(left - 6, y + 4, plain(zero), anchor="end", css="t-ink"))
    parts.append(
        f'<polyline class="line" points="{points([at(place, row.value) for place, row in enumerate(rows)])}"/>'
    )
    parts += [
        text(left - 6, at(0, value)[1] + 4, plain(value), anchor="end") for value in (rows[0].value, rows[-1].value)
    ]
    parts.append(text(left, height - 8, _("lowest: %(name)s") % {"name": rows[0].name}))
    parts.append(text(right, height - 8, _("highest: %(name)s") % {"name": rows[-1].name}, anchor="end"))
    return picture(
        "".join(parts), width=width, height=height, css="c wide", title=title, described=_said(rows, unit, zero)
    )


def _is_clear(row: Row, zero: float | None) -> bool:
    return zero is not None and (row.low > zero or row.high < zero)


def _said(rows: Sequence[Row], unit: str, zero: float | None) -> str:
    if not rows:
        return _("nothing to show yet")
    words = _("%(count)s estimates from %(low)s to %(high)s") % {
        "count": len(rows),
        "low": plain(rows[0].value),
        "high": f"{plain(rows[-1].value)} {unit}".strip(),
    }
    if zero is not None:
        words += "; " + _("%(clear)s of their intervals do not hold %(zero)s") % {
            "clear": sum(_is_clear(row, zero) for row in rows),
            "zero": plain(zero),
        }
    return words + "; " + _("where intervals overlap there is no ranking")
