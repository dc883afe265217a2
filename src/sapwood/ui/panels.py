"""What a lower room shows of a higher one, without knowing it.

A page offers a place ("people:person"); a higher room registers panels for it when it starts. A panel gives
a template and what the template needs, or None when it has nothing to say to this reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    order: int = 50


@dataclass(frozen=True)
class Suggestion:
    """Something suggested for a choice, with the reason said."""

    thing: Any
    reason: str
    strength: float = 1.0


PanelMaker = Callable[[HttpRequest, Any], Panel | None]
Suggester = Callable[[HttpRequest, Any], Iterable[Suggestion]]

_makers: dict[str, list[PanelMaker]] = {}
_suggesters: dict[str, list[Suggester]] = {}


def register(place: str, maker: PanelMaker) -> None:
    if maker not in _makers.setdefault(place, []):
        _makers[place].append(maker)


def panels_for(place: str, request: HttpRequest, thing: Any) -> list[Panel]:
    found = (maker(request, thing) for maker in _makers.get(place, ()))
    return sorted((panel for panel in found if panel is not None), key=lambda panel: panel.order)


def suggest(place: str, suggester: Suggester) -> None:
    if suggester not in _suggesters.setdefault(place, []):
        _suggesters[place].append(suggester)


def suggestions_for(place: str, request: HttpRequest, thing: Any) -> list[Suggestion]:
    found = [one for suggester in _suggesters.get(place, ()) for one in suggester(request, thing)]
    return sorted(found, key=lambda one: -one.strength)
