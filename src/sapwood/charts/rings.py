"""Growth rings: one ring a cycle, oldest inside, as wood tells its years.

A finished ring is as thick as what was reached. The ring of the running cycle is green and full width; its
arc is what is reached so far. All rings of a picture share one slow wobble, seeded by whose they are.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from sapwood.charts.svg import number, picture, text
from sapwood.charts.words import _

STEPS = 72
PITH = 5.0
THICKEST = 0.2  # of a ring, as a share of the picture


@dataclass(frozen=True)
class Ring:
    """One cycle: its name, the share reached (None: not measured) and whether it is still running. `said`: its number
    in other words than the share, where the ring stands for something else than a cycle."""

    label: str
    reached: float | None
    current: bool = False
    said: str = ""


def rings(cycles: Sequence[Ring], *, seed: str, title: str, size: float = 120, leaders: bool = False) -> str:
    """The rings of a team, a person or an objective, in the order of time. At most the last eight are drawn."""
    shown = list(cycles)[-8:]
    widths = [_width(ring) for ring in shown]
    outer = size / 2 - 3
    unit = min((outer - PITH) / max(sum(widths), 1.0), size * THICKEST) if shown else 0.0  # a young stem is small
    wobble = _wobble(seed)
    centre = size / 2
    body: list[str] = []
    spots: list[tuple[Ring, float]] = []
    radius = PITH
    drawn: list[tuple[Ring, float, float]] = []
    for ring, width in zip(shown, widths, strict=True):
        drawn.append((ring, radius, radius + width * unit))
        spots.append((ring, radius + width * unit / 2))
        radius += width * unit
    for place, (ring, inside, outside) in reversed(list(enumerate(drawn))):
        if ring.current:
            middle = (inside + outside) / 2
            body.append(f'<path class="track" d="{_outline(centre, outside, wobble, 1.0)}"/>')
            share = min(1.0, max(0.0, ring.reached or 0.0))
            if share > 0:
                body.append(
                    f'<path class="sap" stroke-width="{number(outside - inside - 1.5)}" fill="none" '
                    f'd="{_outline(centre, middle, wobble, share)}"/>'
                )
        else:
            alt = " alt" if place % 2 else ""
            body.append(f'<path class="wood{alt}" d="{_outline(centre, outside, wobble, 1.0)}Z"/>')
            if size > 70:
                body += [
                    f'<path class="grain" d="{_outline(centre, inside + (outside - inside) * part, wobble, 1.0)}Z"/>'
                    for part in (0.35, 0.68)
                ]
    body.append(
        f'<circle class="pith" cx="{number(centre)}" cy="{number(centre)}" r="{number(min(PITH * 0.6, 3.2))}"/>'
    )
    said = "; ".join(f"{ring.label} {_said(ring)}" for ring in reversed(shown)) or _("no cycle yet")
    if leaders and shown:
        body.append(_leaders(list(reversed(spots)), centre, size))
        return picture(
            "".join(body), width=size + 210, height=size, css="rings", title=title, described=said, fixed=True
        )
    crop = min(size, 2 * (radius + 4)) if shown else size
    return picture(
        "".join(body),
        width=crop,
        height=crop,
        css="rings",
        title=title,
        described=said,
        fixed=True,
        start=(size - crop) / 2,
    )


def _said(ring: Ring) -> str:
    if ring.said:
        return ring.said
    if ring.reached is None:
        return _("not measured")
    return _("%(share).2f so far") % {"share": ring.reached} if ring.current else f"{ring.reached:.2f}"


def _width(ring: Ring) -> float:
    if ring.current:
        return 0.9
    return 0.18 + 0.82 * min(1.0, max(0.0, ring.reached or 0.0))


def _wobble(seed: str) -> list[float]:
    """How far the outline strays at each step, as a share of the radius: three slow waves."""
    chance = random.Random(seed)
    waves = [(order, chance.uniform(0.4, 1.0) * 0.028 / order, chance.uniform(0, math.tau)) for order in (2, 3, 5)]
    return [
        1 + sum(height * math.sin(order * math.tau * step / STEPS + phase) for order, height, phase in waves) - 0.02
        for step in range(STEPS + 1)
    ]


def _outline(centre: float, radius: float, wobble: Sequence[float], share: float) -> str:
    """The wobbling circle from twelve o'clock on, clockwise, as far as `share` of it."""
    last = max(1, round(STEPS * share))
    path = []
    for step in range(last + 1):
        angle = math.tau * step / STEPS - math.pi / 2
        away = radius * wobble[step % STEPS]
        path.append(f"{number(centre + away * math.cos(angle))} {number(centre + away * math.sin(angle))}")
    return "M" + "L".join(path)


def _leaders(spots: Sequence[tuple[Ring, float]], centre: float, size: float) -> str:
    """Lines from each ring to its name and number, newest on top."""
    parts = []
    gap = min(22.0, size / max(1, len(spots)))
    top = max(14.0, centre - gap * len(spots) / 2 + 4)
    for place, (ring, radius) in enumerate(spots):
        y = top + gap * place
        rise = max(-1.0, min(1.0, (y - centre) / max(radius, 1e-6)))
        angle = math.asin(rise * 0.85)
        x0, y0 = centre + radius * math.cos(angle), centre + radius * math.sin(angle)
        css = "now" if ring.current else ""
        parts.append(
            f'<path class="lead" fill="none" d="M{number(x0)} {number(y0)}L{number(size + 8)} {number(y)}H{number(size + 16)}"/>'
        )
        parts.append(f'<circle class="leaddot" cx="{number(x0)}" cy="{number(y0)}" r="2.4"/>')
        parts.append(text(size + 22, y + 4, ring.label, css=css))
        parts.append(
            text(
                size + 206, y + 4, "–" if ring.reached is None else f"{ring.reached:.2f}", css=css or "v", anchor="end"
            )
        )
    return "".join(parts)
