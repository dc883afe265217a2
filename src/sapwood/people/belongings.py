"""What belongs to a person alone: it goes along with them when they leave, and is erased afterwards.

Each room says what of its own is such a thing. Nothing here is shown to anybody but its owner.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from sapwood.people.models import Person


@dataclass(frozen=True, slots=True)
class Belonging:
    """One kind of thing that is somebody's alone.

    `files`: names and contents of what they take along, none when there is nothing. `erase`: really delete it.
    """

    name: str | Promise
    files: Callable[[Person], Mapping[str, str]]
    erase: Callable[[Person, dt.datetime], None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class WayOut:
    """How somebody who has left comes to what is theirs: whether it is kept yet, and an address that works without
    signing in, made anew each time."""

    is_kept: Callable[[Person], bool]
    address: Callable[[Person, dt.datetime], str]


LAST = 99  # of what has no file of its own
_kinds: dict[str, Belonging] = {}
_ways_out: dict[str, WayOut] = {}


def register(key: str, belonging: Belonging) -> None:
    _kinds[key] = belonging


def register_way_out(key: str, way: WayOut) -> None:
    _ways_out[key] = way


def way_out_of(person: Person) -> WayOut | None:
    """For whoever proves who they are after their last day; None where nothing is kept for them."""
    return next((way for way in _ways_out.values() if way.is_kept(person)), None)


def kinds() -> list[Belonging]:
    return sorted(_kinds.values(), key=lambda one: one.order)


def files_of(person: Person) -> dict[str, str]:
    """Everything, by the name of its file."""
    found: dict[str, str] = {}
    for one in kinds():
        found.update(one.files(person))
    return found


def packed(person: Person) -> bytes:
    """All of it as one ZIP file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files_of(person).items():
            pack.writestr(name, content)
    return held.getvalue()


def erase(person: Person, at: dt.datetime) -> None:
    """Really delete all of it. It cannot be brought back."""
    for one in kinds():
        one.erase(person, at)
