"""Statistics of ratings, change, pulses, forecasts and business links. Plain Python with numpy and scipy, no Django.

`import sapwood.measurement` loads nothing heavy: each name below is fetched from its module when first used.
What each figure says, what it does not, its formula and how it was checked stands in `docs/statistics.md`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sapwood.measurement.results import (
        Estimate,
        Measured,
        MeasurementError,
        Withheld,
        as_data,
    )

# module -> the public names it holds. Add a line here and its twin above (for type checkers).
_HOME: dict[str, tuple[str, ...]] = {
    "results": ("Estimate", "Measured", "MeasurementError", "Withheld", "as_data"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = ["Estimate", "Measured", "MeasurementError", "Withheld", "as_data"]


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'sapwood.measurement' has no attribute {name!r}")
    value = getattr(import_module(f"sapwood.measurement.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_MODULE)
