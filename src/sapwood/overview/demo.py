"""The demo's safety: its levers exist only with the marker and on this machine."""

from __future__ import annotations

import ipaddress
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sapwood.activity.models import DemoMarker
from sapwood.people.demo import FIXED, ROLES
from sapwood.people.models import Person
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


def is_open(request: HttpRequest) -> bool:
    """Demo mode, the marker in the database, and a caller on the loopback address of this machine."""
    if not settings.SAPWOOD_DEMO or request.META.get("HTTP_X_FORWARDED_FOR"):
        return False
    try:
        here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return here and DemoMarker.objects.exists()


def banner(request: HttpRequest) -> Banner | None:
    if not is_open(request):
        return None
    return Banner("overview/demo_banner.html", {"people": people(), "user": request.user})


def people() -> list[dict[str, Any]]:
    """Whom one can be, with their part in the company."""
    rows = {row.name: row for row in Person.objects.filter(name__in=PARTS)}
    return [{"person": rows[name], "part": part} for name, part in PARTS.items() if name in rows]


assert set(ROLES) <= set(PARTS) <= {name for name, _title in FIXED.values()} | set(ROLES)
