"""The demo's safety: its levers exist only with the marker and on this machine."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sapwood.activity import clock, outbox, schedule
from sapwood.activity.models import Delivery, DemoMarker
from sapwood.people.demo import FIXED, ROLES
from sapwood.people.models import Person
from sapwood.ui.panels import Panel
from sapwood.ui.shell import Banner

PARTS = {
    "Leila Haddad": _("employee"),
    "Priya Raman": _("her lead"),
    "Tobias Adeyemi": _("OKR owner"),
    "Maren Holt": _("managing director"),
    "Sanna Virtanen": _("administrator"),
    "Ruth Okafor": _("coach"),
    "Owen Pritchard": _("lead installer"),
}


A_KIND = 8  # mails of a kind that are shown: one reads a few and knows the rest


def is_open(request: HttpRequest) -> bool:
    """Demo mode, the marker in the database, and a caller on the loopback address of this machine."""
    if not settings.SAPWOOD_DEMO or request.META.get("HTTP_X_FORWARDED_FOR"):
        return False
    try:
        here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return here and DemoMarker.objects.exists()


def pass_a_week(visitor: Person) -> None:
    """Move the clock a week on. What would have happened in it happens: people tell, talk and finish things, and
    the post goes out; nothing of it leaves this machine."""
    from sapwood.feedback.demo import week as asked
    from sapwood.goals.demo import week
    from sapwood.meetings import demo as meetings

    marker = DemoMarker.objects.get()
    before = clock.now()
    number = (before - marker.at).days // 7 + 1
    morning = before.replace(hour=8, minute=30, second=0, microsecond=0)
    clock.move_on(dt.timedelta(weeks=1))
    with clock.frozen(before + dt.timedelta(weeks=1)):  # one and the same now for everybody in the company
        week.live(seed=marker.seed, number=number, begins=morning, visitor=visitor)
        asked.live(begins=morning, visitor=visitor)
        meetings.live(now=clock.now())
    for day in range(1, 8):
        with clock.frozen(min(morning + dt.timedelta(days=day, hours=2), before + dt.timedelta(weeks=1))):
            schedule.run_due()
            outbox.deliver_due(limit=1000, pause=lambda _seconds: None)


def mails(reader: Person) -> dict[str, list[Delivery]]:
    """The last messages of the outbox, the reader's own first. There is no post office behind the demo."""
    rows = Delivery.objects.select_related("person").order_by("-due", "-id")
    others = rows.exclude(person=reader)
    kinds = others.order_by().values_list("kind", flat=True).distinct()
    samples = [row for kind in sorted(kinds) for row in others.filter(kind=kind)[:A_KIND]]
    return {
        "own": list(rows.filter(person=reader)[:20]),
        "others": sorted(samples, key=lambda row: row.due, reverse=True),
    }


def unmasking(visitor: Person, wave: str) -> dict[str, Any]:
    """What can be found out about the visitor's answer in the wave that asks them now, or in the one named."""
    from sapwood.feedback.demo.unmasking import attempt

    told = attempt(visitor, wave)
    parts = {
        "boss": _("the person you answer to"),
        "owner": _("who runs pulses and rounds"),
        "executive": _("who reads all results"),
    }
    readers = [{"told": one, "part": parts[one.part]} for one in told.readers] if told else []
    return {"told": told, "readers": readers}


def banner(request: HttpRequest) -> Banner | None:
    if not is_open(request):
        return None
    return Banner("overview/demo_banner.html", {"people": people(), "user": request.user})


def faces(request: HttpRequest, thing: object) -> Panel | None:
    """On the sign-in page: whom one can be, one click each."""
    return Panel("overview/demo_faces.html", {"people": people()}) if is_open(request) else None


def door(request: HttpRequest, thing: object) -> Panel | None:
    """On the start page: that there is a company to look around in."""
    return Panel("overview/demo_door.html") if is_open(request) else None


def people() -> list[dict[str, Any]]:
    """Whom one can be, with their part in the company."""
    rows = {row.name: row for row in Person.objects.filter(name__in=PARTS)}
    return [{"person": rows[name], "part": part} for name, part in PARTS.items() if name in rows]


assert set(ROLES) <= set(PARTS) <= {name for name, _title in FIXED.values()} | set(ROLES)
