"""Where private keys live: a folder outside the data directory, or a store of your own (a KMS).

A wave's private key is made when the wave opens, read by the closing job only, and destroyed after publication. It is
in no backup, on purpose: once it is gone every copy of a sealed answer, however old, is unreadable.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sapwood.feedback import sealing
from sapwood.people.secret_files import ENDING, KeyLost, SecretFiles

__all__ = ["ENDING", "Folder", "KeyLost", "KeyStore", "store"]


class KeyStore(Protocol):
    """What a store must do. Names are letters, digits, `-` and `_`, at most 64.

    `create` makes a pair, keeps the private half safely (on disk, not only in a cache) and returns the public one; a
    pair of that name is replaced. `private` raises KeyLost when the key is gone, any other exception when the store
    is away. `destroy` removes the private half for good, and is silent when it is gone already.
    """

    def create(self, name: str) -> bytes: ...

    def private(self, name: str) -> bytes: ...

    def destroy(self, name: str) -> None: ...


def store() -> KeyStore:
    """The store the settings name; `Folder` unless SAPWOOD_KEY_STORE says otherwise."""
    made: KeyStore = import_string(settings.SAPWOOD_KEY_STORE)()
    return made


class Folder(SecretFiles):
    """One file a key, in the folder that SAPWOOD_KEYS names."""

    def __init__(self, path: Path | None = None) -> None:
        super().__init__(path or settings.SAPWOOD_KEYS)

    def create(self, name: str) -> bytes:
        private, public = sealing.new_pair()
        self.write(name, private)
        return public

    def private(self, name: str) -> bytes:
        return self.read(name)
