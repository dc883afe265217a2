"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sapwood.ui import navigation, shell


def _frame(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    here = match.view_name if match else ""

    nearest = max((_fit(link, here) for place in ("main", "more") for link in navigation.links(place)), default=0)

    def entry(link: navigation.Link) -> dict[str, Any]:
        current = _fit(link, here) == nearest > 0
        return {
            "name": link.name,
            "href": reverse(link.route),
            "icon": link.icon,
            "current": current,
            "count": link.count(request),
            "mobile": link.mobile,
            "shortcut": link.shortcut,
        }

    def entries(place: navigation.Place) -> list[dict[str, Any]]:
        return [entry(link) for link in navigation.links(place) if link.visible(request)]

    return {
        "main": entries("main"),
        "more": entries("more"),
        "new": entries("new"),
        "lines": shell.lines(request),
        "banners": shell.banners(request),
    }


def _fit(link: navigation.Link, here: str) -> int:
    """How closely a link stands for this page: of two whose beginnings fit, the longer one is meant."""
    if here == link.route:
        return len(here) + 1
    return max((len(prefix) for prefix in link.prefix if here.startswith(prefix)), default=0)


def shell_context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", None) or request.COOKIES.get("theme", "system")
    return {
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "theme": theme if theme in {"light", "dark"} else "",
    }
