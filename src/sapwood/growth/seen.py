"""How one is seen, in words and rings: what a page says of the published numbers about one person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sapwood import charts
from sapwood.feedback import reports
from sapwood.feedback.models import Cell, Subject
from sapwood.growth.queries import SeenCompetency, Sighting

LOWEST, HIGHEST = 1.0, 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """One ring in words: the wave, what all others saw, from how many."""

    label: str
    words: str
    answers: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """One competency as the page shows it."""

    name: str
    rings: str
    lines: tuple[Line, ...]  # the newest first
    against: str  # self against others
    change: str  # since the wave before; empty where there was none
    report: Subject  # the newest, to read on


def pictures(seen: Sequence[SeenCompetency], asked_now: Collection[int] = (), *, is_own: bool) -> list[Picture]:
    """One picture a competency. What an open round asks now (ids) is a ring still without a number."""
    return [_picture(one, one.competency.pk in asked_now, is_own) for one in seen]


def rests_on() -> str:
    """What stands behind every ring."""
    return _(
        "Each ring is one published round: what all raters together saw, from 1, hardly ever, to 5, nearly every time, with the 95 % interval. A thicker ring is a higher level. Two rings do not make a change: only a follow-up that compares both rounds tells one, and then it is said in words."
    )


def _picture(one: SeenCompetency, is_asked_now: bool, is_own: bool) -> Picture:
    name = one.competency.said("name")
    lines = [_line(sighting) for sighting in one.sightings]
    rings = [
        charts.Ring(line.label, _share(sighting.everyone), said=line.words)
        for line, sighting in zip(lines, one.sightings, strict=True)
    ]
    if is_asked_now:
        label, words = _("open now"), _("nobody reads it yet")
        lines.append(Line(label, words, is_current=True))
        rings.append(charts.Ring(label, None, current=True, said=words))
    title = _("Growth rings: %(name)s") % {"name": name}
    return Picture(
        name,
        charts.rings(rings, seed=one.competency.key, title=title, size=124),
        tuple(reversed(lines)),
        against_others(one.last.own, one.last.everyone, one.last.gap, is_own=is_own),
        reports.verdict(one.last.change) if one.last.change is not None else "",
        one.last.subject,
    )


def _line(sighting: Sighting) -> Line:
    label = date_format(sighting.subject.wave.publication.at, "M Y")
    cell = sighting.everyone
    if cell is None or cell.withheld or cell.value is None:
        return Line(label, str(cell.get_withheld_display()) if cell is not None else _("not asked"))
    return Line(label, f"{_one(cell.value)} ({_between(cell)})", cell.count)


def against_others(own: Cell | None, everyone: Cell | None, gap: Cell | None, *, is_own: bool) -> str:
    """One's own view beside what all others see, in a sentence. Where the interval of the difference holds 0 the two
    overlap, and nothing more is claimed."""
    if own is None or own.value is None:
        return _("You gave no view of your own.") if is_own else _("They gave no view of their own.")
    said = {"own": _one(own.value)}
    if everyone is None or everyone.value is None or gap is None or gap.low is None or gap.high is None:
        return _("Own view %(own)s; there is nothing it could be compared with.") % said
    said |= {"by": _one(abs(gap.value or 0)), "between": _between(gap)}
    if gap.low > 0 and is_own:
        return _("You see it higher than others do: own view %(own)s, the difference %(by)s (%(between)s).") % said
    if gap.low > 0:
        return _("They see it higher than others do: own view %(own)s, the difference %(by)s (%(between)s).") % said
    if gap.high < 0 and is_own:
        return _("Others see more of it than you do: own view %(own)s, the difference %(by)s (%(between)s).") % said
    if gap.high < 0:
        return _("Others see more of it than they do: own view %(own)s, the difference %(by)s (%(between)s).") % said
    return (
        _("Own view %(own)s. It overlaps with what others see: the difference may be anything from %(between)s.") % said
    )


def _share(cell: Cell | None) -> float | None:
    if cell is None or cell.value is None:
        return None
    return (cell.value - LOWEST) / (HIGHEST - LOWEST)


def _between(cell: Cell) -> str:
    return _("%(low)s to %(high)s") % {"low": _one(cell.low), "high": _one(cell.high)}


def _one(value: float | None) -> str:
    return str(floatformat(value, 1)).replace("-", "−")
