"""The text of a token: made once, read back with each request, never stored.

    sapwood_pat_0123456789abcdef_8KfE…43 letters…

The first part says whose kind it is, so that a scanner for secrets finds one that slipped into a repository;
the second finds the row; the third is 256 random bits, of which only the SHA-256 is stored. A slow hash would add
nothing: nobody guesses 256 bits.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

PERSONAL, SERVICE = "pat", "svc"
SHAPE = re.compile(r"sapwood_(pat|svc)_([0-9a-f]{16})_([A-Za-z0-9_-]{43})", re.ASCII)
"""What a scanner for secrets looks for."""


@dataclass(frozen=True)
class Key:
    """`text` is shown once; `selector` and `digest` are what is kept."""

    text: str
    selector: str
    digest: str

    def __repr__(self) -> str:
        return f"Key({self.selector})"  # the text stands in no log and no traceback


def make(kind: str) -> Key:
    """A new one of a kind, `pat` or `svc`."""
    selector, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    return Key(f"sapwood_{kind}_{selector}_{secret}", selector, digest_of(secret))


def read(text: str) -> Key | None:
    """The parts of what was sent; None when it has not the shape of a token."""
    found = SHAPE.fullmatch(text)
    return Key(text, found[2], digest_of(found[3])) if found else None


def matches(key: Key, digest: str) -> bool:
    """Whether the secret is the one whose digest was kept, in a time that tells nothing."""
    return secrets.compare_digest(key.digest, digest)


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
