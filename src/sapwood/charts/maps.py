"""The map of what serves what: boxes in columns, joined by lines that differ in their stroke and not only in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from sapwood.charts.layers import Place, layout
from sapwood.charts.svg import number, text
from sapwood.charts.words import _

WIDE, HIGH = 200.0, 74.0
ACROSS, DOWN = WIDE + 46, HIGH + 14
LANE = 27.0  # from the parent's column
NEAR = 4  # rows over which a pair is joined by a line
EDGE = 10.0  # around the whole, so that a stack or a badge is not cut

Tone = Literal["ok", "risk", "off", "open"]
GLYPHS: Mapping[str, str] = {
    "ok": '<circle cx="5" cy="5" r="4.4"/><path d="M3 5.2l1.5 1.5 2.6-3"/>',
    "risk": '<path d="M5 .9l4.3 8H.7z"/><path d="M5 3.8v2.2M5 7.4v.1"/>',
    "off": '<path d="M5 .5L9.5 5 5 9.5.5 5z"/><path d="M3.3 5h3.4"/>',
    "open": '<circle cx="5" cy="5" r="4.4" stroke-dasharray="1.8 1.6"/>',
}


@dataclass(frozen=True)
class Spot:
    """One box. `under`: whose it is; `mark`: one more short line; `folded`: how many are below it and not drawn, which
    the address `unfold` shows; `stack`: it stands for several; `context`: only there to say where others hang."""

    key: str
    title: str
    tone: Tone
    word: str
    under: str = ""
    mark: str = ""
    href: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    folded: int = 0
    unfold: str = ""
    stack: bool = False
    soft: bool = False
    context: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class Tie:
    """A line between two boxes: the child adds to the parent or supports it, or both are a pair."""

    child: str
    parent: str
    kind: Literal["adds", "supports", "pair"] = "adds"


def alignment_map(
    spots: Sequence[Spot], ties: Sequence[Tie], *, title: str, alone: str = "", links: bool = True
) -> str:
    """The whole picture in its natural size. With `links` each box leads somewhere and the arrow keys can walk them;
    without, it is a picture with a description. `alone` stands over the boxes that neither serve nor are served."""
    up = [(tie.child, tie.parent) for tie in ties if tie.kind != "pair"]
    pairs = [(tie.child, tie.parent) for tie in ties if tie.kind == "pair"]
    places = layout([spot.key for spot in spots], up, pairs)
    by_key = {spot.key: spot for spot in spots}
    parent = _drawn_parents(up, places)
    lines = "".join(_line(tie, places) for tie in ties if tie.child in places and tie.parent in places)
    boxes = "".join(_box(by_key[key], place, parent.get(key, ""), links) for key, place in places.items())
    columns = max((place.column for place in places.values()), default=0) + 1
    rows = max((place.row for place in places.values()), default=0.0) + 1
    width, height = columns * ACROSS - (ACROSS - WIDE) + 3 * EDGE, rows * DOWN - (DOWN - HIGH) + 2 * EDGE
    said = _("%(n)d objectives, %(lines)d lines") % {"n": len(spots), "lines": len(ties)}
    named = f'role="group" aria-label={quoteattr(title)}' if links else f'role="img" aria-label={quoteattr(title)}'
    return (
        f'<svg class="c map" viewBox="0 0 {number(width)} {number(height)}" width="{number(width)}" '
        f'height="{number(height)}" {named}><title>{escape(title)}</title><desc>{escape(said)}</desc>'
        f'<g aria-hidden="true">{lines}</g>{_over(alone, ties, places)}{boxes}</svg>'
    )


def _over(alone: str, ties: Sequence[Tie], places: Mapping[str, Place]) -> str:
    tied = {end for tie in ties if tie.kind != "pair" for end in (tie.child, tie.parent)}
    last = max((place.row for key, place in places.items() if key in tied), default=None)
    rows = [place.row for place in places.values() if last is not None and place.row > last + 1]
    return text(EDGE, EDGE + min(rows) * DOWN - 8, alone, css="sub") if alone and rows else ""


def fitted(words: str, width: float, size: float, *, lines: int = 1) -> list[str]:
    """The words in so many lines of that width; what does not fit ends in an ellipsis. By the usual widths of letters."""
    found: list[str] = []
    line = ""
    rest = words.split()
    while rest:
        word = rest.pop(0)
        longer = f"{line} {word}" if line else word
        if _width(longer, size) <= width:
            line = longer
        elif line and len(found) + 1 < lines:
            found.append(line)
            line, rest = "", [word, *rest]
        else:
            return [*found, _cut(longer, width, size)]
    return [*found, line] if line else found


def _cut(words: str, width: float, size: float) -> str:
    while words and _width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip(" ,.;:") + "…"


def _width(words: str, size: float) -> float:
    return size * sum(LETTERS.get(letter, 0.66 if letter.isupper() else 0.57) for letter in words)


LETTERS = {letter: width for letters, width in (("ijl.,:;'|! ’", 0.27), ("frt()-/", 0.38), ("mwMW@%", 0.88), ("—–…", 0.8)) for letter in letters}  # fmt: skip


def _drawn_parents(up: Sequence[tuple[str, str]], places: Mapping[str, Place]) -> dict[str, str]:
    """To which box the arrow to the left goes: the first one just before."""
    found: dict[str, str] = {}
    for child, parent in up:
        if child in places and parent in places and places[parent].column == places[child].column - 1:
            found.setdefault(child, parent)
    return found


def _corner(place: Place) -> tuple[float, float]:
    return EDGE + place.column * ACROSS, EDGE + place.row * DOWN


def _line(tie: Tie, places: Mapping[str, Place]) -> str:
    child, parent = places[tie.child], places[tie.parent]
    if tie.kind == "pair":
        return _pair(child, parent)
    (cx, cy), (px, py) = _corner(child), _corner(parent)
    supports = tie.kind == "supports"
    start, end = (px + WIDE, py + HIGH / 2), (cx, cy + HIGH / 2)
    css = "edge sup" if supports else "edge"
    tip = f'<circle class="tip" cx="{number(end[0])}" cy="{number(end[1])}" r="3"/>' if supports else ""
    return f'<path class="{css}" d="{_way(start, end, LANE + 9 if supports else LANE)}"/>{tip}'


def _way(start: tuple[float, float], end: tuple[float, float], lane: float) -> str:
    """Along a lane just before the boxes of the child, so that many lines to one parent lie on each other and read as
    one; those that support have a lane of their own."""
    (x, y), (u, v) = start, end
    if abs(y - v) < 1:
        return f"M{number(x)} {number(y)}H{number(u)}"
    turn = 6.0 if v > y else -6.0
    at = u - (ACROSS - WIDE) + lane
    return (
        f"M{number(x)} {number(y)}H{number(at - 6)}Q{number(at)} {number(y)} {number(at)} {number(y + turn)}"
        f"V{number(v - turn)}Q{number(at)} {number(v)} {number(at + 6)} {number(v)}H{number(u)}"
    )


def _pair(one: Place, other: Place) -> str:
    """Near each other in one column: a bracket on the right. Else a stub at each box: a line across the whole map would
    say less than it hides."""
    upper, lower = sorted((one, other), key=lambda place: place.row)
    if upper.column == lower.column and lower.row - upper.row <= NEAR:
        (x, y), (_x, v) = _corner(upper), _corner(lower)
        x, y, v = x + WIDE, y + HIGH * 0.75, v + HIGH * 0.25
        bow = 14 + 5 * (lower.row - upper.row)
        way = f"M{number(x)} {number(y)}C{number(x + bow)} {number(y)} {number(x + bow)} {number(v)} {number(x)} {number(v)}"
        return f'<path class="edge pair" d="{way}"/>{_knot(x + bow * 0.75, (y + v) / 2)}'
    return "".join(_stub(place) for place in (one, other))


def _stub(place: Place) -> str:
    x, y = _corner(place)
    x, y = x + WIDE, y + HIGH * 0.75
    return f'<path class="edge pair" d="M{number(x)} {number(y)}h8"/>{_knot(x + 14, y)}'


def _knot(x: float, y: float) -> str:
    return "".join(f'<circle class="knot" cx="{number(x + shift)}" cy="{number(y)}" r="3.5"/>' for shift in (-2.2, 2.2))


def _box(spot: Spot, place: Place, parent: str, links: bool) -> str:
    x, y = _corner(place)
    css = " ".join(
        name
        for name, holds in (("node", True), ("sel", spot.chosen), ("ctx", spot.context), ("soft", spot.soft))
        if holds
    )
    rect = (
        f'<rect class="{css}" x="{number(x)}" y="{number(y)}" width="{number(WIDE)}" height="{number(HIGH)}" rx="7"/>'
    )
    if spot.stack or spot.folded:
        shadow = f'<rect class="node back" x="{number(x + 4)}" y="{number(y + 4)}" width="{number(WIDE)}" height="{number(HIGH)}" rx="7"/>'
        rect = shadow + rect
    inside = rect + _words(spot, x, y)
    if not links:
        badge = _badge(spot, x, y, linked=False) if spot.folded else ""
        return f"<g><title>{escape(_name(spot))}</title>{inside}{badge}</g>"
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in spot.attributes.items())
    here = ' aria-current="true"' if spot.chosen else ""
    badge = _badge(spot, x, y, linked=True) if spot.folded and spot.unfold else ""
    return (
        f'<a class="spot" id="o-{escape(spot.key)}" href={quoteattr(spot.href)} aria-label={quoteattr(_name(spot))} '
        f'data-column="{place.column}" data-above={quoteattr(parent)}{here}{attributes}>'
        f"<title>{escape(spot.title)}</title>{inside}</a>{badge}"
    )


def _name(spot: Spot) -> str:
    return ", ".join(one for one in (spot.title, spot.under, spot.word, spot.mark) if one)


def _words(spot: Spot, x: float, y: float) -> str:
    title = fitted(spot.title, WIDE - 22, 12.4, lines=2)
    mark = fitted(spot.mark, WIDE - 22, 11) if spot.mark else []
    lines = len(title) + 1 + len(mark)
    at = y + HIGH / 2 - lines * 7.5 + 11
    parts = []
    for line in title:
        parts.append(f'<text x="{number(x + 11)}" y="{number(at)}">{escape(line)}</text>')
        at += 15
    word = fitted(spot.word, WIDE - 38, 11)[0]
    parts.append(
        f'<g class="g {spot.tone}" transform="translate({number(x + 11)} {number(at - 9)})">{GLYPHS[spot.tone]}</g>'
        f'<text class="word {spot.tone}" x="{number(x + 26)}" y="{number(at)}">{escape(word)}</text>'
    )
    room = WIDE - 38 - _width(word, 11) - 8
    if spot.under and room > 24:
        parts.append(
            f'<text class="sub" x="{number(x + WIDE - 11)}" y="{number(at)}" text-anchor="end">{escape(fitted(spot.under, room, 11)[0])}</text>'
        )
    if mark:
        parts.append(f'<text class="sub" x="{number(x + 11)}" y="{number(at + 15)}">{escape(mark[0])}</text>')
    return "".join(parts)


def _badge(spot: Spot, x: float, y: float, *, linked: bool) -> str:
    """How many lie below and are not drawn; a target large enough for a thumb."""
    words = f"+{spot.folded}"
    wide = max(26.0, _width(words, 11) + 14)
    left, top = x + WIDE - wide + 10, y + HIGH - 20
    drawn = (
        f'<rect class="badge" x="{number(left)}" y="{number(top)}" width="{number(wide)}" height="24" rx="12"/>'
        f'<text class="count" x="{number(left + wide / 2)}" y="{number(top + 16)}" text-anchor="middle">{words}</text>'
    )
    if not linked:
        return drawn
    name = _("%(n)d more below “%(title)s”: show them") % {"n": spot.folded, "title": spot.title}
    return f'<a class="unfold" href={quoteattr(spot.unfold)} aria-label={quoteattr(name)}>{drawn}</a>'
