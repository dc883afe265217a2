"""What values a key result can take, as far as its words say: a value beyond them is asked about, never just taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_OF = re.compile(rf"(?:\bout of|\bof|/)\s*{_NUMBER}(?!\d)", re.IGNORECASE)
_RANGE = re.compile(rf"\b{_NUMBER}\s*(?:–|-|to)\s*{_NUMBER}\b", re.IGNORECASE)
_SHARE = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
HUNDRED = Decimal(100)
A_SLIP = 10  # times beyond anything the key result has known: a point or a digit was slipped


@dataclass(frozen=True)
class Scale:
    """From `low` to `high`; None where that side is open."""

    low: Decimal | None
    high: Decimal | None

    def holds(self, value: Decimal) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


def of(unit: str, known: list[Decimal]) -> Scale:
    """The scale of a unit ("of 10", "1–5", "%"), given the values the key result has known: its start, its target and
    where it stands. Where the unit says nothing, a value ten times beyond all of those is beyond it, and one below
    zero where none of them is."""
    largest = max((abs(value) for value in known), default=Decimal(0))
    low = None if any(value < 0 for value in known) else Decimal(0)
    if found := _RANGE.search(unit):
        return Scale(_decimal(found[1]), _decimal(found[2]))
    if found := _OF.search(unit):
        return Scale(Decimal(0), _decimal(found[1]))
    if _SHARE.search(unit) and largest <= HUNDRED:
        return Scale(low, HUNDRED)
    return Scale(low, largest * A_SLIP if largest else None)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
