"""Who could help with something, and why: reasons that can be read and checked, never a score about a person.

Numbers and names in, an order and sentences out. Left out is whoever stands in the reporting line, above or below: a
mentor is somebody to whom one can say what one would not say to whoever decides about one's pay.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NEAR = 2.0  # hours between clocks that still leave most of a working day together


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked. `places` is None for a coach who named none; `taken` counts whom they help now."""

    key: int
    name: str
    time_zone: str
    is_coach: bool
    since: dt.date | None
    note: str
    places: int | None
    taken: int
    away_until: dt.date | None = None
    is_away: bool = False

    @property
    def room(self) -> int | None:
        return None if self.places is None else max(0, self.places - self.taken)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A candidate with the reasons, in the order they are said."""

    key: int
    reasons: tuple[str, ...]
    has_room: bool


def suggest(
    candidates: Iterable[Candidate],
    *,
    competency: str,
    time_zone: str,
    line: Collection[int],
    at: dt.datetime,
) -> list[Suggested]:
    """Those outside the line: who has room first, then whose clocks are nearest, then by name."""
    found = []
    for one in candidates:
        if one.key in line:
            continue
        apart = hours_apart(one.time_zone, time_zone, at)
        has_room = one.room != 0
        order = (not has_room, one.is_away, apart, one.name.casefold())
        found.append((order, Suggested(one.key, tuple(_reasons(one, competency, apart)), has_room)))
    return [one for _order, one in sorted(found, key=lambda pair: pair[0])]


def hours_apart(one: str, other: str, at: dt.datetime) -> float:
    """Between the clocks of two zones at a moment."""
    offsets = [at.astimezone(zoneinfo.ZoneInfo(zone)).utcoffset() or dt.timedelta() for zone in (one, other)]
    return abs((offsets[0] - offsets[1]).total_seconds()) / 3600


def _reasons(one: Candidate, competency: str, apart: float) -> Iterable[str]:
    if one.note:
        yield _("knows %(what)s from: %(note)s") % {"what": competency, "note": one.note}
    if one.since is not None:
        month = date_format(one.since, "F Y")
        yield _("offers help with %(what)s since %(month)s") % {"what": competency, "month": month}
    if one.is_coach:
        yield _("is a coach here")
    yield _("not in your reporting line")
    if apart == 0:
        yield _("on the same clock as you")
    elif apart <= NEAR:
        yield _("time zone near, %(n)g h apart") % {"n": apart}
    else:
        yield _("%(n)g h apart: early or late talks") % {"n": apart}
    if one.room is not None:
        yield (
            ngettext("has room for one more", "has room for %(n)d more", one.room) % {"n": one.room}
            if one.room
            else _("has no room now")
        )
    if one.is_away:
        yield (
            _("away until %(day)s") % {"day": date_format(one.away_until, "j F")} if one.away_until else _("away now")
        )
