"""The durable keys in a file beside a backup, and whether they open what a database holds.

Keys of sealed answers are never in it: they go into no copy at all. Whoever holds this file and a backup can read
journals and private notes, so the two belong in different places.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS

from sapwood import __version__
from sapwood.people import durable

if TYPE_CHECKING:
    from sapwood.people.models import Sealed

FORMAT = 1
LARGEST = 200_000_000  # bytes; a key takes about 80


class BadKeys(Exception):
    """A file that holds no durable keys of ours, or a place where none can be put."""

    exit_status = 2


class KeysMissing(Exception):
    """Private words would come back that nobody could open."""

    exit_status = 2


@dataclass(frozen=True)
class Written:
    """How many keys are in the copy, and the names of those that the store has lost."""

    keys: int
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """How much of what is locked in a database opens with some keys."""

    rows: int
    people: int
    lost: int  # rows whose key is not there
    broken: int  # rows that their key does not open: changed, or moved

    @property
    def is_whole(self) -> bool:
        return not self.lost and not self.broken


def write(to: Path) -> Written:
    """Every durable key that is in use, into one file that its owner alone may read. Never over a file that is there."""
    from sapwood.people.models import DurableKey

    if to.exists():
        raise BadKeys(f"{to} exists already and was left as it is. Name another file.")
    store, keys, lost = durable.store(), dict[str, str](), list[str]()
    for name in DurableKey.objects.filter(ended=None).order_by("id").values_list("name", flat=True):
        try:
            keys[name] = base64.b64encode(store.read(name)).decode()
        except durable.KeyLost:
            lost.append(name)
    words = {
        "format": FORMAT,
        "sapwood": __version__,
        "made": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "keys": keys,
    }
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump({"sapwood-durable-keys": words}, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return Written(len(keys), tuple(lost))


def read(file: Path) -> durable.Copy:
    """The keys in a file. Raises BadKeys."""
    try:
        if file.stat().st_size > LARGEST:
            raise BadKeys(f"{file} is too large to be a file of keys.")
        words = json.loads(file.read_text(encoding="utf-8"))["sapwood-durable-keys"]
        number, given = words["format"], words["keys"]
        keys = {str(name): base64.b64decode(secret, validate=True) for name, secret in given.items()}
    except OSError as error:
        raise BadKeys(f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadKeys(f"{file} holds no durable keys of Sapwood. `sapwood backup --keys FILE` writes them.") from error
    if number != FORMAT:
        raise BadKeys(f"{file} has format {number}; this version reads format {FORMAT}.")
    return durable.Copy(keys)


def bring_back(copy: durable.Copy) -> int:
    """Put the keys of a copy into the store, each under its name; how many were not there. None is ever replaced by
    another one: raises BadKeys when the store holds a different key of that name, and then nothing was put."""
    store, missing = durable.store(), []
    for name, secret in copy.keys.items():
        try:
            if store.read(name) != secret:
                raise BadKeys(
                    f"The key store holds another key named {name}. Nothing was changed. Name an empty store."
                )
        except (durable.KeyLost, FileNotFoundError):
            missing.append(name)
    for name in missing:
        store.write(name, copy.keys[name])
    return len(missing)


def examine(keys: durable.Keys, *, using: str = DEFAULT_DB_ALIAS) -> Opened:
    """Open everything that is locked in a database, and keep nothing of it."""
    from sapwood.people.sealing import CannotOpen

    known, people = _Once(keys), set[int]()
    rows = lost = broken = 0
    for row in _sealed(using):
        rows += 1
        people.add(row.key.person_id)
        try:
            row.unlock(known)
        except (durable.KeyLost, FileNotFoundError):  # gone, or the whole folder is not on this machine
            lost += 1
        except CannotOpen:
            broken += 1
    return Opened(rows, len(people), lost, broken)


class _Once:
    """Keys that are fetched once each."""

    def __init__(self, keys: durable.Keys) -> None:
        self.keys, self.found = keys, dict[str, bytes]()

    def read(self, name: str) -> bytes:
        if name not in self.found:
            self.found[name] = self.keys.read(name)
        return self.found[name]


def _sealed(using: str) -> Iterator[Sealed]:
    """Every row of every kind that is locked."""
    from django.apps import apps

    from sapwood.people.models import Sealed

    for model in apps.get_models():
        if issubclass(model, Sealed):
            yield from model._default_manager.using(using).select_related("key").iterator(chunk_size=500)
