"""Values of a bridge that are no readings of key results, and the reading of the bridge itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from sapwood.activity import events
from sapwood.activity.deeds import Refused, deed
from sapwood.activity.notices import tell
from sapwood.growth import rules
from sapwood.growth.bridges import periods, reading, values
from sapwood.growth.models import Bridge, BridgeFinding, BridgeTeam, BridgeValue, Kind
from sapwood.people.models import Person

LARGEST = Decimal(10) ** 14


@dataclass(frozen=True)
class Told:
    """One value of one team in the period that holds the day."""

    part: BridgeTeam
    kind: str
    day: dt.date
    value: Decimal


@deed("growth.take_bridge_values")
def take_values(*, by: Person, bridge: Bridge, told: Sequence[Told], at: dt.datetime) -> Bridge:
    """Write values out of a file, all or none. A value that is there already is written over; the same file twice
    changes nothing."""
    if not rules.may_keep(by, bridge):
        raise Refused(_("Values of this bridge are not yours to tell."), _("The OKR owner and its business owner can."))
    if not told:
        raise Refused(_("There is no value to take in."), _("Give a file with a row for each team and period."))
    data = _write(bridge, told, BridgeValue.Origin.FILE, by, at)
    events.record("growth.bridge_values_taken", by=by, about=bridge, at=at, data=data)
    return bridge


@deed("growth.send_bridge_value")
def send_value(
    *, by: Person, part: BridgeTeam, kind: str, day: dt.date, value: Decimal, at: dt.datetime
) -> BridgeValue:
    """Write one value that another system measured, for the period that holds the day. The last one sent counts."""
    if not rules.may_send_value(by, part):
        raise Refused(
            _("You cannot send values of %(team)s to this bridge.") % {"team": part.team},
            _("Who keeps the bridge can, and a service that was given the team, from its beginning to its end."),
        )
    _write(part.bridge, [Told(part, kind, day, value)], BridgeValue.Origin.API, by, at)
    events.record("growth.bridge_value_sent", by=by, about=part.bridge, at=at)
    first = periods.first_day(periods.index_of(day, part.bridge.period), part.bridge.period)
    return BridgeValue.objects.select_related("part__team", "part__bridge").get(part=part, kind=kind, period=first)


@deed("growth.read_bridge")
def read_bridge(*, by: Person | None, bridge: Bridge, at: dt.datetime) -> Bridge:
    """Read it, once its day has come: what it says of both indicators is written down and never changed. It is read
    once for each planned day, and again only when values came in late; each reading is counted and shown."""
    if by is not None and not rules.may_keep(by, bridge):
        raise Refused(_("This bridge is not yours to read."), _("The OKR owner and its business owner can."))
    if bridge.begun is None or bridge.ended is not None:
        raise Refused(_("Only a bridge that is under way is read."), _("Begin it first."))
    if at.date() < bridge.read_on:
        raise Refused(
            _("It is read on %(day)s; before that it is too early.") % {"day": bridge.read_on},
            _("Looking again and again until something shows finds effects that are not there."),
        )
    last = bridge.findings.first()
    if last is not None and last.read_on == bridge.read_on and not late_values(bridge, last):
        raise Refused(_("It was read, and no value has come since."), _("Set the day of a further reading."))
    parts = list(bridge.teams.select_related("team"))
    found = reading.read(bridge, parts, values.courses(bridge, parts), bridge.read_on)
    number = last.number + 1 if last is not None else 1
    for kind, fields in found.items():
        BridgeFinding.objects.create(
            bridge=bridge, kind=kind, number=number, read_on=bridge.read_on, by=by, at=at, **fields
        )
    events.record(
        "growth.bridge_read", by=by, about=bridge, at=at, data={"word": found[Kind.LAGGING]["word"], "number": number}
    )
    tell(
        [bridge.business_owner, bridge.begun_by if isinstance(bridge.begun_by, Person) else None],
        kind="bridge",
        text=_("“%(problem)s” was read") % {"problem": bridge.problem},
        link=reverse("growth:bridge", args=[bridge.public_id]),
        why=_("You answer for this bridge, or you began it."),
        at=at,
        but=by,
    )
    return bridge


def late_values(bridge: Bridge, last: BridgeFinding) -> bool:
    """Whether a value of the time before the reading was sent or uploaded after it."""
    late = BridgeValue.objects.filter(part__bridge=bridge, at__gt=last.at, period__lt=last.read_on)
    return late.exists()


def _write(bridge: Bridge, told: Sequence[Told], origin: str, by: Person, at: dt.datetime) -> dict[str, int]:
    """Write them in bulk; how many are new, changed, and were there already."""
    rows = BridgeValue.objects.filter(part__in={one.part.pk for one in told})
    here = {(part, kind, day): value for part, kind, day, value in rows.values_list("part", "kind", "period", "value")}
    counts, fresh = {"new": 0, "changed": 0, "same": 0}, []
    for one in told:
        _possible(one, at)
        first = periods.first_day(periods.index_of(one.day, bridge.period), bridge.period)
        value = one.value.quantize(Decimal("0.000001"))
        before = here.get((one.part.pk, one.kind, first))
        counts["new" if before is None else "same" if before == value else "changed"] += 1
        if before != value:
            row = BridgeValue(part=one.part, kind=one.kind, period=first, value=value, origin=origin, by=by, at=at)
            fresh.append(row)
    BridgeValue.objects.bulk_create(
        fresh,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["part", "kind", "period"],
        update_fields=["value", "origin", "by", "at"],
    )
    return counts


def _possible(one: Told, at: dt.datetime) -> None:
    if one.kind not in Kind.values:
        raise Refused(_("“%(kind)s” is no indicator.") % {"kind": one.kind}, _("Say leading or lagging."))
    if not one.value.is_finite() or abs(one.value) >= LARGEST:
        raise Refused(
            _("The value of %(team)s cannot be stored.") % {"team": one.part.team},
            _("Give a number with up to 14 digits before and 6 after the point."),
        )
    if not dt.date(2000, 1, 1) <= one.day <= at.date():
        raise Refused(
            _("%(day)s was given for %(team)s.") % {"day": one.day, "team": one.part.team},
            _("Give a day between the year 2000 and today."),
        )
