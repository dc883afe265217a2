"""Where private keys live: a folder outside the data directory, or a store of your own (a KMS).

A wave's private key is made when the wave opens, read by the closing job only, and destroyed after publication. It is
in no backup, on purpose: once it is gone every copy of a sealed answer, however old, is unreadable.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from sapwood.feedback import sealing

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
ENDING = ".key"


class KeyLost(Exception):
    """The key is certainly not there any more. A store that cannot be reached raises something else."""


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


class Folder:
    """One file a key, in the folder that SAPWOOD_KEYS names: mode 0700, each file 0600, on the disk before we go on."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings.SAPWOOD_KEYS

    def create(self, name: str) -> bytes:
        private, public = sealing.new_pair()
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self.path / f".{secrets.token_hex(8)}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, private)
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.replace(self._file(name))
        self._folder_to_disk()
        return public

    def private(self, name: str) -> bytes:
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            if not self.path.is_dir():
                raise  # the folder is away, and with it everything: nothing is lost yet
            raise KeyLost(f"{name} is not in the key store.") from None

    def destroy(self, name: str) -> None:
        file = self._file(name)
        try:
            with file.open("r+b", buffering=0) as stream:
                stream.write(secrets.token_bytes(32))
                os.fsync(stream.fileno())
        except FileNotFoundError:
            return
        file.unlink(missing_ok=True)
        self._folder_to_disk()

    def _file(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a key; letters, digits, - and _ are allowed, at most 64.")
        return self.path / f"{name}{ENDING}"

    def _folder_to_disk(self) -> None:
        handle = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
