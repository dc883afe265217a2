"""One value between where it began and where it should go."""

from __future__ import annotations

from sapwood.charts.series import extent
from sapwood.charts.svg import number, picture, plain, text
from sapwood.charts.words import _


def interval_bar(
    value: float | None,
    *,
    title: str,
    baseline: float | None,
    target: float | None,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    scale: tuple[float, float] | None = None,
    width: float = 190,
    height: float = 40,
) -> str:
    """From and to on a line, the reading as a dot, its interval as a bar where there is one.

    `scale`: the least and the most there can be, so that several bars stand on one line; else what is drawn decides.
    """
    least, most = scale or extent([value, baseline, target, low, high], pad=0.1)
    left, right, y = 8.0, width - 8.0, 14.0

    def x(at: float) -> float:
        return left + (right - left) * (at - least) / ((most - least) or 1.0)

    parts = [f'<path class="track" d="M{number(left)} {number(y)}H{number(right)}"/>']
    if baseline is not None and value is not None:
        a, b = sorted((x(baseline), x(value)))
        parts.append(
            f'<rect class="iv" x="{number(a)}" y="{number(y - 3)}" width="{number(b - a)}" height="6" rx="3"/>'
        )
    if low is not None and high is not None:
        parts.append(
            f'<rect class="iv f" x="{number(x(low))}" y="{number(y - 5)}" width="{number(x(high) - x(low))}" height="10"/>'
        )
        parts += [f'<path class="whisk" d="M{number(x(end))} {number(y - 6)}v12"/>' for end in (low, high)]
    if target is not None:
        parts.append(f'<path class="target" d="M{number(x(target))} {number(y - 9)}v18"/>')
        parts.append(
            text(x(target), 37, _("to %(value)s") % {"value": plain(target)}, anchor=_anchor(x(target), width))
        )
    if baseline is not None:
        parts.append(f'<circle class="dot hollow" cx="{number(x(baseline))}" cy="{number(y)}" r="4"/>')
        if target is None or abs(x(baseline) - x(target)) > 60:
            parts.append(
                text(
                    x(baseline),
                    37,
                    _("from %(value)s") % {"value": plain(baseline)},
                    anchor=_anchor(x(baseline), width),
                )
            )
    if value is not None:
        parts.append(f'<circle class="dot now" cx="{number(x(value))}" cy="{number(y)}" r="6"/>')
    said = _("not measured yet") if value is None else f"{plain(value)} {unit}".strip()
    if low is not None and high is not None:
        said += ", " + _("between %(low)s and %(high)s") % {"low": plain(low), "high": plain(high)}
    return picture("".join(parts), width=width, height=height, css="c", title=title, described=said)


def _anchor(x: float, width: float) -> str:
    return "start" if x < width * 0.25 else "end" if x > width * 0.75 else "middle"
