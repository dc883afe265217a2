"""Demo only: what a wave gives away to those who would want to know, read from where they would read it.

Rows are read from the tables as a database's owner reads them, not through the models. No ballot is opened here: only the
closing job does that.
"""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection, models

from sapwood.feedback import keys, links, reading
from sapwood.feedback.models import Ballot, Invitation, Receipt, Wave, WaveKey
from sapwood.people.models import Person, Role, RoleGrant

SHOWN = 4  # ballots
LONGEST = 48  # bytes of a sealed answer that are shown


@dataclass(frozen=True)
class Table:
    """Rows as they lie in the database: column names, and values as text; bytes as hexadecimal digits."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int  # of the rows about this wave

    @property
    def shown(self) -> list[list[tuple[str, str]]]:
        """Each row as pairs of column and value."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Reader:
    """Somebody who would like to know, and what they read of the published wave: none while it runs."""

    person: Person
    part: str  # boss, owner, executive
    units: tuple[reading.UnitResult, ...] = ()


@dataclass(frozen=True)
class KeyFile:
    """The private key of the wave: where it lies, or when it was destroyed. Its content is not read."""

    row: WaveKey
    place: str
    size: int = 0
    mode: str = ""

    @property
    def is_there(self) -> bool:
        return self.size > 0


@dataclass(frozen=True)
class Attempt:
    wave: Wave
    invitation: Invitation
    address: str
    has_answered: bool
    readers: tuple[Reader, ...]
    tables: tuple[Table, ...] = field(default_factory=tuple)
    keys: tuple[KeyFile, ...] = ()

    @property
    def is_published(self) -> bool:
        return self.wave.stage == Wave.Stage.PUBLISHED


def attempt(person: Person, wave: str = "") -> Attempt | None:
    """The wave that asks this person now, or the one named by its public id; None when nobody asked them."""
    rows = Invitation.objects.filter(person=person).select_related("wave", "subject__person")
    if wave:
        rows = rows.filter(wave__public_id=wave).exclude(wave__stage=Wave.Stage.DRAFT)
    else:
        rows = rows.filter(wave__stage=Wave.Stage.OPEN)
    mine = rows.order_by("-wave__kind", "-wave__opens", "pk").first()  # a pulse before a 360
    if mine is None:
        return None
    return Attempt(
        mine.wave,
        mine,
        links.address(mine),
        Receipt.objects.filter(invitation=mine).exists(),
        tuple(_readers(person, mine.wave)),
        (
            _table(Invitation, "id = %s", [mine.pk], 1),
            _table(
                Receipt, "invitation_id = %s", [mine.pk], Receipt.objects.filter(invitation__wave=mine.wave).count()
            ),
            _ballots(mine.wave),
        ),
        tuple(_key(row) for row in mine.wave.keys.order_by("purpose")),
    )


def _readers(person: Person, wave: Wave) -> list[Reader]:
    found: dict[int, Reader] = {}
    everywhere = {row.role: row.person for row in RoleGrant.objects.filter(ends=None).select_related("person")}
    for part, one in (
        ("boss", person.manager),
        ("owner", everywhere.get(Role.OKR_OWNER)),
        ("executive", everywhere.get(Role.EXECUTIVE)),
    ):
        if one is not None and one != person and one.pk not in found:
            published = wave.kind == Wave.Kind.PULSE and wave.stage == Wave.Stage.PUBLISHED
            units = tuple(reading.results_for(one, wave.publication)) if published else ()
            found[one.pk] = Reader(one, part, units)
    return list(found.values())


def _ballots(wave: Wave) -> Table:
    names = list(wave.keys.values_list("pk", flat=True))
    marks = ", ".join(["%s"] * len(names))
    count = Ballot.objects.filter(sealed_with__in=names).count()
    return _table(Ballot, f"sealed_with_id IN ({marks})" if names else "1 = 0", names, count)


def _table(model: type[models.Model], where: str, values: Sequence[Any], count: int) -> Table:
    """In the order in which the database hands rows out when nobody asks for one."""
    name = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}" WHERE {where} LIMIT {SHOWN}', list(values))  # noqa: S608  (our own names)
        columns = tuple(column[0] for column in cursor.description)
        rows = tuple(tuple(map(_as_text, row)) for row in cursor.fetchall())
    return Table(name, columns, rows, count)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        content = bytes(value)
        more = f" … ({len(content)} bytes)" if len(content) > LONGEST else ""
        return f"{content[:LONGEST].hex(' ', 4)}{more}"
    if isinstance(value, dt.datetime):  # as SQLite has it, whichever database is asked
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


def _key(row: WaveKey) -> KeyFile:
    place = settings.SAPWOOD_KEYS / f"{row.name}{keys.ENDING}"
    try:
        told = place.stat()
    except OSError:
        return KeyFile(row, place.name)
    return KeyFile(row, place.name, told.st_size, stat.filemode(told.st_mode))
