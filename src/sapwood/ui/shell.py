"""Lines of the frame that rooms fill: the organisation's name, where the cycle stands, a banner over the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Banner:
    """A strip over every page: a template of the room that sends it, and what it needs."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


_lines: list[Callable[[HttpRequest], str]] = []
_banners: list[Callable[[HttpRequest], Banner | None]] = []


def line(function: Callable[[HttpRequest], str]) -> Callable[[HttpRequest], str]:
    """Register a line under the person's name in the rail; an empty one is left out."""
    if function not in _lines:
        _lines.append(function)
    return function


def banner(function: Callable[[HttpRequest], Banner | None]) -> Callable[[HttpRequest], Banner | None]:
    if function not in _banners:
        _banners.append(function)
    return function


def lines(request: HttpRequest) -> list[str]:
    return [text for function in _lines if (text := function(request))]


def banners(request: HttpRequest) -> list[Banner]:
    return [found for function in _banners if (found := function(request)) is not None]
