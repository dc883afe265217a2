"""Ids that stand in addresses: random, so that a gap in a row of numbers tells nobody anything."""

import secrets

PUBLIC_ID_LENGTH = 16


def public_id() -> str:
    """72 random bits as 12 letters that are safe in an address."""
    return secrets.token_urlsafe(9)
