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

    def entry(link: navigation.Link) -> dict[str, Any]:
        current = here == link.route or any(here.startswith(prefix) for prefix in link.prefix)
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


def shell_context(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    theme = getattr(user, "theme", None) or request.COOKIES.get("theme", "system")
    return {
        "frame": SimpleLazyObject(lambda: _frame(request)),
        "theme": theme if theme in {"light", "dark"} else "",
    }
