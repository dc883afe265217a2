"""What a fitted rater model says: fixed effects, variances, every level with its error, and all of it in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sapwood.measurement.results import Estimate, MeasurementError, shown
from sapwood.measurement.tables import Codes, Floats

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A fixed effect: its estimate and standard error, in points of the rating scale per unit of the column."""

    estimate: float
    se: float


@dataclass(frozen=True, slots=True)
class FactorLevels:
    """Every level of one grouping factor, in the order of `names`.

    `estimate` is the best linear unbiased prediction of its deviation from the average (points); `se` is the root of
    its prediction error variance, the uncertainty of the fixed effects included; `n` counts its ratings.
    `conditional_variance` (only when asked for) is the smaller variance that treats the fixed effects as known.
    """

    names: tuple[str, ...]
    estimate: Floats
    se: Floats
    n: Codes
    conditional_variance: Floats | None = None

    def __len__(self) -> int:
        return len(self.names)

    def of(self, name: object) -> Estimate:
        """One level with its 95% interval. Raises KeyError for a name that is not there."""
        try:
            place = self.names.index(str(name))
        except ValueError:
            raise KeyError(name) from None
        value, se = float(self.estimate[place]), float(self.se[place])
        return Estimate(
            value, value - NORMAL_95 * se, value + NORMAL_95 * se, int(self.n[place]), "BLUP, REML mixed model", se=se
        )


@dataclass(frozen=True, slots=True)
class MixedFit:
    """A fitted rater model.

    `criterion` is -2 log restricted likelihood (lower is better; compare only fits with the same fixed effects);
    `fixed` the fixed effects by name; `variances` one per grouping factor and `residual` (points squared);
    `levels` the predictions of every level by factor; `n` the ratings used, `dropped` those left out because
    something was missing; `converged` and `notes` say in words how far the result can be trusted.
    """

    criterion: float
    fixed: Mapping[str, Coefficient]
    variances: Mapping[str, float]
    levels: Mapping[str, FactorLevels]
    n: int
    dropped: int
    converged: bool
    steps: int
    notes: tuple[str, ...]
    method: str = "REML by block elimination, average-information Newton steps"

    def share(self, factor: str) -> float:
        """The share of the variance of a single rating that lies in `factor` (0 to 1; NaN when nothing varies)."""
        total = sum(self.variances.values())
        return self.variances[factor] / total if total > 0 else float("nan")

    def reliability(self, factor: str, raters: float, against: Sequence[str] = ()) -> float:
        """Reliability of a level's mean over `raters` ratings: s_f / (s_f + s_error / raters), 0 to 1.

        `against` names further factors whose variance counts as error; the residual always does (Brennan 2001).
        """
        if not raters > 0:
            raise MeasurementError("The number of raters must be positive.")
        true = self.variances[factor]
        error = self.variances["residual"] + sum(self.variances[name] for name in against)
        return true / (true + error / raters) if true + error > 0 else float("nan")

    def __str__(self) -> str:
        lines = [f"{self.n:,} ratings; {self.method}; criterion {self.criterion:.4f}"]
        lines += [
            f"  {name:<22}{shown(one.estimate, 4):>9}  (standard error {shown(one.se, 4)})"
            for name, one in self.fixed.items()
        ]
        lines.append("Where the ratings differ (variance, share of one rating):")
        for name, value in self.variances.items():
            count = f"{len(self.levels[name]):,} levels" if name in self.levels else ""
            share = self.share(name)
            lines.append(f"  {name:<22}{shown(value, 4):>9}  {_percent(share):>4}  {count}")
        lines.append(
            "The search converged." if self.converged else "The search did not converge: do not use these figures."
        )
        return "\n".join([*lines, *self.notes])


def _percent(share: float) -> str:
    return "" if math.isnan(share) else "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def describe(fit: MixedFit, factor: str, most: int = 10) -> str:
    """The highest and lowest levels of one factor in words, with their intervals."""
    one = fit.levels[factor]
    order = np.argsort(-one.estimate)
    chosen = order if len(order) <= 2 * most else np.r_[order[:most], order[-most:]]
    return "\n".join(
        f"  {one.names[k]:<16}{one.estimate[k]:>+7.2f}  ({shown(one.estimate[k] - NORMAL_95 * one.se[k])} to "
        f"{shown(one.estimate[k] + NORMAL_95 * one.se[k])}), n = {one.n[k]}"
        for k in chosen
    )
