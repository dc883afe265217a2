"""Links of the frame. Rooms register theirs when they start; the frame knows no room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Place = Literal["main", "more", "new"]


def always(request: HttpRequest) -> bool:
    return True


def nothing(request: HttpRequest) -> int | None:
    return None


@dataclass(frozen=True)
class Link:
    """One entry. `mobile`: it is one of the five of the bottom bar. `prefix`: routes below it mark it current.
    `shortcut`: the key that goes there."""

    name: StrOrPromise
    route: str
    icon: str
    order: int = 50
    place: Place = "main"
    mobile: bool = False
    shortcut: str = ""
    prefix: tuple[str, ...] = field(default=())
    visible: Callable[[HttpRequest], bool] = always
    count: Callable[[HttpRequest], int | None] = nothing


_links: dict[tuple[str, str], Link] = {}


def register(link: Link) -> None:
    _links[(link.place, link.route)] = link


def links(place: Place) -> list[Link]:
    return sorted((link for link in _links.values() if link.place == place), key=lambda link: link.order)
