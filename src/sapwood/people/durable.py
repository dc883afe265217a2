"""Durable keys: they lock what one person writes for themselves, for as long as that person wants it.

They live apart from the keys of sealed answers, in `durable` inside the folder SAPWOOD_KEYS, or in a store of your own.
Unlike those they may be kept safe in a copy: `sapwood backup --keys FILE` writes them, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sapwood.people.secret_files import KeyLost, SecretFiles

__all__ = ["Copy", "Either", "Folder", "KeyLost", "Keys", "store"]

FOLDER = "durable"


class Keys(Protocol):
    """Whoever gives a key by its name. Raises KeyLost when it is gone, any other exception when the store is away."""

    def read(self, name: str) -> bytes: ...


class DurableStore(Keys, Protocol):
    """What a store must do. Names are letters, digits, `-` and `_`, at most 64; a key is 32 bytes.

    `write` keeps a key safely (on disk, not only in a cache), in place of one of that name; `destroy` removes it for
    good, and is silent when it is gone already.
    """

    def write(self, name: str, secret: bytes) -> None: ...

    def destroy(self, name: str) -> None: ...


_instead: list[DurableStore] = []


def store() -> DurableStore:
    """The store the settings name; `Folder` unless SAPWOOD_DURABLE_KEY_STORE says otherwise."""
    if _instead:
        return _instead[-1]
    made: DurableStore = import_string(settings.SAPWOOD_DURABLE_KEY_STORE)()
    return made


@contextmanager
def instead(other: DurableStore) -> Iterator[None]:
    """Use another store for a while: what is tried on a copy of the database makes no keys in the real one. For
    commands of one thread only."""
    _instead.append(other)
    try:
        yield
    finally:
        _instead.pop()


class Folder(SecretFiles):
    """One file a key."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path or settings.SAPWOOD_KEYS / FOLDER)


class Copy:
    """Keys in memory: read from a file, or made for a copy of the database that is thrown away."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self.keys = dict(keys)

    def read(self, name: str) -> bytes:
        try:
            return self.keys[name]
        except KeyError:
            raise KeyLost(f"{name} is not among these keys.") from None

    def write(self, name: str, secret: bytes) -> None:
        self.keys[name] = secret

    def destroy(self, name: str) -> None:
        self.keys.pop(name, None)


class Either:
    """Keys in memory, else those of another place."""

    def __init__(self, keys: Keys, memory: Copy) -> None:
        self.keys, self.memory = keys, memory

    def read(self, name: str) -> bytes:
        return self.memory.keys.get(name) or self.keys.read(name)
