"""Secrets as files of a folder: mode 0700, each file 0600, on the disk before we go on, overwritten before it goes."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
ENDING = ".key"


class KeyLost(Exception):
    """The key is certainly not there any more. A store that cannot be reached raises something else."""


class SecretFiles:
    """One file a secret, in the folder `path`. What keys of one kind are for is said where they are used."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, secret: bytes) -> None:
        """Keep a secret safely; one of that name is replaced."""
        file = self._file(name)
        self._make_folder()
        beside = self.path / f".{secrets.token_hex(8)}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, secret)
            os.fsync(handle)
        finally:
            os.close(handle)
        beside.replace(file)
        _to_disk(self.path)

    def read(self, name: str) -> bytes:
        """Raises KeyLost when it is gone, OSError when the folder is away."""
        try:
            return self._file(name).read_bytes()
        except FileNotFoundError:
            if not self.path.is_dir():
                raise  # the folder is away, and with it everything: nothing is lost yet
            raise KeyLost(f"{name} is not in the key store.") from None

    def destroy(self, name: str) -> None:
        """Remove it for good; silent when it is gone already."""
        file = self._file(name)
        try:
            with file.open("r+b", buffering=0) as stream:
                stream.write(secrets.token_bytes(32))
                os.fsync(stream.fileno())
        except FileNotFoundError:
            return
        file.unlink(missing_ok=True)
        _to_disk(self.path)

    def _file(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name of a key; letters, digits, - and _ are allowed, at most 64.")
        return self.path / f"{name}{ENDING}"

    def _make_folder(self) -> None:
        """Both it and the one above are for their owner alone, whichever of them is made first."""
        for folder in (self.path.parent, self.path):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _to_disk(folder.parent)


def _to_disk(folder: Path) -> None:
    """So that what was put into a folder is there after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
