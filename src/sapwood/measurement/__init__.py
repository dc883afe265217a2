"""Statistics of ratings, change, pulses, forecasts and business links. Plain Python with numpy and scipy, no Django.

`import sapwood.measurement` loads nothing heavy: each name below is fetched from its module when first used.
What each figure says, what it does not, its formula and how it was checked stands in `docs/statistics.md`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sapwood.measurement.change import Change, ChangeResult, change_between
    from sapwood.measurement.coders import krippendorff_alpha, weighted_kappa
    from sapwood.measurement.components import TYPICAL, Components
    from sapwood.measurement.cusum import (
        State,
        Watch,
        watch,
        watch_units,
    )
    from sapwood.measurement.disclosure import (
        Foresight,
        Publishable,
        RelationCells,
        exposed_units,
        fold_relations,
        foresee,
        publishable,
    )
    from sapwood.measurement.evidence import prior_of_changes, probability_of_change, q_values
    from sapwood.measurement.exposure import (
        Audit,
        Exposure,
        audit,
    )
    from sapwood.measurement.findings import (
        Check,
        Finding,
        ImpactVerdict,
        Prospect,
        StudyDesign,
        conclude,
        strongest,
    )
    from sapwood.measurement.forecasts import (
        Basis,
        FanPoint,
        Forecast,
        fan,
        forecast,
        forecast_many,
    )
    from sapwood.measurement.interrupted import (
        SeriesEffect,
        SideBySide,
        interrupted_effect,
        side_by_side,
    )
    from sapwood.measurement.levels import LevelResult, adjusted_levels, self_gap
    from sapwood.measurement.mixed import fit_mixed
    from sapwood.measurement.mixed_fit import Coefficient, FactorLevels, MixedFit
    from sapwood.measurement.planning import (
        Plan,
        detectable_change,
        error_of_change,
        error_of_whole_change,
        plan_raters,
        raters_for_change,
        raters_for_level,
        reliability_of_level,
        tellable_change,
        tellable_pulse_change,
    )
    from sapwood.measurement.priors import (
        History,
        Prior,
        learn_prior,
    )
    from sapwood.measurement.pulses import (
        Pulse,
        UnitPulse,
        pulse,
        within_variance,
    )
    from sapwood.measurement.quality import (
        Agreement,
        Gate,
        GroupReliability,
        alpha,
        group_reliability,
        icc,
        may_score,
        may_speak_for_team,
        omega,
        rwg,
        rwg_items,
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
    from sapwood.measurement.scoring import (
        ForecastScores,
        replay,
        score_forecasts,
    )
    from sapwood.measurement.simulate import Company, Truth, simulate_company
    from sapwood.measurement.staggered import (
        StaggeredEffect,
        staggered_effect,
    )
    from sapwood.measurement.tables import read_csv
    from sapwood.measurement.verdicts import Reason, Rules, Verdict

# module -> the public names it holds. Add a line here and its twin above (for type checkers).
_HOME: dict[str, tuple[str, ...]] = {
    "change": (
        "Change",
        "ChangeResult",
        "change_between",
    ),
    "coders": ("krippendorff_alpha", "weighted_kappa"),
    "components": (
        "TYPICAL",
        "Components",
    ),
    "evidence": (
        "prior_of_changes",
        "probability_of_change",
        "q_values",
    ),
    "levels": (
        "LevelResult",
        "adjusted_levels",
        "self_gap",
    ),
    "mixed": ("fit_mixed",),
    "mixed_fit": ("Coefficient", "FactorLevels", "MixedFit"),
    "planning": (
        "Plan",
        "detectable_change",
        "error_of_change",
        "plan_raters",
        "raters_for_change",
        "raters_for_level",
        "reliability_of_level",
        "error_of_whole_change",
        "tellable_change",
        "tellable_pulse_change",
    ),
    "quality": (
        "Agreement",
        "Gate",
        "GroupReliability",
        "alpha",
        "group_reliability",
        "icc",
        "may_score",
        "may_speak_for_team",
        "omega",
        "rwg",
        "rwg_items",
    ),
    "simulate": (
        "Company",
        "Truth",
        "simulate_company",
    ),
    "tables": ("read_csv",),
    "verdicts": (
        "Reason",
        "Rules",
        "Verdict",
    ),
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
    "pulses": ("Pulse", "UnitPulse", "pulse", "within_variance"),
    "cusum": ("State", "Watch", "watch", "watch_units"),
    "forecasts": ("Basis", "FanPoint", "Forecast", "fan", "forecast", "forecast_many"),
    "priors": ("History", "Prior", "learn_prior"),
    "scoring": ("ForecastScores", "replay", "score_forecasts"),
    "findings": ("Check", "Finding", "ImpactVerdict", "Prospect", "StudyDesign", "conclude", "strongest"),
    "staggered": ("StaggeredEffect", "staggered_effect"),
    "interrupted": ("SeriesEffect", "SideBySide", "interrupted_effect", "side_by_side"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "Agreement",
    "Audit",
    "Basis",
    "Change",
    "ChangeResult",
    "Check",
    "Coefficient",
    "Company",
    "Components",
    "StudyDesign",
    "ImpactVerdict",
    "Estimate",
    "Exposure",
    "FactorLevels",
    "FanPoint",
    "Finding",
    "Forecast",
    "ForecastScores",
    "Foresight",
    "Gate",
    "GroupReliability",
    "History",
    "LevelResult",
    "Measured",
    "MeasurementError",
    "MixedFit",
    "Plan",
    "Prior",
    "Prospect",
    "Publishable",
    "Published",
    "Pulse",
    "Reason",
    "RelationCells",
    "Rules",
    "SeriesEffect",
    "SideBySide",
    "StaggeredEffect",
    "State",
    "TYPICAL",
    "Truth",
    "UnitPulse",
    "Verdict",
    "Watch",
    "Withheld",
    "adjusted_levels",
    "alpha",
    "as_data",
    "audit",
    "change_between",
    "conclude",
    "count_band",
    "detectable_change",
    "distribution",
    "error_of_change",
    "error_of_whole_change",
    "exposed_units",
    "fan",
    "fit_mixed",
    "fold_relations",
    "forecast",
    "forecast_many",
    "foresee",
    "group_reliability",
    "icc",
    "interrupted_effect",
    "krippendorff_alpha",
    "learn_prior",
    "may_score",
    "may_speak_for_team",
    "omega",
    "plan_raters",
    "prior_of_changes",
    "probability_of_change",
    "publish",
    "publishable",
    "pulse",
    "q_values",
    "raters_for_change",
    "raters_for_level",
    "read_csv",
    "reliability_of_level",
    "replay",
    "rounded",
    "rwg",
    "rwg_items",
    "score_forecasts",
    "self_gap",
    "side_by_side",
    "simulate_company",
    "staggered_effect",
    "strongest",
    "tellable_change",
    "tellable_pulse_change",
    "trend",
    "watch",
    "watch_units",
    "weighted_kappa",
    "within_variance",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE:
        raise AttributeError(f"module 'sapwood.measurement' has no attribute {name!r}")
    value = getattr(import_module(f"sapwood.measurement.{_MODULE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(_MODULE)
