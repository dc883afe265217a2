"""Statistics of ratings, change, pulses, forecasts and business links. Plain Python with numpy and scipy, no Django.

`import sapwood.measurement` loads nothing heavy: each name below is fetched from its module when first used.
What each figure says, what it does not, its formula and how it was checked stands in `docs/statistics.md`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sapwood.measurement.disclosure import (
        Foresight,
        Publishable,
        RelationCells,
        exposed_units,
        fold_relations,
        foresee,
        publishable,
    )
    from sapwood.measurement.exposure import (
        Audit,
        Exposure,
        audit,
    )
    from sapwood.measurement.results import (
        Estimate,
        Measured,
        MeasurementError,
        Withheld,
        as_data,
    )
    from sapwood.measurement.rounding import (
        Published,
        count_band,
        distribution,
        publish,
        rounded,
        trend,
    )

# module -> the public names it holds. Add a line here and its twin above (for type checkers).
_HOME: dict[str, tuple[str, ...]] = {
    "results": ("Estimate", "Measured", "MeasurementError", "Withheld", "as_data"),
    "disclosure": (
        "Foresight",
        "Publishable",
        "RelationCells",
        "exposed_units",
        "fold_relations",
        "foresee",
        "publishable",
    ),
    "exposure": ("Audit", "Exposure", "audit"),
    "rounding": ("Published", "count_band", "distribution", "publish", "rounded", "trend"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Audit",
    "Estimate",
    "Exposure",
    "Foresight",
    "Measured",
    "MeasurementError",
    "Publishable",
    "Published",
    "RelationCells",
    "Withheld",
    "as_data",
    "audit",
    "count_band",
    "distribution",
    "exposed_units",
    "fold_relations",
    "foresee",
    "publish",
    "publishable",
    "rounded",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'sapwood.measurement' has no attribute {name!r}")
    value = getattr(import_module(f"sapwood.measurement.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_MODULE)
