"""How often a token may ask: a number of requests in each minute, counted in the cache that all processes share.

Two requests of the same instant may be counted as one. This is a limit that keeps a runaway loop from the others,
not a ledger.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache

from sapwood.api.models import Token

MINUTE = 60


@dataclass(frozen=True)
class Allowance:
    """How many requests a minute there are, how many are left in this one, and the seconds until the next."""

    limit: int
    left: int
    resets: int

    @property
    def is_spent(self) -> bool:
        return self.left < 0

    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(self.resets),
        }


def spend(token: Token, at: dt.datetime) -> Allowance:
    """Count one request of this token."""
    limit = settings.SAPWOOD_API_PER_MINUTE
    minute, second = divmod(int(at.timestamp()), MINUTE)
    name = f"api-{token.selector}-{minute}"
    asked = cache.get(name, 0) + 1
    cache.set(name, asked, MINUTE * 2)
    return Allowance(limit, limit - asked, MINUTE - second)
