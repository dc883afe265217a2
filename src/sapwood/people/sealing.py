"""Locking somebody's own words: ChaCha20-Poly1305 (RFC 8439) as the `cryptography` library ships it, padded to full blocks.

One key a person, the same to lock and to open; `context` names the row, so that a cipher moved into another row does
not open. Which library, and why: docs/decisions/0011-journals-and-shared-copies.md.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.padding import PKCS7

KEY = 32  # bytes
NONCE = 12
FORM = b"\x01"  # of what is sealed; another way one day gets another byte
BLOCK = 2040  # bits: lengths show in steps of 255 bytes


class CannotOpen(Exception):
    """The sealed bytes were changed, belong to another row, or were sealed with another key."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY)


def seal(text: str, *, key: bytes, context: str) -> bytes:
    """The text, so that only this key opens it, and only in this context."""
    pad = PKCS7(BLOCK).padder()
    whole = pad.update(text.encode()) + pad.finalize()
    nonce = secrets.token_bytes(NONCE)
    return FORM + nonce + ChaCha20Poly1305(key).encrypt(nonce, whole, context.encode())


def unseal(sealed: bytes, *, key: bytes, context: str) -> str:
    """The text again. Raises CannotOpen."""
    if sealed[:1] != FORM:
        raise CannotOpen("These bytes were sealed in a way that this version does not know.")
    nonce, cipher = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        whole = ChaCha20Poly1305(key).decrypt(nonce, cipher, context.encode())
        pad = PKCS7(BLOCK).unpadder()
        return (pad.update(whole) + pad.finalize()).decode()
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("These bytes do not open with this key.") from error
