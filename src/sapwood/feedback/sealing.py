"""Sealing answers: HPKE (RFC 9180) as the `cryptography` library ships it, and padding to a few fixed sizes.

Whoever holds the public half can seal; only the private half opens. Each sealed answer has its own fresh key inside,
so two equal answers look different. Which library, and why: docs/decisions/0007-sealing-by-hpke.md.
"""

from __future__ import annotations

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
SIZES = (2_048, 8_192, 32_768, 131_072)  # bytes before sealing: a length says no more than which of these
LENGTH = 4  # bytes that hold the length of the content


class CannotOpen(Exception):
    """The sealed bytes were changed, belong to another wave, or were sealed for another key."""


class TooLong(ValueError):
    """More than the largest size holds."""


def new_pair() -> tuple[bytes, bytes]:
    """A fresh key pair: private and public half, 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(content: bytes, *, public: bytes, context: bytes) -> bytes:
    """Content that only the private half opens, and only with the same `context` (the wave). Raises TooLong."""
    return SUITE.encrypt(_padded(content), X25519PublicKey.from_public_bytes(public), info=context)


def unseal(sealed: bytes, *, private: bytes, context: bytes) -> bytes:
    """The content again. Raises CannotOpen."""
    try:
        padded = SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=context)
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("These bytes do not open with this key.") from error
    return padded[LENGTH : LENGTH + int.from_bytes(padded[:LENGTH], "big")]


def handle(name: str, *, private: bytes) -> str:
    """A stand-in for a name, the same each time for one key and worthless without it: 128 bits as letters."""
    key = hmac.digest(private, b"sapwood: handles of raters", hashlib.sha256)
    return hmac.digest(key, name.encode(), hashlib.sha256)[:16].hex()


def _padded(content: bytes) -> bytes:
    whole = len(content).to_bytes(LENGTH, "big") + content
    for size in SIZES:
        if len(whole) <= size:
            return whole.ljust(size, b"\x00")
    raise TooLong(f"{len(content)} bytes; at most {SIZES[-1] - LENGTH} can be sealed.")
