"""What a measurement answers: a number with its spread and its source, or the reason why there is none.

Plain Python: nothing here needs numpy, so that a caller can name these types without paying for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any


class MeasurementError(ValueError):
    """The input cannot be measured at all (a missing column, no rows, text where numbers are needed).

    The message names what was given, what is allowed and the next step. Too little evidence is never an
    error: it is a `Withheld` result.
    """

    exit_status = 2


@dataclass(frozen=True, slots=True)
class Estimate:
    """One number with the interval that belongs to it.

    `value`, `low`, `high` and `se` are in the unit of the thing measured; `level` is the coverage the interval
    aims at (0.95: in 19 of 20 such studies it holds the true value); `n` is the number of observations behind
    it; `method` says in a few words how it was computed.
    """

    value: float
    low: float
    high: float
    n: int
    method: str
    level: float = 0.95
    se: float | None = None

    def __str__(self) -> str:
        return f"{shown(self.value)} ({shown(self.low)} to {shown(self.high)}, {self.level:.0%} interval, n = {self.n})"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A result that is not given, and why, in a sentence a reader can act on."""

    reason: str

    def __str__(self) -> str:
        return self.reason


Measured = Estimate | Withheld


def shown(value: float, digits: int = 2) -> str:
    """A number as a reader sees it: two decimals, more only where two would hide it, a word where there is none."""
    if math.isnan(value):
        return "unknown"
    if math.isinf(value):
        return "no limit" if value > 0 else "no lower limit"
    if value != 0 and abs(value) < 0.5 * 10**-digits:
        finer = f"{value:.{digits + 1}f}"
        return finer if float(finer) else f"{value:.2g}" if abs(value) > 1e-6 else f"{0:.{digits}f}"
    return f"{value:.{digits}f}"


def as_data(thing: Any) -> Any:
    """A result as plain dictionaries, lists, numbers and text, ready for JSON; NaN and infinity become null."""
    if thing is None or isinstance(thing, bool | str):
        return thing
    if isinstance(thing, Enum):
        return as_data(thing.value)
    if isinstance(thing, int):
        return int(thing)
    if isinstance(thing, float):
        return float(thing) if math.isfinite(thing) else None
    if is_dataclass(thing) and not isinstance(thing, type):
        return {one.name: as_data(getattr(thing, one.name)) for one in fields(thing) if not one.name.startswith("_")}
    if isinstance(thing, Mapping):
        return {str(key): as_data(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | set | frozenset):
        return [as_data(one) for one in thing]
    if hasattr(thing, "tolist"):  # a numpy array or scalar, without importing numpy to say so
        return as_data(thing.tolist())
    return str(thing)
